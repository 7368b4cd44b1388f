import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PublishedEpisode } from '../../src/show/episode.ts';
import { openLocalStore } from '../../src/store/local.ts';
import type { House } from '../../src/studio/house.ts';
import {
  type ChangedDates,
  NEWEST,
  openSurroundings,
  writeEpisodePages,
  writeLists,
} from '../../src/studio/pages.ts';
import { readTemplates } from '../../src/studio/templates.ts';
import { openRows } from '../catalogue/rows.ts';
import { read } from '../contracts/object-bench.ts';
import { published } from '../feed/fixtures.ts';

/** The lists of a long show: its newest episodes, and a page for each year. */
const folder = mkdtempSync(join(tmpdir(), 'corridor-pages-'));
const store = openLocalStore({ folder, address: 'file:./feed', publicBase: 'https://podcast.example/' });
const { catalogue, show } = openRows();
const written: string[] = [];
const watched = new Proxy(store, {
  get: (of, name) => {
    if (name === 'put') written.push('');
    const value = Reflect.get(of, name) as unknown;
    if (typeof value !== 'function') return value;
    return (...words: unknown[]) => {
      if (name === 'put') written[written.length - 1] = String(words[0]);
      return (value as (...all: unknown[]) => unknown).apply(of, words);
    };
  },
});
const templates = readTemplates();
const house = {
  catalogue,
  publicStore: watched,
  templates: () => templates,
  clock: { now: () => new Date() },
} as unknown as House;

/** Two episodes a month. */
const nth = (n: number): PublishedEpisode => {
  const publishedAt = new Date(Date.UTC(2018, 0, 1 + n * 15));
  return published(n, { publication: { publishedAt, changedAt: publishedAt } });
};
const many = Array.from({ length: NEWEST + 30 }, (_, n) => nth(n + 1));
type Changes = Readonly<{ episodes: readonly PublishedEpisode[]; dates: ChangedDates }>;
const write = async (episodes: readonly PublishedEpisode[], changes: Changes) => {
  written.length = 0;
  const whole = (ids: readonly number[]) => episodes.filter(({ episode }) => ids.includes(episode.id));
  const around = await openSurroundings(house);
  for (const each of changes.episodes) await writeEpisodePages(house, show, each, around);
  await writeLists(house, { show, listed: episodes, whole }, changes.dates, around);
  return written.toSorted();
};
const page = (name: string) => read(store, `corridor-talk/${name}.html`);
const titlesOn = async (name: string) =>
  (await page(name)).match(/What we learnt in week \d+(?=<\/a>)/g) ?? [];
const years = ['2018', '2019', '2020', '2021', '2022', '2023'];
const pagesOfYears = async () => {
  const keys: string[] = [];
  for await (const { key } of store.list('corridor-talk/episodes_')) keys.push(key);
  return keys;
};

beforeAll(() => write(many, { episodes: [], dates: 'all' }));
afterAll(() => {
  catalogue.close();
  rmSync(folder, { recursive: true });
});

describe('a long show', () => {
  test('shows its newest episodes, and has all of them on pages of years', async () => {
    expect(await titlesOn('index')).toHaveLength(NEWEST);
    const titles = (await Promise.all(years.map((year) => titlesOn(`episodes_${year}`)))).flat();
    expect(new Set(titles).size).toBe(many.length);
    expect(await page('index')).toContain('https://podcast.example/corridor-talk/episodes_2018.html');
    expect(await page('episodes_2020')).toContain('<h1>2020</h1>');
    expect(await page('episodes_2020')).toMatch(/episodes_2020\.html" aria-current="page"/);
  });

  test('writes a fixed number of pages for one episode more', async () => {
    const more = nth(many.length + 1);
    const changes = { episodes: [more], dates: [more.publication.publishedAt] };
    expect(await write([...many, more], changes)).toEqual([
      ...['corridor-talk/episode-131.html', 'corridor-talk/episode-131/embed.html'],
      'corridor-talk/episode-131/oembed.json',
      ...['corridor-talk/episodes_2023.html', 'corridor-talk/index.html', 'index.html', 'sitemap.xml'],
    ]);
  });

  test('writes the page of a year that somebody took away', async () => {
    await store.delete('corridor-talk/episodes_2019.html');
    expect(await write(many, { episodes: [], dates: [] })).toContain('corridor-talk/episodes_2019.html');
  });

  test('that becomes short again has all on its own page, and none of years', async () => {
    expect((await pagesOfYears()).length).toBe(years.length);
    await write(many.slice(0, NEWEST), { episodes: [], dates: [] });
    expect(await pagesOfYears()).toEqual([]);
    expect(await page('index')).not.toContain('episodes_');
    expect(await titlesOn('index')).toHaveLength(NEWEST);
  });
});
