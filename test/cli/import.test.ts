import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { makeSpeech, makeText } from '../sounds.ts';
import {
  documentOf,
  type Fault,
  type House,
  openHouse,
  openHouseWithShow,
  publishJson,
  type Running,
} from './program.ts';

/** A show that moves from one house into another, by the commands alone. */

type Imported = Readonly<{
  show: { slug: string; guid: string; title: string };
  taken: number;
  known: number;
  oddities: { place: string; says: string }[];
}>;

let old: House;
let serving: Running;
let feedUrl: string;

beforeAll(async () => {
  const port = await freePort();
  old = await openHouseWithShow({ PORT: String(port), PUBLIC_URL: `http://127.0.0.1:${port}/feed` });
  const notes = await makeText(
    old.folder,
    'notes.md',
    'With **Anna**, at [home](https://nordlicht.example/a_b).\n\n- one\n- two\n',
  );
  const chapters = await makeText(old.folder, 'chapters.txt', '00:00 Welcome\n00:01 Middle\n00:02 End\n');
  const recording = await makeSpeech(old.file('talk.wav'));
  const told = await publishJson(old, [
    ...[recording, '--title', 'First night', '--notes', notes, '--chapters', chapters],
    ...['--season', '1', '--number', '2'],
  ]);
  feedUrl = told.feedUrl;
  serving = old.start(['serve']);
  await vi.waitUntil(() => serving.answered().includes('listens on'), { timeout: 30_000 });
});
afterAll(() => old.remove());

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const all = (text: string, pattern: RegExp): readonly string[] =>
  Array.from(text.matchAll(pattern), ([, found = '']) => found);
const soundsOf = (house: House): readonly string[] =>
  house.publicKeys().filter((key) => key.endsWith('.mp3'));

describe('a feed of Corridor itself', () => {
  let young: House;
  let first: Imported;
  beforeAll(async () => {
    young = openHouse();
    const outcome = await young.run(['import', feedUrl, '--publish', '--json']);
    expect(outcome).toMatchObject({ exit: 0, stderr: '' });
    first = documentOf<Imported>(outcome);
  });
  afterAll(() => young.remove());

  test('is taken over whole', () => {
    expect(first).toMatchObject({ taken: 1, known: 0, published: true, show: { slug: 'night-shift' } });
    expect(first.oddities).toEqual([
      { place: 'channel', says: expect.stringContaining('podcast:locked') },
      { place: 'channel', says: expect.stringContaining('e-mail') },
    ]);
  });

  test.each([
    ['guids', /<guid[^>]*>([^<]+)<\/guid>/g],
    ['podcast:guid', /<podcast:guid>([^<]+)</g],
    ['dates', /<item>[\s\S]*?<pubDate>([^<]+)</g],
    ['titles', /<itunes:title>([^<]+)</g],
    ['numbers', /<itunes:(?:season|episode)>(\d+)</g],
    ['notes', /<description>([\s\S]*?)<\/description>/g],
    ['lengths', /<enclosure[^>]* length="(\d+)"/g],
  ])('keeps its %s', (_, pattern) => {
    const before = all(old.feed(), pattern);
    expect(before.length).toBeGreaterThan(0);
    expect(all(young.feed(), pattern)).toEqual(before);
  });

  test('keeps its sound byte for byte, and its chapters', () => {
    const [there, here] = [old, young].map((house) => {
      const names = [...soundsOf(house), ...house.publicKeys().filter((key) => /chapters-/.test(key))];
      return names.map((key) => readFileSync(join(house.folder, 'feed', key)));
    });
    expect(here?.length).toBe(2);
    expect(here).toEqual(there);
  });

  test('is taken once, however often it is imported', async () => {
    const again = await young.run(['import', feedUrl, '--json']);
    expect(documentOf<Imported>(again)).toMatchObject({ taken: 0, known: 1 });
    const text = await young.run(['import', feedUrl]);
    expect(text.stdout).toMatch(/Episodes +0 taken, 1 were here, 0 left out, of 1/);
  });

  test('moves on: the old address redirects, and comes back', async () => {
    const feed = await fetch(feedUrl, { redirect: 'manual' });
    expect(feed.status).toBe(200);
    const to = 'https://new.example/feed.xml';
    const moved = await old.run(['move', 'night-shift', '--to', to, '--unchecked', '--json']);
    expect(documentOf(moved)).toMatchObject({ movedTo: to, redirects: true });
    const gone = await fetch(feedUrl, { redirect: 'manual' });
    expect([gone.status, gone.headers.get('location')]).toEqual([301, to]);
    expect((await old.run(['move', 'night-shift', '--back'])).stdout).toContain('is back');
    expect((await fetch(feedUrl, { redirect: 'manual' })).status).toBe(200);
  });

  test('is exported with all its files', async () => {
    const { exit, stdout } = await young.run(['export', 'night-shift', '-o', join(young.folder, 'out')]);
    expect(exit).toBe(0);
    expect(stdout).toMatch(/Files +\d+ written, 0 were there/);
    const sound = readFileSync(join(young.folder, 'out/episodes/first-night/first-night.mp3'));
    expect(sound.equals(readFileSync(join(young.folder, 'feed', soundsOf(young)[0] ?? '')))).toBe(true);
  });
});

test('a feed of which nothing can be taken ends with exit code 1', async () => {
  const house = openHouse();
  const server = createServer((_, response) =>
    response.end('<rss version="2.0"><channel><title>x</title><item><title>y</title></item></channel></rss>'),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const outcome = await house.run(['import', url]);
  expect(outcome.exit).toBe(1);
  expect(outcome.stdout).toMatch(/Nothing could be taken[\s\S]*“y” \(line 1\): It has no enclosure/);
  server.close();
  house.remove();
});

test('wrong words are told', async () => {
  const house = openHouse();
  for (const [words, code] of [
    [['import', 'nonsense'], 'feed-unreadable'],
    [['move', 'nobody'], 'usage-wrong'],
  ] as const) {
    const outcome = await house.run([...words, '--json']);
    expect(outcome.exit).toBe(2);
    expect(documentOf<Fault>(outcome).error.code).toBe(code);
  }
  house.remove();
});
