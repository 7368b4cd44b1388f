import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { until } from '../waiting.ts';
import { type House, itemsOf, openHouse } from './house.ts';

/** Episodes that appear and go by themselves. The clock of the house is moved; nobody waits. */
let house: House;
let recording: string;
beforeEach(async () => {
  house = await openHouse();
  await house.createShow();
  recording = await house.record(1);
});
afterEach(() => house.close());

const HOUR = 60 * 60 * 1000;
const inHours = (hours: number): Date => new Date(Date.now() + hours * HOUR);
const titles = () => [...itemsOf(house.feed()).keys()];
const stateOf = (id: number) =>
  house.studio.episodes.list('talk').find(({ episode }) => episode.id === id)?.state;

/** Until the studio has done what is due. */
const comesTo = (id: number, state: string): Promise<void> => until(() => stateOf(id) === state);

describe('an episode with a moment to appear', () => {
  test('is not in the feed before, and in it from then on, with that moment’s date', async () => {
    await house.publish(await house.record(2), { title: 'Before' });
    const { episode } = await house.publish(recording, { title: 'Later', wish: 'draft' });
    const publishAt = inHours(20);
    expect((await house.studio.episodes.schedule(episode.id, { publishAt })).state).toBe('scheduled');
    // Another publication of the show does not let it out.
    await house.publish(await house.record(3), { title: 'Meanwhile' });
    expect(titles()).toEqual(['Meanwhile', 'Before']);
    expect(house.publicKeys().filter((key) => key.includes('later'))).toEqual([]);
    house.nextDay();
    await comesTo(episode.id, 'published');
    expect(titles()).toEqual(['Later', 'Meanwhile', 'Before']);
  });

  test('appears at the next start where the program did not run at the time', async () => {
    const { episode } = await house.publish(recording, { title: 'Later', wish: 'draft' });
    await house.studio.episodes.schedule(episode.id, { publishAt: inHours(20) });
    const reopened = await house.reopen();
    house.nextDay();
    const again = await reopened();
    await until(() => again.episodes.find('later').state === 'published');
    expect(titles()).toEqual(['Later']);
  });

  test('published by hand before, it is public at once', async () => {
    const { episode } = await house.publish(recording, { title: 'Now', wish: 'draft' });
    await house.studio.episodes.schedule(episode.id, { publishAt: inHours(20) });
    await house.studio.episodes.publish(episode.id);
    expect((await house.settled(episode.id)).state).toBe('published');
    expect(titles()).toEqual(['Now']);
  });

  test('can be given another moment, and the former one means nothing any more', async () => {
    const { episode } = await house.publish(recording, { title: 'Later', wish: 'draft' });
    await house.studio.episodes.schedule(episode.id, { publishAt: inHours(20) });
    await house.studio.episodes.schedule(episode.id, { publishAt: inHours(60) });
    house.nextDay();
    await house.publish(await house.record(2), { title: 'Meanwhile' });
    expect(titles()).toEqual(['Meanwhile']);
    expect(stateOf(episode.id)).toBe('scheduled');
    house.nextDay();
    house.nextDay();
    await comesTo(episode.id, 'published');
  });
});

describe('an episode with a moment to go', () => {
  test('is gone from then on, with its sound', async () => {
    await house.publish(await house.record(2), { title: 'Stays' });
    const { episode } = await house.publish(recording, { title: 'Goes' });
    await house.studio.episodes.schedule(episode.id, { expiresAt: inHours(20) });
    await house.settled(episode.id);
    expect(titles()).toEqual(['Goes', 'Stays']);
    house.nextDay();
    await comesTo(episode.id, 'withdrawn');
    await house.settled(episode.id);
    expect(titles()).toEqual(['Stays']);
    expect(house.publicKeys().filter((key) => key.includes('goes'))).toEqual([]);
  });

  test('stays when the moment is taken back', async () => {
    const { episode } = await house.publish(recording, { title: 'Stays' });
    await house.studio.episodes.schedule(episode.id, { expiresAt: inHours(20) });
    await house.studio.episodes.schedule(episode.id, { expiresAt: null });
    house.nextDay();
    await house.publish(await house.record(2), { title: 'Meanwhile' });
    expect(titles()).toEqual(['Meanwhile', 'Stays']);
  });
});

describe('an unlisted episode', () => {
  test('is at its address, and named nowhere', async () => {
    await house.publish(await house.record(2), { title: 'Listed' });
    const { episode } = await house.publish(recording, { title: 'For those who know', wish: 'draft' });
    await house.studio.episodes.unlist(episode.id);
    expect((await house.settled(episode.id)).state).toBe('unlisted');
    expect(titles()).toEqual(['Listed']);
    expect(house.publicKeys()).toContain(`talk/${episode.slug}.html`);
    expect(
      house.publicKeys().filter((key) => key.startsWith(`talk/${episode.slug}/`) && key.endsWith('.mp3')),
    ).toHaveLength(1);
    await house.studio.episodes.publish(episode.id);
    await house.settled(episode.id);
    expect(titles()).toEqual(['For those who know', 'Listed']);
  });
});

test.each([
  ['a moment that has passed', { publishAt: inHours(-1) }],
  ['an end that has passed', { expiresAt: inHours(-1) }],
  ['an end before its beginning', { publishAt: inHours(3), expiresAt: inHours(2) }],
])('%s is refused, and nothing is changed', async (_, times) => {
  const { episode } = await house.publish(recording, { title: 'Draft', wish: 'draft' });
  await expect(house.studio.episodes.schedule(episode.id, times)).rejects.toMatchObject({
    code: 'value-invalid',
  });
  expect(stateOf(episode.id)).toBe('ready');
});
