import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  FLOOR,
  integratedOf,
  joinCurves,
  levelled,
  levelOf,
  momentary,
  openCurve,
  printCurve,
  printTimeline,
  rangeOf,
  readCurve,
  readTimeline,
  shortTerm,
} from '../../src/sound/timeline.ts';

/** A timeline of passages: LUFS and seconds. */
const line = (...passages: readonly (readonly [power: number, seconds: number])[]): Float32Array =>
  joinCurves(passages.map(([power, seconds]) => new Float32Array(Math.round(10 * seconds)).fill(power)));

const curve = fc
  .array(fc.double({ min: FLOOR, max: 6, noNaN: true }), { maxLength: 200 })
  .map((values) => Float32Array.from(values));

describe('windows', () => {
  test('look back 400 ms and 3 s, and over what there is at the start', () => {
    const power = line([FLOOR, 0.1], [0, 10]);
    expect(momentary(power)[1]).toBeCloseTo(levelOf(1 / 2), 4);
    expect(momentary(power)[3]).toBeCloseTo(levelOf(3 / 4), 4);
    expect(momentary(power)[4]).toBeCloseTo(0, 4);
    expect(shortTerm(power)[3]).toBeCloseTo(levelOf(3 / 4), 4);
    expect(shortTerm(power)[29]).toBeCloseTo(levelOf(29 / 30), 4);
    expect(shortTerm(power)[30]).toBeCloseTo(0, 4);
  });

  test('forget what was loud, to the last digit', () => {
    const power = line([40, 10], [FLOOR, 10]);
    expect(shortTerm(power).at(-1)).toBe(FLOOR);
    expect(momentary(power).at(-1)).toBe(FLOOR);
  });

  test('are as many as the steps, and stay between the softest and the loudest', () => {
    fc.assert(
      fc.property(curve, (power) => {
        for (const windows of [momentary(power), shortTerm(power)]) {
          expect(windows).toHaveLength(power.length);
          for (const value of windows) {
            expect(value).toBeGreaterThanOrEqual(Math.min(...power) - 1e-4);
            expect(value).toBeLessThanOrEqual(Math.max(...power) + 1e-4);
          }
        }
      }),
    );
  });
});

describe('integrated loudness', () => {
  const cases: readonly (readonly [what: string, power: Float32Array, integrated: number])[] = [
    ['an even sound', line([-23, 20]), -23],
    ['EBU Tech 3341 case 3', line([-36, 10], [-23, 60], [-36, 10]), -23],
    ['EBU Tech 3341 case 4', line([-72, 10], [-36, 10], [-23, 60], [-36, 10], [-72, 10]), -23],
    ['EBU Tech 3341 case 5', line([-26, 20], [-20, 20.1], [-26, 20]), -23],
    ['what is 9 LU softer counts', line([-20, 10], [-29, 10]), levelOf((0.01 + 10 ** -2.9) / 2)],
    ['silence', line([FLOOR, 10]), -70],
    ['exactly the gate', line([-70, 10]), -70],
    ['nothing', new Float32Array(0), -70],
    ['less than one block', line([-20, 0.3]), -70],
    ['one block', line([-20, 0.4]), -20],
  ];
  test.each(cases)('%s', (_, power, integrated) => {
    expect(Math.abs(integratedOf(power) - integrated)).toBeLessThan(0.1);
  });

  test('silence before and after changes nothing', () => {
    const talk = line([-20, 5], [-30, 2], [-18, 5]);
    const padded = joinCurves([line([FLOOR, 60]), talk, line([FLOOR, 60])]);
    expect(integratedOf(padded)).toBeCloseTo(integratedOf(talk), 0);
  });
});

describe('range', () => {
  const cases: readonly (readonly [what: string, power: Float32Array, range: number])[] = [
    ['EBU Tech 3342 case 1', line([-20, 20], [-30, 20]), 10],
    ['EBU Tech 3342 case 2', line([-20, 20], [-15, 20]), 5],
    ['EBU Tech 3342 case 3', line([-40, 20], [-20, 20]), 20],
    ['EBU Tech 3342 case 4', line([-50, 20], [-35, 20], [-20, 20], [-35, 20], [-50, 20]), 15],
    ['an even sound', line([-23, 20]), 0],
    ['silence', line([FLOOR, 20]), 0],
    ['less than 3 s', line([-20, 1.5], [-30, 1.4]), 0],
    ['nothing', new Float32Array(0), 0],
  ];
  test.each(cases)('%s', (_, power, range) => {
    expect(Math.abs(rangeOf(power) - range)).toBeLessThan(0.5);
  });
});

describe('a gain', () => {
  test('is added step by step', () => {
    expect([...levelled(Float32Array.of(-30, -20, -10), Float32Array.of(6, 0, -3))]).toEqual([-24, -20, -13]);
  });

  test('stays as it was last, and takes nothing below the floor', () => {
    expect([...levelled(Float32Array.of(-30, -20, FLOOR), Float32Array.of(0, -6))]).toEqual([
      -30,
      -26,
      FLOOR,
    ]);
    expect([...levelled(Float32Array.of(-30), new Float32Array(0))]).toEqual([-30]);
  });

  test('that is the same everywhere moves the loudness and keeps the range', () => {
    const talk = line([-26, 8], [-20, 8], [-32, 8]);
    const louder = levelled(talk, new Float32Array(talk.length).fill(5));
    expect(integratedOf(louder)).toBeCloseTo(integratedOf(talk) + 5, 4);
    expect(rangeOf(louder)).toBeCloseTo(rangeOf(talk), 4);
  });
});

describe('a timeline as text', () => {
  test('comes back to a hundredth of a dB', () => {
    fc.assert(
      fc.property(curve, (dB) => {
        const back = readCurve(printCurve(dB));
        expect(back).toHaveLength(dB.length);
        back.forEach((value, i) => {
          expect(Math.abs(value - (dB[i] as number))).toBeLessThan(0.00502);
        });
      }),
    );
  });

  test('is Int16 little-endian in hundredths', () => {
    expect(printCurve(Float32Array.of(0.01, -0.01, 2.56))).toBe(
      Buffer.from([1, 0, 255, 255, 0, 1]).toString('base64'),
    );
  });

  test('holds what is beyond its numbers', () => {
    const odd = Float32Array.of(1e9, Number.NEGATIVE_INFINITY, Number.NaN);
    expect([...readCurve(printCurve(odd))]).toEqual([...Float32Array.of(327.67, -327.68, 0)]);
  });

  test('keeps its three columns', () => {
    const power = Float32Array.of(-20, -21);
    const timeline = { power, cleaned: Float32Array.of(-22, -23), peak: Float32Array.of(-3, -4) };
    expect(printTimeline(timeline).steps).toBe(2);
    expect(readTimeline(JSON.parse(JSON.stringify(printTimeline(timeline))))).toEqual(timeline);
  });
});

test('a growing curve keeps all that was pushed', () => {
  const growing = openCurve();
  const values = Array.from({ length: 5000 }, (_, i) => i);
  for (const value of values) growing.push(value);
  expect(growing.length()).toBe(5000);
  expect([...growing.read()]).toEqual(values);
});
