import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Hearing } from '../../src/sound/hearing.ts';
import { scanFrames } from '../../src/sound/mp3.ts';
import { readCertificate } from '../../src/sound/certificate.ts';
import { proveAgainst } from '../../src/studio/proof.ts';
import { openDice } from '../sound/conversations.ts';
import { leavesOf, type Path, readLeaf, withLeaf } from './leaves.ts';
import { type Mastered, type Mastering, openMastering } from './mastering.ts';
import { makeTalk } from './odd-sounds.ts';
import { withEachFfmpeg } from './tools.ts';

/** A certificate holds for the file that it was written for, and for nothing that differs in a byte or a number. */
const folder = mkdtempSync(join(tmpdir(), 'corridor-certificate-'));
const file = (name: string): string => join(folder, name);
beforeAll(() => makeTalk(file('talk.wav')));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Mp3Frames = readonly Readonly<{ at: number; size: number }>[];

function framesOf(mp3: Uint8Array): Mp3Frames {
  const frames: { at: number; size: number }[] = [];
  scanFrames(mp3, ({ size }, at) => frames.push({ at, size }));
  return frames;
}

/** Bytes of a file that are worth changing: the sound's in the first place. */
const places: readonly (readonly [name: string, find: (frames: Mp3Frames) => number])[] = [
  ['in the middle of an MP3 frame', (frames) => middleOf(frames, frames.length >> 1)],
  ['in the middle of the last MP3 frame', (frames) => middleOf(frames, frames.length - 1)],
  ['in the header of an MP3 frame', (frames) => (frames[frames.length >> 1]?.at ?? 0) + 2],
  ['in the Info frame', (frames) => (frames[0]?.at ?? 0) + 60],
  ['in the title', () => 30],
];
const middleOf = (frames: Mp3Frames, index: number): number =>
  (frames[index]?.at ?? 0) + ((frames[index]?.size ?? 0) >> 1);

/** Numbers that people look at; of all others so many are taken by chance. */
const LOOKED_AT = /^(enclosure|before|after|recipe\.target)\./;
const BY_CHANCE = 20;

function chooseNumbers(certificate: unknown): readonly Path[] {
  const numbers = leavesOf(certificate).filter((path) => typeof readLeaf(certificate, path) === 'number');
  const isLookedAt = (path: Path): boolean => LOOKED_AT.test(path.join('.'));
  const dice = openDice(7);
  const others = numbers
    .filter((path) => !isLookedAt(path))
    .map((path) => ({ path, lot: dice() }))
    .sort((a, b) => a.lot - b.lot);
  return [...numbers.filter(isLookedAt), ...others.slice(0, BY_CHANCE).map(({ path }) => path)];
}

withEachFfmpeg(({ name, program }) => {
  let mastering: Mastering;
  let made: Mastered;
  let hearing: Hearing;
  beforeAll(async () => {
    mastering = await openMastering(program);
    made = await mastering.master(file('talk.wav'));
    hearing = await mastering.workshop.proveFile(made.path);
  });
  afterAll(() => mastering.close());

  test('holds for the file that it was written for', async () => {
    const files = { audio: made.path, certificate: made.certificate };
    expect(await proveAgainst(mastering.workshop, files)).toMatchObject({ holds: true, faults: [] });
  });

  test('names every program that it was made with, by its version', () => {
    const { certificate } = readCertificate(readFileSync(made.certificate, 'utf8'));
    expect(certificate?.tools).toEqual({
      ffmpeg: expect.stringMatching(/\d/),
      corridor: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      lame: expect.stringMatching(/^3\.\d+/),
    });
  });

  test('says how far the speech stands above the noise, before and after', () => {
    const { certificate } = readCertificate(readFileSync(made.certificate, 'utf8'));
    const { before, after } = certificate?.noise ?? {};
    expect(before?.signalToNoise).toBeCloseTo((before?.speech ?? 0) - (before?.pauses ?? 0), 0);
    expect(Math.abs((after?.speech ?? 0) - (certificate?.after.integrated ?? 99))).toBeLessThan(2);
  });

  test.each(places)('does not hold for one byte changed %s', async (_, find) => {
    const bytes = readFileSync(made.path);
    const at = find(framesOf(bytes));
    bytes[at] = (bytes[at] ?? 0) ^ 0x10;
    const audio = file(`${name}-changed.mp3`);
    writeFileSync(audio, bytes);
    const proof = await proveAgainst(mastering.workshop, { audio, certificate: made.certificate });
    expect(proof.holds).toBe(false);
    expect(proof.faults.join()).toMatch(/bytes differ/);
  });

  test('does not hold without a certificate, nor with that of another file', async () => {
    const prover = { proveFile: async () => hearing };
    const stray = await proveAgainst(prover, { audio: made.path, certificate: file('none.json') });
    const other = await proveAgainst(prover, { audio: file('talk.wav'), certificate: made.certificate });
    expect([stray.holds, other.holds]).toEqual([false, false]);
  });

  describe('does not hold when one number is changed', () => {
    /** The file stays the same, so it is heard once. */
    const proveChanged = async (path: Path, value: unknown): Promise<boolean> => {
      const text = readFileSync(made.certificate, 'utf8');
      const certificate = file(`${name}-changed.json`);
      writeFileSync(certificate, JSON.stringify(withLeaf(JSON.parse(text), path, value)));
      const files = { audio: made.path, certificate };
      return (await proveAgainst({ proveFile: async () => hearing }, files)).holds;
    };

    test('by one, or by a thousandth', async () => {
      const certificate: unknown = JSON.parse(readFileSync(made.certificate, 'utf8'));
      const numbers = chooseNumbers(certificate);
      expect(numbers.length).toBeGreaterThan(BY_CHANCE + 10);
      const held: string[] = [];
      for (const path of numbers) {
        const value = Number(readLeaf(certificate, path));
        if (await proveChanged(path, value + (Number.isInteger(value) ? 1 : 0.001)))
          held.push(path.join('.'));
      }
      expect(held).toEqual([]);
    });

    test('and holds as it was, written anew', async () => {
      expect(await proveChanged([], undefined)).toBe(true);
    });
  });
});
