import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseFeed } from 'podcast-partytime';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkFeed } from '../../src/feed/check.ts';
import { textOf } from '../../src/feed/outline.ts';
import { readTime } from '../../src/show/time.ts';
import { publishJson, type Running } from '../cli/program.ts';
import { channelOf } from '../feed/fixtures.ts';
import { describeUnless } from '../services/absent.ts';
import { clientAbsent, openClient } from '../services/gpodder.ts';
import { ffmpeg, hear, makeSpeech, makeText, makeTone } from '../sounds.ts';
import { until } from '../waiting.ts';
import { decode, reachOf } from '../workshop/samples.ts';
import {
  answersToPolls,
  attribute,
  factsOf,
  type Front,
  guidsOf,
  itemsOf,
  openFront,
  openServedHouse,
  type ServedHouse,
  wordsOf,
} from './served.ts';

/**
 * What every feed that Corridor publishes has to live up to, sentence by sentence, through the real program and over
 * HTTP as apps see it. One show with an intro, served by `corridor serve`.
 */

/** Hertz; neither the intro nor the talk has anything there. */
const TONE = 6000;
/** Seconds in the recording. */
const TONE_AT = 2.5;

let served: ServedHouse;
let serving: Running;
let front: Front;

beforeAll(async () => {
  served = await openServedHouse();
  const { house } = served;
  const intro = await makeTone(house.file('intro.wav'), { seconds: 3 });
  await served.command('show', 'edit', 'night-shift', '--intro', intro);
  serving = await served.serve();
  const marks = `00:00 Welcome\n00:0${TONE_AT} The tone\n00:03 End\n`;
  const chapters = await makeText(house.folder, 'chapters.txt', marks);
  const words = `WEBVTT\n\n00:00:00.500 --> 00:00:02.000\nHello.\n\n00:00:0${TONE_AT}00 --> 00:00:02.800\nBeep.\n`;
  const transcript = await makeText(house.folder, 'words.vtt', words);
  const companions = ['--chapters', chapters, '--transcript', transcript];
  await publishJson(house, [await makeTalkWithTone(), '--title', 'The tone', ...companions]);
  await publishJson(house, [await record(2), '--title', 'Second night']);
  front = await openFront(served.origin);
});
afterAll(() => {
  front?.close();
  served?.house.remove();
});

const record = (seed: number): Promise<string> =>
  makeSpeech(served.house.file(`talk-${seed}.wav`), { seconds: 3, seed });

async function makeTalkWithTone(): Promise<string> {
  const path = served.house.file('tone.wav');
  const speech = await makeSpeech(served.house.file('speech.wav'), { seconds: 4 });
  const tone = `sine=frequency=${TONE}:sample_rate=44100:duration=0.3,adelay=${TONE_AT * 1000}`;
  const mix = '[0:a][1:a]amix=inputs=2:duration=first,volume=2';
  await ffmpeg(['-i', speech, '-f', 'lavfi', '-i', tone, '-filter_complex', mix, '-ar', '44100', path]);
  return path;
}

describe('1. Two renderings without a change are byte-identical and give 304', () => {
  test('though the first has vanished from the store', async () => {
    const first = await fetch(served.feedUrl);
    const bytes = await first.text();
    const etag = first.headers.get('etag') ?? '';
    rmSync(join(served.house.folder, 'feed/night-shift/feed.xml'));
    expect((await fetch(served.feedUrl)).status).toBe(404);
    await served.command('episode', 'publish', 'the-tone');
    expect(await served.feed()).toBe(bytes);
    const again = await fetch(served.feedUrl, { headers: { 'If-None-Match': etag } });
    expect([again.status, await again.text()]).toEqual([304, '']);
    const since = again.headers.get('last-modified') ?? '';
    expect((await fetch(served.feedUrl, { headers: { 'If-Modified-Since': since } })).status).toBe(304);
  });
});

