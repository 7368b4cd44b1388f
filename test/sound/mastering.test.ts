import { describe, expect, test } from 'vitest';
import type { Recipe } from '../../src/show/recipe.ts';
import { type MasteringPlan, planMaster, planWithoutLame } from '../../src/sound/mastering.ts';
import type { MeasuredPart } from '../../src/sound/part.ts';
import { measured, recipe } from './parts.ts';

/** LAME scales by 0.95 at the bitrates of a podcast: 0.446 dB that the plan adds. */
const LAME = 0.446;
const uncut: Recipe = { ...recipe, levelling: 'off', silence: { trim: false, longestPause: null } };
const withRates = (stereo: number, mono: number): Recipe => ({
  ...uncut,
  formats: { ...uncut.formats, mp3: { ...uncut.formats.mp3, bitrate: { stereo, mono } } },
});
const gainsOf = ({ mix }: MasteringPlan): number[] => mix.clips.map(({ gain }) => gain);

describe('gains', () => {
  test('every part is brought to the target by itself', () => {
    const parts = [
      measured('intro', { integrated: -22 }),
      measured('talk', { integrated: -26.5, crest: 3 }),
      measured('outro', { integrated: -16, crest: 3 }),
    ];
    const [intro = 0, talk = 0, outro = 0] = gainsOf(planMaster(parts, uncut));
    expect(intro).toBeCloseTo(6 + LAME, 1);
    expect(talk).toBeCloseTo(10.5 + LAME, 1);
    expect(outro).toBeCloseTo(LAME, 1);
  });

  test('at 160 kbit/s and more LAME leaves the level alone', () => {
    expect(gainsOf(planMaster([measured('talk')], withRates(160, 160)))[0]).toBeCloseTo(4, 2);
  });

  test('other encoders get what LAME gets less what it takes away, and the ceiling with it', () => {
    for (const [rate, loss] of [
      [128, LAME],
      [160, 0],
    ] as const) {
      const plan = planMaster([measured('talk')], withRates(rate, rate));
      const plain = planWithoutLame(plan);
      expect(plain).toEqual({ ...plan, mix: plain.mix });
      expect(gainsOf(plain)[0]).toBeCloseTo((gainsOf(plan)[0] ?? 0) - loss, 3);
      expect(plain.mix.ceiling).toBeCloseTo(plan.mix.ceiling - loss, 3);
      const corrected = planWithoutLame(plan, { gain: 0.4, ceiling: -0.3 });
      expect(gainsOf(corrected)[0]).toBeCloseTo((gainsOf(plain)[0] ?? 0) + 0.4, 3);
      expect(corrected.mix.ceiling).toBeCloseTo(plain.mix.ceiling - 0.3, 3);
    }
  });

  test('a whisper is lifted as far as it takes', () => {
    const [gain = 0] = gainsOf(planMaster([measured('talk', { integrated: -69, crest: 5 })], uncut));
    expect(gain).toBeCloseTo(53 + LAME, 2);
  });

  test('what the limiter will take is added beforehand', () => {
    const plain = gainsOf(planMaster([measured('talk', { crest: 5 })], uncut))[0] ?? 0;
    const peaky = gainsOf(planMaster([measured('talk', { crest: 18 })], uncut))[0] ?? 0;
    expect(peaky).toBeGreaterThan(plain + 2);
  });

  test('a correction moves every gain and the ceiling', () => {
    const parts = [measured('intro', { crest: 3 }), measured('talk', { crest: 3 })];
    const before = planMaster(parts, uncut);
    const plan = planMaster(parts, uncut, { gain: -0.7, ceiling: -0.5 });
    gainsOf(plan).forEach((gain, i) => {
      expect(gain).toBeCloseTo((gainsOf(before)[i] ?? 0) - 0.7, 2);
    });
    expect(plan.mix.ceiling).toBe(before.mix.ceiling - 0.5);
  });

  test('a channel that is dead is made up for', () => {
    const dead = measured('talk', { signal: { level: [-20, -120], correlation: 0 }, crest: 3 });
    const plan = planMaster([dead], uncut);
    expect(plan.mix.clips[0]?.routing).toBe('left');
    expect(gainsOf(plan)[0]).toBeCloseTo(4 + LAME - 3.01, 1);
  });
});

