import { describe, expect, test } from 'vitest';
import { type Pace, percentOf, secondsLeft } from '../../src/production/progress.ts';

type Leg = Omit<Pace, 'fraction'>;
const corrections = (attempt: number): Leg[] => [
  { kind: 'render', attempt },
  { kind: 'prove', attempt },
];
const way = (times: number): readonly Leg[] => [
  { kind: 'inspect' },
  { kind: 'measure' },
  ...Array.from({ length: times + 1 }, (_, attempt) => corrections(attempt)).flat(),
  ...Array.from({ length: times + 1 }, (_, attempt): Leg => ({ kind: 'convert', attempt })),
  { kind: 'tag' },
  { kind: 'publish' },
];
const fractions = [-0.5, 0, 0.01, 0.25, 0.5, 0.75, 1, 1.5];

describe('percent', () => {
  test.each([0, 1, 2])('never goes back on a way with %i corrections', (times) => {
    const seen = way(times).flatMap((leg) => fractions.map((fraction) => percentOf({ ...leg, fraction })));
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(seen[0]).toBe(0);
    expect(seen.at(-1)).toBe(99);
  });

  test.each([
    [{ kind: 'inspect', fraction: 0 }, 0],
    [{ kind: 'measure', fraction: 0.5 }, 9],
    [{ kind: 'render', fraction: 0.5 }, 44],
    [{ kind: 'render', fraction: 0.5, attempt: 0 }, 44],
    [{ kind: 'render', fraction: 0.5, attempt: 1 }, 85],
    [{ kind: 'prove', fraction: 0, attempt: 2 }, 91],
    [{ kind: 'publish', fraction: 1 }, 99],
  ] as const)('%j is %i', (pace, percent) => {
    expect(percentOf(pace)).toBe(percent);
  });
});

describe('seconds left', () => {
  test.each([
    // measure: 2 to 17; half of it took 7.5 s, so a percent takes a second, and 82.5 of 92 are left
    [{ kind: 'measure', fraction: 0.5 }, 7.5, 83],
    // render: 17 to 70; half of it took 53 s, so a percent takes two
    [{ kind: 'render', fraction: 0.5 }, 53, 92],
    [{ kind: 'prove', fraction: 1 }, 14, 9],
    // convert: however short its leg is, half of it took 30 s
    [{ kind: 'convert', fraction: 0.5 }, 30, 30],
  ] as const)('%j after %f s: %i', (pace, elapsed, left) => {
    expect(secondsLeft(pace, elapsed)).toBe(left);
  });

  test.each([
    ['the first moments of a leg', { kind: 'render', fraction: 0.04 }, 10],
    ['the first half second', { kind: 'render', fraction: 0.5 }, 0.4],
    ['legs whose pace tells nothing', { kind: 'inspect', fraction: 0.5 }, 10],
    ['tagging', { kind: 'tag', fraction: 0.5 }, 10],
    ['publication', { kind: 'publish', fraction: 0.5 }, 10],
    ['corrections', { kind: 'render', fraction: 0.5, attempt: 1 }, 10],
  ] as const)('are unknown in %s', (_, pace, elapsed) => {
    expect(secondsLeft(pace, elapsed)).toBeUndefined();
  });

  test.each(['measure', 'render', 'prove'] as const)('grow less at a steady pace in %s', (kind) => {
    const told = [0.2, 0.4, 0.6, 0.8, 1].map(
      (fraction) => secondsLeft({ kind, fraction }, 100 * fraction) ?? -1,
    );
    expect(told).toEqual([...told].sort((a, b) => b - a));
    expect(told.at(-1)).toBeGreaterThan(0);
  });
});
