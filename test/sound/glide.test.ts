import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { glide, STEEPEST } from '../../src/sound/glide.ts';

const wishes = (gain: readonly number[], weight = gain.map(() => 1)) => ({
  gain: Float32Array.from(gain),
  weight: Float32Array.from(weight),
});
const many = (count: number, value: number): number[] => new Array<number>(count).fill(value);
const slopes = (gain: Float32Array): number[] => [...gain.slice(1)].map((dB, i) => dB - (gain[i] as number));

test('nothing, one step and one gain stay what they are', () => {
  expect(glide(wishes([]))).toEqual(new Float32Array());
  expect([...glide(wishes([3]))]).toEqual([3]);
  expect([...glide(wishes(many(5, -2)))]).toEqual(many(5, -2));
});

test('it never moves faster than 1 dB a step, nor out of what is wished for', () => {
  const step = fc.tuple(
    fc.float({ min: -20, max: 20, noNaN: true }),
    fc.float({ min: 0, max: 20, noNaN: true }),
  );
  fc.assert(
    fc.property(fc.array(step, { minLength: 2, maxLength: 200 }), (steps) => {
      const [gain, weight] = [steps.map(([dB]) => dB), steps.map(([, matters]) => matters)];
      const way = glide(wishes(gain, weight));
      for (const slope of slopes(way)) expect(Math.abs(slope)).toBeLessThan(STEEPEST + 1e-4);
      expect(Math.min(...way)).toBeGreaterThan(Math.min(...gain) - 0.01);
      expect(Math.max(...way)).toBeLessThan(Math.max(...gain) + 0.51);
    }),
  );
});

describe('a ramp', () => {
  test('lies in the pause that is long enough for it', () => {
    const gain = [...many(20, 0), ...many(12, 0), ...many(20, 10)];
    const way = glide(wishes(gain, [...many(20, 1), ...many(12, 0.02), ...many(20, 1)]));
    expect(way[19]).toBeCloseTo(0, 0);
    expect(way[32]).toBeGreaterThan(8);
  });

  test('without a pause is shared, and the loud side gets the better of it', () => {
    const way = glide(wishes([...many(30, 10), ...many(30, 0)]));
    expect(way[30]).toBeLessThan(5);
    expect(way[25]).toBeGreaterThan(5);
    expect(way[15]).toBeCloseTo(10, 1);
    expect(way[45]).toBeCloseTo(0, 1);
  });

  test('rests where moving brings nothing', () => {
    const wobble = Array.from({ length: 100 }, (_, i) => (i % 2) * 0.8);
    const inner = slopes(glide(wishes(wobble))).slice(3, -3);
    expect(new Set(inner)).toEqual(new Set([0]));
  });
});

test('a short wish of little weight does not pull its neighbours by 3 dB', () => {
  const gain = [...many(30, 6), ...many(3, -8), ...many(30, 6)];
  const way = glide(wishes(gain, [...many(30, 1), ...many(3, 0.03), ...many(30, 1)]));
  expect(Math.min(...way)).toBeGreaterThan(3);
});