describe('the line', () => {
  type Line = { starts: number[]; talkStartsAt: number; seconds: number };
  const cases: readonly (readonly [what: string, parts: readonly MeasuredPart[], line: Line])[] = [
    ['a talk alone', [measured('talk')], { starts: [0], talkStartsAt: 0, seconds: 60 }],
    [
      'intro and talk',
      [measured('intro', { seconds: 10 }), measured('talk')],
      { starts: [0, 9], talkStartsAt: 9, seconds: 69 },
    ],
    [
      'two intros, talk and outro',
      [
        measured('intro', { seconds: 10 }),
        measured('intro', { seconds: 8 }),
        measured('talk'),
        measured('outro', { seconds: 8 }),
      ],
      { starts: [0, 9, 16, 75], talkStartsAt: 16, seconds: 83 },
    ],
    [
      'short bumpers, which overlap by a quarter of themselves',
      [measured('intro', { seconds: 2 }), measured('talk'), measured('outro', { seconds: 3 })],
      { starts: [0, 1.5, 60.75], talkStartsAt: 1.5, seconds: 63.75 },
    ],
    [
      'a short talk between long bumpers, whose halves stay its own',
      [
        measured('intro', { seconds: 10 }),
        measured('talk', { seconds: 2 }),
        measured('outro', { seconds: 10 }),
      ],
      { starts: [0, 9.5, 11], talkStartsAt: 9.5, seconds: 21 },
    ],
  ];

  test.each(cases)('of %s', (_, parts, { starts, ...line }) => {
    const plan = planMaster(parts, uncut);
    expect(plan).toMatchObject(line);
    expect(plan.mix.clips.map(({ at }) => at / plan.mix.sampleRate)).toEqual(starts);
    expect(plan.passages.map(({ at }) => at)).toEqual([line.talkStartsAt]);
  });

  test('music lies under the first words, and ends with the recipe', () => {
    const plan = planMaster([measured('intro', { seconds: 10 }), measured('talk'), measured('bed')], uncut);
    const bed = plan.mix.clips.at(-1);
    expect(bed).toMatchObject({ source: 2, at: plan.mix.clips[1]?.at });
    expect((bed?.frames ?? 0) / plan.mix.sampleRate).toBe(uncut.assembly.bed.seconds);
    expect(bed?.gain).toBeLessThan((plan.mix.clips[1]?.gain ?? 0) - 5);
  });

  test('the talk is never faded: its first word would go with it', () => {
    const plan = planMaster([measured('intro', { seconds: 10 }), measured('talk')], uncut);
    const [intro, talk] = plan.mix.clips;
    expect(intro?.fadeOut).toBe(48_000);
    expect(talk?.fadeIn).toBeLessThan(2_500);
  });

  test('without a talk there is no master', () => {
    expect(() => planMaster([measured('intro')], uncut)).toThrow(TypeError);
  });
});

describe('the shape of the master is that of the talk', () => {
  test.each([
    [1, 'mono', 96],
    [2, 'stereo', 128],
    [6, 'stereo', 128],
  ])('%i channels: %s at %i kbit/s, whatever the bumpers are', (channels, shape, bitrate) => {
    const parts = [measured('intro', { channels: 2 }), measured('talk', { channels })];
    expect(planMaster(parts, uncut)).toMatchObject({ shape, bitrate, trueMono: false });
  });

  const twice = { channels: 2, signal: { correlation: 1 } };
  test('two channels with one sound are worked on as one, and keep their bitrate', () => {
    expect(planMaster([measured('talk', twice)], uncut)).toMatchObject({ shape: 'mono', bitrate: 128 });
    const bumpers = [measured('intro', twice), measured('outro', { channels: 1, signal: { level: [-20] } })];
    expect(planMaster([...bumpers, measured('talk', twice)], uncut).mix.channels).toBe(1);
  });

  test('unless music in stereo goes with them', () => {
    const parts = [measured('intro', { channels: 2 }), measured('talk', twice)];
    expect(planMaster(parts, uncut)).toMatchObject({ shape: 'stereo', bitrate: 128 });
  });

  test('one channel stays one where the recipe wants it so', () => {
    const { formats } = uncut;
    const single: Recipe = { ...uncut, formats: { ...formats, mp3: { ...formats.mp3, channels: 'mono' } } };
    expect(planMaster([measured('talk', { channels: 1 })], single).trueMono).toBe(true);
    expect(planMaster([measured('talk', { channels: 2 })], single).trueMono).toBe(false);
    expect(planMaster([measured('talk', twice)], single)).toMatchObject({ trueMono: true, bitrate: 96 });
  });

  test.each([
    [44100, 44100],
    [22050, 44100],
    [11025, 44100],
    [88200, 44100],
    [48000, 48000],
    [96000, 48000],
    [16000, 48000],
    [8000, 48000],
  ])('a recording at %i Hz is worked on at %i Hz', (sampleRate, delivered) => {
    const parts = [measured('intro', { sampleRate: 32000 }), measured('talk', { sampleRate })];
    expect(planMaster(parts, uncut).mix.sampleRate).toBe(delivered);
  });
});
