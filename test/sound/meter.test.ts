import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  isTwiceTheSame,
  loudnessOf,
  mergeStretches,
  openMeter,
  type Stretch,
  signalOf,
} from '../../src/sound/meter.ts';
import { FLOOR, joinCurves } from '../../src/sound/timeline.ts';
import { both, framesOf, listen, noise, part, RATE, type Sound, signal, sine } from './signals.ts';

const tones = (...passages: readonly (readonly [dBFS: number, seconds: number])[]): Sound =>
  both(joinCurves(passages.map(([dBFS, seconds]) => sine({ dBFS, seconds }))));

describe('integrated loudness', () => {
  // Cases of EBU Tech 3341, shorter, to +-0.1 LU; timeline.test.ts has them at full length.
  const cases: readonly (readonly [what: string, sound: Sound, integrated: number])[] = [
    ['case 1: -23 dBFS', tones([-23, 3]), -23],
    ['case 2: -33 dBFS', tones([-33, 3]), -33],
    ['case 3: the relative gate', tones([-36, 3], [-23, 24], [-36, 3]), -23],
    ['case 4: both gates', tones([-72, 3], [-36, 3], [-23, 24], [-36, 3], [-72, 3]), -23],
    ['case 5: passages within the gate', tones([-26, 5], [-20, 5], [-26, 5]), -23],
    ['mono is played by two loudspeakers', [sine({ dBFS: -23, seconds: 3 })], -23],
    ['one channel alone', [sine({ dBFS: -20, seconds: 3 }), new Float32Array(3 * RATE)], -23],
  ];
  test.each(cases)('%s', (_, sound, integrated) => {
    expect(Math.abs(loudnessOf(listen(sound)).integrated - integrated)).toBeLessThan(0.1);
  });

  test('is the same at 44.1 kHz', () => {
    const sound = both(sine({ dBFS: -23, seconds: 3, rate: 44_100 }));
    expect(Math.abs(loudnessOf(listen(sound, { rate: 44_100 })).integrated + 23)).toBeLessThan(0.1);
  });
});

describe('range', () => {
  // Cases of EBU Tech 3342, shorter, to half of the +-1 LU it allows.
  test.each([
    ['case 1', tones([-20, 12], [-30, 12]), 10],
    ['case 2', tones([-20, 12], [-15, 12]), 5],
    ['case 3', tones([-40, 12], [-20, 12]), 20],
  ] as const)('%s', (_, sound, range) => {
    expect(Math.abs(loudnessOf(listen(sound)).range - range)).toBeLessThan(0.5);
  });
});

describe('the timeline', () => {
  test('has ten steps a second, and none for a rest', () => {
    const { timeline, frames } = listen([sine({ seconds: 1.19, dBFS: -20 })]);
    expect(timeline.power).toHaveLength(11);
    expect(timeline.cleaned).toHaveLength(11);
    expect(timeline.peak).toHaveLength(11);
    expect(frames).toBe(1.19 * RATE);
  });

  test('begins its steps at the nearest frame where a tenth of a second is not whole', () => {
    const sound = [new Float32Array(11_025 * 2).fill(0.5)];
    expect(listen(sound, { rate: 11_025, block: 999 }).timeline.peak).toHaveLength(20);
    const short = part(sound, 0, 1102 + 1103 - 1);
    expect(listen(short, { rate: 11_025 }).timeline.peak).toHaveLength(1);
  });

  test('says loudness, loudness without rumble, and peak of each step', () => {
    const { timeline } = listen(both(sine({ seconds: 2, dBFS: -20 })));
    expect(timeline.power[10]).toBeCloseTo(-20, 1);
    expect(timeline.cleaned[10]).toBeCloseTo(-20, 1);
    expect(timeline.peak[10]).toBeCloseTo(-20, 1);
  });

  test('is planned with what stays when rumble is taken out', () => {
    const { timeline } = listen(both(sine({ seconds: 2, dBFS: -20, hertz: 20 })));
    expect(timeline.power[15] as number).toBeGreaterThan((timeline.cleaned[15] as number) + 20);
  });

  test('does not mind how the sound comes in blocks', () => {
    const sound = [noise({ seconds: 1.3 }), noise({ seconds: 1.3, seed: 9 })];
    const whole = listen(sound);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 70_000 }), (block) => {
        const { timeline, truePeak, hum } = listen(sound, { block });
        expect(truePeak).toBe(whole.truePeak);
        timeline.power.forEach((dB, i) => {
          expect(Math.abs(dB - (whole.timeline.power[i] as number))).toBeLessThan(1e-4);
        });
        hum.forEach((dB, i) => {
          expect(Math.abs(dB - (whole.hum[i] as number))).toBeLessThan(1e-3);
        });
      }),
      { numRuns: 15 },
    );
  });

  test('leaves the sound as it is', () => {
    const sound = [noise({ seconds: 0.3 })];
    (sound[0] as Float32Array)[5] = Number.NaN;
    const copy = sound.map((channel) => channel.slice());
    listen(sound);
    expect(sound).toEqual(copy);
  });
});

