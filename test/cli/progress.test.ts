import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { openProgress } from '../../src/cli/progress.ts';

const told = (facts: object, silent = false): string => {
  const stream = Object.assign(new PassThrough(), facts);
  const progress = openProgress({ silent }, stream);
  for (const percent of [0, 1, 26, 27, 100]) progress.show({ says: 'Proving', percent });
  progress.end();
  return String(stream.read() ?? '');
};

describe('progress', () => {
  const lines = 'Proving,   0 %\nProving,  26 %\nProving, 100 %\n';

  test.each([
    ['no terminal', {}],
    ['a terminal of 0 columns', { isTTY: true, columns: 0 }],
    ['a terminal that does not tell its columns', { isTTY: true }],
  ])('is told in plain lines to %s', (_, facts) => {
    expect(told(facts)).toBe(lines);
  });

  test('is no line of its own where it is not wanted', () => {
    expect(told({}, true)).toBe('');
  });

  test('stays on one line in a terminal', () => {
    const line = told({ isTTY: true, columns: 80, clearLine: () => true, cursorTo: () => true });
    expect(line).toContain('Proving');
    expect(line).not.toContain(lines);
  });
});
