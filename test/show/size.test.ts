import { expect, test } from 'vitest';
import { printBytes } from '../../src/show/size.ts';

test.each([
  [0, '0 bytes'],
  [999, '999 bytes'],
  [1000, '1 kB'],
  [1234, '1.2 kB'],
  [9949, '9.9 kB'],
  [9950, '10 kB'],
  [999_499, '999 kB'],
  [999_500, '1 MB'],
  [1_048_576, '1 MB'],
  [3_362_711, '3.4 MB'],
  [57_600_000, '58 MB'],
  [999_500_000, '1 GB'],
  [8e9, '8 GB'],
  [4.2e12, '4.2 TB'],
  [4.2e16, '42000 TB'],
])('%d is told as %s', (bytes, told) => {
  expect(printBytes(bytes).replace('\u00a0', ' ')).toBe(told);
});

test('with the comma of its language', () => {
  expect(printBytes(3_362_711, 'de-at')).toBe('3,4\u00a0MB');
});
