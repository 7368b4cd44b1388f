import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import type { Settings } from '../config.ts';
import { CorridorError, problemOf } from '../errors.ts';
import { checkFeed } from '../feed/check.ts';
import { composeFeed, type FeedDocument } from '../feed/document.ts';
import type { Finding } from '../feed/finding.ts';
import { printRss } from '../feed/rss.ts';
import type { PublishedEpisode } from '../show/episode.ts';
import { feedKey } from '../show/keys.ts';
import type { Show } from '../show/show.ts';
import type { StoredObject } from '../store/store.ts';
import type { House } from './house.ts';
import { FRESH } from './pages.ts';

/** So often a feed is composed anew because another publisher was faster; after that the job waits for its next turn. */
const ROUNDS = 5;

/** A feed that was just written, and what stood there before it. */
export type WrittenFeed = Readonly<{
  episodes: readonly PublishedEpisode[];
  text: string;
  /** What was looked at: all of a short feed, of a long one what is new and what is newest. */
  sample: string;
  sha256: string;
  bytes: number;
  /** Of the object that was written. */
  etag: string;
  warnings: readonly Finding[];
  /** The feed that it took the place of. */
  before?: Uint8Array;
}>;

type Rooms = Pick<House, 'publicStore'> & Readonly<{ settings?: Pick<Settings, 'WEBSUB_HUBS'> }>;

/**
 * One write, over the feed that was there when the episodes were read: a publisher that read them earlier cannot take
 * away what one that read them later has added.
 * @param known the episodes as the last feed had them, which was checked as a whole
 * @throws CorridorError feed-faulty when an app would refuse it; the last good feed stays. object-changed
 */
export async function writeFeed(
  house: Rooms,
  show: Show,
  present: () => readonly PublishedEpisode[],
  { known = [], rounds = ROUNDS }: Readonly<{ known?: readonly PublishedEpisode[]; rounds?: number }> = {},
): Promise<WrittenFeed> {
  const there = await house.publicStore.head(feedKey(show));
  const before = there && (await readFeed(house, show));
  const episodes = present();
  const document = documentOf(house, show, episodes);
  const text = printRss(document);
  const sample = printRss(sampleOf(document, documentOf(house, show, known)));
  const warnings = episodes.length > 0 ? demandGoodFeed(sample) : [];
  try {
    const { etag } = await putFeed(house, show, text, there?.etag ?? null);
    return { episodes, text, sample, warnings, etag, ...factsOf(text), ...(before ? { before } : {}) };
  } catch (thrown) {
    if (problemOf(thrown).code !== 'object-changed' || rounds <= 1) throw thrown;
    return writeFeed(house, show, present, { known, rounds: rounds - 1 });
  }
}

const documentOf = (
  { publicStore, settings }: Rooms,
  show: Show,
  episodes: readonly PublishedEpisode[],
): FeedDocument =>
  composeFeed(withHubs(show, settings?.WEBSUB_HUBS ?? []), episodes, (key) => publicStore.publicUrl(key));

/** A feed names every hub that is told of it: only so do subscribers find them (WebSub, 4). */
function withHubs(show: Show, hubs: readonly string[]): Show {
  if (hubs.length === 0) return show;
  const all = new Set([...(show.details?.hubs ?? []), ...hubs]);
  return { ...show, details: { ...show.details, hubs: [...all] } };
}

/** The text of a feed of these episodes. */
export const printFeed = (house: Rooms, show: Show, episodes: readonly PublishedEpisode[]): string =>
  printRss(documentOf(house, show, episodes));

const factsOf = (text: string) => ({
  sha256: createHash('sha256').update(text).digest('hex'),
  bytes: Buffer.byteLength(text),
});

const putFeed = (
  { publicStore }: Rooms,
  show: Show,
  text: string | Uint8Array,
  onlyOver: string | null,
): Promise<StoredObject> => {
  const facts = { contentType: 'application/rss+xml; charset=utf-8', cacheControl: FRESH };
  return publicStore.put(feedKey(show), Buffer.from(text), facts, { onlyOver });
};

/** `undefined` where it has gone since somebody saw it. */
async function readFeed({ publicStore }: Rooms, show: Show): Promise<Uint8Array | undefined> {
  try {
    return await buffer((await publicStore.get(feedKey(show))).body);
  } catch (thrown) {
    if (problemOf(thrown).code === 'object-missing') return undefined;
    throw thrown;
  }
}

/**
 * Puts a feed back in the place of one that turned out bad; where there was none, none is left. Another publisher's, written
 * since then, stays.
 */
export async function takeBack(
  house: Rooms,
  show: Show,
  { etag }: Pick<WrittenFeed, 'etag'>,
  good: string | Uint8Array | undefined,
): Promise<void> {
  try {
    if (good !== undefined) await putFeed(house, show, good, etag);
    else if ((await house.publicStore.head(feedKey(show)))?.etag === etag)
      await house.publicStore.delete(feedKey(show));
  } catch (thrown) {
    if (problemOf(thrown).code !== 'object-changed') throw thrown;
  }
}

/** Items of a feed that is checked whole, however little of it is new. */
const SHORT = 200;

/** Of a long feed, what is not as it was, and the newest items beside it: the others have passed this check before. */
function sampleOf(document: FeedDocument, known: FeedDocument): FeedDocument {
  if (document.items.length <= SHORT) return document;
  const before = new Map(known.items.map((item) => [item.guid, JSON.stringify(item)]));
  const items = document.items.filter(
    (item, place) => place < SHORT || before.get(item.guid) !== JSON.stringify(item),
  );
  return { ...document, items };
}

/** Gives back what could be better. */
function demandGoodFeed(feed: string): readonly Finding[] {
  const findings = checkFeed(feed);
  const errors = findings.filter(({ severity }) => severity === 'error');
  const first = errors[0];
  if (!first) return findings;
  const list = errors.map(({ place, what }) => `${place}: ${what}`);
  throw new CorridorError(
    'feed-faulty',
    `The feed would be refused: ${list.slice(0, 3).join('; ')}${list.length > 3 ? `; and ${list.length - 3} more` : ''}`,
    first.mend,
  );
}