describe('peaks', () => {
  test('a true peak stands 3 dB over samples beside it', () => {
    const peak = 10 ** (-6 / 20);
    const quarter = Float32Array.from({ length: RATE }, (_, i) => {
      const shape = Math.min(1, i / 1000);
      return shape * peak * Math.SQRT2 * Math.sin((Math.PI / 2) * i + Math.PI / 4);
    });
    const stretch = listen(both(quarter));
    expect(stretch.timeline.peak[5]).toBeCloseTo(-6, 2);
    expect(Math.abs(loudnessOf(stretch).truePeak - -3)).toBeLessThan(0.1);
  });

  test('of a rest shorter than a step count', () => {
    const sound = new Float32Array(RATE + 100);
    sound[RATE + 50] = 0.8;
    expect(listen([sound]).truePeak).toBeGreaterThanOrEqual(Math.fround(0.8));
  });
});

describe('silence', () => {
  test('is written as floor, and nothing of it is loud', () => {
    const stretch = listen(both(new Float32Array(2 * RATE)));
    expect([...stretch.timeline.power]).toEqual(Array(20).fill(FLOOR));
    expect([...stretch.timeline.peak]).toEqual(Array(20).fill(FLOOR));
    expect([...stretch.hum]).toEqual(Array(14).fill(FLOOR));
    expect(loudnessOf(stretch)).toEqual({ integrated: -70, range: 0, truePeak: FLOOR });
  });

  test('has no facts but that', () => {
    expect(signal(both(new Float32Array(RATE)))).toEqual({
      level: [FLOOR, FLOOR],
      correlation: 1,
      offset: [0, 0],
      clipped: 0,
      broken: 0,
      hum: null,
    });
  });

  test('of no length at all is a stretch', () => {
    const nothing = openMeter({ sampleRate: RATE, channels: 1 }).end();
    expect(nothing.frames).toBe(0);
    expect(loudnessOf(nothing)).toEqual({ integrated: -70, range: 0, truePeak: FLOOR });
    expect(signalOf(nothing, 1)).toMatchObject({ level: [FLOOR], correlation: 1, hum: null });
    expect(mergeStretches([])).toMatchObject({ frames: 0, truePeak: 0 });
  });
});

describe('samples that are no number', () => {
  test('are counted and heard as silence', () => {
    const sound = sine({ seconds: 1, dBFS: -20 });
    const mended = sound.slice();
    for (const [i, bad] of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY].entries()) {
      sound[4000 + i] = bad;
      mended[4000 + i] = 0;
    }
    const stretch = listen([sound]);
    const expected = listen([mended]);
    expect(stretch.sums.broken).toBe(3);
    expect(stretch).toEqual({ ...expected, sums: { ...expected.sums, broken: 3 } });
  });
});

