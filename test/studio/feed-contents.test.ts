import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Catalogue } from '../../src/catalogue/catalogue.ts';
import { composeFeed } from '../../src/feed/document.ts';
import { printRss } from '../../src/feed/rss.ts';
import { type Episode, isListed } from '../../src/show/episode.ts';
import type { Show } from '../../src/show/show.ts';
import { newsOf, readEntries } from '../../src/studio/feed-contents.ts';
import { joinFeed } from '../../src/studio/feed-writing.ts';
import { hash, openRows, recording } from '../catalogue/rows.ts';
import { published } from '../feed/fixtures.ts';
import { fullEpisode, fullShow } from '../show/full-details.ts';

/** Items that were printed once are taken as they are: the feed must come out as if there were no such thing. */
let catalogue: Catalogue;
let show: Show;
const EPISODES = 4;
const now = new Date('2026-06-01T00:00:00Z');

beforeEach(() => {
  const rows = openRows();
  catalogue = rows.catalogue;
  catalogue.recordings.add(recording('b'));
  show = rows.show;
  for (let n = 1; n <= EPISODES; n++) {
    const { episode } = rows.add(n);
    catalogue.episodes.publish(episode.id, published(n).publication);
  }
});
afterEach(() => catalogue.close());

const addressAt = (base: string) => (key: string) => `https://${base}.example/${key}`;
const roomsAt = (base: string) =>
  ({ publicStore: { publicUrl: addressAt(base) } }) as Parameters<typeof joinFeed>[0];
const present = (): Show => catalogue.shows.byId(show.id) ?? show;
const entriesAt = (base: string) => readEntries(catalogue, present(), { address: addressAt(base), now });
const kept = (base: string): string => String(joinFeed(roomsAt(base), present(), entriesAt(base)));
const anew = (base: string): string => {
  const listed = catalogue.episodes.published(show.id).filter(({ episode }) => isListed(episode, now));
  return printRss(composeFeed(present(), listed, addressAt(base)));
};
const record = (base = 'one') =>
  catalogue.publications.record(
    { show: present(), episodes: entriesAt(base).map(newsOf) },
    { madeAt: now, sha256: String(Math.random()), bytes: 1, warnings: [] },
  );
const newsAt = (base = 'one') => entriesAt(base).flatMap(({ news }) => (news ? [news.episode.id] : []));

type Edit = Readonly<{ name: string; make(id: number, text: string): void }>;
const change = (
  name: string,
  changes: (text: string) => Parameters<Catalogue['episodes']['change']>[1],
): Edit => ({
  name,
  make: (id, text) => catalogue.episodes.change(id, changes(text)),
});
const details = fullEpisode as NonNullable<Episode['details']>;

const edits: readonly Edit[] = [
  change('title', (title) => ({ title: `A ${title}` })),
  change('notes', (notes) => ({ notes })),
  change('number', (text) => ({ number: text.length, season: 1 })),
  change('chapters', (title) => ({ chapters: [0, 200, 900].map((start) => ({ start, title })) })),
  change('details', () => ({ details })),
  change('details gone', () => ({ details: null })),
  change('explicit', (text) => ({ explicit: text.length % 2 === 0 })),
  change('unlisted', () => ({ wish: 'unlisted' })),
  change('listed', () => ({ wish: 'public' })),
  change('expires', () => ({ expiresAt: new Date('2026-05-01T00:00:00Z') })),
  { name: 'unpublish', make: (id) => catalogue.episodes.unpublish(id) },
  {
    name: 'transcript',
    make: (id, text) => {
      const { publication } = published(id);
      const placed = { key: `corridor-talk/t-${text.length}.vtt`, mediaType: 'text/vtt', language: 'de' };
      catalogue.episodes.publish(id, { ...publication, transcripts: [placed], changedAt: now });
    },
  },
  {
    name: 'replaced sound',
    make: (id, text) => {
      const { publication } = published(id);
      const { master } = publication;
      const enclosure = { ...master.enclosure, bytes: 1000 + text.length, sha256: hash('e') };
      catalogue.episodes.change(id, { recording: hash('b') });
      const placed = { enclosureKey: 'corridor-talk/e/new.mp3', master: { ...master, enclosure } };
      catalogue.episodes.publish(id, { ...publication, ...placed });
    },
  },
  {
    name: 'restore',
    make: (id) => catalogue.episodes.restore({ ...published(id), episode: { ...published(id).episode, id } }),
  },
  { name: 'remove', make: (id) => catalogue.episodes.remove(id) },
  { name: 'show title', make: (_, title) => catalogue.shows.change(show.id, { title: `A ${title}` }) },
  {
    name: 'show details',
    make: () =>
      catalogue.shows.change(show.id, { details: fullShow as unknown as NonNullable<Show['details']> }),
  },
  { name: 'written down', make: () => void record() },
];

