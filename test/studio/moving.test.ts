import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type House, openHouse } from './house.ts';
import { feedOf, type OldHost, openHost } from './old-host.ts';

/** Shows that go to another host. */

let house: House;
let host: OldHost;

beforeAll(async () => {
  house = await openHouse();
  await house.createShow();
  const chapters = [0, 1, 2].map((start) => ({ start, title: `At ${start}` }));
  await house.publish(await house.record(1), { title: 'The first', chapters, notes: 'With **Anna**' });
});
beforeEach(async () => {
  host = await openHost();
});
afterEach(() => host.close());
afterAll(() => house.close());

const guid = () => house.studio.episodes.list()[0]?.episode.guid ?? '';
const putFeed = (items = [{ guid: guid(), title: 'The first', sound: '/1.mp3', day: 1 }], channel = '') =>
  host.put('/feed.xml', 'application/rss+xml', feedOf(items, channel));
const move = (path = '/feed.xml', unchecked = false) =>
  house.studio.moveShow('talk', { to: `${host.base}${path}`, unchecked });
const settled = () => house.studio.shows.settle('talk', AbortSignal.timeout(20_000));

describe('a move', () => {
  test('is remembered, and taken back', async () => {
    putFeed();
    expect((await move()).movedTo).toBe(`${host.base}/feed.xml`);
    await settled();
    expect(house.studio.publicFiles.movedTo?.('talk/feed.xml')).toBe(`${host.base}/feed.xml`);
    expect(house.studio.publicFiles.movedTo?.('talk/index.html')).toBeUndefined();
    expect(house.feed()).toContain(guid());
    expect((await house.studio.moveShow('talk', {})).movedTo).toBeUndefined();
    await settled();
    expect(house.studio.publicFiles.movedTo?.('talk/feed.xml')).toBeUndefined();
  });

  test.each<readonly [string, (at: OldHost) => void, RegExp]>([
    ['nothing', () => {}, /answers with 404/],
    [
      'a web page',
      (at) => at.put('/feed.xml', 'text/html', '<!doctype html><title>Welcome</title>'),
      /web page/,
    ],
    ['a feed without its episodes', () => putFeed([]), /lacks 1 of the episodes/],
    [
      'the feed of another show',
      () => putFeed(undefined, '<podcast:guid>9b024349-ccf0-5f69-a609-6b82873eab3c</podcast:guid>'),
      /another show/,
    ],
  ])('to an address that serves %s is refused', async (_, arrange, says) => {
    arrange(host);
    await expect(move()).rejects.toMatchObject({
      code: 'move-refused',
      message: expect.stringMatching(says),
    });
    expect(house.studio.shows.get('talk').movedTo).toBeUndefined();
  });

  test('to an address that is not there yet goes through when nobody is to look', async () => {
    expect((await move('/later.xml', true)).movedTo).toBe(`${host.base}/later.xml`);
    await house.studio.moveShow('talk', {});
    expect(host.asked).toEqual([]);
  });

  test.each(['talk', 'ftp://a.example/feed', 'javascript:alert(1)'])('to %s is refused', async (to) => {
    await expect(house.studio.moveShow('talk', { to })).rejects.toMatchObject({ code: 'value-invalid' });
  });

  test('to where it is already is refused', async () => {
    const to = 'https://podcast.example/feed/talk/feed.xml';
    await expect(house.studio.moveShow('talk', { to })).rejects.toMatchObject({ code: 'move-refused' });
  });
});

describe('an export', () => {
  const folder = () => join(house.folder, 'out');
  const read = (name: string) => readFileSync(join(folder(), name));
  const json = (name: string) => JSON.parse(read(name).toString()) as Record<string, unknown>;
  const go = () => house.studio.exportShow('talk', folder());
  afterEach(() => rmSync(folder(), { recursive: true, force: true }));

  test('has all that listeners get, and all words', async () => {
    const report = await go();
    expect(report).toMatchObject({ episodes: 1, kept: 0 });
    expect(read('feed.xml').toString()).toBe(house.feed());
    expect(json('show.json')).toMatchObject({ slug: 'talk', category: 'Business > Careers' });
    const episode = json('episodes/the-first/episode.json');
    const [sound] = episode.sounds as { file: string; sha256: string }[];
    expect(episode).toMatchObject({ guid: guid(), notes: 'With **Anna**', state: 'published' });
    const bytes = read(`episodes/the-first/${sound?.file}`);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(sound?.sha256);
    expect((json('episodes/the-first/chapters.json').chapters as unknown[]).length).toBe(3);
    for (const name of ['cover.jpg', 'README.md', 'episodes/the-first/certificate.json'])
      expect(existsSync(join(folder(), name))).toBe(true);
  });

  test('that is run again writes only what is missing or spoilt', async () => {
    const { written } = await go();
    expect(await go()).toMatchObject({ written: 0, kept: written });
    const sound = 'episodes/the-first/the-first.mp3';
    const whole = read(sound);
    writeFileSync(join(folder(), sound), Buffer.alloc(whole.length));
    rmSync(join(folder(), 'cover.jpg'));
    expect(await go()).toMatchObject({ written: 2, kept: written - 2 });
    expect(read(sound).equals(whole)).toBe(true);
  });

  test('of bytes that are not what was kept is refused, and leaves no half file', async () => {
    const key = house.studio.episodes.list()[0]?.facts.master?.enclosure.key ?? '';
    const path = join(house.folder, 'episodes', key);
    const whole = readFileSync(path);
    writeFileSync(path, Buffer.alloc(whole.length));
    await expect(go()).rejects.toMatchObject({ code: 'store-unfaithful' });
    writeFileSync(path, whole);
    expect(existsSync(join(folder(), 'episodes/the-first/the-first.mp3.part'))).toBe(false);
    expect(existsSync(join(folder(), 'episodes/the-first/the-first.mp3'))).toBe(false);
  });

  test('of a show that nobody knows is refused', async () => {
    await expect(house.studio.exportShow('nobody', folder())).rejects.toMatchObject({ code: 'show-unknown' });
  });
});