describe('2. An edit of title, notes or audio leaves every guid as it was', () => {
  test('of title and notes, and of audio, which gets a new address', async () => {
    const before = guidsOf(await served.feed());
    const notes = await makeText(served.house.folder, 'n.md', 'What was **left out** the first time.');
    const edit = ['--title', 'The second night', '--notes', notes];
    await served.command('episode', 'edit', 'second-night', ...edit);
    const edited = await served.feed();
    await served.command('episode', 'replace', 'second-night', await record(3));
    const replaced = await served.feed();
    const { 'Second night': guid, ...others } = before;
    expect(guid).toBeTruthy();
    expect(guidsOf(edited)).toEqual({ ...others, 'The second night': guid });
    expect(guidsOf(replaced)).toEqual(guidsOf(edited));
    const [old, young] = [edited, replaced].map((feed) => itemsOf(feed).get('The second night'));
    expect(attribute(young, 'enclosure', 'url')).not.toBe(attribute(old, 'enclosure', 'url'));
    expect(textOf(old ?? expect.fail(), 'description')).toContain('left out');
  });
});

describe('3. `length`, `Content-Length` and the stored object agree to the byte; duration within a second', () => {
  test('for every episode', async () => {
    const items = [...itemsOf(await served.feed()).values()];
    expect(items).toHaveLength(2);
    for (const each of items) {
      const url = attribute(each, 'enclosure', 'url');
      const answer = await fetch(url);
      const stored = served.stored(url);
      expect(attribute(each, 'enclosure', 'length')).toBe(String(stored.length));
      expect(answer.headers.get('content-length')).toBe(String(stored.length));
      expect(stored.equals(Buffer.from(await answer.arrayBuffer()))).toBe(true);
      const { seconds } = await hear(served.pathOf(url));
      expect(Math.abs(Number(textOf(each, 'itunes:duration')) - seconds)).toBeLessThanOrEqual(1);
    }
  });
});

describe('4. HEAD, `0-1`, open, suffix and unsatisfiable ranges answer as they must, also through redirects', () => {
  let direct: string;
  let bytes: Buffer;
  beforeAll(async () => {
    direct = attribute(await served.item('The tone'), 'enclosure', 'url');
    bytes = served.stored(direct);
  });
  const total = () => bytes.length;

  describe.each([
    ['at its own address', () => direct],
    ['behind a 302', () => direct.replace(served.origin, front.origin)],
  ])('%s', (_where, address) => {
    const ask = (headers: Record<string, string> = {}, method = 'GET') =>
      fetch(address(), { method, headers: { 'Accept-Encoding': 'gzip', ...headers } });
    const whole = () => ({
      ...{ status: 200, type: 'audio/mpeg', length: String(total()) },
      ...{ range: null, coding: null, ranges: 'bytes' },
    });

    test('HEAD tells what GET tells, by a strong tag', async () => {
      const [head, got] = [await ask({}, 'HEAD'), await ask()];
      expect(factsOf(head)).toEqual(whole());
      expect(factsOf(got)).toEqual(whole());
      expect((await head.arrayBuffer()).byteLength).toBe(0);
      expect(Buffer.from(await got.arrayBuffer()).equals(bytes)).toBe(true);
      expect(head.headers.get('etag')).toMatch(/^"[^"]+"$/);
      expect(got.headers.get('etag')).toBe(head.headers.get('etag'));
    });

    test.each<[string, () => [first: number, last: number]]>([
      ['0-1', () => [0, 1]],
      ['1000-1999', () => [1000, 1999]],
      ['1000-', () => [1000, total() - 1]],
      ['-1000', () => [total() - 1000, total() - 1]],
    ])('%s is a part', async (range, reach) => {
      const [first, last] = reach();
      const answer = await ask({ Range: `bytes=${range}` });
      expect(factsOf(answer)).toEqual({
        ...whole(),
        ...{ status: 206, length: String(last - first + 1), range: `bytes ${first}-${last}/${total()}` },
      });
      expect(Buffer.from(await answer.arrayBuffer()).equals(bytes.subarray(first, last + 1))).toBe(true);
    });

    test('beyond the end there is nothing', async () => {
      const answer = await ask({ Range: `bytes=${total()}-` });
      expect(factsOf(answer)).toMatchObject({ status: 416, range: `bytes */${total()}` });
    });

    test('a part of another version is the whole file', async () => {
      const etag = (await ask({}, 'HEAD')).headers.get('etag') ?? '';
      expect((await ask({ Range: 'bytes=0-1', 'If-Range': etag })).status).toBe(206);
      expect((await ask({ Range: 'bytes=0-1', 'If-Range': '"another"' })).status).toBe(200);
    });
  });
});

