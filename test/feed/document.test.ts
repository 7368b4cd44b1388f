import { describe, expect, test } from 'vitest';
import { composeFeed } from '../../src/feed/document.ts';
import { address, episodes, published, show } from './fixtures.ts';

const itemOf = (...args: Parameters<typeof published>) => {
  const [item] = composeFeed(show, [published(...args)], address).items;
  if (!item) throw new Error('the feed has no item');
  return item;
};

test('newest first, whatever the order of the rows', () => {
  const feed = composeFeed(show, episodes, address);
  expect(feed.items.map(({ title }) => title)).toEqual([3, 2, 1].map((n) => `What we learnt in week ${n}`));
  expect(composeFeed(show, episodes.toReversed(), address)).toEqual(feed);
});

test('of two published in the same moment, the later made comes first', () => {
  const publishedAt = new Date('2026-05-01T00:00:00Z');
  const rows = [1, 2].map((n) => published(n, { publication: { publishedAt } }));
  expect(composeFeed(show, rows, address).items.map(({ guid }) => guid.at(-1))).toEqual(['2', '1']);
});

test('dates are the rows’ own: the newest appearance and the latest change', () => {
  const changedAt = new Date('2026-06-01T12:00:00Z');
  const feed = composeFeed(show, [published(1, { publication: { changedAt } }), published(2)], address);
  expect(feed.publishedAt).toEqual(new Date('2026-03-10T08:00:00Z'));
  expect(feed.changedAt).toEqual(changedAt);
});

test('a show without episodes has the date of its making', () => {
  const feed = composeFeed(show, [], address);
  expect([feed.items, feed.publishedAt, feed.changedAt]).toEqual([[], show.createdAt, show.createdAt]);
});

describe('the show', () => {
  test('links to its own page, else to the one that is published', () => {
    expect(composeFeed(show, [], address).link).toBe(
      'https://podcasts.nordlicht.example/corridor-talk/index.html',
    );
    const link = 'https://bücher.example/gespräche';
    expect(composeFeed({ ...show, link }, [], address).link).toBe(
      'https://xn--bcher-kva.example/gespr%C3%A4che',
    );
  });
  test('is described in plain text within 4000 bytes, never empty', () => {
    const long = composeFeed({ ...show, description: 'ä & '.repeat(2000) }, [], address).description;
    expect(Buffer.byteLength(long)).toBeLessThanOrEqual(4000);
    expect(composeFeed({ ...show, description: ' ' }, [], address).description).toBe(show.title);
  });
});

describe('an episode', () => {
  test('has the enclosure’s facts, whole seconds, and absolute addresses in plain ASCII', () => {
    const item = itemOf(1, { publication: { enclosureKey: 'corridor-talk/für alle/a.mp3' } });
    expect(item.enclosure).toEqual({
      url: 'https://podcasts.nordlicht.example/corridor-talk/f%C3%BCr%20alle/a.mp3',
      bytes: 28_816_001,
      mediaType: 'audio/mpeg',
      seconds: 1801,
    });
  });

  test('keeps guid and date through every edit', () => {
    const edited = itemOf(1, {
      episode: { title: 'New', notes: 'New', chapters: [] },
      publication: { changedAt: new Date() },
    });
    const { guid, publishedAt } = itemOf(1);
    expect(edited).toMatchObject({ guid, publishedAt });
  });

  test('has its notes in both forms, each with the chapters of the mastered line', () => {
    const times = '<p>00:00:00 Welcome<br />00:02:09 The question<br />00:25:09 What now?</p>';
    expect(itemOf(1).description).toMatch(/^<p>Anna talks with Ben\.<\/p>\n<ul>/);
    expect(itemOf(1).description.endsWith(times)).toBe(true);
    expect(itemOf(1).longNotes).toContain('<strong>Ben</strong>');
    expect(itemOf(1).longNotes?.endsWith(times)).toBe(true);
  });

  test('has the long form only where it says more', () => {
    expect(itemOf(1, { episode: { notes: 'Plain words.', chapters: [] } })).not.toHaveProperty('longNotes');
  });

  test('never has empty notes', () => {
    expect(itemOf(1, { episode: { notes: '', chapters: [] } }).description).toBe(
      '<p>What we learnt in week 1</p>',
    );
  });

  test('with notes that are too long keeps the limit and all chapters', () => {
    const { description, longNotes } = itemOf(1, {
      episode: { notes: 'many words 😀 and [a link](https://a.example/)\n\n'.repeat(200) },
    });
    expect(Buffer.byteLength(description)).toBeLessThanOrEqual(4000);
    expect(Buffer.byteLength(description)).toBeGreaterThan(3900);
    expect(description).toMatch(/…<\/p>\n<p>00:00:00 Welcome<br \/>.*What now\?<\/p>$/);
    expect(Buffer.byteLength(longNotes ?? '')).toBeGreaterThan(10_000);
  });

  test('with two chapters prints none in the notes', () => {
    const chapters = [
      { start: 0, title: 'A' },
      { start: 60, title: 'B' },
    ];
    expect(itemOf(1, { episode: { chapters } }).description).not.toContain('00:00:00');
  });

  test('says nothing of what it has not', () => {
    const { episode, publication } = published(1);
    const { season: _season, number: _number, ...bare } = episode;
    const { chaptersKey: _key, ...plain } = publication;
    const [item] = composeFeed(show, [{ episode: bare, publication: plain }], address).items;
    expect(Object.keys(item ?? {})).not.toEqual(expect.arrayContaining(['season']));
    for (const absent of ['season', 'number', 'imageUrl', 'chaptersUrl'])
      expect(item).not.toHaveProperty(absent);
  });
});
