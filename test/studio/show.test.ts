import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeSilence, makeSpeech } from '../sounds.ts';
import { type House, itemsOf, openHouse } from './house.ts';

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house.close());

test('chapters are on the line of the mastered file, in the feed’s companion', async () => {
  const intro = await makeSpeech(house.file('intro.wav'), { seconds: 2, seed: 9 });
  await house.createShow({ intros: [intro] });
  const chapters = [
    { start: 0, title: 'Welcome' },
    { start: 1, title: 'The question' },
    { start: 2, title: 'The end' },
  ];
  const report = await house.publish(await house.record(1), { chapters });
  const key = house.publicKeys().find((name) => name.includes('chapters-')) ?? '';
  const written = JSON.parse(readFileSync(join(house.folder, 'feed', key), 'utf8')) as {
    chapters: { startTime: number }[];
  };
  const shift = report.facts.master?.talkStartsAt ?? 0;
  expect(shift).toBe(1.5);
  expect(written.chapters.map(({ startTime }) => startTime)).toEqual([0, 2.5, 3.5]);
  expect(house.feed()).toContain(key);
});

test('an edit of the show rewrites feed and pages, and not the episodes’ files', async () => {
  await house.createShow();
  const report = await house.publish(await house.record(1));
  const item = itemsOf(house.feed()).get('The first');
  await house.studio.shows.edit('talk', { title: 'Talk & Walk', description: 'Anew.' });
  await house.studio.shows.settle('talk', AbortSignal.timeout(20_000));
  expect(house.feed()).toContain('<title>Talk &amp; Walk</title>');
  expect(readFileSync(join(house.folder, 'feed/talk/index.html'), 'utf8')).toContain('Talk &amp; Walk');
  expect(itemsOf(house.feed()).get('The first')).toBe(item);
  expect(house.studio.episodes.find(report.episode.slug).enclosure).toEqual(report.enclosure);
});

describe('what must not be public', () => {
  test('a draft', async () => {
    await house.createShow();
    const report = await house.publish(await house.record(1), { wish: 'draft' });
    expect(report).toMatchObject({ state: 'ready', enclosure: { key: expect.stringMatching(/^masters\//) } });
    expect(report).not.toHaveProperty('pageUrl');
    expect(house.publicKeys()).toEqual([]);
    await expect(house.studio.episodes.withdraw(report.episode.id)).rejects.toMatchObject({
      code: 'episode-not-ready',
    });
  });

  test('a recording that cannot be used; the studio says why', async () => {
    await house.createShow();
    const report = await house.publish(await makeSilence(house.file('silent.wav')));
    expect(report).toMatchObject({ state: 'failed', problem: { code: 'recording-silent' } });
    expect(house.publicKeys()).toEqual([]);
  });

  test('a recording under a second is refused at the door, and nothing of it stays', async () => {
    await house.createShow();
    const short = await makeSpeech(house.file('short.wav'), { seconds: 0.5 });
    await expect(house.publish(short)).rejects.toMatchObject({ code: 'recording-too-short' });
    expect(house.privateKeys().filter((key) => key.startsWith('originals/'))).toEqual([]);
    expect(house.studio.episodes.list()).toEqual([]);
  });

  test('a draft of what is public already would change it for listeners, and is refused', async () => {
    await house.createShow();
    const recording = await house.record(1);
    await house.publish(recording);
    const before = house.feed();
    const draft = house.publish(recording, { title: 'Not yet', wish: 'draft' });
    await expect(draft).rejects.toMatchObject({ code: 'episode-public' });
    expect(house.feed()).toBe(before);
  });

  test('notes that are no text', async () => {
    await house.createShow();
    const notes = `RIFF${'\uFFFD'.repeat(50)}`;
    await expect(house.publish(await house.record(1), { notes })).rejects.toMatchObject({
      code: 'value-invalid',
    });
  });
});

describe('what somebody took away from the public store', () => {
  test('is told by the check of feeds, and put back with the next publication', async () => {
    await house.createShow();
    await house.publish(await house.record(1));
    const keys = house.publicKeys();
    const audio = keys.find((key) => key.endsWith('.mp3')) ?? '';
    rmSync(join(house.folder, 'feed', audio));
    const rules = async () =>
      (await house.studio.checkFeed()).flatMap(({ findings }) => findings.map((f) => f.rule));
    expect(await rules()).toContain('store-object-missing');
    await house.publish(await house.record(2), { title: 'Another' });
    expect(house.publicKeys()).toEqual(expect.arrayContaining([...keys]));
    expect(await rules()).not.toContain('store-object-missing');
    rmSync(join(house.folder, 'feed', 'talk'), { recursive: true });
    expect(await rules()).toContain('store-feed-missing');
  });
});

describe('a recording that two episodes share', () => {
  test('stays until the last of them is removed', async () => {
    await house.createShow();
    const recording = await house.record(1);
    const one = await house.publish(recording, { wish: 'draft' });
    const two = await house.publish(recording, { wish: 'draft', title: 'Another', again: true });
    expect(two.episode.id).not.toBe(one.episode.id);
    await house.studio.episodes.remove(one.episode.id);
    expect(house.privateKeys().filter((key) => key.startsWith('originals/'))).toHaveLength(1);
    await house.studio.episodes.publish(two.episode.id);
    expect((await house.settled(two.episode.id)).state).toBe('published');
    await house.studio.episodes.remove(two.episode.id);
    // The episode goes last: whoever sees it gone sees its files gone, too.
    await house.settled(two.episode.id).catch(() => undefined);
    expect(house.privateKeys().filter((key) => /^(originals|masters)\//.test(key))).toEqual([]);
  });

  test('keeps the master, too, where both would be given the same file', async () => {
    await house.createShow();
    const recording = await house.record(1);
    const one = await house.publish(recording, { wish: 'draft' });
    const two = await house.publish(recording, { wish: 'draft', again: true });
    expect(two.facts.master?.enclosure.key).toBe(one.facts.master?.enclosure.key);
    await house.studio.episodes.remove(one.episode.id);
    expect(house.privateKeys()).toContain(two.facts.master?.enclosure.key);
  });
});
