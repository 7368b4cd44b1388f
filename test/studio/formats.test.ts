import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseFeed } from 'podcast-partytime';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { podcastRecipe, type Recipe } from '../../src/show/recipe.ts';
import type { EpisodeReport } from '../../src/studio/studio.ts';
import { until } from '../waiting.ts';
import { type House, openHouse, publicUrl } from './house.ts';

/** An episode with AAC and Opus beside its MP3; each test goes on where the last ended. */
const recipe: Recipe = {
  ...podcastRecipe,
  name: 'formats',
  formats: { ...podcastRecipe.formats, m4a: { bitrate: 96 }, opus: { bitrate: 64 } },
};
let house: House;
let recording: string;
let first: EpisodeReport;
beforeAll(async () => {
  house = await openHouse();
  await house.createShow({ recipe });
  recording = await house.record(1);
});
afterAll(() => house.close());

const seen = () => parseFeed(house.feed())?.items[0]?.alternativeEnclosures ?? [];
const keysEnding = (keys: readonly string[], ...endings: string[]): string[] =>
  keys.filter((key) => endings.some((ending) => key.endsWith(`.${ending}`)));
const inPrivate = (kind: string): string[] => house.privateKeys().filter((key) => key.startsWith(`${kind}/`));

test('is published with all its formats, and the feed names them', async () => {
  first = await house.publish(recording);
  expect(first.state).toBe('published');
  const [, aac, opus] = seen();
  for (const [found, type] of [
    [aac, 'audio/mp4'],
    [opus, 'audio/ogg'],
  ] as const) {
    const key = found?.source[0]?.uri.replace(`${publicUrl}/`, '') ?? '';
    const object = await house.studio.publicFiles.store?.head(key);
    expect([found?.type, object?.contentType, object?.bytes]).toEqual([type, type, found?.length]);
  }
});

test('published again without any change, the feed stays the same', async () => {
  const before = house.feed();
  house.nextDay();
  await house.studio.episodes.publish(first.episode.id);
  await house.settled(first.episode.id);
  expect(house.feed()).toBe(before);
});

test('what somebody took away is noticed, and put back', async () => {
  const [key = ''] = keysEnding(house.publicKeys(), 'opus');
  rmSync(join(house.folder, 'feed', key));
  const [check] = await house.studio.checkFeed();
  expect(check?.findings).toMatchObject([
    { rule: 'store-object-missing', what: expect.stringContaining(key) },
  ]);
  await house.studio.episodes.publish(first.episode.id);
  await house.settled(first.episode.id);
  expect(house.publicKeys()).toContain(key);
});

test('a format that is gone from the private store, too, is made again', async () => {
  for (const [store, keys] of [
    ['feed', house.publicKeys()],
    ['episodes', inPrivate('masters')],
  ] as const)
    for (const key of keysEnding(keys, 'opus')) rmSync(join(house.folder, store, key));
  await house.studio.episodes.publish(first.episode.id);
  expect((await house.settled(first.episode.id)).state).toBe('published');
  for (const keys of [house.publicKeys(), inPrivate('masters')])
    expect(keysEnding(keys, 'opus')).toHaveLength(1);
});

test('under another title the formats are tagged anew, not encoded, and the former ones go', async () => {
  const renders = inPrivate('renders');
  const before = seen().map(({ source }) => source[0]?.uri);
  await house.publish(recording, { title: 'The first, anew' });
  expect(inPrivate('renders')).toEqual(renders);
  expect(inPrivate('masters')).toHaveLength(3);
  const after = seen().map(({ source }) => source[0]?.uri);
  expect(after).toHaveLength(3);
  expect(after.filter((uri) => before.includes(uri))).toEqual([]);
});

test('withdrawn, they are gone for the public; removed, nothing is left of them', async () => {
  await house.studio.episodes.withdraw(first.episode.id);
  await house.settled(first.episode.id);
  expect(keysEnding(house.publicKeys(), 'mp3', 'm4a', 'opus')).toEqual([]);
  await house.studio.episodes.remove(first.episode.id);
  await until(() => ['masters', 'renders', 'certificates'].every((kind) => inPrivate(kind).length === 0));
});
