import { utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type House, itemsOf, openHouse } from './house.ts';

/** Publications as they are kept, gone back to, and swept up after. */
let house: House;
beforeEach(async () => {
  house = await openHouse();
  await house.createShow();
});
afterEach(() => house.close());

const titles = () => [...itemsOf(house.feed()).keys()];
const numbers = () => house.studio.publications.list('talk').map(({ number }) => number);
const settle = () => house.studio.shows.settle('talk', AbortSignal.timeout(30_000));
const rollBack = async (number?: number) => {
  const done = await house.studio.publications.rollBack('talk', number);
  await settle();
  return done;
};
const sounds = () => house.publicKeys().filter((key) => key.endsWith('.mp3'));

describe('going back', () => {
  test('an episode that should not have gone out leaves the feed, and can come back', async () => {
    await house.publish(await house.record(1), { title: 'One' });
    const before = house.feed();
    const { episode } = await house.publish(await house.record(2), { title: 'Two' });
    const after = house.feed();
    expect(await rollBack()).toMatchObject({ to: 1, restored: [], unlisted: ['Two'], lost: [] });
    expect(house.feed()).toBe(before);
    expect((await house.settled(episode.id)).state).toBe('unlisted');
    expect(sounds()).toHaveLength(2);
    expect(await rollBack(2)).toMatchObject({ to: 2, restored: ['Two'], unlisted: [], lost: [] });
    expect(house.feed()).toBe(after);
    expect(numbers()).toEqual([4, 3, 2, 1]);
  });

  test('words of an episode and of the show come back to the letter', async () => {
    const { episode } = await house.publish(await house.record(1), { title: 'One' });
    const before = house.feed();
    await house.studio.episodes.edit(episode.id, { title: 'Another', notes: 'Better said.' });
    await house.settled(episode.id);
    await house.studio.shows.edit('talk', { title: 'Corridor Talks', description: 'More.' });
    await settle();
    expect(house.feed()).not.toBe(before);
    await rollBack(1);
    expect(house.feed()).toBe(before);
    expect(house.studio.shows.get('talk').title).toBe('Corridor Talk');
  });

  test('a former sound comes back, though its master is gone from the private store', async () => {
    const { episode } = await house.publish(await house.record(1), { title: 'One' });
    const before = house.feed();
    await house.studio.episodes.replace(episode.id, {
      file: await house.record(2),
      name: 'better.wav',
    });
    const replaced = await house.settled(episode.id);
    expect(replaced).toMatchObject({ state: 'published', episode: { guid: episode.guid } });
    expect(house.feed()).not.toBe(before);
    const [formerly] = house.studio.publications.list('talk').slice(-1);
    expect(await rollBack(formerly?.number)).toMatchObject({ restored: ['One'], lost: [] });
    expect(house.feed()).toBe(before);
    expect((await house.studio.prove('one')).holds).toBe(true);
  });

  test('what was removed cannot come back, and that is told', async () => {
    await house.publish(await house.record(1), { title: 'One' });
    const { episode } = await house.publish(await house.record(2), { title: 'Two' });
    await house.studio.episodes.remove(episode.id);
    for await (const _ of house.studio.episodes.watch(episode.id, AbortSignal.timeout(30_000)));
    const { lost, restored } = await rollBack(2);
    expect(lost).toEqual(['“Two” was removed since then, with its sound.']);
    expect(restored).toEqual([]);
    expect(titles()).toEqual(['One']);
  });

  test.each([0, 2, 99])('publication %i is not there', async (number) => {
    await house.publish(await house.record(1), { title: 'One' });
    const kept = house.feed();
    await expect(house.studio.publications.rollBack('talk', number)).rejects.toMatchObject({
      code: 'publication-unknown',
    });
    expect(house.feed()).toBe(kept);
  });
});

describe('sweeping', () => {
  const DAYS = 31;
  const longAgo = new Date(Date.now() - 2 * DAYS * 24 * 60 * 60 * 1000);
  const age = () => {
    for (const key of house.publicKeys()) utimesSync(join(house.folder, 'feed', key), longAgo, longAgo);
  };

  test('a former sound stays as long as an app may still ask for it, and goes then', async () => {
    const { episode } = await house.publish(await house.record(1), { title: 'One' });
    const [former = ''] = sounds();
    await house.studio.episodes.replace(episode.id, { file: await house.record(2), name: 'better.wav' });
    await house.settled(episode.id);
    age();
    for (let day = 0; day < DAYS - 2; day++) house.nextDay();
    expect(await house.studio.sweep(false)).toEqual([]);
    for (let day = 0; day < 4; day++) house.nextDay();
    const would = await house.studio.sweep(true);
    expect(would.map(({ key }) => key)).toContain(former);
    expect(sounds()).toHaveLength(2);
    const named = house.feed();
    // The studio's own sweep of that day may take some of them at the same time.
    const swept = await house.studio.sweep(false);
    expect(would).toEqual(expect.arrayContaining([...swept]));
    for (const { key } of would) expect(house.publicKeys()).not.toContain(key);
    expect(sounds()).toHaveLength(1);
    for (const key of sounds()) expect(named).toContain(key);
  });

  test('never what a feed names, what is unlisted, or what is not ours', async () => {
    const { episode } = await house.publish(await house.record(1), { title: 'One' });
    await house.publish(await house.record(2), { title: 'Two' });
    await house.studio.episodes.unlist(episode.id);
    await house.settled(episode.id);
    age();
    for (let day = 0; day < 3 * DAYS; day++) house.nextDay();
    const before = house.publicKeys();
    expect(await house.studio.sweep(false)).toEqual([]);
    expect(house.publicKeys()).toEqual(before);
  });
});
