import { parseFeed } from 'podcast-partytime';
import { describe, expect, test } from 'vitest';
import { checkFeed } from '../../src/feed/check.ts';
import { byGuid, feeds, type Reading } from './feeds.ts';

/** What others read in our feeds: here Podcasting 2.0's own reader, in test/journeys/client.test.ts those of real clients. */
describe.each(feeds)('the feed of $name', ({ xml, told }) => {
  test('holds against the whole check', () => {
    expect(checkFeed(xml)).toEqual([]);
  });

  test('is read by podcast-partytime as it was meant', () => {
    expect(readWithPartytime(xml)).toEqual(told);
  });
});

test('podcast-partytime reads nothing in a feed that breaks off', () => {
  const [{ xml } = expect.fail('There is no feed.')] = feeds;
  expect(() => readWithPartytime(xml.slice(0, xml.length / 2))).toThrow();
});

function readWithPartytime(xml: string): Reading {
  const feed = parseFeed(xml);
  if (!feed) throw new Error('podcast-partytime reads nothing.');
  const items = feed.items.map((item) => ({
    guid: item.guid,
    title: item.title ?? '',
    url: item.enclosure.url,
    type: item.enclosure.type,
    length: item.enclosure.length,
    seconds: item.duration,
    published: (item.pubDate?.getTime() ?? Number.NaN) / 1000,
    chapters: item.podcastChapters?.url ?? '',
  }));
  return { title: feed.title, items: items.toSorted(byGuid) };
}
