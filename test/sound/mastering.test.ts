import { describe, expect, test } from 'vitest';
import type { Recipe } from '../../src/show/recipe.ts';
import { type MeasuredPart, planMaster, printEncoding, printGraph } from '../../src/sound/mastering.ts';
import { measured, recipe } from './parts.ts';

/** LAME scales by 0.95 at the bitrates of a podcast: 0.446 dB that the plan adds. */
const LAME = 0.446;

describe('gains', () => {
  test('every part is brought to the target by itself', () => {
    const parts = [
      measured('intro', { integrated: -12 }),
      measured('talk', { integrated: -26.5 }),
      measured('outro', { integrated: -16 }),
    ];
    const gains = planMaster(parts, recipe).parts.map(({ gain }) => gain);
    expect(gains).toEqual([-4 + LAME, 10.5 + LAME, LAME]);
  });

  test('at 160 kbit/s and more LAME leaves the level alone', () => {
    const rich = { ...recipe, bitrate: { stereo: 160, mono: 160 } };
    expect(planMaster([measured('talk', { integrated: -20 })], rich).parts[0]?.gain).toBe(4);
  });

  test('a whisper is lifted as far as it takes', () => {
    expect(planMaster([measured('talk', { integrated: -69 })], recipe).parts[0]?.gain).toBeCloseTo(
      53 + LAME + 0.8,
      2,
    );
  });

  test.each([
    ['peaks that stay below the ceiling', -10, 4, 0],
    ['peaks 5 dB over it', -1.2, 4.35, 0.13 * 5.35],
    ['a clap far over it, which tells nothing of the speech', 0, 24, 0.8],
  ])('%s: what the limiter will take is added beforehand', (_, truePeak, plain, cost) => {
    const rich: Recipe = { ...recipe, bitrate: { stereo: 192, mono: 160 } };
    const talk = measured('talk', { integrated: recipe.target.integrated - plain, truePeak });
    expect(planMaster([talk], rich).parts[0]?.gain).toBeCloseTo(plain + cost, 2);
  });

  test('a correction moves every gain and the ceiling', () => {
    const parts = [measured('intro'), measured('talk')];
    const plan = planMaster(parts, recipe, { gain: -0.7, ceiling: -0.5 });
    expect(plan.parts.map(({ gain }) => gain)).toEqual([3.746, 3.746]);
    expect(plan.ceiling).toBe(-2.7);
  });

  test('the limiter holds peaks 1.2 dB below the ceiling of the recipe', () => {
    expect(planMaster([measured('talk')], recipe).ceiling).toBe(-2.2);
  });
});

describe('the line', () => {
  const cases: readonly (readonly [
    what: string,
    parts: readonly MeasuredPart[],
    line: { overlaps: number[]; talkStartsAt: number; seconds: number },
  ])[] = [
    ['a talk alone', [measured('talk')], { overlaps: [], talkStartsAt: 0, seconds: 60 }],
    [
      'intro and talk',
      [measured('intro', { seconds: 10 }), measured('talk')],
      { overlaps: [1], talkStartsAt: 9, seconds: 69 },
    ],
    [
      'talk and outro',
      [measured('talk'), measured('outro', { seconds: 8 })],
      { overlaps: [1], talkStartsAt: 0, seconds: 67 },
    ],
    [
      'all three',
      [measured('intro', { seconds: 10 }), measured('talk'), measured('outro', { seconds: 8 })],
      { overlaps: [1, 1], talkStartsAt: 9, seconds: 76 },
    ],
    [
      'short bumpers, which overlap by a quarter of themselves',
      [measured('intro', { seconds: 2 }), measured('talk'), measured('outro', { seconds: 3 })],
      { overlaps: [0.5, 0.75], talkStartsAt: 1.5, seconds: 63.75 },
    ],
    [
      'a short talk between long bumpers, whose halves stay its own',
      [
        measured('intro', { seconds: 10 }),
        measured('talk', { seconds: 2 }),
        measured('outro', { seconds: 10 }),
      ],
      { overlaps: [0.5, 0.5], talkStartsAt: 9.5, seconds: 21 },
    ],
  ];

  test.each(cases)('of %s', (_, parts, line) => {
    expect(planMaster(parts, recipe)).toMatchObject(line);
  });

  test('without a talk there is no master', () => {
    expect(() => planMaster([measured('intro')], recipe)).toThrow(TypeError);
  });
});

describe('the shape of the master is that of the talk', () => {
  test.each([
    [1, 'mono', 96],
    [2, 'stereo', 128],
    [6, 'stereo', 128],
  ])('%i channels: %s at %i kbit/s, whatever the bumpers are', (channels, shape, bitrate) => {
    const parts = [measured('intro', { channels: 2 }), measured('talk', { channels })];
    expect(planMaster(parts, recipe)).toMatchObject({ shape, bitrate });
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
  ])('a recording at %i Hz becomes %i Hz', (sampleRate, delivered) => {
    const parts = [measured('intro', { sampleRate: 32000 }), measured('talk', { sampleRate })];
    expect(planMaster(parts, recipe).sampleRate).toBe(delivered);
  });
});

describe('the filter graph', () => {
  const limiter =
    'aresample=96000,alimiter=limit=0.776247:level=0:attack=5:release=50,aresample=48000[master]';
  const stereo = 'aformat=channel_layouts=stereo,aresample=48000,aformat=sample_fmts=fltp';

  test('of one part', () => {
    const graph = printGraph(planMaster([measured('talk')], recipe));
    expect(graph).toBe(`[0:a:0]${stereo},volume=4.446dB,afade=t=in:d=0.02[p0];[p0]${limiter}`);
  });

  test('of three parts', () => {
    const parts = [
      measured('intro', { seconds: 10, channels: 1, integrated: -14 }),
      measured('talk'),
      measured('outro', { seconds: 2, channels: 6 }),
    ];
    expect(printGraph(planMaster(parts, recipe)).split(';')).toEqual([
      '[0:a:0]pan=stereo|c0=c0|c1=c0,aresample=48000,aformat=sample_fmts=fltp,volume=-1.554dB,afade=t=in:d=0.02[p0]',
      `[1:a:0]${stereo},volume=4.446dB,afade=t=in:d=0.02[p1]`,
      `[2:a:0]${stereo},volume=4.446dB,afade=t=in:d=0.02[p2]`,
      '[p0][p1]acrossfade=d=1:c1=tri:c2=tri[j0]',
      '[j0][p2]acrossfade=d=0.5:c1=tri:c2=tri[j1]',
      `[j1]${limiter}`,
    ]);
  });

  test('of a mono show folds a stereo bumper into two equal channels', () => {
    const parts = [measured('intro', { channels: 2 }), measured('talk', { channels: 1, sampleRate: 44100 })];
    const graph = printGraph(planMaster(parts, recipe));
    expect(graph).toContain('[0:a:0]aformat=channel_layouts=stereo,pan=mono|c0=0.5*c0+0.5*c1,');
    expect(graph).toContain('[1:a:0]aformat=channel_layouts=mono,aresample=44100');
    expect(graph).toContain('aresample=88200,alimiter');
  });
});

test('the encoding is MP3 at a constant rate, joint stereo, with a Xing header and no tag', () => {
  const plan = planMaster([measured('talk', { channels: 1, sampleRate: 44100 })], recipe);
  expect(printEncoding(plan).join(' ')).toBe(
    '-map [master] -map_metadata -1 -codec:a libmp3lame -b:a 96k -joint_stereo 1 -ar 44100 -ac 2 ' +
      '-fflags +bitexact -flags:a +bitexact -id3v2_version 0 -write_xing 1 -f mp3',
  );
});
