import fc from 'fast-check';
import { parseFeed } from 'podcast-partytime';
import { describe, expect, test } from 'vitest';
import { checkFeed } from '../../src/feed/check.ts';
import { composeFeed } from '../../src/feed/document.ts';
import { all, first, textOf } from '../../src/feed/outline.ts';
import { printDate, printRss } from '../../src/feed/rss.ts';
import { address, alternatesOf, channelOf, episodes, published, show } from './fixtures.ts';

const print = (rows = episodes, of = show) => printRss(composeFeed(of, rows, address));

test('the feed holds against the whole check', () => {
  expect(checkFeed(print())).toEqual([]);
});

test('the same rows give the same bytes, in any order and at any time', async () => {
  const before = print();
  await new Promise((resolve) => setTimeout(resolve, 1100 - (Date.now() % 1000)));
  expect(print(episodes.toReversed())).toBe(before);
});

test('it begins as podcast apps want it', () => {
  expect(print()).toMatch(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n<rss [^>]*version="2\.0"/);
});

test('a known reader sees what we wrote', () => {
  const feed = parseFeed(
    print([published(1, { publication: { coverKey: 'corridor-talk/episode-1/cover.png' } })]),
  );
  expect(feed).toMatchObject({
    title: 'Corridor Talk',
    link: 'https://podcasts.nordlicht.example/corridor-talk/index.html',
    description: show.description,
    language: 'en-gb',
    author: 'Nordlicht Works',
    copyright: 'Nordlicht Works',
    explicit: false,
    guid: show.guid,
    medium: 'podcast',
    itunesType: 'episodic',
    itunesImage: 'https://podcasts.nordlicht.example/corridor-talk/cover-cccccccccccc.jpg',
    itunesCategory: ['Business > Careers'],
    generator: 'Corridor',
    pubDate: new Date('2026-03-03T08:00:00Z'),
    lastBuildDate: new Date('2026-03-03T08:00:00Z'),
  });
  expect(feed?.items).toHaveLength(1);
  expect(feed?.items[0]).toMatchObject({
    title: 'What we learnt in week 1',
    guid: published(1).episode.guid,
    pubDate: new Date('2026-03-03T08:00:00Z'),
    duration: 1801,
    explicit: false,
    itunesEpisode: 1,
    itunesSeason: 1,
    itunesEpisodeType: 'full',
    image: 'https://podcasts.nordlicht.example/corridor-talk/episode-1/cover.png',
    enclosure: { length: 28_816_001, type: 'audio/mpeg' },
    podcastChapters: { type: 'application/json+chapters' },
  });
});

describe('further formats', () => {
  const xml = print([published(1, { publication: alternatesOf(1) }), published(2)]);
  const [plain, rich] = parseFeed(xml)?.items ?? [];

  test('stand beside the enclosure, which stays the MP3', () => {
    const base = address(published(1).publication.enclosureKey).replace(/mp3$/, '');
    expect(rich?.enclosure).toMatchObject({ url: `${base}mp3`, type: 'audio/mpeg' });
    const common = { default: false, integrity: { type: 'sri' } };
    expect(rich?.alternativeEnclosures).toMatchObject([
      {
        type: 'audio/mpeg',
        title: 'MP3',
        default: true,
        length: 28_816_001,
        source: [{ uri: `${base}mp3` }],
      },
      { ...common, type: 'audio/mp4', title: 'AAC', codecs: 'mp4a.40.2', source: [{ uri: `${base}m4a` }] },
      { ...common, type: 'audio/ogg', title: 'Opus', codecs: 'opus', source: [{ uri: `${base}opus` }] },
    ]);
  });

  test('tell their size, their bits a second and their hash', () => {
    expect(rich?.alternativeEnclosures?.[1]).toMatchObject({
      length: 21_616_800,
      bitrate: 96_000,
      integrity: { value: `sha256-${Buffer.alloc(32, 0xdd).toString('base64')}` },
    });
  });

  test('are not spoken of where there are none', () => {
    expect(plain).not.toHaveProperty('alternativeEnclosures');
    expect(print()).not.toContain('alternateEnclosure');
  });

  test('hold against the whole check', () => {
    expect(checkFeed(xml)).toEqual([]);
  });
});

