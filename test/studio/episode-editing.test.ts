import { writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { podcastRecipe } from '../../src/show/recipe.ts';
import type { EpisodeChanges, EpisodeReport } from '../../src/studio/studio.ts';
import { makeSpeech } from '../sounds.ts';
import { enclosureOf, type House, itemsOf, openHouse, wordOf } from './house.ts';

/** Episodes whose words change while they are drafts, public, withdrawn, or on their way out. */
let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house.close());

async function edit({ episode }: EpisodeReport, changes: EpisodeChanges) {
  const { soundIsMadeAnew } = await house.studio.episodes.edit(episode.id, changes);
  return { soundIsMadeAnew, report: await house.settled(episode.id) };
}
const keysOf = (kind: string) => house.privateKeys().filter((key) => key.startsWith(`${kind}/`));
const dateOf = () => wordOf(house.feed(), 'lastBuildDate');

describe('a public episode', () => {
  test('with another title keeps its sound, its guid and its date; the feed’s date moves', async () => {
    await house.createShow();
    const before = await house.publish(await house.record(1));
    const [renders, item, date] = [keysOf('renders'), itemsOf(house.feed()).get('The first'), dateOf()];
    house.nextDay();
    const { report, soundIsMadeAnew } = await edit(before, { title: 'Another' });
    const after = itemsOf(house.feed()).get('Another');
    expect(soundIsMadeAnew).toBe(false);
    for (const word of ['guid', 'pubDate', 'link', 'itunes:duration'])
      expect(wordOf(after, word)).toBe(wordOf(item, word));
    expect(enclosureOf(after)).not.toBe(enclosureOf(item));
    expect(keysOf('renders')).toEqual(renders);
    expect(keysOf('masters')).toEqual([report.facts.master?.enclosure.key]);
    expect(report.loudness).toEqual(before.loudness);
    expect(dateOf()).not.toBe(date);
  });

  test('with other notes keeps its files, byte for byte', async () => {
    await house.createShow();
    const before = await house.publish(await house.record(1));
    const [keys, master] = [house.publicKeys(), before.facts.master];
    house.nextDay();
    const { report } = await edit(before, { notes: 'More to **say**.', explicit: true });
    expect(report).toMatchObject({ state: 'published', facts: { master } });
    expect(house.publicKeys()).toEqual(keys);
    expect(house.feed()).toContain('<strong>say</strong>');
  });

  test('edited with what it has already changes nothing, not even the feed’s date', async () => {
    await house.createShow();
    const before = await house.publish(await house.record(1), { notes: 'As ever.' });
    const feed = house.feed();
    house.nextDay();
    await edit(before, { title: 'The first', notes: 'As ever.', season: null });
    expect(house.feed()).toBe(feed);
  });

  test('with another recipe is rendered anew', async () => {
    await house.createShow();
    const before = await house.publish(await house.record(1));
    const target = { ...podcastRecipe.target, integrated: -20 };
    const { report, soundIsMadeAnew } = await edit(before, {
      recipe: { ...podcastRecipe, name: 'soft', target },
    });
    expect(soundIsMadeAnew).toBe(true);
    expect(report.loudness?.after.integrated).toBeCloseTo(-20, 0);
    expect(keysOf('masters')).toHaveLength(1);
    expect((await edit(report, { recipe: null })).report.episode).not.toHaveProperty('recipe');
  });

  test('whose show has got an intro meanwhile tells that its sound is made anew with its title', async () => {
    await house.createShow();
    const before = await house.publish(await house.record(1));
    const intros = [await makeSpeech(house.file('intro.wav'), { seconds: 2, seed: 9 })];
    await house.studio.shows.edit('talk', { intros });
    expect((await edit(before, { notes: 'Nothing of the sound.' })).soundIsMadeAnew).toBe(false);
    expect((await edit(before, { title: 'Another' })).soundIsMadeAnew).toBe(true);
  });
});

