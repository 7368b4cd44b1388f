import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Biquad,
  highPass,
  kWeighting,
  openFilter,
  openSection,
  openWeigher,
  RUMBLE_HERTZ,
} from '../../src/sound/filters.ts';

const RATE = 48_000;

/** dB that a section gives at a frequency. */
function responseAt({ b0, b1, b2, a1, a2 }: Biquad, sampleRate: number, hertz: number): number {
  const turn = (2 * Math.PI * hertz) / sampleRate;
  const size = (zero: number, one: number, two: number): number =>
    Math.hypot(
      zero + one * Math.cos(turn) + two * Math.cos(2 * turn),
      one * Math.sin(turn) + two * Math.sin(2 * turn),
    );
  return 20 * Math.log10(size(b0, b1, b2) / size(1, a1, a2));
}

const weightAt = (sampleRate: number, hertz: number): number =>
  kWeighting(sampleRate).reduce((dB, section) => dB + responseAt(section, sampleRate, hertz), 0);

/** Even noise, -1 to 1, always the same. */
function noise(length: number, seed = 1): Float32Array {
  let state = seed;
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

const furthest = (a: Float32Array, b: Float32Array): number =>
  a.reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] ?? Number.NaN))), 0);

function filtered(biquads: readonly Biquad[], sound: Float32Array, block = sound.length): Float32Array {
  const filter = openFilter(biquads);
  const out = new Float32Array(sound.length);
  for (let at = 0; at < sound.length; at += block) {
    const length = Math.min(block, sound.length - at);
    filter(sound.subarray(at, at + length), length, out.subarray(at, at + length));
  }
  return out;
}

const powerOf = (sound: Float32Array): number => sound.reduce((sum, value) => sum + value * value, 0);

describe('the K-weighting', () => {
  test('is the table of BS.1770-4 at 48 kHz', () => {
    const table = [
      {
        b0: 1.53512485958697,
        b1: -2.69169618940638,
        b2: 1.19839281085285,
        a1: -1.69065929318241,
        a2: 0.73248077421585,
      },
      { b0: 1, b1: -2, b2: 1, a1: -1.99004745483398, a2: 0.99007225036621 },
    ];
    kWeighting(RATE).forEach((section, i) => {
      for (const [name, value] of Object.entries(table[i] ?? {}))
        expect(Math.abs(section[name as keyof Biquad] - value)).toBeLessThan(1e-6);
    });
  });

  test.each([44_100, 32_000, 96_000])('weighs the same at %i Hz', (rate) => {
    for (const hertz of [20, 40, 100, 500, 997, 2000, 4000, 8000])
      expect(Math.abs(weightAt(rate, hertz) - weightAt(RATE, hertz))).toBeLessThan(0.1);
  });

  test('gives 997 Hz the 0.691 dB that the formula takes off again', () => {
    for (const rate of [44_100, 48_000]) expect(weightAt(rate, 997)).toBeCloseTo(0.691, 2);
  });
});

describe('the high-pass', () => {
  const rumble = highPass(RATE, RUMBLE_HERTZ);

  test('takes 3 dB at its frequency and 12 dB an octave below', () => {
    expect(responseAt(rumble, RATE, RUMBLE_HERTZ)).toBeCloseTo(-3.01, 2);
    expect(responseAt(rumble, RATE, 10) - responseAt(rumble, RATE, 20)).toBeCloseTo(-12, 0);
  });

  test('leaves voices alone', () => {
    for (const hertz of [250, 1000, 10_000])
      expect(Math.abs(responseAt(rumble, RATE, hertz))).toBeLessThan(0.1);
  });

  test('rises at its frequency with more quality', () => {
    expect(responseAt(highPass(RATE, 100, 2), RATE, 100)).toBeCloseTo(20 * Math.log10(2), 2);
  });
});

