import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { printClock } from '../../src/show/time.ts';
import { placeOn, planTicks, scaleOfGain, scaleOfLoudness } from '../../src/sound/axis.ts';
import { highestOf, lowestOf, meanOf, meanPowerOf, stepsPerColumn } from '../../src/sound/columns.ts';
import { printPictures } from '../../src/sound/picture.ts';
import { placeFlags } from '../../src/sound/picture-chapters.ts';
import { printArea, printLine } from '../../src/sound/picture-paths.ts';
import { bumpersOf, cutsOf } from '../../src/sound/picture-stretches.ts';
import { pictureStyle } from '../../src/sound/picture-style.ts';
import { emptyFacts, evenTimeline, factsOf } from './report-facts.ts';

describe('columns', () => {
  test('six hours become no more columns than a screen has points', () => {
    const steps = stepsPerColumn(216_000, 1200);
    expect(steps).toBe(180);
    expect(highestOf(new Float32Array(216_000), steps)).toHaveLength(1200);
  });

  test('a short sound keeps every step', () => {
    expect(stepsPerColumn(200, 1200)).toBe(1);
    expect(stepsPerColumn(0, 1200)).toBe(1);
  });

  test('keep the highest, the lowest and the mean, the last column from what is left', () => {
    const values = Float32Array.of(1, 3, -2, 8, 5);
    expect(highestOf(values, 2)).toEqual([3, 8, 5]);
    expect(lowestOf(values, 2)).toEqual([1, -2, 5]);
    expect(meanOf(values, 2)).toEqual([2, 3, 5]);
  });

  test('the mean of decibels is taken in power', () => {
    expect(meanPowerOf(Float32Array.of(-10, -10), 2)[0]).toBeCloseTo(-10, 5);
    expect(meanPowerOf(Float32Array.of(-10, -120), 2)[0]).toBeCloseTo(-13.01, 2);
  });

  test('what is no number is left out, and a column of nothing else is none', () => {
    const values = Float32Array.of(4, Number.NaN, Number.NaN, Number.NaN);
    expect(meanOf(values, 2)[0]).toBe(4);
    for (const column of [meanOf, highestOf, lowestOf])
      expect(Number.isFinite(column(values, 2)[1])).toBe(false);
  });
});

describe('axes', () => {
  const labels = (seconds: number, all: boolean): string[] =>
    planTicks(seconds)
      .filter(({ fine }) => all || !fine)
      .map(({ at }) => printClock(at));

  test('time has sensible ticks, fewer on a phone', () => {
    expect(labels(20, false)).toEqual(['0:00', '0:10', '0:20']);
    expect(labels(2412, true)).toEqual([
      ...['0:00', '5:00', '10:00', '15:00', '20:00', '25:00', '30:00', '35:00', '40:00'],
    ]);
    expect(labels(6 * 3600, false)).toEqual(['0:00', '2:00:00', '4:00:00', '6:00:00']);
  });

  test('no length has too many ticks or none, and coarse ones are ticks, too', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.1, max: 86_400, noNaN: true }), (seconds) => {
        const ticks = planTicks(seconds);
        expect(ticks.length).toBeLessThanOrEqual(13);
        expect(ticks.filter(({ fine }) => !fine).length).toBeLessThanOrEqual(5);
        expect(ticks[0]).toEqual({ at: 0, fine: false });
        expect(ticks.every(({ at }) => at <= seconds)).toBe(true);
      }),
    );
  });

  test('loudness reaches down to the softest of both', () => {
    expect(scaleOfLoudness(-16)).toEqual({ top: 0, bottom: -48, ticks: [0, -12, -24, -36, -48] });
    expect(scaleOfLoudness(-60).bottom).toBe(-84);
    expect(scaleOfLoudness(Number.NEGATIVE_INFINITY).bottom).toBe(-96);
    expect(placeOn(scaleOfLoudness(-16), -12)).toBe(0.25);
  });

  test('gain has zero within', () => {
    expect(scaleOfGain(3, 14)).toEqual({ top: 18, bottom: 0, ticks: [18, 12, 6, 0] });
    expect(scaleOfGain(-7, -2)).toMatchObject({ top: 6, bottom: -12 });
    expect(scaleOfGain(-10, 30).ticks).toEqual([36, 24, 12, 0, -12]);
  });
});

