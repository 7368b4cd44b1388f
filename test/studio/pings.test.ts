import { createHmac } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Settings, readSettings } from '../../src/config.ts';
import { sqliteQueue } from '../../src/jobs/sqlite.ts';
import type { PendingJob } from '../../src/jobs/queue.ts';
import type { Show } from '../../src/show/show.ts';
import { openSqlite } from '../../src/sqlite.ts';
import { openLocalStore } from '../../src/store/local.ts';
import {
  carryOutPing,
  type Notice,
  type Occasion,
  orderPings,
  PING_LANE,
  settlePings,
} from '../../src/studio/pings.ts';
import { openStudio } from '../../src/studio/open.ts';
import { waitUntil } from '../../src/studio/waiting.ts';

import { bundledProgram } from '../bundled.ts';
import { makeSpeech } from '../sounds.ts';

/** Who is told of a publication, and what becomes of a call that nobody takes. */

type Heard = Readonly<{ method: string; url: string; headers: IncomingMessage['headers']; body: string }>;

const secret = 'sixteen letters!';
const show = { id: 1, slug: 'talk', title: 'Corridor Talk', guid: 'the-guid' } as Show;
const occasion: Occasion = {
  event: 'episode.published',
  episode: { guid: 'e-1', title: 'The first', slug: 'the-first' },
  at: new Date('2026-03-03T08:00:00Z'),
};

let folder: string;
let closings: (() => unknown)[];
let warnings: Error[];
const keepWarning = (warning: Error) => {
  if (warning.name === 'CorridorPing') warnings.push(warning);
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'corridor-pings-'));
  [closings, warnings] = [[], []];
  process.on('warning', keepWarning);
});
afterEach(async () => {
  for (const close of closings.reverse()) await close();
  process.off('warning', keepWarning);
  rmSync(folder, { recursive: true, force: true });
});

/** A server that notes what it is told and answers with one status after the other, the last of them for ever. */
async function serve(statuses: readonly number[]): Promise<{ address: string; heard: Heard[] }> {
  const heard: Heard[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const { method = '', url = '', headers } = request;
    heard.push({ method, url, headers, body: await text(request) });
    const status = statuses[Math.min(heard.length, statuses.length) - 1] ?? 500;
    response.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end();
  };
  const server: Server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closings.push(
    () => server.closeAllConnections(),
    () => server.close(),
  );
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, heard };
}

/** A queue with the lane at work; a minute goes by whenever something waits for its next attempt. */
function openLane(environment: Record<string, string>) {
  const settings: Settings = readSettings({ PUBLIC_URL: 'https://podcast.example/feed', ...environment });
  let offset = 0;
  const clock = { now: () => new Date(Date.now() + offset) };
  const db = openSqlite(join(folder, 'queue.db'));
  const queue = sqliteQueue(db, { clock, poll: 0.002 });
  const publicStore = openLocalStore({
    folder,
    address: 'file:./feed',
    publicBase: settings.PUBLIC_URL,
  });
  const house = { settings, clock, queue, publicStore };
  const stop = queue.handle(PING_LANE, (job) => carryOutPing(house, job), { concurrency: 2 });
  closings.push(() => db.close(), stop);
  const isWaiting = ({ state, attempt }: PendingJob) => state === 'waiting' && attempt > 0;
  const emptied = () =>
    vi.waitUntil(
      () => {
        if (queue.pending().some(isWaiting)) offset += 300_000;
        return queue.pending().length === 0;
      },
      { timeout: 20_000, interval: 1 },
    );
  return { house, queue, emptied };
}

describe('a publication', () => {
  test('is told to hubs, the Podcast Index and webhooks, each in its own words', async () => {
    const [hub, index, hook] = [await serve([204]), await serve([200]), await serve([200])];
    const { house, emptied } = openLane({
      WEBSUB_HUBS: hub.address,
      PODCAST_INDEX_PING: `${index.address}?pretty`,
      WEBHOOKS: `${hook.address}, ${hook.address}2`,
      WEBHOOK_SECRET: secret,
    });
    orderPings(house, show, occasion);
    await emptied();
    const feedUrl = 'https://podcast.example/feed/talk/feed.xml';
    expect(hub.heard).toMatchObject([
      { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
    ]);
    expect(Object.fromEntries(new URLSearchParams(hub.heard[0]?.body))).toEqual({
      'hub.mode': 'publish',
      'hub.url': feedUrl,
    });
    expect(index.heard).toMatchObject([
      { method: 'GET', url: `/hook?pretty=&url=${encodeURIComponent(feedUrl)}` },
    ]);
    expect(index.heard[0]?.headers['user-agent']).toBe('Corridor/1');
    expect(hook.heard.map(({ url }) => url).sort()).toEqual(['/hook', '/hook2']);
    expect(JSON.parse(hook.heard[0]?.body ?? '') as Notice).toEqual({
      event: 'episode.published',
      show: { slug: 'talk', title: 'Corridor Talk', guid: 'the-guid' },
      feedUrl,
      episode: {
        guid: 'e-1',
        title: 'The first',
        pageUrl: 'https://podcast.example/feed/talk/the-first.html',
      },
      moment: '2026-03-03T08:00:00.000Z',
    });
  });

  test('is signed so that its receiver can verify it', async () => {
    const { address, heard } = await serve([200]);
    const { house, emptied } = openLane({ WEBHOOKS: address, WEBHOOK_SECRET: secret });
    orderPings(house, show, occasion);
    await emptied();
    const [call] = heard;
    const [, time, given] =
      /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(call?.headers['corridor-signature'])) ?? [];
    const expected = createHmac('sha256', secret).update(`${time}.${call?.body}`).digest('hex');
    expect(given).toBe(expected);
    expect(Math.abs(Number(time) - Date.now() / 1000)).toBeLessThan(60);
  });

  test('is told to a hub once, however often it is published before the hub hears of it', async () => {
    const { address, heard } = await serve([204]);
    const { house, emptied } = openLane({ WEBSUB_HUBS: address });
    for (const title of ['One', 'Two']) orderPings(house, { ...show, title }, occasion);
    await emptied();
    expect(heard).toHaveLength(1);
  });
});

