import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Mastered, type Mastering, openMastering } from './mastering.ts';
import { makeTalk, TALK_SECONDS } from './odd-sounds.ts';
import { withEachFfmpeg } from './tools.ts';

/** A recording that something is wrong with, and what has to hold for its master. */
export type Oddity = Readonly<{
  name: string;
  /** With its ending. */
  file: string;
  make(talk: string, path: string): Promise<unknown>;
  /** How long the master has to be; else as long as the talk. */
  seconds?: number | ((recording: string) => Promise<number>);
  also?(made: Mastered, files: Files): unknown;
}>;

type Files = Readonly<{ talk: string; recording: string }>;

/** Masters each with both ffmpegs, as anybody would, and looks at the result with ffmpeg's own meter. */
export const masterOddities = (oddities: readonly Oddity[]): void =>
  withOddities(oddities, async (mastering, { seconds = TALK_SECONDS, also }, files) => {
    const made = await mastering.master(files.recording);
    expectInPlace(made, typeof seconds === 'number' ? seconds : await seconds(files.recording));
    await also?.(made, files);
  });

/** What nobody could want to hear is told as such. */
export const refuseOddities = (code: string, oddities: readonly Oddity[]): void =>
  withOddities(oddities, (mastering, _, { recording }) =>
    expect(mastering.master(recording)).rejects.toMatchObject({ code }),
  );

type Trial = (mastering: Mastering, oddity: Oddity, files: Files) => Promise<unknown>;

function withOddities(oddities: readonly Oddity[], trial: Trial): void {
  const folder = mkdtempSync(join(tmpdir(), 'corridor-odd-'));
  const talk = join(folder, 'talk.wav');
  beforeAll(async () => {
    await makeTalk(talk);
    for (const { file, make } of oddities) await make(talk, join(folder, file));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  withEachFfmpeg(({ program }) => {
    let mastering: Mastering;
    beforeAll(async () => {
      mastering = await openMastering(program);
    });
    afterAll(() => mastering.close());

    test.each(oddities)('$name', async (oddity) => {
      await trial(mastering, oddity, { talk, recording: join(folder, oddity.file) });
    });
  });
}

/** LU and dB that ffmpeg's meter may add, which tells tenths; seconds that encoders of recordings may add. */
const METER = 0.1;
const CODEC = 0.06;
/** What is predicted fits, or one corrected render does. */
const CORRECTIONS = 1;

/** Where podcast apps want it, as long as it was, and as the studio itself says. */
export function expectInPlace({ heard, account, master }: Mastered, seconds: number): void {
  const { target } = account.goal.recipe;
  expect(Math.abs(heard.integrated - target.integrated)).toBeLessThanOrEqual(target.tolerance + METER + 1e-9);
  expect(heard.truePeak).toBeLessThanOrEqual(target.truePeak + METER);
  expect(Math.abs(heard.seconds - seconds)).toBeLessThanOrEqual(CODEC);
  expect(Math.abs(heard.integrated - master.after.integrated)).toBeLessThanOrEqual(METER);
  expect(account.renders.replaced.length).toBeLessThanOrEqual(CORRECTIONS);
}
