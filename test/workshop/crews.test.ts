import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { childEnvironment } from '../../src/config.ts';
import type { MasteringPlan } from '../../src/sound/mastering.ts';
import { scanFrames } from '../../src/sound/mp3.ts';
import { MP3_FRAME, planSegments } from '../../src/sound/segments.ts';
import { openCrew } from '../../src/workshop/crew.ts';
import { renderMp3 } from '../../src/workshop/rendering.ts';
import { ffmpeg } from '../sounds.ts';
import { type Bench, openBench } from './bench.ts';
import { levelOf } from './levels.ts';
import { decode, type Samples } from './samples.ts';
import { withEachFfmpeg } from './tools.ts';

/** One plan, rendered by crews of different size: the whole chain from mix and limiter to the joined MP3. */
const folder = mkdtempSync(join(tmpdir(), 'corridor-crews-'));
const recording = join(folder, 'recording.m4a');
/** Seconds of the sample: enough for segments that a crew of four takes side by side. */
const LENGTH = 24;
beforeAll(async () => {
  await ffmpeg(['-i', 'episodes/sample/recording.m4a', '-t', String(LENGTH), '-c', 'copy', recording]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function renderWith(size: number, program: string, plan: MasteringPlan): Promise<string> {
  const crew = openCrew(size, childEnvironment());
  const own = mkdtempSync(join(folder, `crew-${size}-`));
  try {
    return await renderMp3(plan, [recording], { hands: { crew, program, folder: own }, watch: {} });
  } finally {
    await crew.close();
  }
}

function framesOf(path: string): Buffer[] {
  const frames: Buffer[] = [];
  scanFrames(readFileSync(path), (_, __, frame) => frames.push(Buffer.from(frame)));
  // The first one is the Info frame, whose check sum is of all others.
  return frames.slice(1);
}

const differenceOf = (a: Float32Array, b: Float32Array): Float32Array =>
  a.map((value, i) => value - (b[i] ?? 0));

/** Share of the MP3 frames of a whole that may differ, and how many of a short one. */
const [SHARE, FEW] = [1 / 1000, 2];
/** dBFS */
const UNHEARD = -45;

withEachFfmpeg(({ program }) => {
  let bench: Bench;
  let plan: MasteringPlan;
  let alone: string;
  let whole: Samples;
  beforeAll(async () => {
    bench = await openBench(program);
    plan = await bench.plan({ talk: recording });
    alone = await renderWith(1, program, plan);
    whole = await decode(alone, plan.mix.sampleRate);
  });
  afterAll(() => bench.remove());

  describe.each([2, 4])('a crew of %i', (size) => {
    let together: string;
    beforeAll(async () => {
      together = await renderWith(size, program, plan);
    });

    test('makes the same MP3 but for one frame of a thousand', () => {
      const [ours, theirs] = [framesOf(together), framesOf(alone)];
      const different = theirs.filter((frame, i) => !frame.equals(ours[i] ?? Buffer.alloc(0)));
      expect(ours).toHaveLength(theirs.length);
      expect(different.length).toBeLessThanOrEqual(Math.max(FEW, theirs.length * SHARE));
    });

    test('leaves no seam that could be heard', async () => {
      const { frames, sampleRate } = plan.mix;
      const rate = sampleRate === 44_100 ? 44_100 : 48_000;
      const segments = planSegments({ frames, sampleRate: rate, bitrate: plan.bitrate, workers: size });
      const sound = await decode(together, rate);
      const difference = differenceOf(sound.left, whole.left);
      const seams = segments.slice(1).map(({ from, lead }) => (from + lead * MP3_FRAME) / rate);
      expect(seams).toHaveLength(size - 1);
      expect(sound.left).toHaveLength(frames);
      for (const seam of seams) {
        expect(levelOf(difference, { rate, from: seam - 0.5, seconds: 1 })).toBeLessThan(UNHEARD);
      }
    });
  });
});
