import { describe, expect, test } from 'vitest';
import { podcastRecipe } from '../../src/show/recipe.ts';
import {
  demandSound,
  distanceFrom,
  isWithin,
  type LoudnessReport,
  printMeasurement,
  printShape,
  readLoudness,
  shapeOf,
} from '../../src/sound/loudness.ts';
import { reportOn, versions } from './reports.ts';

const { target } = podcastRecipe;
const heard = (integrated: number, truePeak: number, seconds: number, brokenOff = false): LoudnessReport => ({
  loudness: { integrated, range: 0, truePeak },
  seconds,
  brokenOff,
});

const measured: readonly (readonly [file: string, LoudnessReport])[] = [
  ['tone.wav', heard(-23, -23, 5)],
  ['silence.wav', heard(-70, -144, 2)],
  ['blip.wav', heard(-70, -21.1, 0.3)],
  ['cut.mp3', heard(-21.5, -21.5, 2.47)],
  ['cut.flac', heard(-21.1, -21.1, 2.11, true)],
  ['cut-fast.m4a', heard(-21.1, -20.7, 2.43, true)],
  ['cut.ogg', heard(-21.1, -20.9, 1.99)],
  ['cut.webm', heard(-21.1, -20.9, 2.48, true)],
  ['cut.wav', heard(-23, -23, 1.56, true)],
  ['broken.flac', heard(-70, -144, 0)],
];

describe.each(versions)('the report of ffmpeg %s', (version) => {
  test.each(measured)('tells how loud and long %s is, and whether it breaks off', (file, report) => {
    expect(readLoudness(reportOn('loudness', version, file))).toEqual(report);
  });

  test('without a summary nothing was decoded', () => {
    const read = () => readLoudness(reportOn('loudness', version, 'headonly.wav'));
    expect(read).toThrow(expect.objectContaining({ code: 'recording-damaged' }));
  });
});

describe('figures that are none', () => {
  const summary = (i: string, lra: string, peak: string) =>
    `time=00:00:03.00\nSummary:\n\n  I:  ${i} LUFS\n  LRA:  ${lra} LU\n\n  True peak:\n    Peak:  ${peak} dBFS\n`;

  test.each([
    ['-inf', { integrated: -70, range: 0, truePeak: -144 }],
    ['nan', { integrated: -70, range: 0, truePeak: -144 }],
    ['-nan', { integrated: -70, range: 0, truePeak: -144 }],
    ['', { integrated: -70, range: 0, truePeak: -144 }],
    ['1.5', { integrated: 1.5, range: 1.5, truePeak: 1.5 }],
  ])('%j is read as the quietest there is', (figure, loudness) => {
    expect(readLoudness(summary(figure, figure, figure))).toEqual({ loudness, seconds: 3, brokenOff: false });
  });

  test('the last summary and the last clock count', () => {
    const text = `${summary('-30.0', '1.0', '-9.0')}${summary('-20.0', '2.0', '-8.0').replace('03', '04')}`;
    expect(readLoudness(text)).toMatchObject({ loudness: { integrated: -20, range: 2 }, seconds: 4 });
  });

  test('an empty report is damage', () => {
    expect(() => readLoudness('')).toThrow(expect.objectContaining({ code: 'recording-damaged' }));
  });
});

describe('what can be mastered', () => {
  test.each([
    [heard(-20, -3, 0.99), 'recording-too-short'],
    [heard(-70, -144, 0.5), 'recording-too-short'],
    [heard(-70, -144, 60), 'recording-silent'],
    [heard(-69.9, -60, 60), 'recording-silent'],
  ])('%j is refused: %s', (report, code) => {
    const demand = () => demandSound(report, 'intro');
    expect(demand).toThrow(expect.objectContaining({ code, message: expect.stringMatching(/^The intro /) }));
  });

  test.each([[heard(-20, -3, 1)], [heard(-69.8, -60, 60)]])('%j is taken', (report) => {
    expect(() => demandSound(report, 'recording')).not.toThrow();
  });
});

describe('the target', () => {
  test.each([
    [-16, -1, true],
    [-17, -1, true],
    [-15, -1, true],
    [-17.1, -3, false],
    [-14.9, -3, false],
    [-16, -0.9, false],
    [-16, -20, true],
    [-70, -144, false],
  ])('%f LUFS with a peak of %f dBTP is within: %s', (integrated, truePeak, within) => {
    expect(isWithin(target, { integrated, range: 3, truePeak })).toBe(within);
  });

  test('the distance has a direction in loudness and none below the ceiling', () => {
    expect(distanceFrom(target, { integrated: -18, range: 0, truePeak: -4 })).toEqual({
      loudness: -2,
      peak: 0,
    });
    expect(distanceFrom(target, { integrated: -15, range: 0, truePeak: 0.5 })).toEqual({
      loudness: 1,
      peak: 1.5,
    });
  });
});

describe('the published shape', () => {
  const doubled = 'pan=stereo|c0=c0|c1=c0';
  const stereo = 'aformat=channel_layouts=stereo';
  const folded = `${stereo},pan=stereo|c0=0.5*c0+0.5*c1|c1=0.5*c0+0.5*c1`;

  test.each([
    ['mono', 1, doubled],
    ['stereo', 1, doubled],
    ['stereo', 2, stereo],
    ['stereo', 6, stereo],
    ['mono', 2, folded],
    ['mono', 6, folded],
  ] as const)('a %s show makes of %i channels %s', (shape, channels, filter) => {
    expect(printShape(shape, channels)).toBe(filter);
    expect(printMeasurement(shape, channels)).toBe(`${filter},ebur128=peak=true:framelog=verbose`);
  });

  test.each([
    [1, 'mono'],
    [2, 'stereo'],
    [6, 'stereo'],
  ])('of %i channels is %s', (channels, shape) => {
    expect(shapeOf(channels)).toBe(shape);
  });
});