describe('paths', () => {
  test('a line goes through the middles of its columns and is lifted over gaps', () => {
    expect(printLine([10, 12, 12, 9])).toBe('M1 10h0l2 2h2l2-3');
    expect(printLine([10, undefined, Number.NaN, 4])).toBe('M1 10h0M7 4h0');
    expect(printLine([])).toBe('');
  });

  test('an area closes, one patch for every run', () => {
    expect(printArea([10, 8], [20, 22])).toBe('M0 10h1l2-2h1V22h-1l-2-2h-1z');
    expect(printArea([10, undefined, 5], [20, 20, 20])).toBe('M0 10h1h1V20h-1h-1zM4 5h1h1V20h-1h-1z');
  });
});

describe('stretches', () => {
  test('what lies between passages was cut', () => {
    const passages = [
      { from: 2, to: 10, at: 0 },
      { from: 12.5, to: 19, at: 8 },
    ];
    expect(cutsOf(factsOf(20, { passages }))).toEqual([
      { from: 0, to: 2 },
      { from: 10, to: 12.5 },
      { from: 19, to: 20 },
    ]);
  });

  test('without passages nothing is known of cuts', () => {
    expect(cutsOf(factsOf(20, { passages: [] }))).toEqual([]);
  });

  test('intro and outro are what the talk leaves free', () => {
    const facts = factsOf(60, { talkStartsAt: 8, passages: [{ from: 0, to: 40, at: 8 }] });
    expect(bumpersOf(facts)).toEqual([
      { from: 0, to: 8 },
      { from: 48, to: 59 },
    ]);
    expect(bumpersOf({ ...facts, passages: [{ from: 0, to: 40, at: 0 }] })).toEqual(bumpersOf(facts));
    expect(bumpersOf(factsOf(60))).toEqual([]);
  });
});

describe('flags of chapters', () => {
  const chapter = fc.record({
    start: fc.double({ min: 0, max: 3599, noNaN: true }),
    title: fc.string({ maxLength: 60 }),
  });

  const { after } = factsOf(3601);

  test('no pole runs through the text of another chapter', () => {
    fc.assert(
      fc.property(fc.array(chapter, { maxLength: 30 }), (drawn) => {
        const chapters = [...drawn].sort((a, b) => a.start - b.start);
        const flags = placeFlags({ chapters, after });
        const faults = flags.filter(({ at, room, lane }, i) => {
          const next = flags.slice(i + 1).find((other) => other.lane >= lane);
          return at + room > (next?.at ?? 1) + 1e-9;
        });
        expect(faults).toEqual([]);
      }),
    );
  });

  test('far apart they stand side by side, close together on stairs', () => {
    const lanes = (starts: readonly number[], title = 'A chapter'): number[] =>
      placeFlags(factsOf(1001, { chapters: starts.map((start) => ({ start, title })) })).map((f) => f.lane);
    expect(lanes([0, 300, 600])).toEqual([0, 0, 0]);
    expect(lanes([0, 60, 120], 'What we would do again')).toEqual([2, 1, 0]);
  });

  test('a chapter past the end is not drawn', () => {
    expect(placeFlags(factsOf(11, { chapters: [{ start: 12, title: 'Late' }] }))).toEqual([]);
  });
});

