import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { openWords } from '../../src/feed/words.ts';

const folder = new URL('../../templates/messages/', import.meta.url);
const shipped = Object.fromEntries(
  readdirSync(folder).map((name) => [name, readFileSync(new URL(name, folder), 'utf8')]),
);
const en = '{"copy": "Copy", "by": "by"}';

describe('the words of the pages', () => {
  test.each([
    ['de', 'Abonnieren'],
    ['de-AT', 'Abonnieren'],
    ['en-us', 'Subscribe'],
    ['fr', 'Subscribe'],
    ['den', 'Subscribe'],
    ['', 'Subscribe'],
  ])('in %s: %s', (language, says) => {
    expect(openWords(shipped)(language).subscribe).toBe(says);
  });

  test('those of a region come before those of the language', () => {
    const wordsFor = openWords({
      'en.json': en,
      'pt.json': '{"copy": "Copiar", "by": "de"}',
      'pt-BR.json': '{"copy": "Copie", "by": "por"}',
    });
    expect([wordsFor('pt').by, wordsFor('pt-pt').by, wordsFor('pt-br').by]).toEqual(['de', 'de', 'por']);
  });

  test.each([
    ['de.json: it lacks by', { 'en.json': en, 'de.json': '{"copy": "Kopieren"}' }],
    [
      'de.json: en.json has no von',
      { 'en.json': en, 'de.json': '{"copy": "Kopieren", "by": "von", "von": "von"}' },
    ],
    ['de.json: “by” is no text', { 'en.json': en, 'de.json': '{"copy": "Kopieren", "by": 1}' }],
    ['de.json: it holds no object', { 'en.json': en, 'de.json': '["Kopieren"]' }],
    [
      'de.json: it is no valid JSON in line 2',
      { 'en.json': en, 'de.json': '{"copy": "Kopieren",\n"by" "von"}' },
    ],
    ['en.json: it is not there', { 'de.json': en }],
  ])('are refused where they do not fit: %s', (fault, files: Record<string, string>) => {
    const [file, why = ''] = fault.split(': ');
    expect(() => openWords(files)).toThrow(
      expect.objectContaining({
        code: 'settings-invalid',
        message: expect.stringMatching(new RegExp(`${file} cannot be used: ${why}`)),
      }),
    );
  });
});
