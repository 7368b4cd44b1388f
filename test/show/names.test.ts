import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cleanFileName, cleanLine, cleanText, freeSlug, slugOf } from '../../src/show/names.ts';

const text = fc.string({ unit: 'binary', maxLength: 200 });

test.each([
  ['plain', 'plain'],
  ['  around  ', 'around'],
  ['tab\tand\nline', 'tab\tand\nline'],
  ['\u0000a\u0008b\u000bc\u001fd\u007f', 'abcd'],
  ['a\ufffeb\uffff', 'ab'],
  ['half \ud83d and \ude00 gone, whole 😀 stays', 'half  and  gone, whole 😀 stays'],
])('%j without what XML forbids is %j', (given, clean) => {
  expect(cleanText(given)).toBe(clean);
});

test('cleaning twice changes nothing, and a line has no breaks', () => {
  fc.assert(
    fc.property(text, (given) => {
      expect(cleanText(cleanText(given))).toBe(cleanText(given));
      expect(cleanLine(given)).not.toMatch(/[\n\r\t]| {2}/);
    }),
  );
});

test.each([
  ['Hello, World!', 'hello-world'],
  ['Über Größe & Ärger', 'ueber-groesse-aerger'],
  ['Café Łódź œuvre', 'cafe-lodz-oeuvre'],
  ["It's ours", 'its-ours'],
  ['日本語', 'episode'],
  ['--', 'episode'],
])('the slug of %j is %j', (title, slug) => {
  expect(slugOf(title, 'episode')).toBe(slug);
});

test('every slug is fit for an address', () => {
  fc.assert(
    fc.property(text, (title) => {
      expect(slugOf(title, 'x')).toMatch(/^[a-z0-9]([a-z0-9-]{0,58}[a-z0-9])?$/);
    }),
  );
});

test('a taken slug gets a number', () => {
  const taken = new Set(['a', 'a-2']);
  expect(freeSlug('a', (slug) => taken.has(slug))).toBe('a-3');
  expect(freeSlug('b', (slug) => taken.has(slug))).toBe('b');
});

test.each([
  ['C:\\Users\\me\\talk.wav', 'talk.wav'],
  ['../../etc/passwd', 'passwd'],
  ['..', 'recording'],
  ['', 'recording'],
  [`${'x'.repeat(300)}.flac`, `${'x'.repeat(115)}.flac`],
])('the file name %j is shown as %j', (name, shown) => {
  expect(cleanFileName(name)).toBe(shown);
});