describe('an episode that is not public', () => {
  test('as a draft stays one, and its former master goes', async () => {
    await house.createShow();
    const before = await house.publish(await house.record(1), { wish: 'draft' });
    const { report } = await edit(before, { title: 'Another draft', number: 3 });
    expect(report).toMatchObject({ state: 'ready', episode: { number: 3, slug: before.episode.slug } });
    expect(keysOf('masters')).toEqual([report.facts.master?.enclosure.key]);
    expect(keysOf('certificates')).toEqual([report.facts.master?.certificate?.key]);
    expect(house.publicKeys()).toEqual([]);
    await house.studio.episodes.remove(report.episode.id);
    expect(house.privateKeys().filter((key) => /^(masters|renders|certificates)\//.test(key))).toEqual([]);
  });

  test('withdrawn stays so, and comes back with its new words', async () => {
    await house.createShow();
    const before = await house.publish(await house.record(1));
    await house.studio.episodes.withdraw(before.episode.id);
    await house.settled(before.episode.id);
    const { report } = await edit(before, { title: 'Back again' });
    expect(report.state).toBe('withdrawn');
    expect(house.publicKeys().filter((key) => key.startsWith('talk/the-first'))).toEqual([]);
    await house.studio.episodes.publish(before.episode.id);
    const back = await house.settled(before.episode.id);
    const item = itemsOf(house.feed()).get('Back again');
    expect(wordOf(item, 'guid')).toBe(before.episode.guid);
    expect(wordOf(item, 'itunes:title')).toBe('Back again');
    expect(keysOf('masters')).toEqual([back.facts.master?.enclosure.key]);
  });

  test('on its way out is not changed any more', async () => {
    await house.createShow();
    const before = await house.publish(await house.record(1));
    const removed = house.studio.episodes.remove(before.episode.id);
    await expect(edit(before, { title: 'Too late' })).rejects.toMatchObject({
      code: expect.stringMatching(/^episode-(leaving|unknown)$/),
    });
    await removed;
  });
});

describe('a show that is told in order', () => {
  const serial = { type: 'serial' } as const;

  test('takes no full episode without a number, and keeps nothing of it', async () => {
    await house.createShow({ details: serial });
    const before = house.privateKeys();
    await expect(house.publish(await house.record(1))).rejects.toMatchObject({
      code: 'value-invalid',
      message: expect.stringContaining('“The first” has no number'),
    });
    expect(house.privateKeys()).toEqual(before);
    const trailer = await house.publish(await house.record(1), { details: { type: 'trailer' } });
    expect(trailer.state).toBe('published');
    await expect(edit(trailer, { details: {} })).rejects.toMatchObject({ code: 'value-invalid' });
    expect((await edit(trailer, { details: {}, number: 1 })).report.state).toBe('published');
    await expect(edit(trailer, { number: null })).rejects.toMatchObject({ code: 'value-invalid' });
    expect(house.feed()).toContain('<itunes:type>serial</itunes:type>');
  });

  test('takes a draft, and publishes it once it has its number', async () => {
    await house.createShow({ details: serial });
    const draft = await house.publish(await house.record(1), { wish: 'draft' });
    const publish = () => house.studio.episodes.publish(draft.episode.id);
    await expect(publish()).rejects.toMatchObject({ code: 'value-invalid' });
    await edit(draft, { number: 1 });
    await publish();
    expect((await house.settled(draft.episode.id)).state).toBe('published');
  });

  test('cannot be made of one that has episodes without a number', async () => {
    await house.createShow();
    const unnumbered = await house.publish(await house.record(1));
    const become = () => house.studio.shows.edit('talk', { details: serial });
    await expect(become()).rejects.toMatchObject({ code: 'value-invalid' });
    expect(house.studio.shows.get('talk')).not.toHaveProperty('details');
    await edit(unnumbered, { number: 1 });
    expect((await become()).details).toEqual(serial);
  });
});

test('what is refused changes nothing', async () => {
  await house.createShow();
  const { episode } = await house.receive(await house.record(1));
  writeFileSync(house.file('cover.jpg'), 'no picture');
  const refused: readonly (readonly [EpisodeChanges, string])[] = [
    [{ title: ' \n' }, 'title-missing'],
    [{ title: 'x'.repeat(256) }, 'value-invalid'],
    [{ number: 0 }, 'value-invalid'],
    [{ season: 1.5 }, 'value-invalid'],
    [{ notes: '\uFFFD'.repeat(20) }, 'value-invalid'],
    [{ cover: { file: '/nowhere/c.jpg', name: 'c.jpg' } }, 'file-missing'],
    [{ cover: { file: house.file('cover.jpg'), name: 'cover.jpg' } }, 'cover-unfit'],
  ];
  for (const [changes, code] of refused) {
    const edited = house.studio.episodes.edit(episode.id, { explicit: true, ...changes });
    await expect(edited).rejects.toMatchObject({ code });
  }
  expect(house.studio.episodes.find(episode.slug).episode).toEqual(episode);
});