describe('an open filter', () => {
  const sections = [...kWeighting(RATE), highPass(RATE, RUMBLE_HERTZ)];

  test('is the difference equation', () => {
    const sound = noise(2000);
    const { b0, b1, b2, a1, a2 } = sections[0] as Biquad;
    const expected: number[] = [];
    sound.forEach((x, i) => {
      const past = (values: ArrayLike<number>, back: number): number => values[i - back] ?? 0;
      expected.push(
        b0 * x + b1 * past(sound, 1) + b2 * past(sound, 2) - a1 * past(expected, 1) - a2 * past(expected, 2),
      );
    });
    filtered(sections.slice(0, 1), sound).forEach((value, i) => {
      expect(Math.abs(value - (expected[i] as number))).toBeLessThan(1e-6);
    });
  });

  test('does not mind how the sound is cut into blocks', () => {
    const sound = noise(3000);
    const whole = filtered(sections, sound);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3000 }), (block) => {
        expect(filtered(sections, sound, block)).toEqual(whole);
      }),
      { numRuns: 30 },
    );
  });

  test('may write over what it reads', () => {
    const sound = noise(1000);
    const expected = filtered(sections, sound);
    openFilter(sections)(sound, sound.length, sound);
    expect(sound).toEqual(expected);
  });

  test('touches only as many frames as it is told', () => {
    const out = new Float32Array(10).fill(7);
    openFilter(sections)(noise(10), 4, out);
    expect([...out.subarray(4)]).toEqual(Array(6).fill(7));
  });

  test('a section by itself does what it does in a row, in blocks of any size', () => {
    const sound = noise(3000);
    const rumble = highPass(RATE, RUMBLE_HERTZ);
    const whole = filtered([rumble], sound);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3000 }), (size) => {
        const filter = openSection(rumble);
        const out = new Float32Array(sound.length);
        for (let at = 0; at < sound.length; at += size) {
          const block = sound.subarray(at, at + size);
          filter(block, block.length, out.subarray(at));
        }
        expect(furthest(out, whole)).toBeLessThan(1e-6);
      }),
      { numRuns: 30 },
    );
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY])('a section by itself takes %d for silence', (broken) => {
    const rumble = highPass(RATE, RUMBLE_HERTZ);
    const sound = noise(1000).map((value, i) => (i === 300 || i === 999 ? broken : value));
    const out = new Float32Array(1000);
    openSection(rumble)(sound, 1000, out);
    const mended = sound.map((value) => (Number.isFinite(value) ? value : 0));
    expect(furthest(out, filtered([rumble], mended))).toBeLessThan(1e-6);
  });

  test('without sections hands the sound through', () => {
    expect(filtered([], noise(600))).toEqual(noise(600));
  });

  test('falls silent after the sound, instead of sinking into ever smaller numbers', () => {
    const sound = new Float32Array(2 * RATE);
    sound.set(noise(1000));
    expect(
      filtered(sections, sound)
        .subarray(-1000)
        .every((value) => value === 0),
    ).toBe(true);
  });
});

describe("the meter's inner loop", () => {
  const nothing = () => ({ offset: 0, square: 0, peak: 0, power: 0, cleaned: 0 });

  test('sums what the filters let through, whatever the lengths of the pieces', () => {
    const sound = noise(1000, 5);
    const weighted = filtered(kWeighting(RATE), sound);
    const cleaned = filtered([...kWeighting(RATE), highPass(RATE, RUMBLE_HERTZ)], sound);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1000 }), (cut) => {
        const { weigh } = openWeigher(RATE);
        const [head, tail] = [nothing(), nothing()];
        expect(weigh(sound, 0, cut, head)).toBe(true);
        expect(weigh(sound, cut, 1000, tail)).toBe(true);
        expect(head.power + tail.power).toBeCloseTo(powerOf(weighted), 3);
        expect(head.cleaned + tail.cleaned).toBeCloseTo(powerOf(cleaned), 3);
        expect(head.square + tail.square).toBeCloseTo(powerOf(sound), 8);
        expect(head.offset + tail.offset).toBeCloseTo(
          sound.reduce((sum, value) => sum + value, 0),
          8,
        );
        expect(Math.max(head.peak, tail.peak)).toBe(Math.max(...sound.map(Math.abs)));
      }),
      { numRuns: 30 },
    );
  });

  test('stays as it was after a sample that is no number', () => {
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      const { weigh } = openWeigher(RATE);
      const sound = noise(100);
      sound[50] = bad;
      expect(weigh(sound, 0, 100, nothing())).toBe(false);
      sound[50] = 0;
      const [again, fresh] = [nothing(), nothing()];
      weigh(sound, 0, 100, again);
      openWeigher(RATE).weigh(sound, 0, 100, fresh);
      expect(again).toEqual(fresh);
    }
  });
});