describe('pictures', () => {
  const facts = factsOf(120, {
    chapters: [
      { start: 0, title: 'Hello' },
      { start: 60, title: 'On <listening> & "hearing"' },
    ],
  });
  const pictures = printPictures(facts);

  test('are three, each with a name and words for those who do not see them', () => {
    expect([
      ...pictures.matchAll(/<svg class="plot" role="img" aria-labelledby="(\S+) (\S+)"/g),
    ]).toHaveLength(3);
    for (const [, title, desc] of pictures.matchAll(/aria-labelledby="(\S+) (\S+)"/g)) {
      expect(pictures).toContain(`<title id="${title}">`);
      expect(pictures).toContain(`<desc id="${desc}">`);
    }
    expect(pictures).toContain(
      '−23.4\u00a0LUFS overall, range 14.8\u00a0LU. Cut in 2 places, in all: 1\u00a0s.</desc>',
    );
  });

  test('show the target as a band around its line, and say it', () => {
    // -15.7 to -16.3 on 48 dB, 190 points high, widened to four.
    expect(pictures.match(/<rect class="band" width="100%" y="61.3" height="4"\/>/g)).toHaveLength(2);
    expect(pictures).toContain('target −16\u00a0±\u00a00.3\u00a0LUFS');
  });

  test('name the mean below the target when it is softer, above when louder', () => {
    const placesOf = (integrated: number): number[] => {
      const loudness = { ...facts.after.loudness, integrated };
      const whole = printPictures({ ...facts, after: { ...facts.after, loudness } });
      const after = whole.slice(whole.indexOf('sound-after'));
      return ['wanted', 'mean'].map((kind) =>
        Number(new RegExp(`label ${kind}"[^>]* y="([\\d.]+)"`).exec(after)?.[1]),
      );
    };
    for (const integrated of [-16.1, -15.9, -16, -30, -3]) {
      const [wanted = 0, mean = 0] = placesOf(integrated);
      expect(Math.abs(wanted - mean)).toBeGreaterThan(14);
      expect(mean > wanted).toBe(integrated <= -16);
    }
  });

  test('hatch what was cut and shade intro and outro', () => {
    expect(pictures.match(/<g class="cut"><rect x="0%" width="0.42%"/g)).toHaveLength(2);
    expect(pictures).not.toContain('intro and outro');
    expect(printPictures({ ...facts, talkStartsAt: 12 })).toContain(
      '<g class="bumper"><rect x="0%" width="10.08%"',
    );
  });

  test('draw the bed of music at the foot of the master, and say it', () => {
    expect(pictures).not.toMatch(/bed of music|class="bed"/i);
    const withBed = printPictures({ ...facts, bed: { from: 11.9, to: 23.8 } });
    expect(withBed.match(/<g class="bed"><rect x="10%" width="10%" y="183" height="7"\/>/g)).toHaveLength(1);
    expect(withBed).toContain('</svg>bed of music</li>');
    expect(withBed).toContain('A bed of music from 0:11 to 0:23. Chapters');
    const beyond = printPictures({ ...facts, bed: { from: 100, to: 200 } });
    expect(beyond).toContain('<g class="bed"><rect x="84.03%" width="15.97%"');
  });

  test('escape titles', () => {
    expect(pictures).toContain('On &lt;listening&gt; &amp; &quot;hearing&quot;');
    expect(pictures).not.toContain('<listening>');
  });

  test('allow no style of their own, as the policy of the studio wants it', () => {
    expect(pictures).not.toMatch(/\sstyle=|<style|<script/);
    const classes = new Set(
      [...pictures.matchAll(/class="([^"]+)"/g)].flatMap(([, names]) => (names ?? '').split(' ')),
    );
    const silent = ['curves', 'times'];
    expect(
      [...classes].filter((name) => !silent.includes(name) && !pictureStyle.includes(`.${name}`)),
    ).toEqual([]);
  });

  test('are the same for the same facts', () => {
    expect(printPictures(facts)).toBe(pictures);
  });

  test('of six hours with hundreds of cuts stay small', () => {
    const seconds = 6 * 3600;
    const passages = Array.from({ length: 400 }, (_, i) => ({ from: i * 54, to: i * 54 + 52, at: i * 52 }));
    const chapters = Array.from({ length: 255 }, (_, i) => ({ start: i * 80, title: 'x'.repeat(200) }));
    expect(printPictures(factsOf(seconds, { passages, chapters })).length).toBeLessThan(300_000);
  });

  test('of nothing, of silence and of a sound over full scale hold no broken number', () => {
    const silence = {
      loudness: { integrated: -70, range: 0, truePeak: -144 },
      timeline: evenTimeline(5, -120),
    };
    const loud = { loudness: { integrated: 3, range: 0, truePeak: 12 }, timeline: evenTimeline(5, 4) };
    const broken = factsOf(5, { gain: new Float32Array(50).fill(Number.NaN) });
    const odd = [emptyFacts, broken, factsOf(5, { before: silence }), factsOf(5, { before: loud })];
    for (const each of odd) expect(printPictures(each)).not.toMatch(/NaN|Infinity|undefined|(?<!x|dx|y)="-/);
  });
});
