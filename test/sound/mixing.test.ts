import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Clip, type Mix, openMixer, type ReadFrames } from '../../src/sound/mixing.ts';
import { printCurve } from '../../src/sound/timeline.ts';

const RATE = 48_000;
const STEP = RATE / 10;

const plain: Clip = {
  source: 0,
  from: 0,
  frames: RATE,
  at: 0,
  routing: 'as-is',
  rumble: false,
  gain: 0,
  fadeIn: 0,
  fadeOut: 0,
};
const clip = (said: Partial<Clip> = {}): Clip => ({ ...plain, ...said });

/** A ceiling far above all that is mixed here, unless a test says otherwise. */
function mix(clips: readonly Clip[], said: Partial<Mix> = {}): Mix {
  const frames = Math.max(0, ...clips.map(({ at, frames }) => at + frames));
  return { sampleRate: RATE, channels: 2, frames, clips, ceiling: 40, ...said };
}

/** Sources that are kept whole, and a list of what was asked of them. */
function reader(...sources: readonly (readonly Float32Array[])[]) {
  const asked: { source: number; from: number; frames: number }[] = [];
  const read: ReadFrames = (source, from, frames) => {
    asked.push({ source, from, frames });
    return (sources[source] ?? []).map((line) => line.slice(from, from + frames));
  };
  return { asked, read };
}

function mixed(plan: Mix, read: ReadFrames, from = 0, frames = plan.frames - from, block = 4096) {
  const mixer = openMixer(plan, from, read);
  const out = Array.from({ length: plan.channels }, () => new Float32Array(frames));
  for (let at = 0; at < frames; at += block) {
    mixer.next(Math.min(block, frames - at)).forEach((line, channel) => {
      out[channel]?.set(line, at);
    });
  }
  return out as [Float32Array, Float32Array];
}

const line = (frames: number, at: (frame: number) => number): Float32Array =>
  Float32Array.from({ length: frames }, (_, frame) => at(frame));
const ones = [line(4 * RATE, () => 1), line(4 * RATE, () => 1)];

/** Sound that never repeats, the same in every run. */
function noise(frames: number, seed: number): Float32Array {
  let state = seed;
  return line(frames, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32 - 0.5;
  });
}
const talk = [noise(4 * RATE, 1), noise(4 * RATE, 2)];

const dB = (value: number): number => 20 * Math.log10(Math.abs(value));
const highest = (out: Float32Array): number =>
  out.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
const furthest = (a: Float32Array, b: Float32Array): number =>
  a.reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] ?? Number.NaN))), 0);
const same = (a: readonly Float32Array[], b: readonly Float32Array[]): boolean =>
  a.length === b.length && a.every((line, channel) => bytesOf(line).equals(bytesOf(b[channel] ?? [])));
const bytesOf = (line: Iterable<number>): Buffer => Buffer.from(Float32Array.from(line).buffer);

describe('a clip', () => {
  test('stands on its place of the line, with its piece of the source', () => {
    const { read } = reader(talk);
    const [left] = mixed(mix([clip({ from: 700, at: 2000, frames: 5000 })], { frames: 10_000 }), read);
    expect(same([left.subarray(2000, 7000)], [(talk[0] as Float32Array).subarray(700, 5700)])).toBe(true);
    expect([...left.subarray(0, 2000), ...left.subarray(7000)].every((value) => value === 0)).toBe(true);
  });

  test('is silent where its source ends early', () => {
    const { read } = reader([Float32Array.of(1, 1), Float32Array.of(1, 1)]);
    const [left] = mixed(mix([clip({ frames: 4 })]), read);
    expect([...left]).toEqual([1, 1, 0, 0]);
  });

  test('reads what is no number as silence', () => {
    const broken = Float32Array.of(1, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1);
    const { read } = reader([broken, broken]);
    const [left] = mixed(mix([clip({ frames: 5 })]), read);
    expect([...left]).toEqual([1, 0, 0, 0, 1]);
  });

  test('does not change what was read', () => {
    const source = [noise(RATE, 3), noise(RATE, 4)];
    const before = source.map((one) => one.slice());
    mixed(mix([clip({ rumble: true, gain: 6, fadeIn: 500 })]), (_, from, frames) =>
      source.map((one) => one.subarray(from, from + frames)),
    );
    expect(same(source, before)).toBe(true);
  });

  test('adds to others, and ends with the master', () => {
    const { read } = reader(ones, talk);
    const plan = mix([clip(), clip({ source: 1, at: 100 })], { frames: 20_000 });
    const [left] = mixed(plan, read, 0, 30_000);
    expect(left[50]).toBe(1);
    expect(left[19_999]).toBe(Math.fround(1 + (talk[0]?.[19_899] ?? 0)));
    expect(left.subarray(20_000).every((value) => value === 0)).toBe(true);
  });

  test('is not read where it is not heard', () => {
    const { asked, read } = reader(ones, talk, ones);
    const clips = [0, 1, 2].map((source) => clip({ source, at: source * RATE }));
    mixed(mix(clips), read, RATE + 1000, RATE - 5000);
    expect(asked.every(({ source, from }) => source === 1 && from >= 1000)).toBe(true);
    expect(asked.reduce((sum, { frames }) => sum + frames, 0)).toBeLessThan(RATE);
  });
});

