import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openLimiter } from '../../src/sound/limiter.ts';

const RATE = 48_000;
const CEILING = -1;
const LINEAR = 10 ** (CEILING / 20);
const stereo = { sampleRate: RATE, channels: 2, ceiling: CEILING } as const;
const mono = { sampleRate: RATE, channels: 1, ceiling: CEILING } as const;

/** The whole sound, its end included, with the latency taken off; fed in blocks of the sizes given, over and over. */
function limited(of: typeof stereo | typeof mono, sound: readonly Float32Array[], sizes = [4096]) {
  const limiter = openLimiter(of);
  const frames = sound[0]?.length ?? 0;
  const fed = sound.map((line) =>
    Float32Array.from({ length: frames + limiter.latency }, (_, i) => line[i] ?? 0),
  );
  const out = sound.map(() => new Float32Array(frames + limiter.latency));
  for (let at = 0, n = 0; at < frames + limiter.latency; n += 1) {
    const count = Math.min(sizes[n % sizes.length] ?? 1, frames + limiter.latency - at);
    const block = fed.map((line) => line.slice(at, at + count));
    limiter.process(block, count);
    block.forEach((line, channel) => {
      out[channel]?.set(line, at);
    });
    at += count;
  }
  return out.map((line) => line.subarray(limiter.latency));
}

const limitedMono = (sound: Float32Array): Float32Array => limited(mono, [sound])[0] ?? sound;

/** Numbers between -1 and 1 that are the same in every run. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

/** Whether two sounds are the same bit for bit; a matcher would look at every sample for seconds. */
const same = (a: readonly Float32Array[], b: readonly Float32Array[]): boolean =>
  a.length === b.length && a.every((line, channel) => bytesOf(line).equals(bytesOf(b[channel] ?? [])));
const bytesOf = (line: Iterable<number>): Buffer => Buffer.from(Float32Array.from(line).buffer);

const sound = (seconds: number, at: (frame: number) => number): Float32Array =>
  Float32Array.from({ length: seconds * RATE }, (_, frame) => at(frame));
const tone = (share: number, level: number, phase = Math.PI / 4): Float32Array =>
  sound(0.2, (frame) => level * Math.sin(2 * Math.PI * share * frame + phase));
const noise = (level: number): Float32Array => {
  const next = chance(5);
  return sound(0.2, () => level * next());
};

/** Pulses of a voice in syllables, and breath: loud enough that a limiter is busy with most of them. */
function speech(seconds: number, seed: number): Float32Array {
  const next = chance(seed);
  let breath = 0;
  return sound(seconds, (frame) => {
    breath += 0.3 * (next() - breath);
    const syllable = Math.max(0, Math.sin((2 * Math.PI * 3.3 * frame) / RATE)) ** 2;
    const pulse = Math.exp(-(frame % 437) / 90) * Math.sin((2 * Math.PI * 700 * (frame % 437)) / RATE);
    return syllable * (1.9 * pulse + 0.8 * breath);
  });
}

const kaiser = (x: number, beta: number): number =>
  bessel(beta * Math.sqrt(Math.max(0, 1 - x * x))) / bessel(beta);
function bessel(x: number): number {
  let [sum, term] = [1, 1];
  for (let k = 1; k < 40; k += 1) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}
const sinc = (x: number): number => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));

/** 64 taps a phase, eightfold: much finer than the limiter looks. */
const fine = Array.from({ length: 8 }, (_, phase) =>
  Float64Array.from(
    { length: 64 },
    (_, k) => sinc(k - 31 - phase / 8) * kaiser((k - 31 - phase / 8) / 32, 6),
  ),
);

