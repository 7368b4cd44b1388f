import { describe, expect, test } from 'vitest';
import {
  CorridorError,
  consequences,
  type ErrorCode,
  exitCodeOf,
  problemOf,
  statusOf,
  toCorridorError,
  worthRetrying,
} from '../src/errors.ts';

const codes = Object.keys(consequences) as ErrorCode[];
const fault = (code: ErrorCode, cause?: unknown) => new CorridorError(code, 'It is so.', 'Do this.', cause);

describe('the table of consequences', () => {
  test.each(codes)('%s answers with a failure, and blames either the people or the house', (code) => {
    const { status, exit, retry } = consequences[code];
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(600);
    expect([1, 2]).toContain(exit);
    expect(exit === 2 && retry).toBe(false);
    expect(exit === 2 && status >= 500).toBe(false);
  });

  test.each([
    ['recording-not-sound', 415, 2, false],
    ['recording-too-large', 413, 2, false],
    ['episode-unknown', 404, 2, false],
    ['master-off-target', 500, 1, false],
    ['object-missing', 404, 1, false],
    ['store-unreachable', 502, 1, true],
    ['disk-full', 507, 1, true],
    ['ffmpeg-failed', 500, 1, true],
    ['catalogue-unusable', 500, 1, false],
    ['cancelled', 503, 1, true],
  ] as const)('%s: status %i, exit %i, worth a retry: %s', (code, status, exit, retry) => {
    const error = fault(code);
    expect([statusOf(error), exitCodeOf(error), worthRetrying(error)]).toEqual([status, exit, retry]);
  });
});

describe('strangers', () => {
  test('a CorridorError stays itself', () => {
    const error = fault('value-invalid');
    expect(toCorridorError(error)).toBe(error);
  });

  test.each([
    [new TypeError('x is undefined'), 'x is undefined'],
    ['a bare text', 'a bare text'],
    [undefined, 'undefined'],
  ])('%j becomes unexpected, keeps its cause, and may be tried again', (thrown, told) => {
    const error = toCorridorError(thrown);
    expect(error).toMatchObject({ code: 'unexpected', message: `Something unexpected happened: ${told}` });
    expect(error.cause).toBe(thrown);
    expect(worthRetrying(thrown)).toBe(true);
  });
});

test('a problem is plain data without stack and cause', () => {
  const problem = problemOf(fault('disk-full', new Error('/home/anna/secret')));
  expect(problem).toEqual({ code: 'disk-full', message: 'It is so.', hint: 'Do this.' });
  expect(JSON.stringify(problem)).not.toContain('secret');
});

test('an error without a cause has none, so that nobody prints "undefined"', () => {
  expect('cause' in fault('disk-full')).toBe(false);
});
