import { describe, expect, test } from 'vitest';
import { podcastRecipe } from '../../src/show/recipe.ts';
import {
  demandSound,
  distanceFrom,
  isPublishable,
  isWithin,
  printShape,
  saysBrokenOff,
  shapeOf,
} from '../../src/sound/loudness.ts';
import { printTimeline } from '../../src/sound/timeline.ts';
import { converse } from './conversations.ts';
import { reportOn, versions } from './reports.ts';

const { target } = podcastRecipe;
const heard = (integrated: number, truePeak: number, seconds: number) => ({
  loudness: { integrated, range: 0, truePeak },
  seconds,
});

describe.each(versions)('the report of ffmpeg %s', (version) => {
  test.each([
    ['tone.wav', false],
    ['silence.wav', false],
    ['blip.wav', false],
    ['cut.mp3', false],
    ['cut.flac', true],
    ['cut-fast.m4a', true],
    ['cut.ogg', false],
    ['cut.webm', true],
    ['cut.wav', true],
    ['broken.flac', false],
  ])('tells of %s whether it breaks off: %s', (file, brokenOff) => {
    expect(saysBrokenOff(reportOn('loudness', version, file))).toBe(brokenOff);
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

  test('a whisper below the gate is a recording, and no intro', () => {
    const { cleaned } = converse({ seconds: 60, levels: [-77], room: -89 });
    const whisper = {
      ...heard(-70, -60, 60),
      timeline: printTimeline({ power: cleaned, cleaned, peak: cleaned }),
    };
    expect(() => demandSound(whisper, 'recording')).not.toThrow();
    expect(() => demandSound(whisper, 'intro')).toThrow(
      expect.objectContaining({ code: 'recording-silent' }),
    );
  });

  test.each([
    ['music bed', 60, 'Choose another file for the music bed, or leave it out.'],
    ['outro', 0.5, 'Choose another file for the outro, or leave it out.'],
    ['recording', 60, 'Check which microphone was chosen and whether it was muted, then record again.'],
    ['recording', 0.5, 'Check that the whole recording was copied, or record again.'],
  ])('a silent %s of %f s: what to do', (name, seconds, hint) => {
    expect(() => demandSound(heard(-70, -144, seconds), name)).toThrow(expect.objectContaining({ hint }));
  });

  test.each([[heard(-20, -3, 1)], [heard(-69.8, -60, 60)]])('%j is taken', (report) => {
    expect(() => demandSound(report, 'recording')).not.toThrow();
  });
});

describe('the target', () => {
  test.each([
    [-16, -1, true, true],
    [-16.3, -1, true, true],
    [-15.7, -1, true, true],
    [-16.4, -3, false, true],
    [-15, -3, false, true],
    [-17.1, -3, false, false],
    [-16, -0.9, false, false],
    [-16, -20, true, true],
    [-70, -144, false, false],
  ])(
    '%f LUFS with a peak of %f dBTP: within %s, publishable %s',
    (integrated, truePeak, within, publishable) => {
      const loudness = { integrated, range: 3, truePeak };
      expect(isWithin(target, loudness)).toBe(within);
      expect(isPublishable(target, loudness)).toBe(publishable);
    },
  );

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

describe('the working shape', () => {
  const doubled = 'pan=stereo|c0=c0|c1=c0';
  const stereo = 'aformat=channel_layouts=stereo';
  const folded = `${stereo},pan=mono|c0=0.5*c0+0.5*c1`;

  test.each([
    ['mono', 1, 'aformat=channel_layouts=mono'],
    ['stereo', 1, doubled],
    ['stereo', 2, stereo],
    ['stereo', 6, stereo],
    ['mono', 2, folded],
    ['mono', 6, folded],
  ] as const)('a %s show makes of %i channels %s', (shape, channels, filter) => {
    expect(printShape(shape, channels)).toBe(filter);
  });

  test.each([
    [1, 'mono'],
    [2, 'stereo'],
    [6, 'stereo'],
  ])('of %i channels is %s', (channels, shape) => {
    expect(shapeOf(channels)).toBe(shape);
  });
});