/** The table printed in BS.1770-4, Annex 2; its last two phases are the first two in reverse. */
const printed = [
  [
    0.001708984375, 0.010986328125, -0.0196533203125, 0.033203125, -0.0594482421875, 0.1373291015625,
    0.97216796875, -0.102294921875, 0.047607421875, -0.026611328125, 0.014892578125, -0.00830078125,
  ],
  [
    -0.0291748046875, 0.029296875, -0.0517578125, 0.089111328125, -0.16650390625, 0.465087890625,
    0.77978515625, -0.2003173828125, 0.1015625, -0.0582275390625, 0.0330810546875, -0.0189208984375,
  ],
].map((taps) => Float64Array.from(taps));
const standard = [...printed, ...printed.map((taps) => taps.toReversed())];

/** dBTP */
function truePeak(line: Float32Array, phases: readonly Float64Array[]): number {
  const taps = phases[0]?.length ?? 0;
  let highest = 0;
  for (let at = 0; at + taps <= line.length; at += 1) {
    for (const phase of phases) {
      let value = 0;
      for (let k = 0; k < taps; k += 1) value += (phase[k] as number) * (line[at + k] as number);
      if (Math.abs(value) > highest) highest = Math.abs(value);
    }
  }
  return 20 * Math.log10(highest);
}

const edge = 20_000 / RATE;
const lowPass = Float64Array.from(
  { length: 161 },
  (_, i) => 2 * edge * sinc(2 * edge * (i - 80)) * kaiser((i - 80) / 81, 7),
);

/** Without what lies above 20 kHz, where not even the standard's own meter knows the peaks. */
function audible(line: Float32Array): Float32Array {
  const padded = new Float32Array(line.length + 160);
  padded.set(line, 80);
  return line.map((_, at) => {
    let value = 0;
    for (let k = 0; k < 161; k += 1) value += (lowPass[k] as number) * (padded[at + k] as number);
    return value;
  });
}

const loud: readonly (readonly [what: string, line: Float32Array])[] = [
  ['noise', noise(2)],
  ['noise of 12 dB too much', noise(4)],
  ['speech', speech(0.4, 3)],
  ['a square', sound(0.2, (frame) => (frame % 100 < 50 ? 1 : -1))],
  ['one sample', sound(0.1, (frame) => (frame === 2000 ? 3 : 0))],
  ['a constant', sound(0.1, () => 1.5)],
  ['bursts', tone(0.1, 1.5).map((value, frame) => (frame % 4800 < 300 ? value : value / 15))],
  ...[0.01, 0.1, 0.25, 0.35, 0.4].map(
    (share) => [`a tone at ${share} of the rate`, tone(share, 1.3)] as const,
  ),
];

describe('the ceiling', () => {
  test.each(loud)('holds for %s, on the meter of BS.1770', (_, line) => {
    expect(truePeak(line, standard)).toBeGreaterThan(CEILING);
    // The printed filter itself reads a tone up to 0.16 dB too high.
    expect(truePeak(limitedMono(line), standard)).toBeLessThan(CEILING + 0.2);
  });

  test.each(loud)('holds for %s as far as it is heard, on a far finer meter', (_, line) => {
    const heard = limitedMono(audible(line));
    const peak = truePeak(heard, fine);
    expect(peak).toBeLessThan(CEILING + 0.1);
    expect(peak).toBeGreaterThan(CEILING - 0.5);
  });

  test.each([0, 1, 4798, 4799])('holds for sample %d of 4800', (loudest) => {
    const out = limitedMono(sound(0.1, (frame) => (frame === loudest ? 3 : 0)));
    expect(Math.max(...out)).toBeCloseTo(LINEAR, 5);
  });

  test('is found between the samples: a quarter-rate tone hides 3 dB there', () => {
    const hidden = tone(0.25, 1.2);
    expect(Math.max(...hidden)).toBeLessThan(LINEAR);
    expect(truePeak(limitedMono(hidden), fine)).toBeLessThan(CEILING + 0.1);
  });
});