describe('a feed of kept items', () => {
  test.each(edits)('is the feed printed anew after: $name', ({ make }) => {
    expect(kept('one')).toBe(anew('one'));
    make(2, 'Some **words** & more');
    expect(kept('one')).toBe(anew('one'));
    expect(kept('other')).toBe(anew('other'));
  });

  test('and after any edits in any order, at either address', () => {
    const step = fc.record({
      edit: fc.constantFrom(...edits),
      id: fc.integer({ min: 1, max: EPISODES }),
      text: fc.string({ unit: 'grapheme', maxLength: 40 }),
      base: fc.constantFrom('one', 'other'),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        for (const { edit, id, text, base } of steps) {
          if (catalogue.episodes.byId(id)) edit.make(id, text);
          expect(kept(base)).toBe(anew(base));
        }
      }),
      { numRuns: 40 },
    );
  });

  test('is put together without reading an episode that is as it was', () => {
    record();
    kept('one');
    const before = kept('one');
    const rows = catalogue.file.prepare(
      'UPDATE printed_items SET text = CAST(? AS BLOB) WHERE episode_id = 3',
    );
    rows.run('<kept/>');
    expect(kept('one')).toContain('<kept/>');
    catalogue.episodes.change(3, { number: 3 });
    expect(kept('one')).toBe(before);
  });

  test('one that arrives stands in it as it will be, and one that leaves does not', () => {
    const arriving = { ...published(2), episode: { ...published(2).episode, title: 'It arrives' } };
    const given = { address: addressAt('one'), now, without: 2 };
    const titlesOf = (entries: ReturnType<typeof readEntries>) =>
      entries.map(({ text }) => /<itunes:title>(.*?)</.exec(String(text))?.[1]);
    expect(titlesOf(readEntries(catalogue, show, { ...given, arriving: [arriving] }))).toEqual([
      ...['What we learnt in week 4', 'What we learnt in week 3', 'It arrives', 'What we learnt in week 1'],
    ]);
    expect(titlesOf(readEntries(catalogue, show, given))).not.toContain('What we learnt in week 2');
  });
});

describe('news', () => {
  test('are those that the newest publication does not have as they are', () => {
    expect(newsAt()).toHaveLength(EPISODES);
    record();
    expect(newsAt()).toEqual([]);
    catalogue.episodes.change(3, { title: 'Another' });
    expect(newsAt()).toEqual([3]);
    const number = record();
    expect(newsAt()).toEqual([]);
    const state = catalogue.publications.stateAt(show.id, number);
    expect(state?.episodes).toHaveLength(EPISODES);
    expect(state?.episodes.find(({ episode }) => episode.id === 3)?.episode.title).toBe('Another');
  });

  test('a write that changes nothing is looked at once', () => {
    record();
    catalogue.episodes.finish(2, { master: published(2).publication.master });
    expect(newsAt()).toEqual([2]);
    record();
    expect(newsAt()).toEqual([]);
  });

  test('one that is withdrawn leaves the ledger, and comes back as news', () => {
    record();
    catalogue.episodes.unpublish(4);
    const without = record();
    expect(catalogue.publications.stateAt(show.id, without)?.episodes).toHaveLength(EPISODES - 1);
    catalogue.episodes.publish(4, published(4).publication);
    expect(newsAt()).toEqual([4]);
    expect(catalogue.publications.stateAt(show.id, record())?.episodes).toHaveLength(EPISODES);
  });
});
