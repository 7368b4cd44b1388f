import { describe, expect, test } from 'vitest';
import { CorridorError } from '../../src/errors.ts';
import { decodeText, demandLetters } from '../../src/show/text-bytes.ts';

const ofNotes = {
  what: 'The notes are',
  refuse: (message: string, hint: string) => new CorridorError('value-invalid', message, hint),
};

describe('a text that people hand in', () => {
  const umlauts = 'Grüße\nund mehr';

  test.each([
    ['UTF-8', Buffer.from(umlauts)],
    ['UTF-8 with its mark', Buffer.from(`\uFEFF${umlauts}`)],
    ['UTF-16 with its mark', Buffer.from(`\uFEFF${umlauts}`, 'utf16le')],
  ])('is read as %s', (_, bytes) => {
    expect(decodeText(bytes, ofNotes)).toBe(umlauts);
  });

  test('in letters of another time is refused with the line', () => {
    expect(() => decodeText(Buffer.from('A\nGr\u00fc\u00dfe', 'latin1'), ofNotes)).toThrow(
      'The notes are not encoded as UTF-8 (line 2).',
    );
  });

  test('that somebody else decoded wrongly is refused, too', () => {
    expect(() => demandLetters('A\nGr\uFFFD\uFFFDe', ofNotes)).toThrow(/^The notes are not encoded.*line 2/);
    expect(() => demandLetters(umlauts, ofNotes)).not.toThrow();
  });
});
