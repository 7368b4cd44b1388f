import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import type { FeedState } from '../catalogue/publications.ts';
import type { Settings } from '../config.ts';
import { CorridorError, problemOf } from '../errors.ts';
import { checkOutline } from '../feed/check.ts';
import { composeChannel, newestFirst } from '../feed/document.ts';
import type { Finding } from '../feed/finding.ts';
import type { AddressOf } from '../feed/item.ts';
import { type Outline, readOutline } from '../feed/outline.ts';
import { type FeedFrame, printFrame } from '../feed/rss.ts';
import { feedKey } from '../show/keys.ts';
import type { Show } from '../show/show.ts';
import { addressOfKey } from '../store/key.ts';
import type { StoredObject } from '../store/store.ts';
import { type FeedEntry, printEntry } from './feed-contents.ts';
import type { House } from './house.ts';
import { FRESH } from './pages.ts';

/** So often a feed is composed anew because another publisher was faster; after that the job waits for its next turn. */
const ROUNDS = 5;

/** A feed that was just written, and what stood there before it. */
export type WrittenFeed = Readonly<{
  entries: readonly FeedEntry[];
  text: Buffer;
  /** What was looked at: all of a short feed, of a long one what is new and what is newest. */
  sample: Outline;
  sha256: string;
  bytes: number;
  /** Of the object that was written. */
  etag: string;
  warnings: readonly Finding[];
  /** The feed that it took the place of. */
  before?: Buffer;
}>;

/** A feed as it stands in the store. */
export type StandingFeed = Readonly<{ etag: string; text: Buffer }>;

type Writing = Readonly<{
  /** What was read a moment ago. */
  stood?: StandingFeed | undefined;
  rounds?: number;
}>;

type Rooms = Pick<House, 'publicStore'> & Readonly<{ settings?: Pick<Settings, 'WEBSUB_HUBS'> }>;

/**
 * One write, over the feed that was there when the episodes were read: a publisher that read them earlier cannot take
 * away what one that read them later has added.
 * @param present reads what the feed is made of
 * @throws CorridorError feed-faulty when an app would refuse it; the last good feed stays. object-changed
 */
export async function writeFeed(
  house: Rooms,
  show: Show,
  present: () => readonly FeedEntry[],
  { stood, rounds = ROUNDS }: Writing = {},
): Promise<WrittenFeed> {
  const there = await house.publicStore.head(feedKey(show));
  const before = there && (stood?.etag === there.etag ? stood : await readFeed(house, show))?.text;
  const entries = newestFirst(present());
  const frame = frameOf(house, show, entries);
  const text = join(frame, entries);
  const { sample, warnings } = lookAt(String(join(frame, sampleOf(entries))), entries.length);
  const written = { entries, text, sample, warnings, ...factsOf(text), ...(before ? { before } : {}) };
  // The same bytes stay as they are, and as old as they are: whoever asks for what is newer gets 304.
  if (there && before && text.equals(before)) return { ...written, etag: there.etag };
  try {
    const { etag } = await putFeed(house, show, text, there?.etag ?? null);
    return { ...written, etag };
  } catch (thrown) {
    if (problemOf(thrown).code !== 'object-changed' || rounds <= 1) throw thrown;
    return writeFeed(house, show, present, { rounds: rounds - 1 });
  }
}

/** The address under which the public sees what lies in the store of feeds. */
export const addressIn =
  ({ publicStore }: Rooms): AddressOf =>
  (key) =>
    publicStore.publicUrl(key);

const frameOf = (
  rooms: Rooms,
  show: Show,
  entries: readonly FeedEntry[],
  address = addressIn(rooms),
): FeedFrame =>
  printFrame(composeChannel(withHubs(show, rooms.settings?.WEBSUB_HUBS ?? []), entries, address));

const join = ({ before, after }: FeedFrame, entries: readonly FeedEntry[]): Buffer =>
  Buffer.concat([Buffer.from(before), ...entries.map(({ text }) => text), Buffer.from(after)]);

/** A feed names every hub that is told of it: only so do subscribers find them (WebSub, 4). */
function withHubs(show: Show, hubs: readonly string[]): Show {
  if (hubs.length === 0) return show;
  const all = new Set([...(show.details?.hubs ?? []), ...hubs]);
  return { ...show, details: { ...show.details, hubs: [...all] } };
}

/** The text of a feed as it was published, with the addresses of that time. */
export function printFeed(rooms: Rooms, { show, episodes, address: feedUrl }: FeedState): Buffer {
  const base = feedUrl?.slice(0, -feedKey(show).length);
  const address: AddressOf = base === undefined ? addressIn(rooms) : (key) => addressOfKey(key, base);
  const entries = newestFirst(episodes).map((published) => printEntry(show, published, address));
  return join(frameOf(rooms, show, entries, address), entries);
}

/** The text of a feed of these entries, newest first. */
export const joinFeed = (rooms: Rooms, show: Show, entries: readonly FeedEntry[]): Buffer =>
  join(frameOf(rooms, show, entries), entries);

export const hashOf = (text: Uint8Array): string => createHash('sha256').update(text).digest('hex');

const factsOf = (text: Buffer) => ({ sha256: hashOf(text), bytes: text.byteLength });

const putFeed = (
  { publicStore }: Rooms,
  show: Show,
  text: Uint8Array,
  onlyOver: string | null,
): Promise<StoredObject> => {
  const facts = { contentType: 'application/rss+xml; charset=utf-8', cacheControl: FRESH };
  return publicStore.put(feedKey(show), text, facts, { onlyOver });
};

/** `undefined` where there is none, or none any more. */
export async function readFeed({ publicStore }: Rooms, show: Show): Promise<StandingFeed | undefined> {
  try {
    const { object, body } = await publicStore.get(feedKey(show));
    return { etag: object.etag, text: await buffer(body) };
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
  good: Uint8Array | undefined,
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
export const SHORT = 200;

/** Of a long feed, so many of the newest are checked beside what is not as it was: the others have passed before. */
const NEWEST = 50;

const sampleOf = (entries: readonly FeedEntry[]): readonly FeedEntry[] =>
  entries.length <= SHORT
    ? entries
    : entries.filter(({ news }, place) => place < NEWEST || news !== undefined);

/** The last episode of a show may leave it: a feed of none is refused by directories, and yet it is the true one. */
function lookAt(feed: string, episodes: number): Pick<WrittenFeed, 'sample' | 'warnings'> {
  const sample = readOutline(feed);
  return { sample, warnings: episodes > 0 ? demandGood(checkOutline(feed, sample, {})) : [] };
}

/** Gives back what could be better. */
function demandGood(findings: readonly Finding[]): readonly Finding[] {
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
