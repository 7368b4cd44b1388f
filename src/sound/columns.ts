import { FLOOR, STEPS_PER_SECOND } from './timeline.ts';

/**
 * Timelines made narrow enough to draw: six hours are 216,000 steps, and no screen has so many points. Every column
 * stands for the same whole number of steps. An area may have a column for each point of a screen; a line that did
 * would be a hedge, so it has fewer, and fewer still on a phone.
 */
export const MOST_COLUMNS = { area: 1200, roomy: 600, narrow: 240 } as const;

export const stepsPerColumn = (steps: number, most: number): number => Math.max(1, Math.ceil(steps / most));

/** How many columns so many seconds take; seldom a whole number, since a sound seldom ends with a column. */
export const columnsIn = (seconds: number, steps: number): number => (seconds * STEPS_PER_SECOND) / steps;

/** Steps that are no number are left out here and below; a column without any other is not finite. */
export function highestOf(values: Float32Array, steps: number): number[] {
  return reduce(values, steps, (from, to) => {
    let highest = Number.NEGATIVE_INFINITY;
    for (let i = from; i < to; i++) if ((values[i] as number) > highest) highest = values[i] as number;
    return highest;
  });
}

export function lowestOf(values: Float32Array, steps: number): number[] {
  return reduce(values, steps, (from, to) => {
    let lowest = Number.POSITIVE_INFINITY;
    for (let i = from; i < to; i++) if ((values[i] as number) < lowest) lowest = values[i] as number;
    return lowest;
  });
}

/** Mean of decibels in power, as loudness is averaged (BS.1770-4). */
export function meanPowerOf(dB: Float32Array, steps: number): number[] {
  return reduce(dB, steps, (from, to) => {
    let sum = 0;
    for (let i = from; i < to; i++) sum += 10 ** ((dB[i] as number) / 10);
    return sum > 0 ? 10 * Math.log10(sum / (to - from)) : FLOOR;
  });
}

export function meanOf(values: Float32Array, steps: number): number[] {
  return reduce(values, steps, (from, to) => {
    const numbers = values.subarray(from, to).filter((value) => !Number.isNaN(value));
    return numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
  });
}

function reduce(values: Float32Array, steps: number, column: (from: number, to: number) => number): number[] {
  const count = Math.ceil(values.length / steps);
  return Array.from({ length: count }, (_, i) => column(i * steps, Math.min(values.length, (i + 1) * steps)));
}
