import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Catalogue, openCatalogue } from '../../src/catalogue/catalogue.ts';
import type { PublishedEpisode } from '../../src/show/episode.ts';
import type { Show } from '../../src/show/show.ts';
import { published, show as showWords } from '../feed/fixtures.ts';

/** The ledger of publications: what each feed was made of, however long ago. */
let folder: string;
let catalogue: Catalogue;
let show: Show;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'corridor-ledger-'));
  catalogue = openCatalogue(join(folder, 'catalogue.db'));
  const { id: _, ...words } = showWords;
  show = catalogue.shows.add(words);
});
afterEach(() => {
  catalogue.close();
  rmSync(folder, { recursive: true });
});

const at = (hour: number): Date => new Date(Date.UTC(2026, 2, 1, hour));
const feed = (hash: string, hour = 8) => ({
  ...{ madeAt: at(hour), sha256: hash.repeat(64), bytes: 1000 },
  warnings: [],
});
const episode = (id: number, title: string): PublishedEpisode =>
  published(id, { episode: { title, publishAt: at(id % 24), showId: show.id } });
const titled = ({ episode: { title } }: PublishedEpisode): string => title;
const titlesAt = (number: number): string[] | undefined =>
  catalogue.publications.stateAt(show.id, number)?.episodes.map(titled).toSorted();

describe('publications', () => {
  test('are numbered from one, and each can be had again as it was', () => {
    const [one, two, changed] = [episode(1, 'One'), episode(2, 'Two'), episode(1, 'One, better said')];
    const states = [[one], [one, two], [changed, two], [changed]];
    const numbers = states.map((episodes, i) =>
      catalogue.publications.record({ show, episodes }, feed(String(i), i)),
    );
    expect(numbers).toEqual([1, 2, 3, 4]);
    expect(numbers.map(titlesAt)).toEqual([
      ['One'],
      ['One', 'Two'],
      ['One, better said', 'Two'],
      ['One, better said'],
    ]);
    expect(catalogue.publications.stateAt(show.id, 2)).toEqual({ show, episodes: [one, two] });
    expect(catalogue.publications.list(show.id).map(({ number, episodes }) => [number, episodes])).toEqual([
      [4, 1],
      [3, 2],
      [2, 2],
      [1, 1],
    ]);
  });

  test('the show is kept with them as it was', () => {
    catalogue.publications.record({ show, episodes: [] }, feed('0'));
    catalogue.publications.record({ show: { ...show, title: 'Another' }, episodes: [] }, feed('1'));
    expect(catalogue.publications.stateAt(show.id, 1)?.show.title).toBe(show.title);
    expect(catalogue.publications.stateAt(show.id, 2)?.show.title).toBe('Another');
  });

  test('the very same feed again is no new one', () => {
    const state = { show, episodes: [episode(1, 'One')] };
    expect(catalogue.publications.record(state, feed('0'))).toBe(1);
    expect(catalogue.publications.record(state, feed('0', 9))).toBe(1);
    expect(catalogue.publications.newest(show.id)).toMatchObject({ number: 1, madeAt: at(8) });
  });

  test('one that was never made is not known', () => {
    expect(catalogue.publications.newest(show.id)).toBeUndefined();
    expect(catalogue.publications.stateAt(show.id, 1)).toBeUndefined();
  });

  test('one more episode of many writes one change', () => {
    const many = Array.from({ length: 50 }, (_, i) => episode(i + 1, `Episode ${i + 1}`));
    catalogue.publications.record({ show, episodes: many.slice(1) }, feed('0'));
    catalogue.publications.record({ show, episodes: many }, feed('1'));
    const rows = catalogue.file.prepare(
      'SELECT number, count(*) AS rows FROM publication_changes GROUP BY number',
    );
    expect(rows.all()).toEqual([
      { number: 1, rows: 49 },
      { number: 2, rows: 1 },
    ]);
  });

  test('what a feed named until a moment can be told from what no feed has named since', () => {
    const [before, after] = [episode(1, 'Before'), episode(1, 'After')];
    catalogue.publications.record({ show, episodes: [before] }, feed('0', 1));
    catalogue.publications.record({ show, episodes: [after] }, feed('1', 5));
    const since = (hour: number) => catalogue.publications.namedSince(show.id, at(hour)).map(titled);
    expect(since(4)).toEqual(['Before']);
    expect(since(6)).toEqual([]);
  });

  test('shows do not see each other’s', () => {
    const { id: _, ...words } = show;
    const other = catalogue.shows.add({
      ...words,
      slug: 'other',
      guid: 'ead4c236-bf58-58c6-a2c6-a6b28d128cb7',
    });
    catalogue.publications.record({ show, episodes: [episode(1, 'One')] }, feed('0'));
    catalogue.publications.record({ show: other, episodes: [] }, feed('1'));
    expect(catalogue.publications.list(other.id)).toHaveLength(1);
    catalogue.publications.forget(show.id);
    expect(catalogue.publications.list(show.id)).toEqual([]);
    expect(catalogue.publications.list(other.id)).toHaveLength(1);
  });
});
