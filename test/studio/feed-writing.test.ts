import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { all, first as firstOf, type Outline, textOf } from '../../src/feed/outline.ts';
import type { PublishedEpisode } from '../../src/show/episode.ts';
import { openLocalStore } from '../../src/store/local.ts';
import { printEntry } from '../../src/studio/feed-contents.ts';
import { addressIn, readFeed, takeBack, writeFeed } from '../../src/studio/feed-writing.ts';
import { read } from '../contracts/object-bench.ts';
import { published, show } from '../feed/fixtures.ts';
import { itemsOf } from './house.ts';

/** Two publishers of one show on one folder, each with a store of its own, as in two processes. */
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'corridor-feed-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = () => ({
  publicStore: openLocalStore({ folder, address: 'file:./feed', publicBase: 'https://podcast.example/' }),
});
const entriesOf = (rows: readonly PublishedEpisode[]) =>
  rows.map((row) => printEntry(show, row, addressIn(open())));
/** As the last feed had them. */
const knownOf = (rows: readonly PublishedEpisode[]) => entriesOf(rows).map(({ news: _, ...entry }) => entry);
const titles = async () => [...itemsOf(await read(open().publicStore, 'corridor-talk/feed.xml')).keys()];
const titlesIn = ({ root }: Outline) => {
  const channel = root && firstOf(root, 'channel');
  return channel ? all(channel, 'item').map((item) => textOf(item, 'title')) : [];
};
const [first, second, third] = [published(1), published(2), published(3)];
const [, two = '', three = ''] = [first, second, third].map(({ episode }) => episode.title);

test.each([
  ['the feed that was there', [first]],
  ['the very first feed', []],
])('over %s: what another publisher has added meanwhile is not taken away', async (_, before) => {
  const rows: PublishedEpisode[] = [...before];
  if (rows.length > 0) await writeFeed(open(), show, () => entriesOf(rows));
  const other = open();
  let readings = 0;
  const meanwhile: Promise<unknown>[] = [];
  const slow = open();
  const put = slow.publicStore.put.bind(slow.publicStore);
  slow.publicStore.put = async (...words) => {
    await Promise.all(meanwhile);
    return put(...words);
  };
  await writeFeed(slow, show, () => {
    readings += 1;
    const read = entriesOf([...rows, third]);
    if (readings === 1) {
      rows.push(second);
      meanwhile.push(writeFeed(other, show, () => entriesOf(rows)));
    }
    return read;
  });
  expect(readings).toBe(2);
  expect(await titles()).toEqual([three, two, ...before.map(({ episode }) => episode.title)]);
});

test('a store that changes at every look is given up for this turn, and the turn is tried again later', async () => {
  const other = open();
  const slow = open();
  const put = slow.publicStore.put.bind(slow.publicStore);
  let writes = 0;
  slow.publicStore.put = async (...words) => {
    writes += 1;
    await other.publicStore.put(words[0], Buffer.from(`<rss version="${writes}"/>`), words[2]);
    return put(...words);
  };
  await expect(writeFeed(slow, show, () => entriesOf([first]))).rejects.toMatchObject({
    code: 'object-changed',
  });
  expect(writes).toBe(5);
});

test('of a long feed, what is new and what is newest is checked; all of it is written', async () => {
  const many = Array.from({ length: 260 }, (_, i) => published(i + 1));
  const written = await writeFeed(open(), show, () => entriesOf(many));
  expect(titlesIn(written.sample).length).toBe(260);
  const changed = { ...published(3), episode: { ...published(3).episode, title: 'Another title' } };
  const next = [...knownOf(many.toSpliced(2, 1)), ...entriesOf([changed])];
  const again = await writeFeed(open(), show, () => next);
  expect(titlesIn(again.sample)).toContain('Another title');
  expect(titlesIn(again.sample).length).toBe(51);
  expect((await titles()).length).toBe(260);
});

test('what is taken back is the feed before, and none where there was none', async () => {
  const one = await writeFeed(open(), show, () => entriesOf([first]));
  const two = await writeFeed(open(), show, () => entriesOf([first, second]));
  expect(String(two.before)).toBe(String(one.text));
  await takeBack(open(), show, two, two.before);
  expect(await read(open().publicStore, 'corridor-talk/feed.xml')).toBe(String(one.text));
  const three = await writeFeed(open(), show, () => entriesOf([first, second, third]));
  await takeBack(open(), show, three, undefined);
  expect(await open().publicStore.head('corridor-talk/feed.xml')).toBeUndefined();
});

test('a feed that was read a moment ago is not read again, unless another one stands there', async () => {
  const one = await writeFeed(open(), show, () => entriesOf([first]));
  const stood = await readFeed(open(), show);
  const house = open();
  let reads = 0;
  const get = house.publicStore.get.bind(house.publicStore);
  house.publicStore.get = (key, ...more) => {
    reads += 1;
    return get(key, ...more);
  };
  const two = await writeFeed(house, show, () => entriesOf([first, second]), { stood });
  expect([String(two.before), reads]).toEqual([String(one.text), 0]);
  const three = await writeFeed(house, show, () => entriesOf([first]), { stood });
  expect([String(three.before), reads]).toEqual([String(two.text), 1]);
});

test('a feed that another publisher has written since then is not taken back', async () => {
  const one = await writeFeed(open(), show, () => entriesOf([first]));
  await writeFeed(open(), show, () => entriesOf([first, second]));
  await takeBack(open(), show, one, undefined);
  expect(await titles()).toEqual([second.episode.title, first.episode.title]);
});
