import fc from 'fast-check';
import { expect, test } from 'vitest';
import { placeOfFault, readJsonText } from '../../src/show/json-text.ts';

/** Where JSON goes wrong, on every engine the same. */

const placeIn = (text: string): string | undefined => {
  const read = readJsonText(text);
  return 'fault' in read ? placeOfFault(read.fault).trim() : undefined;
};

test.each([
  ['', 'in line 1, column 1'],
  ['nonsense', 'in line 1, column 1'],
  ['{"people": [{"name": "a"},], "x": 1}', 'in line 1, column 27'],
  ['{"a": 1,}', 'in line 1, column 9'],
  ['{\n  "a" 1\n}', 'in line 2, column 7'],
  ['[1 2]', 'in line 1, column 4'],
  ['{"a": "x\ny"}', 'in line 1, column 9'],
  ['{"a": 01}', 'in line 1, column 8'],
  ['["a\\x"]', 'in line 1, column 4'],
  ['{"a": 1}}', 'in line 1, column 9'],
  ['[1,\n2', 'in line 2, column 2'],
  ['{"ä😀": nope}', 'in line 1, column 8'],
  ['{1: 2}', 'in line 1, column 2'],
])('%j', (text, place) => {
  expect(placeIn(text)).toBe(place);
});

test('a sign that no JSON has is found wherever it stands outside of a text', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.nat(), (value, seed) => {
      const lines = JSON.stringify(value, null, 1).split('\n');
      const at = seed % lines.length;
      const text = lines.with(at, `?${lines[at]}`).join('\n');
      expect(placeIn(text)).toBe(`in line ${at + 1}, column 1`);
      expect(placeIn(lines.join('\n'))).toBeUndefined();
    }),
  );
});

test('twenty megabytes of text or brackets come to an end', () => {
  expect(placeIn(`["${'x'.repeat(2e7)}", nope]`)).toBe('in line 1, column 20000006');
  expect(placeIn('['.repeat(1e6))).toBe('in line 1, column 1000001');
});