describe('clipping', () => {
  const cases: readonly (readonly [what: string, samples: readonly number[], clipped: number])[] = [
    ['three at full scale', [0, 1, 1, 1, 0], 3],
    ['two are a loud sound', [0, 1, 1, 0], 0],
    ['a longer run', [0, 1, 1, 1, 1, 1, 0], 5],
    ['downwards', [0, -1, -1, -1, 0], 3],
    ['as a 16-bit recorder writes it', [0, 32_767 / 32_768, 32_767 / 32_768, 32_767 / 32_768, 0], 3],
    ['two runs', [1, 1, 1, 0, 1, 1, 1, 1], 7],
    ['up and down at once', [1, 1, -1, -1, 1, 1], 0],
    ['a curve near full scale', [0.9991, 0.9995, 0.9999, 0.9995, 0.9991], 0],
    ['a plateau below', [0.99, 0.99, 0.99, 0.99], 0],
    ['over full scale', [1.4, 1.4, 1.4, 1.4], 4],
    ['to the end', [0, 1, 1, 1], 3],
  ];
  test.each(cases)('%s', (_, samples, clipped) => {
    expect(listen([Float32Array.from(samples)]).sums.clipped).toBe(clipped);
    expect(listen([Float32Array.from(samples)], { block: 1 }).sums.clipped).toBe(clipped);
    expect(listen(both(Float32Array.from(samples))).sums.clipped).toBe(2 * clipped);
  });
});

describe('facts of the signal', () => {
  test('the level of each channel', () => {
    const { level } = signal([sine({ seconds: 1, dBFS: -10 }), sine({ seconds: 1, dBFS: -30 })]);
    expect(level[0]).toBeCloseTo(-13.01, 2);
    expect(level[1]).toBeCloseTo(-33.01, 2);
  });

  test('the offset, which is no level', () => {
    const { level, offset } = signal([sine({ seconds: 1, dBFS: -20 }).map((value) => value + 0.05)]);
    expect(offset[0]).toBeCloseTo(0.05, 6);
    expect(level[0]).toBeCloseTo(-23.01, 2);
    expect(signal([new Float32Array(RATE).fill(0.1)]).level[0]).toBe(FLOOR);
  });

  test('how alike left and right are', () => {
    const [one, other] = [noise({ seconds: 2 }), noise({ seconds: 2, seed: 77 })];
    expect(signal([one, one.map((value) => value / 3)]).correlation).toBeCloseTo(1, 6);
    expect(signal([one, one.map((value) => -value)]).correlation).toBeCloseTo(-1, 6);
    expect(Math.abs(signal([one, other]).correlation)).toBeLessThan(0.02);
    expect(signal([one.map((v) => v + 0.5), other.map((v) => v + 0.5)]).correlation).toBeLessThan(0.02);
    expect(signal([one]).correlation).toBe(1);
    expect(signal([one, new Float32Array(one.length)]).correlation).toBe(1);
  });
});