describe('channels', () => {
  const apart = [line(10, () => 0.5), line(10, () => 0.25)];
  test.each([
    ['as-is', 0.5, 0.25],
    ['left', 0.5, 0.5],
    ['right', 0.25, 0.25],
    ['flip', 0.5, -0.25],
  ] as const)('%s', (routing, left, right) => {
    const out = mixed(mix([clip({ routing, frames: 10 })]), reader(apart).read);
    expect(out.map((one) => one[5])).toEqual([left, right]);
  });

  test.each(['as-is', 'left', 'right', 'flip'] as const)('%s leaves one channel alone', (routing) => {
    const plan = mix([clip({ routing, frames: 10 })], { channels: 1 });
    const out = mixed(plan, reader([line(10, () => 0.5)]).read);
    expect(out.map((one) => one[5])).toEqual([0.5]);
  });
});

describe('the gain', () => {
  test('of a clip is in dB', () => {
    const [left] = mixed(mix([clip({ gain: -6 })]), reader(ones).read);
    expect(dB(left[1234] ?? 0)).toBeCloseTo(-6, 5);
  });

  test("of the leveller's curve lies on the source's line, straight in dB", () => {
    const curve = Float32Array.of(0, 3, -2, 6);
    const from = 2400;
    const [left] = mixed(
      mix([clip({ from, levelled: true, gain: 1 })], { curve: printCurve(curve) }),
      reader(ones).read,
    );
    left.forEach((value, frame) => {
      const place = Math.min(3, (from + frame) / STEP);
      const [before, after] = [curve[Math.floor(place)] ?? 0, curve[Math.ceil(place)] ?? 0];
      const expected = 1 + before + (after - before) * (place - Math.floor(place));
      if (Math.abs(dB(value) - expected) > 1e-4) expect(dB(value)).toBeCloseTo(expected, 4);
    });
  });

  test("of points lies on the clip's line, is held outside, and may jump", () => {
    const points = [
      [1000, 0],
      [3000, -12],
      [5000, -12],
      [5000, -6],
      [9000, 0],
    ] as const;
    const [left] = mixed(mix([clip({ points, from: 333, at: 77, frames: 20_000 })]), reader(ones).read);
    const heard = [0, 1000, 2000, 3000, 4999, 5000, 7000, 9000, 19_999].map((frame) =>
      dB(left[77 + frame] ?? 0),
    );
    [0, 0, -6, -12, -12, -6, -3, 0, 0].forEach((expected, i) => {
      expect(heard[i]).toBeCloseTo(expected, 3);
    });
  });

  test('of crossing clips keeps the power', () => {
    const [fade, second] = [5000, 10_000];
    const clips = [
      clip({ frames: second + fade, fadeOut: fade, routing: 'left' }),
      clip({ at: second, fadeIn: fade, source: 1 }),
    ];
    const nothing = line(4 * RATE, () => 0);
    const going = mixed(mix(clips), reader(ones, [nothing, nothing]).read)[0];
    const coming = mixed(mix(clips), reader([nothing, nothing], ones).read)[0];
    const power = going.map((value, i) => value ** 2 + (coming[i] ?? 0) ** 2);
    expect(
      furthest(
        power,
        line(power.length, () => 1),
      ),
    ).toBeLessThan(1e-6);
    expect(coming[second] ?? 1).toBeLessThan(0.001);
    expect(going[second + fade - 1] ?? 1).toBeLessThan(0.001);
  });

  test('of fades that meet in a short clip is both', () => {
    const [left] = mixed(mix([clip({ frames: 1000, fadeIn: 1000, fadeOut: 1000 })]), reader(ones).read);
    expect(left[500]).toBeCloseTo(0.5, 3);
    expect(left[0]).toBeCloseTo(0, 2);
    expect(left[999]).toBeCloseTo(0, 2);
  });
});

