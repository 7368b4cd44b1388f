import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundledFfmpeg, makePicture, makeSpeech } from '../sounds.ts';

/** A server on this machine that hosts somebody's podcast. */
export type OldHost = Readonly<{
  /** `http://127.0.0.1:…`, without a slash at its end. */
  base: string;
  /** What was asked for. */
  asked: string[];
  /** Answers a path from now on. */
  put(path: string, type: string, bytes: Buffer | string): void;
  /** Lets a path answer in a way of its own. */
  answer(path: string, listener: RequestListener): void;
  close(): void;
}>;

export async function openHost(): Promise<OldHost> {
  const answers = new Map<string, RequestListener>();
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://host').pathname;
    asked.push(path);
    const listener = answers.get(path);
    if (listener) listener(request, response);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const answer = (path: string, listener: RequestListener) => void answers.set(path, listener);
  return {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    answer,
    put: (path, type, bytes) =>
      answer(path, (_, response) => response.writeHead(200, { 'content-type': type }).end(bytes)),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

export type Files = Readonly<{ mp3: readonly Buffer[]; m4a: Buffer; cover: Buffer; smallCover: Buffer }>;

let made: Promise<Files> | undefined;

/** Sounds and covers that are made once: two MP3s, an M4A, a cover that fits and one that is too small. */
export function makeFiles(): Promise<Files> {
  made ??= make();
  return made;
}

async function make(): Promise<Files> {
  const folder = mkdtempSync(join(tmpdir(), 'corridor-host-'));
  const encode = async (seed: number, name: string, words: readonly string[]): Promise<Buffer> => {
    const speech = await makeSpeech(join(folder, `${seed}.wav`), { seconds: 2, seed });
    await bundledFfmpeg(['-y', '-i', speech, ...words, join(folder, name)]);
    return readFile(join(folder, name));
  };
  const picture = async (name: string, width: number) =>
    readFile(await makePicture(join(folder, name), { width }));
  try {
    return {
      mp3: [await encode(1, 'a.mp3', ['-b:a', '64k']), await encode(2, 'b.mp3', ['-b:a', '64k'])],
      m4a: await encode(3, 'c.m4a', ['-c:a', 'aac', '-b:a', '64k']),
      cover: await picture('cover.png', 1400),
      smallCover: await picture('small.png', 300),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export type Item = Readonly<{ guid: string; title: string; sound?: string; day: number; more?: string }>;

export const itemOf = ({ guid, title, sound, day, more = '' }: Item): string =>
  `<item><title>${title}</title><guid isPermaLink="false">${guid}</guid><pubDate>${String(day).padStart(2, '0')} Mar 2020 08:00:00 +0000</pubDate>${
    sound === undefined ? '' : `<enclosure url="${sound}" length="1" type="audio/mpeg"/>`
  }${more}</item>`;

/** A feed whose addresses are relative to itself. */
export const feedOf = (items: readonly Item[], channel = ''): string =>
  `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:podcast="https://podcastindex.org/namespace/1.0">
<channel><title>Old Talk</title><link>https://old.example/</link><description>What was said.</description><language>de</language>
<itunes:author>Nordlicht</itunes:author><itunes:owner><itunes:email>podcast@nordlicht.example</itunes:email></itunes:owner>
<itunes:category text="Technology"/><itunes:explicit>false</itunes:explicit><itunes:image href="/cover.png"/>
${channel}
${items.map(itemOf).join('\n')}
</channel></rss>`;
