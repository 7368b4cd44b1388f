import { expect, test } from 'vitest';
import { countAttempts } from '../../src/web/attempts.ts';

const at = (seconds: number) => new Date(seconds * 1000);

test('after ten failures an address waits until a quarter of an hour has passed', () => {
  const attempts = countAttempts();
  for (let i = 0; i < 9; i++) attempts.failed('a', at(i));
  expect(attempts.wait('a', at(9))).toBe(0);
  attempts.failed('a', at(9));
  expect(attempts.wait('a', at(10))).toBe(890);
  expect(attempts.wait('b', at(10))).toBe(0);
  expect(attempts.wait('a', at(900))).toBe(0);
});

test('a success forgets the failures before it', () => {
  const attempts = countAttempts();
  for (let i = 0; i < 10; i++) attempts.failed('a', at(0));
  attempts.forget('a');
  expect(attempts.wait('a', at(1))).toBe(0);
});

test('a flood of addresses pushes out the oldest and no more', () => {
  const attempts = countAttempts();
  for (let i = 0; i < 10; i++) attempts.failed('first', at(0));
  for (let i = 0; i < 999; i++) attempts.failed(`other-${i}`, at(1));
  expect(attempts.wait('first', at(2))).toBeGreaterThan(0);
  attempts.failed('one more', at(2));
  expect(attempts.wait('first', at(2))).toBe(0);
});