describe('the rumble filter', () => {
  const hum = line(4 * RATE, (frame) => 0.3 + 0.5 * Math.sin((2 * Math.PI * 20 * frame) / RATE));
  const voice = line(4 * RATE, (frame) => 0.5 * Math.sin((2 * Math.PI * 400 * frame) / RATE));
  const highest = (out: Float32Array): number =>
    out.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

  test('takes away what lies below speech and leaves the voice', () => {
    const [left, right] = mixed(mix([clip({ rumble: true, from: RATE })]), reader([hum, voice]).read);
    expect(dB(highest(left) / 0.5)).toBeLessThan(-20);
    expect(dB(highest(right) / 0.5)).toBeGreaterThan(-0.3);
  });

  test('hears what comes before a cut, so that a cut does not thump', () => {
    const whole = mixed(mix([clip({ rumble: true, frames: 2 * RATE })]), reader([hum, voice]).read);
    const halves = [clip({ rumble: true }), clip({ rumble: true, from: RATE, at: RATE })];
    const cut = mixed(mix(halves), reader([hum, voice]).read);
    expect(furthest(cut[0], whole[0])).toBeLessThan(1e-6);
  });
});

describe('a master that is mixed from anywhere', () => {
  const curve = printCurve(line(40, (point) => 8 * Math.sin(point)));
  const clips = [
    clip({
      levelled: true,
      from: 12_345,
      frames: 3 * RATE,
      rumble: true,
      gain: 9,
      fadeIn: 1000,
      fadeOut: 3000,
    }),
    clip({
      source: 1,
      at: 2 * RATE,
      frames: 2 * RATE,
      points: [
        [0, -9],
        [RATE, 3],
      ],
      fadeIn: 30_000,
    }),
  ];
  const { read } = reader(talk, [...talk].reverse());

  test('is the same bit for bit where nothing has a memory', () => {
    const plan = mix(
      clips.map((one) => ({ ...one, rumble: false })),
      { curve },
    );
    const whole = mixed(plan, read);
    fc.assert(
      fc.property(fc.nat(plan.frames - 6000), fc.integer({ min: 500, max: 6000 }), (from, block) => {
        const piece = mixed(plan, read, from, 6000, block);
        expect(
          same(
            piece,
            whole.map((one) => one.subarray(from, from + 6000)),
          ),
        ).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  test.each([500, 40_001, 90_000])('is the same a second after frame %d, filtered and limited', (from) => {
    const plan = mix(clips, { curve, ceiling: -6 });
    const whole = mixed(plan, read);
    const piece = mixed(plan, read, from);
    whole.forEach((one, channel) => {
      expect(
        furthest((piece[channel] as Float32Array).subarray(RATE), one.subarray(from + RATE)),
      ).toBeLessThan(1e-6);
    });
    expect(dB(highest(whole[0]))).toBeLessThan(-5.9);
    expect(dB(highest(whole[0]))).toBeGreaterThan(-9);
  });

  test('may begin before itself, in silence', () => {
    const [left] = mixed(mix([clip()]), reader(ones).read, -100, 200);
    expect([...left]).toEqual([...line(100, () => 0), ...line(100, () => 1)]);
  });

  test('is silence without clips', () => {
    const [left] = mixed(mix([], { frames: 100 }), reader().read);
    expect(left.every((value) => value === 0)).toBe(true);
  });
});

test('the limiter holds the ceiling and does not move the sound', () => {
  const click = line(RATE, (frame) => (frame === 30_000 ? 1 : 0));
  const [left] = mixed(mix([clip({ gain: 12 })], { ceiling: -1 }), reader([click, click]).read);
  expect(dB(left[30_000] ?? 0)).toBeCloseTo(-1, 4);
  expect(left.filter((value) => value !== 0)).toHaveLength(1);
});
