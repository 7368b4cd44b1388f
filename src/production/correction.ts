import type { Loudness } from '../show/enclosure.ts';
import type { LoudnessTarget } from '../show/recipe.ts';
import { distanceFrom } from '../sound/loudness.ts';
import type { Correction } from '../sound/mastering.ts';

/**
 * Renders after a proof that was off. One is enough nearly always; where the limiter works hard, loudness and peaks answer
 * less and less to what is added, and it takes some steps to get there. More would mean that the plan is wrong.
 */
export const CORRECTIONS = 4;

/** A render that was proven, and what had been corrected in it. */
export type Attempt = Readonly<{ correction: Correction; loudness: Loudness }>;

/** dB below the ceiling beside what was over it. */
const MARGIN = 0.2;

/**
 * What the proof found missing, divided by what a decibel of gain was worth between the last two attempts: where the
 * limiter works hard, it is worth less than one. A peak over the ceiling lowers the limiter's.
 */
export function correct(target: LoudnessTarget, attempts: readonly Attempt[]): Correction {
  const [before, last] = [attempts.at(-2), attempts.at(-1)];
  if (!last) return { gain: 0, ceiling: 0 };
  const { loudness: off, peak } = distanceFrom(target, last.loudness);
  return {
    gain: round(last.correction.gain - off / worthOf(before, last)),
    ceiling: round(last.correction.ceiling - (peak > 0 ? peak + MARGIN : 0)),
  };
}

/** LU for a dB; never so little that a slip of one measurement would throw the next render far off. */
const LEAST_WORTH = 0.3;
const MOST_WORTH = 1.2;
/** dB apart, below which two attempts tell nothing. */
const APART = 0.1;

function worthOf(before: Attempt | undefined, last: Attempt): number {
  const apart = before ? last.correction.gain - before.correction.gain : 0;
  if (!before || Math.abs(apart) < APART) return 1;
  const worth = (last.loudness.integrated - before.loudness.integrated) / apart;
  return Math.min(MOST_WORTH, Math.max(LEAST_WORTH, worth));
}

const round = (value: number): number => Math.round(value * 1000) / 1000;