describe('5. Notes with `&`, `<`, `]]>`, emoji, a control character and 5000 bytes come out valid and within the limit', () => {
  const hard = 'Salt & pepper, 1 < 2, `a ]]> b`, &amp; 🎙️ and \u0001\u000bcontrol.';
  const notes = `${hard}\n\n${'- **Grüße** an [alle 🎧](https://example.com/?a=1&b=ü)\n'.repeat(90)}`;
  let feed: string;

  beforeAll(async () => {
    expect(Buffer.byteLength(notes)).toBeGreaterThanOrEqual(5000);
    const path = await makeText(served.house.folder, 'hard.md', notes);
    await served.command('episode', 'edit', 'the-tone', '--notes', path);
    feed = await served.feed();
  });

  test('well-formed, for us and for a known reader', () => {
    expect(channelOf(feed).name).toBe('channel');
    expect(feed).not.toMatch(/[^\P{Cc}\n]|\ufffd|\ufffe|\uffff/u);
    expect(checkFeed(feed).filter(({ severity }) => severity === 'error')).toEqual([]);
    const descriptions = parseFeed(feed)?.items.map(({ description }) => description);
    expect(descriptions?.join()).toContain('Salt & pepper, 1 < 2, a ]]> b');
  });

  test('whole where there is room, within 4000 bytes of whole letters and closed tags where not', () => {
    const description = textOf(itemsOf(feed).get('The tone') ?? expect.fail(), 'description') ?? '';
    expect(Buffer.byteLength(description)).toBeLessThanOrEqual(4000);
    expect(Buffer.byteLength(description)).toBeGreaterThan(3500);
    expect(wordsOf(description)).toContain('Salt & pepper, 1 < 2, a ]]> b, & 🎙️ and control.');
    expect(wordsOf(description)).toContain('Grüße an alle 🎧');
  });
});

describe('6. A scheduled episode appears at its time, not before', () => {
  test('neither its item, nor its sound, nor its page', async () => {
    await served.command('publish', await record(4), '--title', 'Later', '--draft');
    const seen: { when: number; named: boolean }[] = [];
    const look = async () => {
      const named = /later/i.test((await served.feed()) + served.house.publicKeys().join());
      seen.push({ when: Date.now(), named });
      return itemsOf(await served.feed()).has('Later');
    };
    const [at] = await Promise.all([schedule('later'), until(look, { timeout: 40_000 })]);
    expect(seen.some(({ when, named }) => !named && when > at - 2000)).toBe(true);
    expect(seen.filter(({ when, named }) => named && when < at)).toEqual([]);
    expect(Date.parse(textOf(await served.item('Later'), 'pubDate') ?? '')).toBe(at);
    expect(await served.missing(await served.feed())).toEqual([]);
  });

  /** For the next whole second that is some seconds away; later where the command came too late for that. */
  async function schedule(name: string): Promise<number> {
    for (const seconds of [2, 5, 20]) {
      const at = new Date(Math.ceil(Date.now() / 1000 + seconds) * 1000);
      const moment = at.toISOString().replace('.000', '');
      const { exit } = await served.house.run(['episode', 'schedule', name, '--at', moment]);
      if (exit === 0) return at.getTime();
    }
    return expect.fail('No moment was taken.');
  }
});

describe('8. A killed upload never leaves a feed naming a missing file', () => {
  let before: string;
  beforeAll(async () => {
    before = await served.feed();
  });

  test('the server killed half-way through an upload', async () => {
    const files = () => served.house.privateKeys().length + served.house.scratch().length;
    const filesBefore = files();
    const sent = served.sendHalf(readFileSync(await record(5)));
    await until(() => files() > filesBefore, { timeout: 30_000 });
    serving.child.kill('SIGKILL');
    await serving.ended;
    sent.destroy();
    expect(served.missingInStore()).toEqual([]);
    serving = await served.serve();
    expect(await served.feed()).toBe(before);
    expect(served.house.content().episodes).toHaveLength(3);
  });

  test('the publication killed while its files go out, and finished by the same command', async () => {
    serving.child.kill('SIGKILL');
    await serving.ended;
    const words = [await record(6), '--title', 'Power cut'];
    const running = served.house.start(['publish', ...words]);
    const goesOut = () => served.house.publicKeys().some((key) => key.includes('power-cut'));
    await until(goesOut, { timeout: 60_000 });
    running.child.kill('SIGKILL');
    await running.ended;
    expect(served.missingInStore()).toEqual([]);
    serving = await served.serve();
    expect(await served.missing(await served.feed())).toEqual([]);
    expect(await publishJson(served.house, words)).toMatchObject({ state: 'published' });
    const feed = await served.feed();
    expect([...itemsOf(feed).keys()]).toEqual(['Power cut', ...itemsOf(before).keys()]);
    expect(guidsOf(feed)).toMatchObject(guidsOf(before));
    expect(await served.missing(feed)).toEqual([]);
  });
});

