import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Cuts,
  deadAirOf,
  lengthOf,
  type Passage,
  placeOf,
  planPassages,
  SEAM,
} from '../../src/sound/cuts.ts';
import { readSpeech } from '../../src/sound/speech.ts';
import { converse, joined, makeRoom } from './conversations.ts';

/** A recording drawn in letters, one for each second: s speech, m music, n noise of a loud room, . quiet, ! a knock. */
const levels: Readonly<Record<string, number>> = { s: -20, m: -26, n: -34, '.': -60 };
const KNOCK = [-15, -18, -30];

function drawn(letters: string): Pick<Cuts, 'power' | 'speech' | 'seconds'> {
  const steps = [...letters].flatMap((letter) => {
    const level = levels[letter] ?? -60;
    const second = Array.from({ length: 10 }, (_, i) => level + (i % 3) / 4);
    return letter === '!' ? [...second.slice(0, 4), ...KNOCK, ...second.slice(7)] : second;
  });
  const speech = [...letters].flatMap((letter) => Array(10).fill(letter === 's' ? 1 : 0));
  return { power: Float32Array.from(steps), speech: Uint8Array.from(speech), seconds: letters.length };
}

const keep = { trim: false, longestPause: null };
const trim = { ...keep, trim: true };
const kept = (letters: string, how: Partial<Cuts>): string =>
  planPassages({ ...drawn(letters), ...keep, ...how })
    .map(({ from, to }) => `${from}-${to}`)
    .join(' ');

describe('dead air at both ends', () => {
  const cases: readonly (readonly [what: string, letters: string, kept: string])[] = [
    ['goes down to a breath before and the room behind', '....sss.s.....', '3.7-9.8'],
    ['is left when it is under a second', 'ss', '0-2'],
    ['goes at the end alone', 'sss....', '0-3.8'],
    ['goes at the beginning alone', '....sss', '3.7-7'],
    ['goes where it is a second long', '.ss.', '0.7-3.8'],
    ['goes with a knock in it', '..!..sss.!..', '4.7-8.8'],
    ['goes in a loud room', 'nnnnsssnnnn', '3.7-7.8'],
    ['stays where nobody speaks', '..mmm..', '0-7'],
    ['stays where all is silent', '....', '0-4'],
    ['is none where music plays', '...mmmm...sss...mmm...', '2.7-19.8'],
    ['is none where music begins at once', 'mmmm...sss', '0-10'],
  ];

  test.each(cases)('%s', (_, letters, expected) => {
    expect(kept(letters, trim)).toBe(expected);
  });

  test('is none around half a second that stands out of a minute of hum', () => {
    const { power, seconds } = drawn('.'.repeat(60));
    const speech = new Uint8Array(power.length).fill(1, 0, 5);
    expect(planPassages({ power, speech, seconds, ...trim })).toEqual([{ from: 0, to: 60, at: 0 }]);
  });

  test('stays when the recipe keeps it', () => {
    expect(kept('....sss....', keep)).toBe('0-11');
  });

  test('is told in seconds, on the recording and on what is kept of it', () => {
    const facts = drawn('....sss.....');
    expect(deadAirOf(facts, planPassages({ ...facts, ...keep }))).toEqual([4, 5]);
    expect(deadAirOf(facts, planPassages({ ...facts, ...trim }))).toEqual([
      expect.closeTo(0.3),
      expect.closeTo(0.8),
    ]);
    expect(deadAirOf(drawn('....'), [{ from: 0, to: 4, at: 0 }])).toEqual([0, 0]);
  });

  test('leaves a part of a step at the end where it is', () => {
    const facts = { ...drawn('sss'), seconds: 3.0437 };
    expect(planPassages({ ...facts, ...trim })).toEqual([{ from: 0, to: 3.0437, at: 0 }]);
  });
});

describe('long pauses', () => {
  test('are left where the recipe says nothing', () => {
    expect(kept('s......s', keep)).toBe('0-8');
  });

  test('are shortened in their middle, and the passages overlap by a seam', () => {
    const facts = { ...drawn('s......s'), longestPause: 2, trim: false };
    const passages = planPassages({ ...facts, power: facts.power.map((dB) => Math.round(dB)) });
    expect(passages).toEqual([
      { from: 0, to: 2, at: 0 },
      { from: 6, to: 8, at: 2 - SEAM },
    ]);
    expect(lengthOf(passages)).toBeCloseTo(4 - SEAM);
  });

  test('are cut where they are quietest', () => {
    const facts = drawn('s......s');
    const power = facts.power.map((dB, i) => (i === 24 || i === 65 ? -80 : dB));
    expect(planPassages({ ...facts, power, trim: false, longestPause: 2 })).toEqual([
      { from: 0, to: 2.5, at: 0 },
      { from: 6.5, to: 8, at: 2.45 },
    ]);
  });

  test('end at whatever else is heard in them', () => {
    expect(kept('s..!..s', { longestPause: 3 })).toBe('0-7');
    expect(kept('s..mm..s', { longestPause: 3 })).toBe('0-8');
  });

  test('of a noisy room are pauses too', () => {
    expect(kept('snnnnnns', { longestPause: 2 }).split(' ')).toHaveLength(2);
  });

  test('at both ends are dead air, and nothing else', () => {
    expect(kept('.....s.....', { longestPause: 2 })).toBe('0-11');
  });

  test('are left where nobody speaks', () => {
    expect(kept('m......m', { longestPause: 2 })).toBe('0-8');
  });
});

