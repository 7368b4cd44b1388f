import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HISTORY, highestBetween } from '../../src/sound/true-peak.ts';

const RATE = 48_000;
const dB = (value: number): number => 20 * Math.log10(value);

function sine({
  hertz,
  degrees = 0,
  peak = 1,
  frames = RATE / 10,
}: {
  hertz: number;
  degrees?: number;
  peak?: number;
  frames?: number;
}): Float32Array {
  const phase = (degrees * Math.PI) / 180;
  return Float32Array.from(
    { length: frames },
    (_, i) => peak * Math.sin((2 * Math.PI * hertz * i) / RATE + phase),
  );
}

const peakOf = (sound: Float32Array): number =>
  sound.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

/** The true peak of a sound that is heard in pieces. */
function truePeakOf(sound: Float32Array, piece = 1024): number {
  const padded = new Float32Array(HISTORY + sound.length);
  padded.set(sound, HISTORY);
  let highest = 0;
  for (let at = 0; at < sound.length; at += piece) {
    const frames = Math.min(piece, sound.length - at);
    highest = highestBetween(padded.subarray(at), frames, peakOf(sound.subarray(at, at + frames)), highest);
  }
  return highest;
}

/** Without leaving anything out: every value on its own, with nothing to beat. */
function slowTruePeakOf(sound: Float32Array): number {
  const padded = new Float32Array(HISTORY + sound.length);
  padded.set(sound, HISTORY);
  let highest = peakOf(sound);
  for (let at = 0; at < sound.length; at += 1)
    highest = Math.max(highest, highestBetween(padded.subarray(at, at + HISTORY + 1), 1, 0, 0));
  return highest;
}

/** The part that does not switch on: a sine that begins at once is no sine there. */
const steady = (sound: Float32Array): Float32Array => sound.map((value, i) => value * Math.min(1, i / 1000));

describe('the true peak', () => {
  test('finds the 3 dB between the samples of a quarter of the rate', () => {
    const sound = sine({ hertz: RATE / 4, degrees: 45, peak: Math.SQRT2 / 2 });
    expect(dB(peakOf(sound))).toBeCloseTo(-6.02, 1);
    expect(Math.abs(dB(truePeakOf(steady(sound))) - -3.01)).toBeLessThan(0.1);
  });

  // EBU Tech 3341, cases 15 to 19: +0.2 and -0.4 dB.
  test.each([
    [4, 0],
    [4, 45],
    [6, 60],
    [8, 67.5],
    [3.3, 20],
    [12, 10],
  ])('of a sine of 1/%d of the rate from %d degrees on is its peak', (share, degrees) => {
    const peak = dB(truePeakOf(steady(sine({ hertz: RATE / share, degrees, peak: 0.5 }))));
    expect(peak).toBeGreaterThan(dB(0.5) - 0.4);
    expect(peak).toBeLessThan(dB(0.5) + 0.2);
  });

  test('is never below the sample peak', () => {
    expect(truePeakOf(Float32Array.of(0, 0, 0.9))).toBeGreaterThanOrEqual(Math.fround(0.9));
    expect(truePeakOf(new Float32Array(100))).toBe(0);
  });

  const sounds = fc
    .array(
      fc.record({
        level: fc.constantFrom(0, 0.001, 0.3, 0.45, 0.6, 0.95, 1),
        values: fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 80 }),
      }),
      { minLength: 1, maxLength: 8 },
    )
    .map((passages) =>
      Float32Array.from(passages.flatMap(({ level, values }) => values.map((v) => v * level))),
    );

  test('is the same to the last bit as if nothing had been left out', () => {
    fc.assert(fc.property(sounds, (sound) => truePeakOf(sound) === slowTruePeakOf(sound)));
  });

  test('is the same to the last bit however the sound is cut', () => {
    fc.assert(
      fc.property(sounds, fc.integer({ min: 1, max: 300 }), (sound, piece) => {
        return truePeakOf(sound, piece) === truePeakOf(sound);
      }),
    );
  });
});
