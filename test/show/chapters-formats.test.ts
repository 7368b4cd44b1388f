import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Chapter, listedOf } from '../../src/show/chapters/chapter.ts';
import { podloveNamespace, podloveOf } from '../../src/show/chapters/podlove.ts';
import { printChapterList, printChaptersJson } from '../../src/show/chapters/printing.ts';
import { readChapters } from '../../src/show/chapters/reading.ts';

const seed = 20_260_311;
const refusal = (message: RegExp) =>
  expect.objectContaining({ code: 'chapters-unreadable', message: expect.stringMatching(message) });

describe('lists as people have them', () => {
  test.each<[string, Chapter]>([
    ['00:10: With a colon', { start: 10, title: 'With a colon' }],
    ['00:10. With a full stop', { start: 10, title: 'With a full stop' }],
    ['00:10 … and then', { start: 10, title: '… and then' }],
    ['00:10 -5 degrees', { start: 10, title: '-5 degrees' }],
    ['00:10–With a dash close to it', { start: 10, title: 'With a dash close to it' }],
    ['00:10 | With a bar', { start: 10, title: 'With a bar' }],
    ['00:10\tWith a tab', { start: 10, title: 'With a tab' }],
    ['- 00:10 A point', { start: 10, title: 'A point' }],
    ['• 00:10 A point', { start: 10, title: 'A point' }],
    ['12. 00:10 A number', { start: 10, title: 'A number' }],
    ['2) 00:10 A number', { start: 10, title: 'A number' }],
    ['00:10 [Read on](https://a.example/x)', { start: 10, title: 'Read on', url: 'https://a.example/x' }],
    ['00:00:10.123456 Fine', { start: 10.123, title: 'Fine' }],
    ['00:10 - 00:25 To there', { start: 10, title: 'To there', end: 25 }],
    ['[00:10 --> 00:25] Together', { start: 10, title: 'Together', end: 25 }],
    ['00:00:10.000 --> 00:00:25.000 To there', { start: 10, title: 'To there', end: 25 }],
    ['10:00 - 09:30 was too early', { start: 600, title: '09:30 was too early' }],
  ])('%j', (line, chapter) => {
    expect(readChapters(line)).toEqual([chapter]);
  });

  test.each([
    ['Welcome - 0:00\nThe question – 12:30\nThe end: 1:02:30'],
    ['Welcome (0:00)\nThe question [12:30]\nThe end (01:02:30)'],
    ['Welcome | 00:00\nThe question\t12:30\nThe end - [1:02:30]'],
  ])('times may stand behind the titles: %j', (text) => {
    const titles = ['Welcome', 'The question', 'The end'];
    const chapters = titles.map((title, i) => ({ start: [0, 750, 3750][i], title }));
    expect(readChapters(text)).toEqual(chapters);
  });

  test('a time inside a title is none', () => {
    expect(() => readChapters('We meet at 12:30')).toThrow(refusal(/^Line 1 /));
    expect(() => readChapters('0:00 A\nWe meet - 12:30')).toThrow(refusal(/^Line 2 .*does not begin/));
    expect(() => readChapters('A - 0:00\nWe meet at 12:30')).toThrow(refusal(/^Line 2 .*does not end/));
  });

  test.each(['Chapters:', '# Chapters', '## Kapitel', 'In this episode:'])(
    'the heading %j is passed over',
    (heading) => {
      expect(readChapters(`\n${heading}\n\n00:00 A\n01:00 B`)).toHaveLength(2);
    },
  );

  test('only at the top: further down it is a slip', () => {
    expect(() => readChapters('00:00 A\nMore:\n01:00 B')).toThrow(refusal(/^Line 2 /));
  });

  test('lines are counted as an editor counts them', () => {
    expect(() => readChapters('\n\n00:00 A\r\n\r\nno time here')).toThrow(refusal(/^Line 5 /));
  });

  test("Audacity's labels", () => {
    const labels = '0.000000\t0.000000\tWelcome\n62.500000\t70.250000\tThe question\n120,5\t120,5\tThe end\n';
    expect(readChapters(labels)).toEqual([
      { start: 0, title: 'Welcome' },
      { start: 62.5, title: 'The question', end: 70.25 },
      { start: 120.5, title: 'The end' },
    ]);
  });

  test('an end that the next chapter makes needless is left out', () => {
    expect(readChapters('0:00 - 1:00 A\n1:00 - 1:30 B\n2:00 C')).toEqual([
      { start: 0, title: 'A' },
      { start: 60, title: 'B', end: 90 },
      { start: 120, title: 'C' },
    ]);
  });
});

