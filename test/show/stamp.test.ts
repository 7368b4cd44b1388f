import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inMilliseconds, notPast, printStamp, readPlayTime, readStamp } from '../../src/show/stamp.ts';

test.each([
  [0, '00:00:00.000'],
  [62.5, '00:01:02.500'],
  [3599.9996, '01:00:00.000'],
  [360_000.001, '100:00:00.001'],
])('%d is printed as %s', (seconds, stamp) => {
  expect(printStamp(seconds)).toBe(stamp);
  expect(printStamp(seconds, ',')).toBe(stamp.replace('.', ','));
});

test.each([
  ['00:01:02.500', 62.5],
  ['01:02,5', 62.5],
  ['00:01:11.835', 71.835],
  ['1:02.123456789', 62.123],
  ['62', undefined],
  ['1:62', undefined],
  ['', undefined],
])('the stamp %j is %s', (text, seconds) => {
  expect(readStamp(text)).toBe(seconds);
});

test.each([
  ['62', 62],
  ['62.1239', 62.124],
  ['1:02', 62],
  ['-1', undefined],
  ['62s', undefined],
  ['Infinity', undefined],
])('the play time %j is %s', (text, seconds) => {
  expect(readPlayTime(text)).toBe(seconds);
});

test('every moment in milliseconds is printed and read the same', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 900_000_000 }), (time) => {
      expect(readStamp(printStamp(time / 1000))).toBe(time / 1000);
      expect(inMilliseconds(time / 1000)).toBe(time / 1000);
      expect(notPast(time / 1000)).toBe(time / 1000);
    }),
    { seed: 7 },
  );
});

test('the last millisecond is within one, and never past', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.001, max: 100_000, noNaN: true }), (seconds) => {
      expect(notPast(seconds)).toBeLessThanOrEqual(seconds);
      expect(notPast(seconds)).toBeGreaterThan(seconds - 0.001_001);
    }),
    { seed: 7 },
  );
});