describe('sound below the ceiling', () => {
  test.each([
    ['quiet', 0.1],
    ['as loud as may be', LINEAR - 0.001],
  ])('comes out bit for bit when %s', (_, level) => {
    const lines = [tone(0.01, level), tone(0.013, level)];
    expect(same(limited(stereo, lines, [1000, 1, 777]), lines)).toBe(true);
  });

  test('comes out bit for bit again after a peak, within a second', () => {
    const line = sound(2, (frame) => (frame === 20_000 ? 5 : 0.3 * Math.sin(frame / 40)));
    const out = limitedMono(line);
    const calm = 20_000 + RATE;
    expect(same([out.subarray(calm)], [line.subarray(calm)])).toBe(true);
    expect(same([out.subarray(0, 19_700)], [line.subarray(0, 19_700)])).toBe(true);
  });
});

/** The gain at every frame, read off a second channel that is constant and quiet. */
function gainOf(line: Float32Array): Float32Array {
  const [, pilot] = limited(stereo, [line, line.map(() => 0.01)]);
  return (pilot ?? line).map((value) => value / 0.01);
}

describe('the gain', () => {
  const click = sound(1, (frame) => (frame === 24_000 ? 4 * LINEAR : 0));
  const gain = gainOf(click);
  const at = (milliseconds: number): number => gain[24_000 + Math.round((milliseconds * RATE) / 1000)] ?? 0;

  test('goes down in 5 ms and is there in time', () => {
    expect(at(-5.2)).toBe(1);
    expect(at(-2.5)).toBeCloseTo(0.625, 1);
    expect(at(0)).toBeCloseTo(0.25, 5);
  });

  test('is held for 10 ms', () => {
    expect(at(9)).toBeCloseTo(0.25, 5);
  });

  test('comes back with a time constant of 60 to 80 ms', () => {
    const constant = 50 / Math.log((1 - at(50)) / (1 - at(100)));
    expect(constant).toBeGreaterThan(60);
    expect(constant).toBeLessThan(80);
  });

  test('has no steps', () => {
    const steps = gain.slice(1).map((value, i) => Math.abs(value - (gain[i] ?? 0)));
    expect(Math.max(...steps)).toBeLessThan(0.75 / (0.0024 * RATE));
  });

  test('is the same for both channels', () => {
    const [left = click, right = click] = limited(stereo, [
      speech(1, 3),
      speech(1, 3).map((value) => value / 4),
    ]);
    expect(same([right], [left.map((value) => value / 4)])).toBe(true);
  });

  test.each([80, 90, 100])('does not follow the pitch of a voice at %d Hz', (hertz) => {
    const period = Math.round(RATE / hertz);
    const voice = gainOf(sound(1, (frame) => 2 * Math.exp(-(frame % period) / 60)));
    const settled = voice.subarray(RATE / 10, (9 * RATE) / 10);
    expect(20 * Math.log10(Math.max(...settled) / Math.min(...settled))).toBeLessThan(0.01);
  });
});

describe('the limiter gives the same sound', () => {
  const whole = speech(3, 11);
  const expected = limitedMono(whole);

  test.each([1, 7777, 30_001, 77_000])('when it is started at frame %d, a second before', (start) => {
    const late = limitedMono(whole.subarray(start));
    const differences = late
      .subarray(RATE)
      .map((value, i) => Math.abs(value - (expected[start + RATE + i] ?? 0)));
    expect(Math.max(...differences)).toBeLessThan(1e-6);
  });

  test('in blocks of any size', () => {
    const short = [speech(0.2, 4), speech(0.2, 9)];
    const straight = limited(stereo, short);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 3000 }), { minLength: 1, maxLength: 8 }), (sizes) => {
        expect(same(limited(stereo, short, sizes), straight)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  test('at 44.1 kHz too, held below the ceiling', () => {
    const limiter = openLimiter({ sampleRate: 44_100, channels: 1, ceiling: -3 });
    const out = whole.slice();
    limiter.process([out], out.length);
    expect(limiter.latency).toBeLessThan(0.006 * 44_100);
    expect(truePeak(out, standard)).toBeLessThan(-2.9);
  });
});
