import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type ClientRequest, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { SaxesParser } from 'saxes';
import { all, attributeOf, first, textOf, type XmlElement } from '../../src/feed/outline.ts';
import { type Environment, type House, openHouse, openHouseWithShow, type Running } from '../cli/program.ts';
import { channelOf } from '../feed/fixtures.ts';
import { freePort } from '../services/processes.ts';
import { until } from '../waiting.ts';

/** A house whose public files `corridor serve` answers for, at the very addresses that its feeds name. */
export type ServedHouse = Readonly<{
  house: House;
  /** Where the server is, without a last slash. */
  origin: string;
  /** The feed of “Night Shift”. */
  feedUrl: string;
  serve(): Promise<Running>;
  /** A command that has to go well. */
  command(...words: readonly string[]): Promise<void>;
  /** The feed as apps get it, and one of its items. */
  feed(): Promise<string>;
  item(title: string): Promise<XmlElement>;
  /** Where the object lies that has this address, and its bytes. */
  pathOf(url: string): string;
  stored(url: string): Buffer;
  /** Addresses that a feed names and that do not answer with 200. */
  missing(feed: string): Promise<readonly string[]>;
  /** The same for the feed in the store, whoever serves it. */
  missingInStore(): readonly string[];
  /** Hands in a recording for “Night Shift”, and stops in the middle of it. */
  sendHalf(recording: Buffer): ClientRequest;
}>;

/** Not served yet. */
export async function openServedHouse({ withShow = true } = {}): Promise<ServedHouse> {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const root = `${origin}/feed/`;
  const settings: Environment = { PORT: String(port), PUBLIC_URL: `${origin}/feed` };
  const house = withShow ? await openHouseWithShow(settings) : openHouse(settings);
  const feedUrl = `${root}night-shift/feed.xml`;
  const pathOf = (url: string) => join(house.folder, 'feed', url.slice(root.length));
  const namedIn = (feed: string) => {
    const named = new Set(feed.match(new RegExp(`${root}[^"<#\\s]*`, 'g')));
    if (named.size === 0) throw new Error('The feed names nothing of this house.');
    return [...named];
  };
  const feed = () => read(feedUrl);
  return {
    ...{ house, origin, feedUrl, feed, pathOf },
    async serve() {
      const running = house.start(['serve']);
      await until(() => running.answered().includes('listens on'), { timeout: 30_000 });
      return running;
    },
    async command(...words) {
      const { exit, stdout, stderr } = await house.run(words);
      if (exit !== 0) throw new Error(`corridor ${words.join(' ')}: ${stdout}${stderr}`);
    },
    async item(title) {
      const found = itemsOf(await feed()).get(title);
      if (!found) throw new Error(`There is no item “${title}”.`);
      return found;
    },
    stored: (url) => readFileSync(pathOf(url)),
    async missing(text) {
      const asked = namedIn(text).map(async (url) => ((await isThere(url)) ? [] : [url]));
      return (await Promise.all(asked)).flat();
    },
    missingInStore() {
      const keys = new Set(house.publicKeys());
      return namedIn(house.feed()).filter((url) => !keys.has(url.slice(root.length)));
    },
    sendHalf: (recording) => sendHalf(`${origin}/api/shows/night-shift/episodes`, recording),
  };
}

const isThere = async (url: string): Promise<boolean> =>
  (await fetch(url, { method: 'HEAD' })).status === 200;

async function read(url: string): Promise<string> {
  const answer = await fetch(url);
  if (answer.status !== 200) throw new Error(`${url} answers with ${answer.status}.`);
  return answer.text();
}

function sendHalf(url: string, recording: Buffer): ClientRequest {
  const headers = { 'Content-Type': 'multipart/form-data; boundary=frontier' };
  const sent = request(url, { method: 'POST', headers });
  // It is the server that breaks off.
  sent.on('error', () => undefined);
  const part = (name: string, more = '') =>
    `--frontier\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n`;
  sent.write(`${part('title')}Cut off\r\n${part('publish')}now\r\n`);
  sent.write(part('recording', '; filename="cut.wav"'));
  sent.write(recording.subarray(0, recording.length / 2));
  return sent;
}

// -- what a server was asked ----------------------------------------------------------------------------------------

export type Answered = Readonly<{ method: string; url: string; status: number }>;

/** What a server's log tells of the requests since it was started, oldest first. */
export const requestsOf = (running: Running): readonly Answered[] =>
  running
    .told()
    .split('\n')
    .filter((line) => line.startsWith('{') && line.endsWith('}'))
    .map((line) => JSON.parse(line) as { req?: { method: string; url: string }; res?: { status: number } })
    .flatMap(({ req, res }) => (req && res ? [{ ...req, status: res.status }] : []));

/** The answers to all that asked for the feed of “Night Shift”, oldest first. */
export const answersToPolls = (running: Running): readonly number[] =>
  requestsOf(running)
    .filter(({ method, url }) => method === 'GET' && url === '/feed/night-shift/feed.xml')
    .map(({ status }) => status);

/** What a player asks of an answer before it plays anything. */
export const factsOf = ({ status, headers }: Response) => ({
  status,
  type: headers.get('content-type'),
  length: headers.get('content-length'),
  range: headers.get('content-range'),
  coding: headers.get('content-encoding') ?? headers.get('transfer-encoding'),
  ranges: headers.get('accept-ranges'),
});

// -- another host -----------------------------------------------------------------------------------------------------

/** A server that sends everybody on to `origin` with 302, but answers by itself where it was given a feed. */
export type Front = Readonly<{ origin: string; put(path: string, feed: string): string; close(): void }>;

export async function openFront(origin: string): Promise<Front> {
  const feeds = new Map<string, string>();
  const server = createServer(({ url = '' }, response) => {
    const own = feeds.get(url);
    if (own === undefined) response.writeHead(302, { location: `${origin}${url}` }).end();
    else response.writeHead(200, { 'content-type': 'application/rss+xml; charset=utf-8' }).end(own);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const here = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin: here,
    put(path, feed) {
      feeds.set(path, feed);
      return `${here}${path}`;
    },
    close: () => server.close(),
  };
}

// -- what a feed says -------------------------------------------------------------------------------------------------

/** The items of a well-formed feed by their title. */
export const itemsOf = (xml: string): ReadonlyMap<string, XmlElement> =>
  new Map(all(channelOf(xml), 'item').map((item) => [textOf(item, 'title') ?? '', item]));

/** Guids by title; and the show's own under its tag. */
export const guidsOf = (xml: string): Readonly<Record<string, string | undefined>> => ({
  'podcast:guid': textOf(channelOf(xml), 'podcast:guid'),
  ...Object.fromEntries([...itemsOf(xml)].map(([title, item]) => [title, textOf(item, 'guid')])),
});

/** An attribute of the first such element, or an error that names it. */
export function attribute(element: XmlElement | undefined, tag: string, name: string): string {
  const value = attributeOf(element && first(element, tag), name);
  if (value === undefined) throw new Error(`There is no ${name} in ${tag}.`);
  return value;
}

/** The text of markup; an error where a tag is left open. */
export function wordsOf(markup: string): string {
  let words = '';
  const parser = new SaxesParser();
  parser.on('error', (fault) => {
    throw fault;
  });
  parser.on('text', (text) => {
    words += text;
  });
  parser.write(`<div>${markup}</div>`).close();
  return words;
}
