import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeSpeech } from '../sounds.ts';
import { documentOf, type Fault, type House, openHouse, openHouseWithShow, publishJson } from './program.ts';

/** `corridor prove` for an MP3 that was mastered with AAC and Opus beside it. */
describe('prove', () => {
  let house: House;
  beforeAll(async () => {
    house = openHouse();
    const recording = await makeSpeech(house.file('recording.wav'), { seconds: 3 });
    const formats = { m4a: { bitrate: 96 }, opus: { bitrate: 64 } };
    writeFileSync(house.file('formats.json'), JSON.stringify({ name: 'formats', formats }));
    const words = ['--recipe', house.file('formats.json'), '-o', house.file('talk.mp3')];
    const { exit, stderr } = await house.run(['master', recording, ...words]);
    if (exit !== 0) throw new Error(`Not mastered: ${stderr}`);
  });
  afterAll(() => house.remove());

  type Answer = Readonly<{
    holds: boolean;
    faults: string[];
    sha256: string;
    files: { file: string; format: string; type: string; holds: boolean; sha256: string; duration: number }[];
  }>;

  test('tells one line for each file', async () => {
    const { exit, stdout } = await house.run(['prove', house.file('talk.mp3')]);
    expect(exit).toBe(0);
    const figures = String.raw`0:0\d +-1[56]\.\d LUFS +\d+\.\d LU +-\d\.\d dBTP`;
    expect(stdout).toMatch(
      new RegExp(
        [
          String.raw`^✓ talk\.mp3 is what its certificate says\.\n`,
          String.raw`  ✓ talk\.mp3 +MP3 +${figures}`,
          String.raw`  ✓ talk\.m4a +AAC +${figures}`,
          String.raw`  ✓ talk\.opus +Opus +${figures}\n$`,
        ].join('\n'),
      ),
    );
  });

  test('one byte of the m4a changed ends with exit code 1, an entry for each file in --json', async () => {
    const bytes = readFileSync(house.file('talk.m4a'));
    const changed = bytes.map((byte, i) => (i === bytes.length >> 1 ? byte ^ 1 : byte));
    writeFileSync(house.file('talk.m4a'), changed);
    const outcome = await house.run(['prove', house.file('talk.mp3'), '--json']);
    writeFileSync(house.file('talk.m4a'), bytes);
    const { holds, faults, sha256, files } = documentOf<Answer>(outcome);
    expect([outcome.exit, holds]).toEqual([1, false]);
    expect(faults[0]).toMatch(/^talk\.m4a: .*bytes differ/);
    expect(files.map(({ file, format, type, ...each }) => [file, format, type, each.holds])).toEqual([
      ['talk.mp3', 'MP3', 'audio/mpeg', true],
      ['talk.m4a', 'AAC', 'audio/mp4', false],
      ['talk.opus', 'Opus', 'audio/ogg', true],
    ]);
    expect(files[0]?.sha256).toBe(sha256);
    for (const { duration } of files) expect(duration).toBeGreaterThan(2);
  });

  describe('a file of which nothing can be heard', () => {
    const contents = [
      ['empty', ''],
      ['junk', 'This is no sound.'],
    ] as const;

    test.each(contents)('does not hold when its certificate lies beside it: %s', async (name, content) => {
      writeFileSync(house.file(`${name}.mp3`), content);
      copyFileSync(house.file('talk.certificate.json'), house.file(`${name}.certificate.json`));
      const outcome = await house.run(['prove', house.file(`${name}.mp3`), '--json']);
      const { holds, faults, files } = documentOf<Answer>(outcome);
      expect([outcome.exit, holds]).toEqual([1, false]);
      expect(faults).toEqual([
        expect.stringMatching(/^It cannot be heard any more: There is no MP3 frame/),
        expect.stringContaining(`there are ${content.length} now`),
        'Its AAC file was not heard.',
        'Its Opus file was not heard.',
      ]);
      expect(files).toMatchObject([{ file: `${name}.mp3`, holds: false, faults }]);
    });

    test.each(contents)('is nothing to prove without a certificate: %s', async (name, content) => {
      writeFileSync(house.file(`${name}-alone.mp3`), content);
      const outcome = await house.run(['prove', house.file(`${name}-alone.mp3`), '--json']);
      expect(outcome.exit).toBe(2);
      expect(documentOf<Fault>(outcome).error.code).toBe('recording-damaged');
    });
  });

  test('of a further format alone is led to its MP3', async () => {
    const outcome = await house.run(['prove', house.file('talk.m4a'), '--json']);
    expect(outcome.exit).toBe(2);
    expect(documentOf<Fault>(outcome).error).toMatchObject({
      code: 'value-invalid',
      hint: expect.stringContaining(`corridor prove ${house.file('talk.mp3')}`),
    });
  });
});

test('an episode whose published file was emptied does not hold', async () => {
  const house = await openHouseWithShow();
  const recording = await makeSpeech(house.file('recording.wav'), { seconds: 3 });
  const { episode, enclosure } = await publishJson(house, [recording, '--title', 'Emptied']);
  const file = join(house.folder, 'feed', enclosure.key);
  expect(readFileSync(file).length).toBeGreaterThan(10_000);
  writeFileSync(file, '');
  const outcome = await house.run(['prove', episode.slug, '--json']);
  house.remove();
  expect([outcome.exit, outcome.stderr]).toEqual([1, '']);
  expect(documentOf<object>(outcome)).toMatchObject({
    holds: false,
    faults: [expect.stringMatching(/^It cannot be heard any more: /)],
  });
});
