import { describe, expect, test } from 'vitest';
import { retryDelay } from '../../src/jobs/retry.ts';

describe('the wait before the next attempt', () => {
  test.each([
    { attempt: 1, shortest: 1.5, longest: 2 },
    { attempt: 2, shortest: 3, longest: 4 },
    { attempt: 3, shortest: 6, longest: 8 },
    { attempt: 4, shortest: 12, longest: 16 },
    { attempt: 5, shortest: 24, longest: 32 },
    { attempt: 8, shortest: 192, longest: 256 },
    { attempt: 9, shortest: 225, longest: 300 },
    { attempt: 2000, shortest: 225, longest: 300 },
  ])('after attempt $attempt: from $shortest to $longest s', ({ attempt, shortest, longest }) => {
    expect(retryDelay({ attempt, jitter: 0 })).toBe(shortest);
    expect(retryDelay({ attempt, jitter: 0.5 })).toBe((shortest + longest) / 2);
    expect(retryDelay({ attempt, jitter: 1 })).toBe(longest);
  });

  test('begins with what a setting says, and grows to the same five minutes', () => {
    const after = (attempt: number) => retryDelay({ attempt, jitter: 1, first: 0.2 });
    expect([1, 2, 3, 20].map(after)).toEqual([0.2, 0.4, 0.8, 300]);
  });
});