describe('a call', () => {
  test('that fails is made again, until it is taken', async () => {
    const { address, heard } = await serve([500, 500, 204]);
    const { house, emptied } = openLane({ WEBSUB_HUBS: address });
    orderPings(house, show, occasion);
    await emptied();
    expect(heard).toHaveLength(3);
    expect(warnings).toEqual([]);
  });

  test('to a hub that is down stays owed, with what went wrong', async () => {
    const { house, queue } = openLane({ WEBSUB_HUBS: 'http://127.0.0.1:1/hub' });
    orderPings(house, show, occasion);
    await waitUntil(() => queue.pending()[0]?.lastError !== undefined, AbortSignal.timeout(10_000));
    const lastError = { code: 'ping-unanswered', message: expect.stringMatching(/cannot be connected to/) };
    expect(queue.pending()).toMatchObject([{ state: 'waiting', lastError }]);
  });

  test('is given up after about a day, and the log says so', async () => {
    const { address, heard } = await serve([503]);
    const { house, emptied } = openLane({ WEBSUB_HUBS: address });
    orderPings(house, show, occasion);
    const begun = house.clock.now().getTime();
    await emptied();
    const hours = (house.clock.now().getTime() - begun) / 3_600_000;
    expect(hours).toBeGreaterThan(20);
    expect(heard.length).toBeGreaterThan(100);
    expect(warnings.map(({ message }) => message)).toEqual([expect.stringContaining('answers with 503')]);
  });

  test.each([
    ['a redirect', 302, 'redirects'],
    ['an address that is gone', 410, 'gone'],
  ])('that meets %s is not made again', async (_, status, says) => {
    const { address, heard } = await serve([status]);
    const { house, emptied } = openLane({ WEBHOOKS: address, WEBHOOK_SECRET: secret });
    orderPings(house, show, occasion);
    await emptied();
    expect(heard.map(({ url }) => url)).toEqual(['/hook']);
    expect(warnings.map(({ message }) => message)).toEqual([expect.stringContaining(says)]);
  });

  test('into a private network is refused', async () => {
    const { house, emptied } = openLane({ WEBHOOKS: 'http://10.0.0.1/hook', WEBHOOK_SECRET: secret });
    orderPings(house, show, occasion);
    await emptied();
    expect(warnings.map(({ message }) => message)).toEqual([expect.stringContaining('private network')]);
  });

  test('that nobody has tried gets its first attempt before a program ends', async () => {
    const { address, heard } = await serve([500]);
    const { house, queue } = openLane({ WEBSUB_HUBS: address });
    orderPings(house, show, occasion);
    await settlePings(house);
    expect(heard).toHaveLength(1);
    expect(queue.pending()).toHaveLength(1);
  });
});

describe('a studio that publishes', () => {
  test('calls once before it ends, whatever the hub and the webhook answer, and its publication stays', async () => {
    const hook = await serve([500]);
    const studio = await openStudio(
      readSettings({
        EPISODES_STORE: `file:${join(folder, 'episodes')}`,
        FEED_STORE: `file:${join(folder, 'feed')}`,
        CATALOGUE: join(folder, 'catalogue.db'),
        SCRATCH_DIR: join(folder, 'scratch'),
        PUBLIC_URL: 'https://podcast.example/feed',
        FFMPEG_PATH: bundledProgram,
        WEBSUB_HUBS: 'http://127.0.0.1:1/hub',
        WEBHOOKS: hook.address,
        WEBHOOK_SECRET: secret,
      }),
    );
    closings.push(() => studio.close());
    const words = { author: 'Nordlicht', email: 'p@n.example', category: 'Technology', language: 'en' };
    await studio.shows.create({ title: 'Talk', ...words });
    const file = await makeSpeech(join(folder, 'talk.wav'), { seconds: 2 });
    const stop = await studio.work();
    const { report } = await studio.episodes.receive({
      ...{ title: 'The first', wish: 'public' },
      recording: { file, name: 'talk.wav' },
    });
    for await (const _ of studio.episodes.watch(report.episode.id, AbortSignal.timeout(30_000)));
    await stop();
    expect(studio.episodes.get('talk', 'the-first')).toMatchObject({ state: 'published' });
    expect(readFileSync(join(folder, 'feed/talk/feed.xml'), 'utf8')).toContain(report.episode.guid);
    expect(hook.heard.map(({ body }) => JSON.parse(body) as Notice)).toMatchObject([
      { event: 'episode.published', episode: { guid: report.episode.guid, title: 'The first' } },
    ]);
  });
});

test('webhooks without a secret are refused as a setting', () => {
  expect(() => readSettings({ WEBHOOKS: 'https://a.example/hook' })).toThrow(/WEBHOOK_SECRET: is missing/);
  expect(() => readSettings({ WEBSUB_HUBS: 'hub.example' })).toThrow(
    /^Settings that cannot be used: WEBSUB_HUBS/,
  );
});