describe('two channels with one sound', () => {
  const one = noise({ seconds: 2 });
  const other = noise({ seconds: 2, seed: 77 });

  test('are known as such; a channel that is dead, softer, inverted or late is not', () => {
    const isSame = (...sound: Float32Array[]): boolean => isTwiceTheSame(signal(sound));
    expect(isSame(one)).toBe(true);
    expect(isSame(one, one)).toBe(true);
    expect(
      isSame(
        one,
        one.map((value, i) => value + 1e-4 * (other[i] as number)),
      ),
    ).toBe(true);
    expect(
      isSame(
        one,
        one.map((value, i) => value + 1e-2 * (other[i] as number)),
      ),
    ).toBe(false);
    expect(
      isSame(
        one,
        one.map((value) => 0.99 * value),
      ),
    ).toBe(false);
    expect(
      isSame(
        one,
        one.map((value) => -value),
      ),
    ).toBe(false);
    expect(
      isSame(
        one,
        one.map((_, i) => one[i - 2] ?? 0),
      ),
    ).toBe(false);
    expect(isSame(one, other)).toBe(false);
    expect(isSame(one, new Float32Array(one.length))).toBe(false);
  });

  test.each([
    ['never', [] as const],
    ['in the middle of a step', [12_345]],
    ['with a click that clips', [48_000]],
  ])(
    'are heard once, and say what hearing both says: they part %s',
    (_, [from = Number.POSITIVE_INFINITY]) => {
      const loud = one.map((value, i) => (i > 47_990 && i < 48_005 ? 1 : value));
      const right = loud.map((value, i) => (i >= from ? value / 2 : value));
      const { sums, ...rest } = listen([loud, right]);
      // What differs in its very first sample is heard as two from there on; nobody would find that sample again.
      const apart = listen([loud, right.map((value, i) => (i === 0 ? value + 1e-7 : value))]);
      expect(rest.timeline).toEqual(apart.timeline);
      expect(rest.truePeak).toBe(apart.truePeak);
      expect(sums.clipped).toBe(apart.sums.clipped);
      sums.square.forEach((sum, channel) => {
        expect(sum).toBeCloseTo(apart.sums.square[channel] ?? 0, 5);
      });
      expect(sums.product).toBeCloseTo(apart.sums.product, 5);
    },
  );
});

describe('stretches that were heard apart', () => {
  /** Talk with pauses, a step in level, clipping and a high peak on a whole second, where it will be cut. */
  function recording(rate: number, channels: 1 | 2, seconds: number): Sound {
    return Array.from({ length: channels }, (_, channel) => {
      const sound = noise({ seconds, dBFS: -20, seed: 5 + channel, rate });
      const hum = sine({ seconds, hertz: 50, dBFS: -40, rate });
      const shaped = sound.map((value, i) => value * Math.sin((3 * i) / rate) ** 2 + (hum[i] as number));
      for (let cut = rate; cut < shaped.length; cut += rate) shaped.fill(1, cut - 2 - channel, cut + 4);
      shaped[3 * rate] = -0.99;
      return shaped;
    });
  }

  const cases = [
    [44_100, 1],
    [44_100, 2],
    [48_000, 1],
    [48_000, 2],
  ] as const;
  test.each(cases)('join to what one would have heard: %i Hz, %i channels', (rate, channels) => {
    const sound = recording(rate, channels, 7.35);
    const whole = listen(sound, { rate });
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { maxLength: 4 }), (seconds) => {
        const cuts = [0, ...seconds.sort((a, b) => a - b).map((second) => second * rate), framesOf(sound)];
        const pieces = cuts.slice(1).map((to, i) => {
          const from = cuts[i] as number;
          const before = from === 0 ? [] : part(sound, from - rate, from);
          return listen(part(sound, from, to), { rate, before });
        });
        expectSame(mergeStretches(pieces), whole);
      }),
      { numRuns: 8 },
    );
  });

  function expectSame(merged: Stretch, whole: Stretch): void {
    expect(merged.frames).toBe(whole.frames);
    for (const column of ['power', 'cleaned', 'peak'] as const) {
      const [one, other] = [merged.timeline[column], whole.timeline[column]];
      expect(one).toHaveLength(other.length);
      expect(Math.max(...one.map((dB, i) => Math.abs(dB - (other[i] as number))))).toBeLessThan(0.005);
    }
    expect(merged.hum).toHaveLength(whole.hum.length);
    expect(merged.truePeak).toBe(whole.truePeak);
    expect(Math.abs(loudnessOf(merged).integrated - loudnessOf(whole).integrated)).toBeLessThan(0.01);
    expect(merged.sums.clipped).toBe(whole.sums.clipped);
    expect(merged.sums.product).toBeCloseTo(whole.sums.product, 6);
    merged.sums.square.forEach((square, c) => {
      expect(square).toBeCloseTo(whole.sums.square[c] as number, 6);
      expect(merged.sums.offset[c]).toBeCloseTo(whole.sums.offset[c] as number, 6);
    });
  }
});
