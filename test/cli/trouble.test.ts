import { chmodSync, writeFileSync } from 'node:fs';
import { createServer as createWebServer } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { chooseTool } from '../../src/workshop/tool.ts';
import { makeSpeech } from '../sounds.ts';
import { until } from '../waiting.ts';
import {
  documentOf,
  episodesOf,
  type Fault,
  type House,
  openHouseWithShow,
  publishJson,
  type Told,
} from './program.ts';

/** What the program does when the house itself is in trouble. */
describe('trouble', { timeout: 180_000 }, () => {
  let house: House;
  beforeEach(async () => {
    house = await openHouseWithShow();
  });
  afterEach(() => house.remove());

  /** A program in ffmpeg's place that dies where the given words appear in its orders. */
  async function dyingFfmpeg(at: string): Promise<string> {
    const { program } = await chooseTool(undefined);
    const path = house.file('ffmpeg');
    writeFileSync(path, `#!/bin/sh\ncase "$*" in *${at}*) kill -9 $$ ;; esac\nexec ${program} "$@"\n`);
    chmodSync(path, 0o755);
    return path;
  }

  test('without ffmpeg: said in words, nothing left; doctor names it and how to mend it', async () => {
    const before = house.content();
    const recording = await makeSpeech(house.file('talk.wav'));
    const nowhere = { FFMPEG_PATH: '/nowhere/ffmpeg' };
    const outcome = await house.run(['publish', recording, '--title', 'Talk', '--json'], nowhere);
    expect(outcome.exit).toBe(1);
    expect(documentOf<Fault>(outcome).error).toMatchObject({
      code: 'ffmpeg-missing',
      hint: expect.stringMatching(/FFMPEG_PATH/),
    });
    expect(house.content()).toEqual(before);
    expect(before.episodes).toEqual([]);
    const doctor = await house.run(['doctor'], nowhere);
    expect(doctor.exit).toBe(1);
    expect(doctor.stdout).toMatch(/✗ .*ffmpeg[\s\S]*FFMPEG_PATH/);
  });

  test('doctor finds nothing missing in a sound house', async () => {
    const outcome = await house.run(['doctor', '--json']);
    expect(documentOf(outcome)).toMatchObject({ good: true });
    expect(outcome.exit).toBe(0);
  });

  test('ffmpeg that dies while rendering: told after three attempts, kept, and finished later', async () => {
    const recording = await makeSpeech(house.file('talk.wav'));
    const words = ['publish', recording, '--title', 'Talk', '--json', '--verbose'];
    const outcome = await house.run(words, { FFMPEG_PATH: await dyingFfmpeg('libmp3lame') });
    expect(outcome.exit).toBe(1);
    // Of the work itself, not only of the command that waited for it.
    expect(outcome.stderr).toMatch(/^Cause: CorridorError: ffmpeg was ended from outside.*\n +at /m);
    expect(documentOf<Fault>(outcome).error).toMatchObject({
      code: 'ffmpeg-failed',
      hint: expect.stringContaining('corridor episode publish talk'),
    });
    expect(house.publicKeys().filter((key) => key.endsWith('.mp3'))).toEqual([]);
    const later = documentOf<Told>(await house.run(['episode', 'publish', 'talk', '--json']));
    expect(later.state).toBe('published');
  });

  test('Ctrl-C stops cleanly with exit code 130; the same command goes on with the same episode', async () => {
    const recording = await makeSpeech(house.file('long.wav'), { seconds: 60 });
    const words = ['publish', recording, '--title', 'Long talk'];
    const running = house.start(words);
    await until(() => running.told().includes('Levelling'), { timeout: 60_000 });
    running.child.kill('SIGINT');
    const { exit, stdout, stderr } = await running.ended;
    expect({ exit, stdout }).toEqual({ exit: 130, stdout: '' });
    expect(stderr.trimEnd().split('\n').slice(-2).join(' ')).toMatch(
      /Stopped.*corridor episode publish long-talk/,
    );
    expect(house.scratch()).toEqual([]);
    const [waiting] = await episodesOf(house);
    const told = await publishJson(house, words.slice(1));
    expect(told).toMatchObject({ state: 'published', known: true, episode: { guid: waiting?.episode.guid } });
    expect(house.content().episodes).toHaveLength(1);
  });

  test('two programs on one catalogue at the same time: both episodes stand in the feed', async () => {
    const recordings = await Promise.all(
      [11, 12].map((seed) => makeSpeech(house.file(`talk-${seed}.wav`), { seed, seconds: 6 })),
    );
    const told = await Promise.all(
      recordings.map((path, at) => publishJson(house, [path, '--title', `Talk ${at}`])),
    );
    const feed = house.feed();
    for (const { episode } of told) expect(feed).toContain(episode.guid);
    expect(feed.match(/<item>/g)).toHaveLength(2);
  });

  test('serve: tells its address, answers, and ends in peace on SIGTERM', async () => {
    const running = house.start(['serve', '--json']);
    await until(() => running.answered().trim().endsWith('}'), { timeout: 60_000 });
    const { address } = JSON.parse(running.answered()) as { address: string };
    expect((await fetch(address)).status).toBeLessThan(500);
    running.child.kill('SIGTERM');
    const outcome = await running.ended;
    expect(outcome.exit).toBe(0);
    // Still one document: requests are logged to stderr.
    expect(documentOf<{ address: string }>(outcome).address).toBe(address);
  });

  test('serve and demo on a port that is taken: said before any work', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await until(() => other.listening);
    const bound = other.address();
    const port = typeof bound === 'object' && bound ? String(bound.port) : '';
    for (const word of ['serve', 'demo']) {
      const outcome = await house.run([word, '--json'], { PORT: port });
      expect(documentOf<Fault>(outcome).error).toMatchObject({ code: 'port-taken' });
      expect(documentOf<Fault>(outcome).error.message).toContain(port);
    }
    expect(house.content().episodes).toEqual([]);
    await new Promise((resolve) => other.close(resolve));
  });

  test('a webhook that is gone: told in plain words on stderr, and the episode is published', async () => {
    const server = createWebServer((_request, response) => response.writeHead(410).end());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
    try {
      const recording = await makeSpeech(house.file('talk.wav'));
      const settings = { WEBHOOKS: address, WEBHOOK_SECRET: 'sixteen letters!' };
      const outcome = await house.run(['publish', recording, '--title', 'Talk', '--json'], settings);
      expect(documentOf<Told>(outcome).state).toBe('published');
      expect(outcome.stderr).toContain(`! A call (webhook) was given up: ${address} answers with 410`);
      expect(outcome.stderr).not.toMatch(/\(node:|trace-warnings/);
    } finally {
      server.close();
    }
  });
});