describe('JSON as programs write it', () => {
  const read = (...rows: unknown[]) => readChapters(JSON.stringify({ version: '1.2.0', chapters: rows }));

  test('everything that a chapter may have', () => {
    const row = {
      startTime: 1,
      endTime: 5,
      title: 'A',
      url: 'https://a.example/',
      img: 'https://a.example/a.jpg',
    };
    expect(read(row, { startTime: 9, title: 'B', toc: true })).toEqual([
      { start: 1, end: 5, title: 'A', url: 'https://a.example/', image: 'https://a.example/a.jpg' },
      { start: 9, title: 'B' },
    ]);
  });

  test.each([
    [{ startTime: '62.5', title: 'A' }, 62.5],
    [{ startTime: '00:01:02.5', title: 'A' }, 62.5],
    [{ start: 5, start_time: '62.500000', title: null, tags: { title: 'A' } }, 62.5],
  ])('%j', (row, start) => {
    expect(read(row)).toEqual([{ start, title: 'A' }]);
  });

  test('what is empty is not given', () => {
    expect(read({ startTime: 0, title: 'A', url: '', img: null, endTime: null })).toEqual([
      { start: 0, title: 'A' },
    ]);
  });

  test('a hidden chapter may begin with a listed one', () => {
    const hidden = { startTime: 0, img: 'https://a.example/a.jpg', toc: false };
    expect(read(hidden, { startTime: 0, title: 'A' })).toEqual([
      { start: 0, title: 'A' },
      { start: 0, title: '', image: 'https://a.example/a.jpg', hidden: true },
    ]);
    expect(() => read(hidden, hidden)).toThrow(refusal(/^Chapter 2 starts at the same time as chapter 1/));
  });

  test.each([
    [{ startTime: 5, endTime: 4, title: 'A' }, /^Chapter 1 ends before it starts/],
    [{ startTime: 5, title: 'A', url: { toString: 1 } }, /^Chapter 1 links to “object”/],
    [{ startTime: 5, title: 7 }, /^Chapter 1 has no title/],
    [{ startTime: true, title: 'A' }, /^Chapter 1 has no startTime/],
    [{ startTime: 5, title: 'é'.repeat(256) }, /^Chapter 1 has a title of 256 characters/],
    ['A', /^Chapter 1 has no startTime/],
    [null, /^Chapter 1 has no startTime/],
  ])('%j is refused', (row, message) => {
    expect(() => read(row)).toThrow(refusal(message));
  });
});

describe('Podlove Simple Chapters', () => {
  const chapters = [
    { start: 0, title: 'Welcome & more' },
    { start: 62.5, title: 'B', url: 'https://a.example/?a=1&b=2', image: 'https://a.example/b.jpg' },
  ];
  const inside =
    '<psc:chapter start="00:00:00.000" title="Welcome &amp; more"/>\n' +
    '<psc:chapter start="00:01:02.500" title="B" href="https://a.example/?a=1&amp;b=2" image="https://a.example/b.jpg" />';
  const list = (inner: string) =>
    `<psc:chapters version="1.2" xmlns:psc="${podloveNamespace}">${inner}</psc:chapters>`;

  test.each([
    ['a file of its own', `<?xml version="1.0" encoding="utf-8"?>\n${list(inside)}\n`],
    ['behind a byte order mark and white space', `\uFEFF  ${list(inside)}`],
    ['cut out of a feed, without its namespace', `<psc:chapters version="1.2">${inside}</psc:chapters>`],
    ['another prefix', list(inside).replaceAll('psc:', 'x:').replace('xmlns:psc', 'xmlns:x')],
    ['no namespace at all', `<chapters>${inside.replaceAll('psc:', '')}</chapters>`],
    ['a feed with one episode', `<rss><channel><item><title>T</title>${list(inside)}</item></channel></rss>`],
  ])('%s', (_, xml) => {
    expect(readChapters(xml)).toEqual(chapters);
  });

  test.each([
    ['0', 0],
    ['12', 12],
    ['12.5', 12.5],
    ['01:30', 90],
    ['1:01:30.25', 3690.25],
  ])('the time %s is %d seconds', (start, seconds) => {
    expect(readChapters(list(`<psc:chapter start="${start}" title="A"/>`))).toEqual([
      { start: seconds, title: 'A' },
    ]);
  });

  test.each([
    [
      '<psc:chapters><psc:chapter start="0" title="A & B"/></psc:chapters>',
      /^The chapters are no well-formed XML: line 1, a raw &/,
    ],
    [
      '<psc:chapters>\n<psc:chapter start="0" title="A">\n</psc:chapters>',
      /^The chapters are no well-formed XML: line 3/,
    ],
    [list('\n\n<psc:chapter title="A"/>'), /^The chapter in line 3 has no start time/],
    [list('<psc:chapter start="soon" title="A"/>'), /has no start time/],
    [list('<psc:chapter start="0"/>'), /^The chapter in line 1 has no title/],
    [list('<psc:chapter start="0" title="A" href="javascript:alert(1)"/>'), /links to “javascript/],
    [`<rss>${list('')}${list('')}</rss>`, /^The XML holds 2 lists of chapters/],
    ['<html><body>Not found</body></html>', /^The XML holds no Podlove chapters/],
    ['<!doctype html><title>404', /no well-formed XML/],
  ])('%s is refused', (xml, message) => {
    expect(() => readChapters(xml)).toThrow(refusal(message));
  });

  test('entities that a document makes up are faults, however far they would unfold', () => {
    const bomb = `<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>${list('<psc:chapter start="0" title="&b;"/>')}`;
    expect(() => readChapters(bomb)).toThrow(refusal(/no well-formed XML/));
  });

  test('an empty list is no chapters', () => {
    expect(readChapters(list(''))).toEqual([]);
  });

  test('is written as data for the feed, hidden chapters left out', () => {
    expect(podloveOf([...chapters, { start: 70, title: '', hidden: true }])).toEqual({
      version: '1.2',
      chapters: [
        { start: '00:00:00.000', title: 'Welcome & more' },
        {
          start: '00:01:02.500',
          title: 'B',
          href: 'https://a.example/?a=1&b=2',
          image: 'https://a.example/b.jpg',
        },
      ],
    });
  });
});

