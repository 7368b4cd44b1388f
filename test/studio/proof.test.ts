import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { podcastRecipe, type Recipe } from '../../src/show/recipe.ts';
import { proveFiles } from '../../src/studio/proof.ts';
import type { Proof } from '../../src/studio/studio.ts';
import { makeSpeech } from '../sounds.ts';
import { type Mastered, type Mastering, openMastering } from '../workshop/mastering.ts';
import { bundled, hasSystem, system } from '../workshop/tools.ts';

/** An MP3 on the disk with AAC and Opus beside it: made with one ffmpeg, proven with the other where there is one. */
const folder = mkdtempSync(join(tmpdir(), 'corridor-proof-'));
const drawer = join(folder, 'drawer');
const recipe: Recipe = {
  ...podcastRecipe,
  name: 'formats',
  formats: { ...podcastRecipe.formats, m4a: { bitrate: 96 }, opus: { bitrate: 64 } },
};
let made: Mastered;
let maker: Mastering;
let prover: Mastering;
beforeAll(async () => {
  const recording = await makeSpeech(join(folder, 'talk.wav'), { seconds: 3 });
  maker = await openMastering(bundled.program);
  prover = await openMastering(hasSystem ? system.program : bundled.program);
  made = await maker.master(recording, recipe);
});
afterAll(async () => {
  await maker.close();
  await prover.close();
  rmSync(folder, { recursive: true, force: true });
});

const endings = ['mp3', 'm4a', 'opus', 'certificate.json'] as const;
type Ending = (typeof endings)[number];
const at = (ending: Ending): string => join(drawer, `talk.${ending}`);
beforeEach(() => {
  rmSync(drawer, { recursive: true, force: true });
  mkdirSync(drawer);
  const paths = [made.path, ...(made.alternates ?? []), made.certificate];
  for (const [i, ending] of endings.entries()) copyFileSync(paths[i] ?? '', at(ending));
});

const prove = (mp3 = at('mp3'), certificate = at('certificate.json')): Promise<Proof> =>
  proveFiles(prover.workshop, { audio: mp3, certificate });
const verdicts = ({ files }: Proof) => files.map(({ format, holds }) => [format, holds]);

test('every file holds, with the figures that the certificate has', async () => {
  const proof = await prove();
  expect(proof).toMatchObject({ holds: true, faults: [], absent: [] });
  expect(proof.files.map(({ file, found }) => [file, found?.sha256])).toEqual([
    ['talk.mp3', proof.certificate?.enclosure.sha256],
    ['talk.m4a', proof.certificate?.alternates?.[0]?.sha256],
    ['talk.opus', proof.certificate?.alternates?.[1]?.sha256],
  ]);
  for (const { found } of proof.files)
    expect(Math.abs((found?.loudness.integrated ?? 0) + 16)).toBeLessThanOrEqual(0.35);
});

describe('does not hold', () => {
  /** The head of an MP4 file is read by the byte; the middle is sound. */
  test.each([
    ['m4a', 0.5],
    ['m4a', 0.01],
    ['opus', 0.5],
    ['opus', 0.99],
  ] as const)('where one byte of the %s differs, at %f of it', async (ending, place) => {
    const bytes = readFileSync(at(ending));
    const index = Math.floor(place * bytes.length);
    bytes[index] = (bytes[index] ?? 0) ^ 0x10;
    writeFileSync(at(ending), bytes);
    const proof = await prove();
    expect(verdicts(proof)).toEqual([
      ['MP3', true],
      ['AAC', ending !== 'm4a'],
      ['Opus', ending !== 'opus'],
    ]);
    expect(proof.holds).toBe(false);
    expect(proof.faults.join()).toMatch(new RegExp(`talk\\.${ending}: .*(bytes differ|cannot be heard)`));
  });

  test.each([
    ['a text', 'No sound at all.'],
    ['empty', ''],
    ['a list of other files', '#EXTM3U\n/etc/passwd\n'],
  ])('where the m4a is %s; the others are still heard', async (_, text) => {
    writeFileSync(at('m4a'), text);
    const proof = await prove();
    expect(verdicts(proof)).toEqual([
      ['MP3', true],
      ['AAC', false],
      ['Opus', true],
    ]);
    expect(proof.faults).toEqual([expect.stringMatching(/^talk\.m4a: It cannot be heard any more/)]);
  });

  test('where the Opus file is the AAC one', async () => {
    copyFileSync(at('m4a'), at('opus'));
    expect(verdicts(await prove())).toEqual([
      ['MP3', true],
      ['AAC', true],
      ['Opus', false],
    ]);
  });
});

describe('is heard as far as it is there', () => {
  test('what does not lie beside the MP3 is told as absent', async () => {
    rmSync(at('m4a'));
    const proof = await prove();
    expect(proof).toMatchObject({ holds: true, absent: [{ file: 'talk.m4a', format: 'AAC' }] });
    expect(proof.files.map(({ format }) => format)).toEqual(['MP3', 'Opus']);
  });

  test('files are found under the names that they were published with, too', async () => {
    const hashes = [made.master.enclosure, ...(made.master.alternates ?? [])].map(({ sha256 }) => sha256);
    const names = hashes.map((sha256, i) => join(drawer, `lunch-talk-${sha256.slice(0, 12)}.${endings[i]}`));
    for (const [i, name] of names.entries()) copyFileSync(at(endings[i] ?? 'mp3'), name);
    for (const ending of ['mp3', 'm4a', 'opus'] as const) rmSync(at(ending));
    const proof = await prove(names[0]);
    expect(proof).toMatchObject({ holds: true, absent: [] });
    expect(proof.files).toHaveLength(3);
  });

  test('without a certificate nothing says which files there are', async () => {
    rmSync(at('certificate.json'));
    const proof = await prove();
    expect(proof.holds).toBe(false);
    expect(proof.files).toHaveLength(1);
  });
});
