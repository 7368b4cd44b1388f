import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { checkFeed } from '../../src/feed/check.ts';
import { showGuid } from '../../src/show/guid.ts';
import type { ImportReport, ImportWish } from '../../src/studio/transfer.ts';
import { until } from '../waiting.ts';
import { enclosureOf, type House, itemsOf, openHouse, wordOf } from './house.ts';
import { type Files, feedOf, type Item, makeFiles, type OldHost, openHost } from './old-host.ts';

/** Podcasts that come from another host, over a real server. */

let files: Files;
let house: House;
let host: OldHost;

beforeAll(async () => {
  files = await makeFiles();
});
beforeEach(async () => {
  [house, host] = [await openHouse(), await openHost()];
  host.put('/cover.png', 'image/png', files.cover);
  for (const [i, bytes] of files.mp3.entries()) host.put(`/${i}.mp3`, 'audio/mpeg', bytes);
});
afterEach(async () => {
  host.close();
  await house.close();
});

const two: readonly Item[] = [
  { guid: 'b', title: 'The second', sound: '/1.mp3', day: 2 },
  { guid: 'a', title: 'The first', sound: '/0.mp3', day: 1 },
];
const putFeed = (items: readonly Item[] = two, channel = '') =>
  host.put('/feed.xml', 'application/rss+xml', feedOf(items, channel));
const take = (wish: ImportWish = {}, path = '/feed.xml'): Promise<ImportReport> =>
  house.studio.importShow(`${host.base}${path}`, wish);
const saysOf = ({ oddities }: ImportReport): string =>
  oddities.map(({ place, says }) => `${place}: ${says}`).join('\n');
const hashOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const titles = (slug?: string) => house.studio.episodes.list(slug).map(({ episode }) => episode.title);

