import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { podcastRecipe, type Recipe } from '../../src/show/recipe.ts';
import { readCertificate } from '../../src/sound/certificate.ts';
import { scanFrames } from '../../src/sound/mp3.ts';
import { proveAgainst } from '../../src/studio/proof.ts';
import { ffmpeg } from '../sounds.ts';
import { type Mastered, type Mastering, openMastering } from './mastering.ts';
import { makeTalk, TALK_SECONDS } from './odd-sounds.ts';
import { withEachFfmpeg } from './tools.ts';

/** A recipe that wants a mono recording as one channel: half the bytes, and 3 LU softer to a meter that counts it once. */
const { formats } = podcastRecipe;
const trueMono: Recipe = {
  ...podcastRecipe,
  name: 'true-mono',
  formats: { ...formats, mp3: { ...formats.mp3, channels: 'mono' } },
};

const folder = mkdtempSync(join(tmpdir(), 'corridor-mono-'));
const talk = join(folder, 'talk.wav');
beforeAll(() => makeTalk(talk));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** LUFS as ffmpeg's meter counts a single channel: once, or as two equal ones. */
async function loudnessOf(path: string, dualMono: boolean): Promise<number> {
  const meter = `ebur128=dualmono=${dualMono}`;
  const said = await ffmpeg(['-i', path, '-map', '0:a:0', '-af', meter, '-f', 'null', '-']);
  return Number(/I:\s+(-?[\d.]+) LUFS/.exec(said.slice(said.lastIndexOf('Summary:')))?.[1]);
}

withEachFfmpeg(({ program }) => {
  let mastering: Mastering;
  let made: Mastered;
  beforeAll(async () => {
    mastering = await openMastering(program);
    made = await mastering.master(talk, trueMono);
  });
  afterAll(() => mastering.close());

  test('every MP3 frame holds one channel', () => {
    const channels = new Set<number>();
    scanFrames(readFileSync(made.path), (head) => channels.add(head.channels));
    expect([...channels]).toEqual([1]);
  });

  test('it is as loud as two equal channels, and 3 LU softer to a meter that counts one', async () => {
    const [once, twice] = await Promise.all([loudnessOf(made.path, false), loudnessOf(made.path, true)]);
    expect(Math.abs(twice + 16)).toBeLessThanOrEqual(0.4 + 1e-9);
    expect(Math.abs(once + 19)).toBeLessThanOrEqual(0.4 + 1e-9);
    expect(made.heard.truePeak).toBeLessThanOrEqual(-0.9);
    expect(Math.abs(made.heard.seconds - TALK_SECONDS)).toBeLessThan(0.02);
  });

  test('its certificate says how it was counted, and holds', async () => {
    const { certificate } = readCertificate(readFileSync(made.certificate, 'utf8'));
    expect(certificate?.channels).toBe('one channel, counted as two');
    expect(made.master.remarks).toContainEqual(expect.stringMatching(/counted as two.*reads 3 LU lower/));
    const files = { audio: made.path, certificate: made.certificate };
    const proof = await proveAgainst(mastering.workshop, files);
    expect(proof).toMatchObject({ holds: true, faults: [], found: { loudness: made.master.after } });
  });
});
