import { mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { until } from '../waiting.ts';
import { type House, itemsOf, openHouse } from './house.ts';

let house: House;
beforeEach(async () => {
  house = await openHouse();
  await house.createShow();
});
afterEach(() => house.close());

const inFeed = (path: string): string => join(house.folder, 'feed', path);

/** A path that leads to itself: what a lost mount looks like to whoever writes there. */
function breakPath(path: string): void {
  rmSync(inFeed(path), { recursive: true, force: true });
  mkdirSync(join(inFeed(path), '..'), { recursive: true });
  symlinkSync(inFeed(path), inFeed(path));
}

describe('the public store fails in the middle of a publication', () => {
  test.each([
    ['at the episode’s own files', 'talk/the-second'],
    ['at the style of the pages', 'assets'],
  ])('%s: the feed stays, the studio says why, and it goes on when the cause is gone', async (_, path) => {
    await house.publish(await house.record(1));
    const before = house.feed();
    breakPath(path);
    const { episode } = await house.receive(await house.record(2), { title: 'The second' });
    const report = () => house.studio.episodes.find(episode.slug);
    await until(() => report().problem !== undefined, { timeout: 20_000 });
    expect(report()).toMatchObject({ state: 'publishing', problem: { code: 'store-unreachable' } });
    expect(report().progress).toMatchObject({ stage: 'publish', retryAt: expect.any(Date) });
    expect(house.feed()).toBe(before);

    rmSync(inFeed(path));
    await house.studio.episodes.retry(episode.id);
    expect(await house.settled(episode.id)).toMatchObject({ state: 'published' });
    expect([...itemsOf(house.feed()).keys()]).toEqual(['The second', 'The first']);
    expect(report()).not.toHaveProperty('problem');
  });

  test('a fault that trying again cannot mend is written down, and publishing again mends it', async () => {
    mkdirSync(inFeed('talk/the-first.html'), { recursive: true });
    const failed = await house.publish(await house.record(1));
    expect(failed).toMatchObject({ state: 'failed', problem: { code: 'key-invalid' } });
    expect(house.publicKeys()).not.toContain('talk/feed.xml');
    rmSync(inFeed('talk/the-first.html'), { recursive: true });
    await house.studio.episodes.publish(failed.episode.id);
    expect(await house.settled(failed.episode.id)).toMatchObject({ state: 'published' });
  });
});

describe('files that are gone from the private store', () => {
  const lose = (kind: RegExp): void => {
    for (const key of house.privateKeys().filter((name) => kind.test(name))) {
      rmSync(join(house.folder, 'episodes', key));
    }
  };

  test.each([
    ['the master', /^masters\//],
    ['the master and what it was tagged from', /^(masters|renders)\//],
  ])('%s: it is made again when it is wanted', async (_, kind) => {
    const draft = await house.publish(await house.record(1), { wish: 'draft' });
    lose(kind);
    await house.studio.episodes.publish(draft.episode.id);
    const report = await house.settled(draft.episode.id);
    expect(report).toMatchObject({ state: 'published' });
    const url = report.enclosure?.url?.replace('https://podcast.example/feed/', '') ?? '';
    expect(readFileSync(inFeed(url)).length).toBe(draft.enclosure?.bytes);
  });

  test('the original: the studio says so and does not try for ever', async () => {
    const draft = await house.publish(await house.record(1), { wish: 'draft' });
    lose(/./);
    await house.studio.episodes.publish(draft.episode.id);
    expect(await house.settled(draft.episode.id)).toMatchObject({
      state: 'failed',
      problem: { code: 'object-missing' },
    });
    expect(house.publicKeys()).not.toContain('talk/feed.xml');
  });
});

test('two studios that publish at the same time leave both episodes in the feed', async () => {
  const second = await house.another();
  const [one, two] = await Promise.all([house.record(1), house.record(2)]);
  const arrival = { title: 'The second', wish: 'public', recording: { file: two, name: 'two.wav' } } as const;
  const [first, other] = await Promise.all([house.receive(one), second.episodes.receive(arrival)]);
  const ends = [first, other.report].map(({ episode }) => house.settled(episode.id));
  expect((await Promise.all(ends)).map(({ state }) => state)).toEqual(['published', 'published']);
  expect([...itemsOf(house.feed()).keys()].sort()).toEqual(['The first', 'The second']);
  expect(second.episodes.list('talk').map(({ state }) => state)).toEqual(['published', 'published']);
});