describe('tags of the channel and the item', () => {
  const channel = channelOf(print());
  test.each([
    ['podcast:locked', 'yes'],
    ['itunes:explicit', 'false'],
    ['pubDate', 'Tue, 17 Mar 2026 08:00:00 +0000'],
    ['lastBuildDate', 'Tue, 17 Mar 2026 08:00:00 +0000'],
  ])('%s is %s', (tag, value) => {
    expect(all(channel, tag).map(({ text }) => text)).toEqual([value]);
  });

  test('the plain picture has url, title and link', () => {
    const image = first(channel, 'image');
    expect(image?.children.map(({ name }) => name)).toEqual(['url', 'title', 'link']);
  });

  test('nothing is there that the rule book advises against', () => {
    const names = [channel, ...all(channel, 'item')].flatMap(({ children }) =>
      children.map(({ name }) => name),
    );
    for (const unwanted of ['itunes:owner', 'itunes:summary', 'itunes:subtitle', 'itunes:keywords', 'author'])
      expect(names).not.toContain(unwanted);
  });

  test('the guid is told to be no address', () => {
    const [item] = all(channel, 'item');
    expect(item && first(item, 'guid')?.attributes.get('isPermaLink')).toBe('false');
  });
});

describe('text comes through unharmed', () => {
  test.each([
    'Q&A: 1 < 2 > 0',
    '“AT&amp;T”',
    'ends ]]> here',
    ']]>',
    ']]]]>>',
    'x ]] ]',
    '😀 👨‍👩‍👧‍👦',
    '</title><item>',
    '<![CDATA[x]]>',
    '</generator>\n<lastBuildDate>Mon</lastBuildDate>',
    '\u0001</generator>\n    <lastBuildDate>never<',
    'עברית & العربية',
  ])('%j as titles and description', (text) => {
    const xml = print([published(1, { episode: { title: text } })], {
      ...show,
      title: text,
      description: text,
      author: text,
    });
    const clean = text.replace('\u0001', '').replace(/\s+/g, ' ');
    const channel = channelOf(xml);
    const [item] = all(channel, 'item');
    expect(textOf(channel, 'title')).toBe(clean);
    expect(textOf(channel, 'description')).toBe(text.replace('\u0001', ''));
    expect(textOf(channel, 'itunes:author')).toBe(clean);
    expect(item && textOf(item, 'title')).toBe(clean);
    expect(item && textOf(item, 'itunes:title')).toBe(clean);
    expect(textOf(channel, 'lastBuildDate')).toBe('Tue, 03 Mar 2026 08:00:00 +0000');
  });

  test('control characters and lone surrogates go', () => {
    const text = 'a\u0000b\u0008c\u000bd\u001fe\ud83df\ufffeg\uffffh';
    const xml = print([published(1, { episode: { title: text, notes: text, chapters: [] } })]);
    const [item] = all(channelOf(xml), 'item');
    expect(item && textOf(item, 'title')).toBe('abcdefgh');
    expect(item && textOf(item, 'description')).toBe('<p>abcdefgh</p>');
  });

  test('any text whatever gives a well-formed feed with that one episode', () => {
    const text = fc.string({ unit: 'binary', maxLength: 120 });
    fc.assert(
      fc.property(text, text, text, (title, notes, description) => {
        const document = composeFeed(
          { ...show, description },
          [published(1, { episode: { title, notes } })],
          address,
        );
        const [item] = document.items;
        const careless = {
          ...document,
          description,
          author: title,
          items: item ? [{ ...item, title, longNotes: notes }] : [],
        };
        for (const of of [document, careless]) expect(all(channelOf(printRss(of)), 'item')).toHaveLength(1);
      }),
      { numRuns: 60 },
    );
  }, 30_000);
});

test('dates are RFC 2822 with a numeric zone', () => {
  expect(printDate(new Date('2026-03-03T08:00:00Z'))).toBe('Tue, 03 Mar 2026 08:00:00 +0000');
});

test('an archive of a thousand episodes is printed', () => {
  const rows = Array.from({ length: 1000 }, (_, i) => published(i + 1));
  expect(all(channelOf(print(rows)), 'item')).toHaveLength(1000);
}, 30_000);
