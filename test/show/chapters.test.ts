import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Chapter } from '../../src/show/chapters/chapter.ts';
import { printChapterList, printChaptersJson } from '../../src/show/chapters/printing.ts';
import { readChapterList, readChapters } from '../../src/show/chapters/reading.ts';
import { printClock, printDuration, printTime, readTime } from '../../src/show/time.ts';

describe('reading a list of lines', () => {
  test.each<[string, Chapter]>([
    ['00:00:00 Welcome', { start: 0, title: 'Welcome' }],
    ['12:30 The question', { start: 750, title: 'The question' }],
    ['75:30 Long minutes', { start: 4530, title: 'Long minutes' }],
    ['1:02:03.250 Exactly', { start: 3723.25, title: 'Exactly' }],
    ['01:02:03,250 Comma', { start: 3723.25, title: 'Comma' }],
    ['00:10 - With a dash', { start: 10, title: 'With a dash' }],
    ['[00:10] In brackets', { start: 10, title: 'In brackets' }],
    ['(00:10) 2nd  try', { start: 10, title: '2nd try' }],
    ['00:10 1984', { start: 10, title: '1984' }],
    ['00:10 Read on <https://a.example/x>', { start: 10, title: 'Read on', url: 'https://a.example/x' }],
    ['00:10 a < b', { start: 10, title: 'a < b' }],
    ['00:10 bell\u0007 rings', { start: 10, title: 'bell rings' }],
  ])('%s', (line, chapter) => {
    expect(readChapters(line)).toEqual([chapter]);
  });

  test('empty lines, a byte order mark and Windows line ends do not matter; times are put in order', () => {
    expect(readChapters('\uFEFF10:00 B\r\n\r\n0:00 A\r\n')).toEqual([
      { start: 0, title: 'A' },
      { start: 600, title: 'B' },
    ]);
  });

  test('nothing is no chapters', () => {
    expect(readChapters(' \n')).toEqual([]);
  });
});

describe('reading JSON', () => {
  const rows = [
    { startTime: 0, title: 'A' },
    { startTime: 60.5, title: 'B', url: 'https://a.example/', img: 'https://a.example/b.jpg' },
  ];
  const chapters = [
    { start: 0, title: 'A' },
    { start: 60.5, title: 'B', url: 'https://a.example/', image: 'https://a.example/b.jpg' },
  ];

  test('JSON chapters 1.2.0, a bare array and our own form are the same', () => {
    expect(readChapters(JSON.stringify({ version: '1.2.0', chapters: rows }))).toEqual(chapters);
    expect(readChapters(JSON.stringify(rows))).toEqual(chapters);
    expect(readChapters(JSON.stringify(chapters))).toEqual(chapters);
  });

  test('hidden chapters are told as such, and are in no list', () => {
    const text = JSON.stringify([...rows, { startTime: 90, toc: false }]);
    expect(readChapters(text)).toEqual([...chapters, { start: 90, title: '', hidden: true }]);
    expect(readChapterList(text)).toEqual(chapters);
  });
});

describe('what cannot be read is told with its place', () => {
  test('angle brackets behind a title are its link, and the hint says so', () => {
    expect(() => readChapters('00:09 Anna & her <notebook>')).toThrow(
      expect.objectContaining({ hint: expect.stringContaining('<…> is its link') }),
    );
  });

  test.each([
    ['00:00 A\n\nno time here', /^Line 3 .*“no time here”/],
    ['00:00 A\n00:61 B', /^Line 2 /],
    ['1:60:00 A', /^Line 1 /],
    ['00:00', /^Line 1 of the chapters has no title/],
    ['00:00 A\n00:00:00 B', /^Line 2 of the chapters starts at the same time as line 1/],
    ['00:10 A <javascript:alert(1)>', /^Line 1 of the chapters links to “javascript/],
    ['[{"startTime": 0}]', /^Chapter 1 has no title/],
    ['[{"startTime": 0, "title": "A"}, {"title": "B"}]', /^Chapter 2 has no startTime/],
    ['[{"startTime": -1, "title": "A"}]', /^Chapter 1 starts before/],
    ['[{"startTime": 0, "title": "A", "url": "file:///etc/passwd"}]', /^Chapter 1 links to/],
    ['{"version": "1.2.0"}', /no list named/],
    ['[\n{"startTime": 0,\n]', /no valid JSON.* line 3/],
    [Array.from({ length: 256 }, (_, i) => `${i}:00 T`).join('\n'), /256 chapters/],
  ])('%j', (text, message) => {
    expect(() => readChapters(text)).toThrow(
      expect.objectContaining({ code: 'chapters-unreadable', message: expect.stringMatching(message) }),
    );
  });
});

const anyChapters = fc
  .uniqueArray(
    fc.record({
      start: fc.integer({ min: 0, max: 20_000 }),
      title: fc.stringMatching(/^[A-Za-z][A-Za-z0-9 ]{0,30}[a-z]$/),
    }),
    {
      selector: ({ start }) => start,
      maxLength: 30,
    },
  )
  .map((chapters) =>
    chapters
      .map((c) => ({ ...c, title: c.title.replace(/\s+/g, ' ') }))
      .toSorted((a, b) => a.start - b.start),
  );

test('what is printed reads back, as lines and as JSON', () => {
  fc.assert(
    fc.property(anyChapters, (chapters) => {
      expect(readChapters(printChapterList(chapters).join('\n'))).toEqual(chapters);
      expect(readChapters(printChaptersJson(chapters))).toEqual(chapters);
    }),
  );
});

test('the companion file is JSON chapters 1.2.0', () => {
  const [chapter] = [{ start: 1.5, title: 'A', url: 'https://a.example/', image: 'https://a.example/a.jpg' }];
  expect(JSON.parse(printChaptersJson([chapter]))).toEqual({
    version: '1.2.0',
    chapters: [{ startTime: 1.5, title: 'A', img: 'https://a.example/a.jpg', url: 'https://a.example/' }],
  });
});

test('times are printed for lists, for players and for people', () => {
  expect([printTime(0), printTime(3723.9), printTime(360_000)]).toEqual([
    '00:00:00',
    '01:02:03',
    '100:00:00',
  ]);
  expect([printClock(5), printClock(750), printClock(3723)]).toEqual(['0:05', '12:30', '1:02:03']);
  expect([
    printDuration(0.2),
    printDuration(59),
    printDuration(61),
    printDuration(3599),
    printDuration(4320),
  ]).toEqual(['1 s', '59 s', '1 min', '1 h 0 min', '1 h 12 min']);
  expect([readTime('1:2'), readTime('a'), readTime('1:02')]).toEqual([undefined, undefined, 62]);
});
