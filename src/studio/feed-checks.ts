import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { CorridorError } from '../errors.ts';
import { checkFeed } from '../feed/check.ts';
import { feedKey } from '../show/keys.ts';
import type { House } from './house.ts';
import type { FeedCheck } from './studio.ts';

/** A feed of ten thousand episodes is about 30 MB. */
const SIZE_LIMIT = 64 * 1024 ** 2;
const PATIENCE = 30_000;

/** Checks the feed at an address or in a file; without either, those of all shows here. */
export async function checkFeeds(house: House, target?: string): Promise<readonly FeedCheck[]> {
  if (target !== undefined) {
    const feed = /^https?:\/\//.test(target) ? await fetchFeed(target) : await readFeed(target);
    return [{ source: target, findings: checkFeed(feed) }];
  }
  const checks = house.catalogue.shows.list().map(async (show) => {
    const key = feedKey(show);
    const source = house.publicStore.publicUrl(key);
    if (!(await house.publicStore.head(key))) return [];
    const { body } = await house.publicStore.get(key);
    return [{ source, findings: checkFeed(await text(body)) }];
  });
  return (await Promise.all(checks)).flat();
}

async function readFeed(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((cause: unknown) => {
    throw new CorridorError(
      'file-missing',
      `There is no file “${path}” that can be read.`,
      'Check the path.',
      cause,
    );
  });
}

async function fetchFeed(address: string): Promise<string> {
  const response = await fetch(address, { signal: AbortSignal.timeout(PATIENCE) }).catch((cause: unknown) => {
    throw unreadable(`Nothing answers at ${address}.`, cause);
  });
  if (!response.ok) throw unreadable(`${address} answers with ${response.status}.`);
  const size = Number(response.headers.get('content-length') ?? 0);
  if (size > SIZE_LIMIT) throw unreadable(`The feed at ${address} is larger than 64 MB.`);
  return response.text();
}

const unreadable = (message: string, cause?: unknown): CorridorError =>
  new CorridorError(
    'feed-unreadable',
    message,
    'Check the address; open it in a browser to see what it answers.',
    cause,
  );