describe('a podcast', () => {
  test('is taken over with its words, its cover, its guids and its dates, and is not public yet', async () => {
    putFeed();
    const { show, ...report } = await take();
    expect(report).toMatchObject({ found: 2, taken: 2, known: 0, leftOut: 0, published: false });
    expect(show).toMatchObject({
      slug: 'old-talk',
      title: 'Old Talk',
      language: 'de',
      email: 'podcast@nordlicht.example',
      guid: showGuid(`${host.base}/feed.xml`),
      cover: { sha256: hashOf(files.cover) },
    });
    const [second, first] = house.studio.episodes.list();
    expect(second).toMatchObject({ state: 'ready', episode: { guid: 'b', title: 'The second' } });
    expect(first?.facts.master).toMatchObject({
      enclosure: { sha256: hashOf(files.mp3[0] ?? Buffer.alloc(0)), mediaType: 'audio/mpeg' },
      remarks: [expect.stringContaining('Imported as it was')],
    });
    expect(first?.loudness?.after.integrated).toBeGreaterThan(-60);
    expect(house.publicKeys()).toEqual([]);
  });

  test('is published as it was, byte for byte, on the days on which it was', async () => {
    putFeed(two, '<podcast:guid>9b024349-ccf0-5f69-a609-6b82873eab3c</podcast:guid>');
    const { show, published } = await take({ publish: true, slug: 'talk' });
    expect(published).toBe(true);
    await house.studio.shows.settle('talk', AbortSignal.timeout(20_000));
    const feed = house.feed();
    const [second, first] = [...itemsOf(feed).values()];
    expect([wordOf(second, 'guid'), wordOf(first, 'guid')]).toEqual(['b', 'a']);
    expect(wordOf(first, 'pubDate')).toBe('Sun, 01 Mar 2020 08:00:00 +0000');
    expect(feed).toContain('<podcast:guid>9b024349-ccf0-5f69-a609-6b82873eab3c</podcast:guid>');
    const key = enclosureOf(first)?.replace('https://podcast.example/feed/', '') ?? '';
    expect(readFileSync(join(house.folder, 'feed', key)).equals(files.mp3[0] ?? Buffer.alloc(0))).toBe(true);
    expect(checkFeed(feed).filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(show?.guid).toBe('9b024349-ccf0-5f69-a609-6b82873eab3c');
  });

  test('counts as published when its feed is there, not before; what is in the way is told of each episode', async () => {
    putFeed();
    mkdirSync(join(house.folder, 'feed/talk/feed.xml'), { recursive: true });
    await take({ publish: true, slug: 'talk' });
    const reports = () => house.studio.episodes.list('talk');
    await until(() => reports().every(({ problem }) => problem !== undefined), { timeout: 20_000 });
    expect(reports().map(({ state, problem }) => [state, problem?.code])).toEqual([
      ['failed', 'key-invalid'],
      ['failed', 'key-invalid'],
    ]);
    expect(house.studio.publications.list('talk')).toEqual([]);
    rmSync(join(house.folder, 'feed/talk/feed.xml'), { recursive: true });
    for (const { episode } of reports()) await house.studio.episodes.publish(episode.id);
    await house.studio.shows.settle('talk', AbortSignal.timeout(20_000));
    for (const { episode } of reports()) await house.settled(episode.id);
    expect([...itemsOf(house.feed()).keys()]).toEqual(['The second', 'The first']);
  });

  test('brings chapters, transcripts and covers along', async () => {
    const chapters = {
      version: '1.2.0',
      chapters: [0, 1, 1.5].map((startTime) => ({ startTime, title: `At ${startTime}` })),
    };
    host.put('/c.json', 'application/json+chapters', JSON.stringify(chapters));
    host.put('/t.vtt', 'text/vtt', 'WEBVTT\n\n00:00:00.000 --> 00:00:01.000\n<v Anna>Hello.\n');
    host.put('/own.png', 'image/png', files.smallCover);
    const more =
      '<podcast:chapters url="/c.json" type="application/json+chapters"/><podcast:transcript url="/t.html" type="text/html"/><podcast:transcript url="/t.vtt" type="text/vtt"/><itunes:image href="/own.png"/><description>&lt;p&gt;Notes.&lt;/p&gt;&lt;p&gt;00:00:00 At 0&lt;br&gt;00:00:01 At 1&lt;br&gt;00:00:01 At 1.5&lt;/p&gt;</description>';
    putFeed([{ guid: 'a', title: 'One', sound: '/0.mp3', day: 1, more }]);
    const report = await take();
    const [one] = house.studio.episodes.list();
    expect(one?.episode.chapters.map(({ start }) => start)).toEqual([0, 1, 1.5]);
    expect(one?.episode.notes).toBe('Notes.');
    expect(one?.episode.transcript).toMatchObject({ timed: true });
    expect(one?.episode.cover).toBeUndefined();
    expect(saysOf(report)).toMatch(/Its cover was left out\. The cover is 300 by 300 pixels/);
  });

  test('in M4A stays M4A', async () => {
    host.put('/c.m4a', 'audio/x-m4a', files.m4a);
    putFeed([{ guid: 'a', title: 'One', sound: '/c.m4a', day: 1 }]);
    await take({ publish: true, slug: 'talk' });
    await house.studio.shows.settle('talk', AbortSignal.timeout(20_000));
    expect(house.feed()).toMatch(/<enclosure url="[^"]+\.m4a" length="\d+" type="audio\/x-m4a"\/>/);
    expect(checkFeed(house.feed()).filter(({ severity }) => severity === 'error')).toEqual([]);
  });
});

describe('an episode whose date lies ahead', () => {
  const tomorrow = new Date(Date.now() + 20 * 3_600_000).toUTCString();
  const putAhead = () => {
    const ahead = feedOf(two).replace('02 Mar 2020 08:00:00 +0000', tomorrow);
    host.put('/feed.xml', 'application/rss+xml', ahead);
  };

  test('is published with the others when its time comes, and not before', async () => {
    putAhead();
    const report = await take({ publish: true, slug: 'talk' });
    expect(report).toMatchObject({ taken: 2, published: true });
    expect(saysOf(report)).toMatch(/“The second”.*lies ahead: it appears then, and not before/);
    await house.studio.shows.settle('talk', AbortSignal.timeout(20_000));
    expect([...itemsOf(house.feed()).keys()]).toEqual(['The first']);
    expect(house.feed()).toContain('<pubDate>Sun, 01 Mar 2020 08:00:00 +0000</pubDate>');
    expect(house.studio.episodes.list('talk').map(({ state }) => state)).toEqual(['scheduled', 'published']);
    expect(
      checkFeed(house.feed(), { now: new Date() }).filter(({ severity }) => severity === 'error'),
    ).toEqual([]);
    house.nextDay();
    await until(() => itemsOf(house.feed()).size === 2, { timeout: 20_000 });
    expect([...itemsOf(house.feed()).keys()]).toEqual(['The second', 'The first']);
  });

  test('is a draft until somebody publishes, and keeps its date when that has come', async () => {
    putAhead();
    const report = await take({ slug: 'talk' });
    expect(saysOf(report)).toMatch(/“The second”.*lies ahead: with --publish, it appears then/);
    expect(house.studio.episodes.list('talk').map(({ state }) => state)).toEqual(['ready', 'ready']);
    house.nextDay();
    expect(await take({ publish: true })).toMatchObject({ published: true });
    await house.studio.shows.settle('talk', AbortSignal.timeout(20_000));
    const second = itemsOf(house.feed()).get('The second');
    expect(wordOf(second, 'pubDate')).toBe(tomorrow.replace('GMT', '+0000'));
  });
});

test('chapters in Latin-1 keep their letters', async () => {
  const chapters = [0, 1, 1.5].map((startTime) => ({ startTime, title: `Über ${startTime}` }));
  host.put(
    '/c.json',
    'application/json',
    Buffer.from(JSON.stringify({ version: '1.2.0', chapters }), 'latin1'),
  );
  const more = '<podcast:chapters url="/c.json" type="application/json+chapters"/>';
  putFeed([{ guid: 'a', title: 'One', sound: '/0.mp3', day: 1, more }]);
  await take();
  expect(house.studio.episodes.list()[0]?.episode.chapters[0]?.title).toBe('Über 0');
});

describe('an imported sound', () => {
  const first = () => {
    const found = house.studio.episodes.list().find(({ episode }) => episode.guid === 'a');
    if (!found) throw new Error('It was not taken.');
    return found;
  };
  const publish = async () => {
    putFeed();
    await take({ publish: true, slug: 'talk' });
    await house.studio.shows.settle('talk', AbortSignal.timeout(20_000));
  };

  test('stays as it is when the words of its episode change', async () => {
    await publish();
    const before = first();
    await house.studio.episodes.edit(before.episode.id, { title: 'Renamed' });
    await house.settled(before.episode.id);
    expect(first()).toMatchObject({ state: 'published', enclosure: { key: before.enclosure?.key } });
    const item = itemsOf(house.feed()).get('Renamed');
    expect(wordOf(item, 'guid')).toBe('a');
    expect(enclosureOf(item)).toBe(before.enclosure?.url);
  });

  test('is mastered when its episode gets a recipe of its own', async () => {
    await publish();
    const [recipe] = await house.studio.recipes.list();
    await house.studio.episodes.edit(first().episode.id, recipe ? { recipe } : {});
    const after = await house.settled(first().episode.id);
    expect(after.state).toBe('published');
    expect(after.remarks.join()).not.toContain('Imported');
    const certificate = JSON.parse(house.published(after.certificateUrl ?? '').toString('utf8'));
    const enclosure = house.published(after.enclosure?.url ?? '');
    expect(certificate).toMatchObject({
      enclosure: { sha256: hashOf(enclosure), bytes: enclosure.length },
      recipe: { name: recipe?.name },
    });
    const { integrated = 0, tolerance = 0 } = recipe?.target ?? {};
    expect(Math.abs(certificate.after.integrated - integrated)).toBeLessThanOrEqual(tolerance);
    expect(hashOf(enclosure)).not.toBe(hashOf(files.mp3[0] ?? Buffer.alloc(0)));
  });

  test('that was lost is told, and not made anew behind the back of anybody', async () => {
    await publish();
    const { episode, facts } = first();
    rmSync(join(house.folder, 'episodes', facts.master?.enclosure.key ?? ''));
    for (const key of house.publicKeys().filter((name) => name.endsWith('.mp3')))
      rmSync(join(house.folder, 'feed', key));
    await house.studio.episodes.publish(episode.id);
    const after = await house.settled(episode.id);
    expect(after.problem).toMatchObject({ code: 'object-missing', hint: expect.stringContaining('backup') });
  });

  test('goes with its episode, and leaves nothing', async () => {
    putFeed();
    await take();
    for (const { episode } of house.studio.episodes.list()) await house.studio.episodes.remove(episode.id);
    expect(house.privateKeys().filter((key) => /^(originals|masters)/.test(key))).toEqual([]);
  });
});

describe('a feed with links that are not secure', () => {
  test('is published all the same', async () => {
    const more =
      '<description>See http://old.example/notes &lt;b&gt;now&lt;/b&gt;</description><itunes:season>0</itunes:season>';
    putFeed(
      [
        {
          guid: 'http://old.example/?p=1',
          title: `S01E02: ${'Long '.repeat(60)}`,
          sound: '/0.mp3',
          day: 1,
          more,
        },
      ],
      '<itunes:type>serial</itunes:type><copyright>(c) 2019</copyright><podcast:funding url="http://old.example/give">Give</podcast:funding>',
    );
    await take({ publish: true, slug: 'talk' });
    await house.studio.shows.settle('talk', AbortSignal.timeout(20_000));
    expect(itemsOf(house.feed()).size).toBe(1);
  });
});

describe('what cannot be taken', () => {
  test('is told, and the rest is taken', async () => {
    host.put('/page.mp3', 'text/html', '<!doctype html><title>Gone</title>');
    host.put('/silent.pdf', 'application/pdf', '%PDF-1.4');
    host.answer('/half.mp3', (_, response) => {
      response.writeHead(200, { 'content-length': '100000' }).write('ID3', () => response.socket?.destroy());
    });
    const broken = ['/gone.mp3', '/page.mp3', '/half.mp3', '/silent.pdf'].map((sound, i) => ({
      ...{ guid: sound, title: `Broken ${sound}`, sound, day: 10 + i },
    }));
    putFeed([...broken, { guid: 'x', title: 'Bare', day: 20 }, ...two]);
    const report = await take();
    expect(report).toMatchObject({ found: 7, taken: 2, leftOut: 5 });
    expect(titles()).toEqual(['The second', 'The first']);
    for (const says of [
      /gone\.mp3.*answers with 404/,
      /page\.mp3.*left out/,
      /half\.mp3.*breaks off/,
      /pdf.*left out.*PDF/,
    ])
      expect(saysOf(report)).toMatch(says);
    expect(house.privateKeys().filter((key) => key.startsWith('originals/'))).toHaveLength(2);
  });

  test('may be everything: then there is no show', async () => {
    putFeed([{ guid: 'a', title: 'Lost', sound: '/lost.mp3', day: 1 }]);
    const report = await take();
    expect(report).toMatchObject({ taken: 0, known: 0, leftOut: 1 });
    expect(report.show).toBeUndefined();
    expect(house.studio.shows.list()).toEqual([]);
  });

  test('a cover that is missing: a drawn one stands in', async () => {
    host.answer('/cover.png', (_, response) => response.writeHead(500).end());
    putFeed();
    const report = await take();
    expect(saysOf(report)).toMatch(/answers with 500[\s\S]*a drawn one stands in/);
    expect(report.show?.cover.mediaType).toBe('image/jpeg');
  });
});

test('a guid that another show here has, too, is kept: it counts within its feed', async () => {
  putFeed();
  await take();
  host.put(
    '/other.xml',
    'application/rss+xml',
    feedOf([{ guid: 'a', title: 'Mine', sound: '/0.mp3', day: 1 }]),
  );
  const { show, ...report } = await take({}, '/other.xml');
  expect(report).toMatchObject({ taken: 1, leftOut: 0 });
  expect(house.studio.episodes.list(show?.slug).map(({ episode }) => episode.guid)).toEqual(['a']);
});

describe('an import that is run again', () => {
  test('takes what was missing and leaves the rest as it is', async () => {
    host.answer('/1.mp3', (_, response) => response.writeHead(503).end());
    putFeed();
    expect(await take()).toMatchObject({ taken: 1, leftOut: 1 });
    const [first] = house.studio.episodes.list();
    host.put('/1.mp3', 'audio/mpeg', files.mp3[1] ?? '');
    host.asked.splice(0);
    expect(await take()).toMatchObject({ taken: 1, known: 1, leftOut: 0 });
    expect(host.asked).not.toContain('/0.mp3');
    expect(house.studio.episodes.list().map(({ episode }) => episode.guid)).toEqual(['b', 'a']);
    expect(house.studio.episodes.list()[1]?.episode).toEqual(first?.episode);
    expect(await take()).toMatchObject({ taken: 0, known: 2 });
    expect(house.studio.shows.list()).toHaveLength(1);
  });

  test('after it was stopped in the middle goes on', async () => {
    putFeed();
    const stop = new AbortController();
    const onProgress = ({ item }: { item: number }) => item === 2 && stop.abort();
    await expect(take({ signal: stop.signal, onProgress })).rejects.toMatchObject({ code: 'cancelled' });
    expect(titles()).toEqual(['The first']);
    expect(await take()).toMatchObject({ taken: 1, known: 1 });
  });

  test('publishes what was taken before', async () => {
    putFeed();
    await take({ slug: 'talk' });
    expect(await take({ publish: true })).toMatchObject({ taken: 0, known: 2, published: true });
    await house.studio.shows.settle('talk', AbortSignal.timeout(20_000));
    expect(itemsOf(house.feed()).size).toBe(2);
    expect(await take({ publish: true })).toMatchObject({ published: false });
  });

  test('under another slug is refused', async () => {
    putFeed();
    await take({ slug: 'talk' });
    await expect(take({ slug: 'other' })).rejects.toMatchObject({ code: 'show-exists' });
  });
});

describe('a feed that cannot be fetched', () => {
  test.each<readonly [string, (host: OldHost) => void, RegExp]>([
    [
      'answers with a web page',
      (at) => at.put('/feed.xml', 'text/html', '<!doctype html><title>x</title>'),
      /web page/,
    ],
    ['is not there', () => {}, /answers with 404/],
    [
      'redirects without end',
      (at) => {
        for (let n = 0; n < 20; n++)
          at.answer(n === 0 ? '/feed.xml' : `/${n}`, (_, response) =>
            response.writeHead(302, { location: `/${n + 1}` }).end(),
          );
      },
      /redirects more than 5 times/,
    ],
    [
      'redirects into a private network',
      (at) =>
        at.answer('/feed.xml', (_, response) =>
          response.writeHead(302, { location: 'http://10.0.0.1/' }).end(),
        ),
      /private network/,
    ],
  ])('because it %s', async (_, arrange, says) => {
    arrange(host);
    await expect(take()).rejects.toMatchObject({
      code: 'feed-unreadable',
      message: expect.stringMatching(says),
    });
    expect(house.studio.shows.list()).toEqual([]);
  });

  test('because it is in a private network', async () => {
    const asked = house.studio.importShow('http://192.168.1.1/feed.xml');
    await expect(asked).rejects.toMatchObject({ hint: expect.stringContaining('ALLOW_PRIVATE_ADDRESSES') });
  });

  test('may name sounds in a private network: they are not asked for', async () => {
    putFeed([{ guid: 'x', title: 'Inside', sound: 'http://10.0.0.1/x.mp3', day: 3 }, ...two]);
    const report = await take();
    expect(report).toMatchObject({ taken: 2, leftOut: 1 });
    expect(saysOf(report)).toMatch(/“Inside”.*private network/);
  });
});
