import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EpisodeReport } from '../../src/studio/studio.ts';
import { enclosureOf, type House, itemsOf, openHouse, publicUrl, wordOf } from './house.ts';

/** One episode from its recording to its removal, and another one beside it; each test goes on where the last ended. */
let house: House;
let recording: string;
let first: EpisodeReport;
beforeAll(async () => {
  house = await openHouse();
  await house.createShow();
  recording = await house.record(1);
});
afterAll(() => house.close());

const keyOf = (url: string | undefined): string => (url ?? '').replace(`${publicUrl}/`, '');
const item = (title: string): string | undefined => itemsOf(house.feed()).get(title);

test('a recording becomes an episode that listeners get', async () => {
  first = await house.publish(recording);
  expect(first).toMatchObject({ state: 'published', feedUrl: `${publicUrl}/talk/feed.xml` });
  expect(Math.abs((first.loudness?.after.integrated ?? 0) + 16)).toBeLessThanOrEqual(1);
  expect(first).not.toHaveProperty('progress');
  expect(enclosureOf(item('The first'))).toBe(first.enclosure?.url);
  expect(wordOf(item('The first'), 'guid')).toBe(first.episode.guid);
});

test('everything it names is there, and the original is not among it', () => {
  const keys = house.publicKeys();
  expect(keys).toEqual(
    expect.arrayContaining([keyOf(first.enclosure?.url), keyOf(first.pageUrl), 'talk/feed.xml']),
  );
  expect(keys.filter((key) => /original|recording|\.wav$/.test(key))).toEqual([]);
  expect(house.privateKeys().filter((key) => key.startsWith('originals/'))).toHaveLength(1);
});

test('published again without any change, the feed stays the same, byte for byte', async () => {
  const before = house.feed();
  house.nextDay();
  await house.studio.episodes.publish(first.episode.id);
  await house.settled(first.episode.id);
  expect(house.feed()).toBe(before);
});

test('handed in again with nothing new to say, the feed stays the same, too', async () => {
  const before = house.feed();
  house.nextDay();
  await house.publish(recording);
  expect(house.feed()).toBe(before);
});

test('a second episode leaves the item of the first as it is', async () => {
  const before = item('The first');
  house.nextDay();
  await house.publish(await house.record(2), { title: 'The second' });
  expect([...itemsOf(house.feed()).keys()]).toEqual(['The second', 'The first']);
  expect(item('The first')).toBe(before);
});

test('handed in again under another title it stays the same episode with another file', async () => {
  const before = item('The first');
  const { report, known } = await house.studio.episodes.receive({
    title: 'The first, anew',
    wish: 'public',
    recording: { file: recording, name: 'other name.wav' },
  });
  expect([known, report.episode.id]).toEqual([true, first.episode.id]);
  const anew = await house.settled(first.episode.id);
  const after = item('The first, anew');
  expect([...itemsOf(house.feed()).keys()]).toEqual(['The second', 'The first, anew']);
  for (const tag of ['guid', 'pubDate']) expect(wordOf(after, tag)).toBe(wordOf(before, tag));
  expect(enclosureOf(after)).not.toBe(enclosureOf(before));
  expect(house.publicKeys()).toContain(keyOf(enclosureOf(after)));
  expect(anew.episode.guid).toBe(first.episode.guid);
});

test('withdrawn, it is gone for the public and kept in private', async () => {
  const before = house.privateKeys();
  const pubDate = wordOf(item('The first, anew'), 'pubDate');
  await house.studio.episodes.withdraw(first.episode.id);
  expect((await house.settled(first.episode.id)).state).toBe('withdrawn');
  expect([...itemsOf(house.feed()).keys()]).toEqual(['The second']);
  expect(house.publicKeys().filter((key) => key.startsWith(`talk/${first.episode.slug}`))).toEqual([]);
  expect(house.privateKeys()).toEqual(before);

  house.nextDay();
  await house.studio.episodes.publish(first.episode.id);
  expect((await house.settled(first.episode.id)).state).toBe('published');
  expect(wordOf(item('The first, anew'), 'guid')).toBe(first.episode.guid);
  expect(wordOf(item('The first, anew'), 'pubDate')).toBe(pubDate);
});

test('removed, nothing of it is left, and the other one stays', async () => {
  const second = item('The second');
  await house.studio.episodes.remove(first.episode.id);
  await house.settled(first.episode.id).catch(() => undefined);
  expect(() => house.studio.episodes.find(first.episode.slug)).toThrow(
    expect.objectContaining({ code: 'episode-unknown' }),
  );
  expect([...itemsOf(house.feed())]).toEqual([['The second', second]]);
  expect(house.publicKeys().filter((key) => key.startsWith(`talk/${first.episode.slug}`))).toEqual([]);
  const left = (kind: string) => house.privateKeys().filter((key) => key.startsWith(`${kind}/`)).length;
  expect(['originals', 'masters', 'renders'].map(left)).toEqual([1, 1, 1]);
});
