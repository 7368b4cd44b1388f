import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MP3_FRAME, paddingPeriod, planSegments, type ToSegment } from '../../src/sound/segments.ts';

const of = (seconds: number, rest: Partial<ToSegment> = {}): ToSegment => {
  const { sampleRate = 44100 } = rest;
  return { bitrate: 128, workers: 2, ...rest, sampleRate, frames: Math.round(seconds * sampleRate) };
};

const masters = fc.record({
  frames: fc.integer({ min: 1, max: 4 * 3600 * 48000 }),
  sampleRate: fc.constantFrom(44100 as const, 48000 as const),
  bitrate: fc.constantFrom(64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
  workers: fc.integer({ min: 1, max: 16 }),
});
const holdsFor = (property: (master: ToSegment) => void): void =>
  fc.assert(fc.property(masters, property), { numRuns: 200 });

describe('the segments of a master', () => {
  test.each([
    ['an hour', of(3600), 16],
    ['an hour with one worker', of(3600, { workers: 1 }), 15],
    ['an hour with eight workers', of(3600, { workers: 8 }), 16],
    ['250 seconds', of(250), 2],
    ['half a minute', of(30), 2],
    ['half a minute with eight workers', of(30, { workers: 8 }), 6],
    ['nine seconds', of(9), 1],
    ['a second', of(1), 1],
    ['nothing', of(0), 1],
  ])('%s', (_, master, count) => {
    expect(planSegments(master)).toHaveLength(count);
  });

  test('a short talk in full', () => {
    expect(planSegments(of(30))).toEqual([
      { index: 0, from: 0, frames: (559 + 2) * 1152, lead: 0, keep: 559 },
      { index: 1, from: 539 * 1152, frames: 30 * 44100 - 539 * 1152, lead: 20, keep: 'rest' },
    ]);
  });

  test('keep every MP3 frame once, in order', () =>
    holdsFor((master) => {
      const segments = planSegments(master);
      const starts = segments.map(({ from, lead }) => from / MP3_FRAME + lead);
      const ends = segments.map(({ keep }, i) => (keep === 'rest' ? keep : (starts[i] ?? 0) + keep));
      expect([0, ...ends]).toEqual([...starts, 'rest']);
    }));

  test('hold the sound that their MP3 frames are made of, and end with the master', () =>
    holdsFor((master) => {
      const wrong = planSegments(master).filter(({ from, frames, lead, keep }) => {
        const heard = keep === 'rest' ? master.frames : from + (lead + keep) * MP3_FRAME + 224;
        return from + frames < Math.min(heard, master.frames) || from + frames > master.frames;
      });
      expect(wrong).toEqual([]);
    }));

  test('begin where the paddings begin anew, and behind what LAME remembers', () =>
    holdsFor((master) => {
      const period = paddingPeriod(master.sampleRate, master.bitrate);
      const segments = planSegments(master);
      expect(segments.map(({ from }) => from % (period * MP3_FRAME))).toEqual(segments.map(() => 0));
      expect(segments.map(({ lead }) => lead)).toEqual(segments.map((_, index) => (index === 0 ? 0 : 20)));
    }));

  test('are neither tiny nor much longer than four minutes', () =>
    holdsFor((master) => {
      const segments = planSegments(master);
      const seconds = segments.map(({ frames }) => frames / master.sampleRate);
      expect(Math.max(...seconds)).toBeLessThan(245);
      if (segments.length > 1) expect(Math.min(...seconds)).toBeGreaterThan(4);
    }));

  test('give every worker as much, where there is enough for all', () =>
    holdsFor((master) => {
      const { length } = planSegments(master);
      if (master.frames >= master.sampleRate * 5 * master.workers) {
        expect(length).toBeGreaterThanOrEqual(master.workers);
      }
    }));
});

test.each([
  [44100, 128, 49],
  [44100, 96, 49],
  [44100, 112, 7],
  [44100, 320, 49],
  [48000, 96, 1],
  [48000, 128, 1],
])('at %i Hz and %i kbit/s the paddings repeat after %i MP3 frames', (sampleRate, bitrate, period) => {
  expect(paddingPeriod(sampleRate, bitrate)).toBe(period);
});
