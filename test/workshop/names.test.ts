import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeTone } from '../sounds.ts';
import { type Bench, openBench, stereo } from './bench.ts';
import { withEachFfmpeg } from './tools.ts';

/** Names that mean something to a program: options, protocols, patterns, quotes. To people they are names. */
const names = [
  '-recording.wav',
  '-f.wav',
  'talk:one.wav',
  'http:talk.wav',
  'file:talk.wav',
  'concat:a|b.wav',
  'take %d.wav',
  'take %03d.wav',
  'two\nlines.wav',
  'Stream #0:0: Audio: opus, 8000 Hz, 7.1.wav',
  'Anna\'s “talk” "one".wav',
  'Gespräch 🎙 über uns.wav',
  'a, from b.wav',
  '$(touch x) `touch y` ; & | < >.wav',
  'no ending',
  'wrong ending.txt',
  `${'n'.repeat(250)}.wav`,
] as const;

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'corridor-names-'));
  await makeTone(join(folder, 'tone.wav'), { seconds: 2 });
});
afterAll(() => rmSync(folder, { recursive: true }));

withEachFfmpeg(({ program }) => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await openBench(program);
  });
  afterAll(() => bench.remove());

  describe.each(names)('a recording named %j', (name) => {
    test('is looked at and measured', async () => {
      const path = join(folder, name);
      copyFileSync(join(folder, 'tone.wav'), path);
      const inspection = await bench.workshop.inspectFile(path);
      expect(inspection).toEqual({
        container: 'wav',
        codec: 'pcm_s16le',
        sampleRate: 48_000,
        channels: 2,
        seconds: 2,
      });
      const { loudness } = await bench.workshop.measureFile(path, stereo);
      expect(Math.abs(loudness.integrated + 20)).toBeLessThan(0.3);
    });
  });

  test('the same without a folder before it, as typed on a command line', async () => {
    const before = process.cwd();
    process.chdir(folder);
    try {
      for (const name of ['-typed.wav', 'typed:one.wav', 'file:typed.wav', 'pipe:0']) {
        copyFileSync('tone.wav', name);
        expect(relative(folder, name)).toBe(name);
        expect(await bench.workshop.inspectFile(name)).toMatchObject({ container: 'wav', seconds: 2 });
      }
    } finally {
      process.chdir(before);
    }
  });
});
