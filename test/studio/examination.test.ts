import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { readSettings } from '../../src/config.ts';
import { openStudio } from '../../src/studio/open.ts';
import { askFor } from '../../src/studio/reach.ts';
import type { Examination, Studio } from '../../src/studio/studio.ts';
import { bundledProgram } from '../bundled.ts';
import { makeSpeech } from '../sounds.ts';

/** Whether doctor finds listeners served, asked of a server that answers under PUBLIC_URL as each test wants it. */
let answer: RequestListener = (_request, response) => void response.writeHead(500).end();
const asked: string[] = [];
let server: Server;
let studio: Studio;
let folder: string;
let feed: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'corridor-doctor-'));
  server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}/feed`;
  feed = `${at}/talk/feed.xml`;
  studio = await openStudio(
    readSettings({
      EPISODES_STORE: `file:${join(folder, 'episodes')}`,
      FEED_STORE: `file:${join(folder, 'feed')}`,
      CATALOGUE: join(folder, 'catalogue.db'),
      SCRATCH_DIR: join(folder, 'scratch'),
      FFMPEG_PATH: bundledProgram,
      PUBLIC_URL: at,
    }),
  );
  await studio.shows.create({
    ...{ title: 'Corridor Talk', slug: 'talk', author: 'Nordlicht Works', language: 'en' },
    ...{ email: 'podcast@nordlicht.example', category: 'Business' },
  });
});
afterEach(() => asked.splice(0));
afterAll(async () => {
  await studio.close();
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

const listeners = async (): Promise<Examination | undefined> =>
  (await studio.examine()).find(({ subject }) => subject === 'listeners');

async function publish(wish: 'draft' | 'public'): Promise<void> {
  const file = await makeSpeech(join(folder, 'talk.wav'), { seconds: 3 });
  const recording = { file, name: 'talk.wav' };
  const { report } = await studio.episodes.receive({ title: 'The first', wish, recording });
  const stop = await studio.work();
  for await (const _ of studio.episodes.watch(report.episode.id, AbortSignal.timeout(30_000)));
  await stop();
  // The publication itself has looked there, too.
  asked.splice(0);
}

test('nobody is asked while nothing is published', async () => {
  expect(await listeners()).toMatchObject({ verdict: 'good', says: expect.stringContaining('no feed') });
  await publish('draft');
  expect(await listeners()).toMatchObject({ verdict: 'good', says: expect.stringContaining('no feed') });
  expect(asked).toEqual([]);
});

describe('once a feed is published', () => {
  beforeAll(() => publish('public'));

  const typed =
    (type: string, status = 200): RequestListener =>
    (_request, response) =>
      void response.writeHead(status, { 'Content-Type': type }).end();

  const servers: readonly (readonly [string, RequestListener, Examination['verdict'], RegExp])[] = [
    ['serves it', typed('application/rss+xml; charset=utf-8'), 'good', /feed\.xml answers$/],
    ['serves it with a type of old', typed('text/xml'), 'good', /feed\.xml answers$/],
    ['has nothing there', typed('text/html', 404), 'warning', /answers with 404$/],
    ['greets with a page', typed('text/html'), 'warning', /answers with text\/html, which is no feed$/],
    ['says no type', (_request, response) => void response.end(), 'warning', /no media type/],
    ['hangs up', (request) => void request.socket.destroy(), 'warning', /cannot be reached/],
    [
      'leads in a circle',
      (_request, response) => void response.writeHead(302, { Location: feed }).end(),
      'warning',
      /cannot be reached/,
    ],
  ];

  test.each(servers)('a server that %s', async (_, listener, verdict, says) => {
    answer = listener;
    const seen = await listeners();
    expect(seen).toMatchObject({ verdict, says: expect.stringMatching(says) });
    expect(seen?.mend === undefined).toBe(verdict === 'good');
    expect(asked[0]).toBe('HEAD /feed/talk/feed.xml');
  });

  test('is told with what to do now, and never as something that is missing', async () => {
    answer = typed('text/html', 404);
    const examinations = await studio.examine();
    expect(examinations.find(({ subject }) => subject === 'listeners')?.mend).toMatch(/PUBLIC_URL/);
    expect(examinations.filter(({ verdict }) => verdict === 'missing')).toEqual([]);
  });

  test('a server that does not answer is not waited for', async () => {
    answer = () => {};
    expect(await askFor(feed, 100)).toMatchObject({
      verdict: 'warning',
      says: `${feed} does not answer within 0.1 s`,
    });
  });

  test('an address where nobody is', async () => {
    const nobody = createServer();
    await new Promise<void>((resolve) => nobody.listen(0, '127.0.0.1', resolve));
    const { port } = nobody.address() as AddressInfo;
    await new Promise((resolve) => nobody.close(resolve));
    expect(await askFor(`http://127.0.0.1:${port}/feed.xml`)).toMatchObject({
      verdict: 'warning',
      says: expect.stringContaining('(ECONNREFUSED)'),
      mend: expect.stringContaining('corridor serve'),
    });
  });

  test('a feed that the disk does not give out', async () => {
    const path = join(folder, 'feed/talk/feed.xml');
    rmSync(path);
    symlinkSync(path, path);
    expect(await listeners()).toMatchObject({
      verdict: 'warning',
      says: expect.stringContaining('the public store does not answer'),
    });
    rmSync(path);
    expect(await listeners()).toMatchObject({ verdict: 'good', says: expect.stringContaining('no feed') });
    expect(asked).toEqual([]);
  });
});
