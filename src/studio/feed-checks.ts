import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { CorridorError } from '../errors.ts';
import { checkFeed, type Finding } from '../feed/check.ts';
import { feedKey } from '../show/keys.ts';
import type { Show } from '../show/show.ts';
import { findGaps, type Gap, hasFeed } from './completeness.ts';
import type { House } from './house.ts';
import type { FeedCheck } from './studio.ts';

/** A feed of ten thousand episodes is about 30 MB. */
const SIZE_LIMIT = 64e6;
const PATIENCE = 30_000;

/** Checks the feed at an address or in a file; without either, those of all shows here. */
export async function checkFeeds(house: House, target?: string): Promise<readonly FeedCheck[]> {
  if (target !== undefined) {
    const feed = /^https?:\/\//.test(target) ? await fetchFeed(target) : await readFeed(target);
    return [{ source: target, findings: checkFeed(feed) }];
  }
  return (await Promise.all(house.catalogue.shows.list().map((show) => checkShow(house, show)))).flat();
}

/** Our own feeds are held against the catalogue, too: are they there, and is everything there that they name? */
async function checkShow(house: House, show: Show): Promise<readonly FeedCheck[]> {
  const published = house.catalogue.episodes.published(show.id);
  const source = house.publicStore.publicUrl(feedKey(show));
  if (!(await hasFeed(house, show)))
    return published.length > 0 ? [{ source, findings: [noFeed(show)] }] : [];
  const { body } = await house.publicStore.get(feedKey(show));
  const gaps = await findGaps(house, show, published);
  return [{ source, findings: [...gaps.map(gapFinding), ...checkFeed(await text(body))] }];
}

const noFeed = ({ slug }: Show): Finding => ({
  rule: 'store-feed-missing',
  severity: 'error',
  place: 'feed.xml',
  what: 'The show has public episodes, but its feed is gone from the public store.',
  mend: `Write it again: corridor show edit ${slug}`,
});

const gapFinding = ({ published: { episode }, missing }: Gap): Finding => ({
  rule: 'store-object-missing',
  severity: 'error',
  place: `item "${episode.title}"`,
  what: `The public store lacks ${missing.join(', ')}, or holds it with another size.`,
  mend: `Publish the episode again: corridor episode publish ${episode.slug}`,
});

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
