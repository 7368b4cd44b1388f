import { beforeAll, describe, expect, test } from 'vitest';
import { fingerprint } from '../../src/show/fingerprint.ts';
import { podcastRecipe, type Recipe } from '../../src/show/recipe.ts';
import { type MasteringPlan, planMaster } from '../../src/sound/mastering.ts';
import type { MeasuredPart } from '../../src/sound/part.ts';
import { MP3_FRAME, planSegments } from '../../src/sound/segments.ts';
import { printTimeline, readCurve, STEPS_PER_SECOND } from '../../src/sound/timeline.ts';
import { converse } from '../sound/conversations.ts';
import { measured } from '../sound/parts.ts';

/** A talk of six hours is planned without its sound: from the 216,000 steps of its timeline. */
const HOURS = 6;
const SECONDS = HOURS * 3600;
const STEPS = SECONDS * STEPS_PER_SECOND;
const MEGABYTE = 1024 ** 2;
/** What planning may take, and what the plan may weigh: it goes to every worker, and into the certificate. */
const MEMORY = 256 * MEGABYTE;
const WEIGHT = 4 * MEGABYTE;

function makeTake(): MeasuredPart {
  const { cleaned } = converse({ seconds: SECONDS, pauses: [0.2, 4] });
  const part = measured('talk', { seconds: SECONDS, channels: 1 });
  const timeline = printTimeline({ power: cleaned, cleaned, peak: cleaned.map((level) => level + 12) });
  return { ...part, hearing: { ...part.hearing, timeline } };
}

const withPauses = (longestPause: number | null): Recipe => ({
  ...podcastRecipe,
  silence: { trim: true, longestPause },
});

const segmentsOf = ({ mix: { frames }, bitrate }: MasteringPlan, workers: number) =>
  planSegments({ frames, sampleRate: 48_000, bitrate, workers });

describe('six hours', () => {
  let take: MeasuredPart;
  let plan: MasteringPlan;
  let grown: number;
  beforeAll(() => {
    take = makeTake();
    const before = process.memoryUsage.rss();
    plan = planMaster([take], withPauses(null));
    grown = process.memoryUsage.rss() - before;
  });

  test('are planned whole, with a gain for every step', () => {
    expect(Math.abs(plan.seconds - SECONDS)).toBeLessThan(2 * STEPS_PER_SECOND);
    expect(plan.mix.clips).toHaveLength(1);
    expect(readCurve(plan.mix.curve ?? '')).toHaveLength(STEPS);
  });

  test('are planned in little memory, to a plan that is light', () => {
    expect(grown).toBeLessThan(MEMORY);
    expect(JSON.stringify(plan).length).toBeLessThan(WEIGHT);
  });

  test.each([
    [1, 90],
    [2, 90],
    [7, 91],
  ])('for %i workers are cut into %i segments that cover every MP3 frame once', (workers, count) => {
    const segments = segmentsOf(plan, workers);
    expect(segments).toHaveLength(count);
    const starts = segments.map(({ from, lead }) => from / MP3_FRAME + lead);
    segments.forEach(({ keep }, i) => {
      if (keep !== 'rest') expect((starts[i] ?? 0) + keep).toBe(starts[i + 1]);
    });
    const last = segments.at(-1);
    expect((last?.from ?? 0) + (last?.frames ?? 0)).toBe(plan.mix.frames);
    expect(segments.filter(({ keep }) => keep === 'rest')).toEqual([last]);
  });

  test('are planned with thousands of pauses shortened, and the plan stays light', () => {
    const shortened = planMaster([take], withPauses(1));
    expect(shortened.mix.clips.length).toBeGreaterThan(1000);
    expect(shortened.seconds).toBeLessThan(plan.seconds - 600);
    expect(fingerprint(shortened)).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.stringify(shortened).length).toBeLessThan(WEIGHT);
  });
});
