import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { textOf } from '../../src/feed/outline.ts';
import { publishJson, type Running, type Told } from '../cli/program.ts';
import { byGuid, feeds, type ReadItem } from '../feed/feeds.ts';
import { channelOf } from '../feed/fixtures.ts';
import { describeUnless } from '../services/absent.ts';
import { type Client, clientAbsent, openClient } from '../services/gpodder.ts';
import { feedparser, newsboat, podcastparser, type Reader, readersAbsent } from '../services/readers.ts';
import { makeSpeech, makeText } from '../sounds.ts';
import { until } from '../waiting.ts';
import { answersToPolls, guidsOf, openServedHouse, requestsOf, type ServedHouse } from './served.ts';

/** Programs that people listen with, at what `corridor serve` serves. */
describeUnless(clientAbsent(), 'gPodder as a listener', () => {
  let served: ServedHouse;
  let serving: Running;
  let client: Client;
  let published: readonly Told[];

  beforeAll(async () => {
    served = await openServedHouse();
    const { house } = served;
    const words = 'With **Anna** & <Ben> 🎙️.\n\n- [One](https://nordlicht.example/?a=1&b=2)\n';
    const notes = await makeText(house.folder, 'notes.md', words);
    const record = (seed: number) => makeSpeech(house.file(`${seed}.wav`), { seconds: 3, seed });
    published = [
      await publishJson(house, [await record(1), '--title', 'First night', '--notes', notes]),
      await publishJson(house, [await record(2), '--title', 'Second night']),
    ];
    serving = await served.serve();
    client = openClient();
  });
  afterAll(() => {
    client?.remove();
    served?.house.remove();
  });

  const guids = () => published.map(({ episode }) => episode.guid);
  const keptGuids = () => client.episodes().map(({ guid }) => guid);
  const downloadsAsked = (): number => requestsOf(serving).filter(({ url }) => url.endsWith('.mp3')).length;

  test('subscribes, and sees every episode as it was published', async () => {
    await client.run('subscribe', served.feedUrl);
    expect(client.subscriptions()).toEqual([{ title: 'Night Shift', url: served.feedUrl }]);
    expect(client.episodes()).toMatchObject(
      published.map(({ episode, enclosure }) => ({
        guid: episode.guid,
        title: episode.title,
        url: enclosure.url,
        file_size: enclosure.bytes,
        mime_type: 'audio/mpeg',
        total_time: Math.round(enclosure.duration),
      })),
    );
    expect(client.episodes()[0]?.description_html).toContain(
      '<p>With <strong>Anna</strong> &amp; &lt;Ben&gt; 🎙️.</p>',
    );
  });

  test('polls again, and is told that nothing has changed', async () => {
    await client.run('update');
    expect(answersToPolls(serving)).toEqual([200, 304]);
    expect(keptGuids()).toEqual(guids());
  });

  test('downloads the very bytes that were published', async () => {
    await client.run('download');
    const stored = published.map(({ enclosure }) => served.stored(enclosure.url ?? ''));
    const downloads = client.downloads();
    expect(downloads.map(({ length }) => length)).toEqual(stored.map(({ length }) => length));
    for (const [n, bytes] of stored.entries()) expect(downloads[n]?.equals(bytes)).toBe(true);
  });

  test('sees an edited title, and has no episode twice', async () => {
    await served.command('episode', 'edit', 'first-night', '--title', 'The very first night');
    await client.run('update');
    expect(answersToPolls(serving).at(-1)).toBe(200);
    expect(client.episodes().map(({ title }) => title)).toEqual(['The very first night', 'Second night']);
    expect(keptGuids()).toEqual(guids());
    await client.run('update');
    expect(answersToPolls(serving).at(-1)).toBe(304);
  });

  describe('when the show moves to another host', () => {
    let other: ServedHouse;
    let servingThere: Running;
    beforeAll(async () => {
      other = await openServedHouse({ withShow: false });
      await other.command('import', served.feedUrl, '--publish');
      servingThere = await other.serve();
      await served.command('move', 'night-shift', '--to', other.feedUrl);
      await until(() => served.house.feed().includes(`new-feed-url>${other.feedUrl}<`), { timeout: 30_000 });
    });
    afterAll(() => other?.house.remove());

    test('follows, and has the new address from then on', async () => {
      await client.run('update');
      expect(answersToPolls(serving).at(-1)).toBe(301);
      expect(client.subscriptions()).toEqual([{ title: 'Night Shift', url: other.feedUrl }]);
      const polls = answersToPolls(serving).length;
      await client.run('update');
      expect(answersToPolls(serving)).toHaveLength(polls);
      expect(requestsOf(servingThere).at(-1)).toMatchObject({ method: 'GET', status: 304 });
    });

    test('has no episode twice, and downloads nothing again', async () => {
      expect(keptGuids()).toEqual(guids());
      const asked = downloadsAsked();
      await client.run('download');
      expect(client.downloads()).toHaveLength(2);
      expect(downloadsAsked()).toBe(asked);
      expect(
        requestsOf(servingThere).filter(({ method, url }) => method === 'GET' && url.endsWith('.mp3')),
      ).toEqual([]);
    });

    test('finds the new address in both feeds, and the same guids', () => {
      const [old, young] = [served, other].map(({ house }) => house.feed());
      if (old === undefined || young === undefined) return expect.fail('There is no feed.');
      for (const feed of [old, young])
        expect(textOf(channelOf(feed), 'itunes:new-feed-url')).toBe(other.feedUrl);
      expect(guidsOf(young)).toEqual(guidsOf(old));
    });
  });
});

/** Beside podcast-partytime in test/feed/readers.test.ts: readers that share no line with ours, nor with each other. */
describeUnless(readersAbsent(), 'our feeds, as others read them', () => {
  type Told = readonly (keyof ReadItem)[];
  const common: Told = ['guid', 'title', 'url', 'type', 'published'];
  const readers: readonly (readonly [name: string, reader: Reader, tells: Told])[] = [
    ['podcastparser', podcastparser, [...common, 'length', 'seconds']],
    ['feedparser', feedparser, [...common, 'length', 'seconds', 'chapters']],
    ['newsboat', newsboat, common],
  ];
  const first = feeds[0] ?? expect.fail('There is no feed.');

  describe.each(readers)('%s', (_name, reader, tells) => {
    test('complains of nothing, and reads everything as it was meant', async () => {
      const readings = await reader(feeds.map(({ xml }) => xml));
      expect(readings.map(({ findings }) => findings)).toEqual(feeds.map(() => []));
      for (const [n, { told }] of feeds.entries()) {
        const reading = readings[n] ?? expect.fail();
        expect(reading.title).toBe(told.title);
        expect([...(reading.items as readonly ReadItem[])].sort(byGuid)).toEqual(told.items.map(only(tells)));
      }
    });

    test('does not take a feed that breaks off for a whole one', async () => {
      const [reading] = await reader([first.xml.slice(0, first.xml.length / 2)]);
      expect(reading?.items.length).toBeLessThan(first.told.items.length);
    });
  });

  const only =
    (tells: Told) =>
    (item: ReadItem): Partial<ReadItem> =>
      Object.fromEntries(tells.map((name) => [name, item[name]]));
});