describe('9. Moving the show: 301, new-feed-url, same guids', () => {
  test('to a host that has the same feed', async () => {
    const before = await served.feed();
    const to = front.put('/moved/feed.xml', before);
    await served.command('move', 'night-shift', '--to', to);
    for (const method of ['GET', 'HEAD']) {
      const answer = await fetch(served.feedUrl, { method, redirect: 'manual' });
      expect([answer.status, answer.headers.get('location')]).toEqual([301, to]);
    }
    const newAddress = `<itunes:new-feed-url>${to}</itunes:new-feed-url>`;
    await until(() => served.house.feed().includes(newAddress), { timeout: 30_000 });
    expect(guidsOf(served.house.feed())).toEqual(guidsOf(before));
    expect(await served.feed()).toBe(before);
    expect(await served.missing(before)).toEqual([]);
    await served.command('move', 'night-shift', '--back');
    await until(async () => (await served.feed()) === before, { timeout: 30_000 });
  });
});

describe('10. Chapters and transcript carry CORS and the times of the mastered file', () => {
  /** Where the tone sounds in the file that listeners get. */
  let heardAt: number;
  beforeAll(async () => {
    const url = attribute(await served.item('The tone'), 'enclosure', 'url');
    const copy = served.house.file('heard.mp3');
    writeFileSync(copy, served.stored(url));
    heardAt = reachOf(await decode(copy), TONE, 0.02).first;
    expect(heardAt).toBeGreaterThan(TONE_AT + 1);
  });

  test.each([
    ['podcast:chapters', 'application/json+chapters', /"startTime": ?([\d.]+)/g, Number],
    ['podcast:transcript', 'text/vtt', /^(\S+) -->/gm, readTime],
  ] as const)('%s', async (tag, type, start, secondsOf) => {
    const url = attribute(await served.item('The tone'), tag, 'url');
    const answer = await fetch(url, { headers: { Origin: 'https://player.example' } });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect(answer.headers.get('content-type')).toContain(type);
    const starts = [...(await answer.text()).matchAll(start)].map(([, at = '']) => secondsOf(at));
    expect(starts[0]).toBeLessThan(heardAt - 1);
    expect(Math.abs((starts[1] ?? Number.NaN) - heardAt)).toBeLessThan(0.05);
  });
});

const line11 = '11. A real client subscribes, downloads, polls again with 304 and sees the edit';
describeUnless(clientAbsent(), line11, () => {
  const client = openClient();
  afterAll(() => client.remove());

  test('gPodder', async () => {
    await client.run('subscribe', served.feedUrl);
    await client.run('download');
    const items = [...itemsOf(await served.feed()).values()];
    const downloads = client.downloads();
    expect(downloads).toHaveLength(items.length);
    for (const each of items) {
      const stored = served.stored(attribute(each, 'enclosure', 'url'));
      expect(downloads.some((bytes) => bytes.equals(stored))).toBe(true);
    }
    await client.run('update');
    expect(answersToPolls(serving).at(-1)).toBe(304);
    await served.command('episode', 'edit', 'the-tone', '--title', 'The tone, once more');
    await client.run('update');
    expect(answersToPolls(serving).at(-1)).toBe(200);
    const titles = client.episodes().map(({ title }) => title);
    expect(titles.toSorted()).toEqual([...itemsOf(await served.feed()).keys()].toSorted());
    expect(titles).toContain('The tone, once more');
  });
});