describe('what is no list of chapters', () => {
  test.each([
    ['WEBVTT\n\n00:00.000 --> 00:02.000\nHello', /transcript/],
    ['1\n00:00:00,000 --> 00:00:02,000\nHello', /transcript/],
    ['PK\u0003\u0004\0\0', /no text/],
    ['00:00 A\n'.repeat(200_000), /1600000 characters/],
    [`00:00 ${' '.repeat(5000)}x`, /^Line 1 of the chapters has 5007 characters/],
  ])('%.20j', (text, message) => {
    expect(() => readChapters(text)).toThrow(refusal(message));
  });

  test.each([
    ['blanks before a link', `00:00 ${' '.repeat(1900)}<`],
    ['brackets', '['.repeat(900_000)],
    ['open braces', '{"chapters":'.repeat(80_000)],
    ['tags that never end', '<a '.repeat(300_000)],
    ['tags inside each other', '<a>'.repeat(300_000)],
    ['CDATA that never ends', `<a b="${'&'.repeat(10)}"/>${'<![CDATA['.repeat(100_000)}`],
    ['digits', '1:'.repeat(990)],
    ['times', '1:00'.repeat(490)],
  ])('%s end soon', (_, text) => {
    try {
      expect(readChapters(text).length).toBeLessThanOrEqual(1);
    } catch (thrown) {
      expect(thrown).toMatchObject({ code: 'chapters-unreadable' });
    }
  });
});

// -- round trips ---------------------------------------------------------------------------------------------------------

const line = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
  .map((text) => `A${text.replace(/[\s\p{Cc}\p{Zl}\p{Zp}\p{Cs}<>[\]]+/gu, ' ')}z`.replace(/ +/g, ' '));
const link = fc.webUrl().map((url) => new URL(url).href);

/** Chapters a second or more apart, some with an end before the next, some hidden. */
const anyChapters = fc
  .uniqueArray(
    fc.record(
      {
        at: fc.integer({ min: 0, max: 20_000 }),
        title: line,
        url: link,
        image: link,
        ends: fc.boolean(),
        hidden: fc.boolean(),
      },
      { requiredKeys: ['at', 'title', 'ends', 'hidden'] },
    ),
    { selector: ({ at }) => at, maxLength: 40 },
  )
  .map((rows) =>
    rows
      .toSorted((a, b) => a.at - b.at)
      .map(
        ({ at, ends, hidden, ...rest }): Chapter => ({
          ...rest,
          start: at / 4,
          ...(ends ? { end: at / 4 + 0.125 } : {}),
          ...(hidden ? { hidden } : {}),
        }),
      ),
  );

test('JSON: what is written reads back, byte for byte', () => {
  fc.assert(
    fc.property(anyChapters, (chapters) => {
      const text = printChaptersJson(chapters);
      expect(readChapters(text)).toEqual(chapters);
      expect(printChaptersJson(readChapters(text))).toBe(text);
    }),
    { seed },
  );
});

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '"': '&quot;' };
const escaped = (text: string) => text.replace(/[&<"]/g, (mark) => escapes[mark] ?? mark);

test('Podlove: what is written reads back but for ends and hidden chapters', () => {
  fc.assert(
    fc.property(anyChapters, (chapters) => {
      const data = podloveOf(chapters);
      const elements = data.chapters.map((attributes) => {
        const pairs = Object.entries(attributes).map(([name, value]) => `${name}="${escaped(value)}"`);
        return `<psc:chapter ${pairs.join(' ')}/>`;
      });
      const xml = `<psc:chapters version="${data.version}" xmlns:psc="${podloveNamespace}">${elements.join('\n')}</psc:chapters>`;
      expect(readChapters(xml)).toEqual(listedOf(chapters).map(({ end: _, ...chapter }) => chapter));
    }),
    { seed },
  );
});

test('lines: what is written reads back in whole seconds, with titles alone', () => {
  fc.assert(
    fc.property(anyChapters, (chapters) => {
      const whole = listedOf(chapters).filter(({ start }) => Number.isInteger(start));
      const expected = whole.map(({ start, title }) => ({ start, title }));
      expect(readChapters(printChapterList(whole).join('\n'))).toEqual(expected);
    }),
    { seed },
  );
});
