import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Chapter,
  moveChapters,
  printChapterList,
  printChaptersJson,
  readChapters,
} from '../../src/show/chapters.ts';
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

  test('silent chapters are left out', () => {
    expect(readChapters(JSON.stringify([...rows, { startTime: 90, toc: false }]))).toEqual(chapters);
  });
});

describe('what cannot be read is told with its place', () => {
  test.each([
    ['00:00 A\n\nno time here', /^Line 3 .*“no time here”/],
    ['00:00 A\n00:61 B', /^Line 2 /],
    ['1:60:00 A', /^Line 1 /],
    ['00:00', /^Line 1 has no title/],
    ['00:00 A\n00:00:00 B', /^Line 2 starts at the same time as line 1/],
    ['00:10 A <javascript:alert(1)>', /^Line 1 links to “javascript/],
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

describe('on the mastered line', () => {
  const chapters = [
    { start: 0, title: 'A' },
    { start: 100, title: 'B' },
    { start: 200.1, title: 'C' },
  ];

  const behind = (at: number) => [{ from: 0, to: 100_000, at }];

  test('all but a first one at zero move behind the intro', () => {
    expect(moveChapters(chapters, behind(9.2004), 1000).map(({ start }) => start)).toEqual([0, 109.2, 209.3]);
  });
  test('a first one that is not at zero moves, too', () => {
    expect(moveChapters(chapters.slice(1), behind(10), 1000).map(({ start }) => start)).toEqual([110, 210.1]);
  });
  test('what the file does not reach goes', () => {
    expect(moveChapters(chapters, behind(0), 200).map(({ title }) => title)).toEqual(['A', 'B']);
  });
  test('cuts before them bring them forward; those of one cut become one', () => {
    const cut = [
      { from: 5, to: 50, at: 10 },
      { from: 120, to: 300, at: 55 },
    ];
    const of = [0, 60, 110, 130, 290].map((start) => ({ start, title: `at ${start}` }));
    expect(moveChapters(of, cut, 1000)).toEqual([
      { start: 0, title: 'at 0' },
      { start: 55, title: 'at 110' },
      { start: 65, title: 'at 130' },
      { start: 225, title: 'at 290' },
    ]);
  });
  test('times rise and stay below the end, whatever the shift', () => {
    fc.assert(
      fc.property(
        anyChapters,
        fc.double({ min: 0, max: 60, noNaN: true }),
        fc.integer({ min: 1, max: 9000 }),
        (of, by, seconds) => {
          const starts = moveChapters(of, behind(by), seconds).map(({ start }) => start);
          expect(starts).toEqual([...new Set(starts)].toSorted((a, b) => a - b));
          expect(starts.every((start) => start >= 0 && start < seconds)).toBe(true);
        },
      ),
    );
  });
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