describe('a moment of the recording', () => {
  const passages: readonly Passage[] = [
    { from: 3.7, to: 20, at: 0 },
    { from: 26, to: 40, at: 16.25 },
  ];
  const cases: readonly (readonly [what: string, seconds: number, place: number])[] = [
    ['before the beginning is at the beginning', 1, 0],
    ['that was kept moves along', 10, 6.3],
    ['that was cut away is where it goes on', 22, 16.25],
    ['behind a cut moves along', 30, 20.25],
  ];

  test.each(cases)('%s', (_, seconds, place) => {
    expect(placeOf(passages, seconds)).toBeCloseTo(place);
  });

  test('is nowhere else when nothing was kept apart', () => {
    expect(lengthOf([])).toBe(0);
    expect(lengthOf([{ from: 0, to: 12.34, at: 0 }])).toBe(12.34);
  });
});

describe('whatever the recording', () => {
  const recordings = fc
    .array(fc.constantFrom(...'sssmn....!'), { minLength: 1, maxLength: 40 })
    .map((letters) => letters.join(''));
  const recipes = fc.record({
    trim: fc.boolean(),
    longestPause: fc.option(fc.double({ min: 0, max: 8, noNaN: true })),
  });

  test('no word is lost, edges are whole steps, and passages follow one another by a seam', () => {
    fc.assert(
      fc.property(recordings, recipes, (letters, how) => {
        const facts = drawn(letters);
        const passages = planPassages({ ...facts, ...how });
        facts.speech.forEach((speaks, step) => {
          const middle = step / 10 + 0.05;
          if (speaks) expect(passages.some(({ from, to }) => from < middle && middle < to)).toBe(true);
        });
        passages.forEach(({ from, to, at }, i) => {
          expect(from * 10).toBeCloseTo(Math.round(from * 10), 9);
          expect(to * 10).toBeCloseTo(Math.round(to * 10), 9);
          expect(to - from).toBeGreaterThan(2 * SEAM);
          const before = passages[i - 1];
          expect(at).toBeCloseTo(before ? before.at + before.to - before.from - SEAM : 0, 9);
          if (before) expect(from).toBeGreaterThan(before.to);
        });
      }),
    );
  });

  test('no pause that is quiet stays longer than asked', () => {
    fc.assert(
      fc.property(recordings, fc.integer({ min: 1, max: 5 }), (letters, longestPause) => {
        const quiet = letters.replaceAll(/[!mn]/g, '.').replace(/^\.+|\.+$/g, '');
        const facts = drawn(quiet);
        const passages = planPassages({ ...facts, trim: true, longestPause });
        const pauses = quiet.match(/\.+/g) ?? [];
        const cut = pauses.reduce((sum, { length }) => sum + Math.max(0, length - longestPause), 0);
        const keptSeconds = passages.reduce((sum, { from, to }) => sum + to - from, 0);
        expect(keptSeconds).toBeCloseTo(facts.seconds - cut);
      }),
    );
  });
});

describe('a whisper far below the talk', () => {
  const whisper = converse({ seed: 2, seconds: 20, levels: [-20] }).cleaned.map((at) => at - 55);
  const talk = converse({ seed: 3, seconds: 20, levels: [-22], room: -60 }).cleaned;
  const hiss = makeRoom(-80, 20);
  const keptOf = (...pieces: readonly Float32Array[]): readonly (readonly [number, number])[] => {
    const power = joined(...pieces);
    const facts = { power, speech: readSpeech(power), seconds: power.length / 10 };
    return planPassages({ ...facts, trim: true, longestPause: 5 }).map(({ from, to }) => [from, to]);
  };

  test('is no dead air and no pause, before, between and behind', () => {
    const all = [whisper, talk, whisper, talk, whisper];
    expect(keptOf(...all)).toEqual([[0, joined(...all).length / 10]]);
  });

  test('is missed by nobody where there is only a soft room', () => {
    const [[from = 0, to = 0] = []] = keptOf(hiss, talk, hiss);
    expect(from).toBeGreaterThan(15);
    expect(to).toBeLessThan(45);
  });
});
