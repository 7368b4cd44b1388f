import { asciiAddress } from '../show/address.ts';
import { type Chapter, FEWEST_CHAPTERS } from '../show/chapters/chapter.ts';
import { moveChapters } from '../show/chapters/moving.ts';
import { printChapterList } from '../show/chapters/printing.ts';
import type { Alternate, Enclosure } from '../show/enclosure.ts';
import {
  downloadsOf,
  type Episode,
  type Publication,
  type PublishedEpisode,
  passagesOf,
} from '../show/episode.ts';
import { namingOf } from '../show/formats.ts';
import { episodePageKey, feedKey, showCoverKey, showPageKey } from '../show/keys.ts';
import { cleanLine, cleanText } from '../show/names.ts';
import { printLines, printLongNotes, printNotes } from '../show/notes.ts';
import { limitNotes, limitText, NOTES_LIMIT } from '../show/notes-limit.ts';
import type { Category, Show } from '../show/show.ts';

/** Turns a key of the public store into the address under which the public sees it. */
export type AddressOf = (key: string) => string;

/** A show's feed as plain data: every value as it stands in the document, every address absolute. */
export type FeedDocument = Readonly<{
  title: string;
  link: string;
  /** Plain text, at most 4000 bytes. */
  description: string;
  language: string;
  author: string;
  guid: string;
  /** The canonical address of the feed itself. */
  feedUrl: string;
  imageUrl: string;
  category: Category;
  explicit: boolean;
  /** When the newest episode appeared. */
  publishedAt: Date;
  /** When anything that listeners get last changed: data, never a clock, so that equal rows give equal bytes. */
  changedAt: Date;
  /** Newest first. */
  items: readonly FeedItem[];
}>;

export type FeedItem = Readonly<{
  guid: string;
  title: string;
  link: string;
  publishedAt: Date;
  enclosure: Readonly<{ url: string; bytes: number; mediaType: string /** whole */; seconds: number }>;
  /** All formats to choose from, the enclosure's own among them; absent where there is but that one. */
  alternates?: readonly FeedAlternate[];
  /** HTML that every app knows, at most 4000 bytes. */
  description: string;
  /** Where there is more to say than the description holds. */
  longNotes?: string;
  explicit: boolean;
  season?: number;
  number?: number;
  imageUrl?: string;
  chaptersUrl?: string;
}>;

/** podcast:alternateEnclosure (podcast namespace 1.0). */
export type FeedAlternate = Readonly<{
  url: string;
  bytes: number;
  mediaType: string;
  /** As people choose it, at most 32 characters. */
  title: string;
  /** Bits a second, on average. */
  bitrate: number;
  /** RFC 6381 */
  codecs?: string;
  /** Whether it is the plain enclosure. */
  isDefault: boolean;
  /** Subresource Integrity: algorithm and hash in base64. */
  integrity: string;
}>;

/**
 * What the feed of a show says, given the episodes that are public now; their order does not matter.
 * @param address the public address of a key
 */
export function composeFeed(
  show: Show,
  episodes: readonly PublishedEpisode[],
  address: AddressOf,
): FeedDocument {
  const ordered = newestFirst(episodes);
  const title = cleanLine(show.title);
  return {
    title,
    link: asciiAddress(show.link ?? address(showPageKey(show))),
    description: limitText(cleanText(show.description)) || title,
    language: show.language,
    author: cleanLine(show.author),
    guid: show.guid,
    feedUrl: asciiAddress(address(feedKey(show))),
    imageUrl: asciiAddress(address(showCoverKey(show, show.cover))),
    category: show.category,
    explicit: show.explicit,
    publishedAt: ordered[0]?.publication.publishedAt ?? show.createdAt,
    changedAt: latest(show.createdAt, ordered),
    items: ordered.map((published) => composeItem(show, published, address)),
  };
}

/** Newest first; of two published in the same moment, the one that was made later. */
export const newestFirst = <T extends PublishedEpisode>(episodes: readonly T[]): readonly T[] =>
  episodes.toSorted(
    (a, b) =>
      b.publication.publishedAt.getTime() - a.publication.publishedAt.getTime() ||
      b.episode.id - a.episode.id,
  );

function composeItem(show: Show, { episode, publication }: PublishedEpisode, address: AddressOf): FeedItem {
  const { master, enclosureKey, coverKey, chaptersKey } = publication;
  return {
    guid: episode.guid,
    title: cleanLine(episode.title),
    link: asciiAddress(address(episodePageKey(show, episode))),
    publishedAt: publication.publishedAt,
    enclosure: {
      url: asciiAddress(address(enclosureKey)),
      bytes: master.enclosure.bytes,
      mediaType: master.enclosure.mediaType,
      seconds: Math.max(1, Math.round(master.enclosure.seconds)),
    },
    ...composeAlternates(publication, address),
    ...composeNotes(episode, publication),
    explicit: episode.explicit,
    ...(episode.season === undefined ? {} : { season: episode.season }),
    ...(episode.number === undefined ? {} : { number: episode.number }),
    ...(coverKey === undefined ? {} : { imageUrl: asciiAddress(address(coverKey)) }),
    ...(chaptersKey === undefined ? {} : { chaptersUrl: asciiAddress(address(chaptersKey)) }),
  };
}

function composeAlternates(
  { master, enclosureKey, alternateKeys = [] }: Publication,
  address: AddressOf,
): Pick<FeedItem, 'alternates'> {
  if (alternateKeys.length === 0) return {};
  const keys = [enclosureKey, ...alternateKeys];
  const alternates = downloadsOf(master).flatMap((sound, i) => {
    const key = keys[i];
    return key === undefined ? [] : [composeAlternate(sound, asciiAddress(address(key)), i === 0)];
  });
  return { alternates };
}

function composeAlternate(
  { bytes, seconds, mediaType, sha256 }: Enclosure | Alternate,
  url: string,
  isDefault: boolean,
): FeedAlternate {
  const { name: title, codecs } = namingOf(mediaType);
  return {
    ...{ url, bytes, mediaType, title, isDefault },
    bitrate: Math.round((bytes * 8) / Math.max(1, seconds)),
    ...(codecs === undefined ? {} : { codecs }),
    integrity: `sha256-${Buffer.from(sha256, 'hex').toString('base64')}`,
  };
}

/** The notes and, behind them, the chapters: the same list as in the companion file (feed.md 4 and 7). */
function composeNotes(
  episode: Episode,
  publication: Publication,
): Pick<FeedItem, 'description' | 'longNotes'> {
  const notes = printNotes(episode.notes);
  const times = printChapterLines(masteredChapters(episode, publication));
  const description = limitedWith(notes, times) || printLines([cleanLine(episode.title)]);
  const longNotes = joined(printLongNotes(episode.notes), times);
  return { description, ...(longNotes === '' || longNotes === description ? {} : { longNotes }) };
}

/** An episode's chapters on the line of its enclosure. */
export const masteredChapters = (
  episode: Episode,
  { master }: Pick<Publication, 'master'>,
): readonly Chapter[] => moveChapters(episode.chapters, passagesOf(master), master.enclosure.seconds);

const printChapterLines = (chapters: readonly Chapter[]): string =>
  chapters.length < FEWEST_CHAPTERS ? '' : printLines(printChapterList(chapters));

const joined = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join('\n');

/** The notes make room for the chapters, which may take half of it: half a list would mislead. */
function limitedWith(notes: string, times: string): string {
  const room = NOTES_LIMIT - Buffer.byteLength(times) - 1;
  return room < NOTES_LIMIT / 2 ? limitNotes(joined(notes, times)) : joined(limitNotes(notes, room), times);
}

const latest = (start: Date, episodes: readonly PublishedEpisode[]): Date =>
  new Date(Math.max(start.getTime(), ...episodes.map(({ publication }) => publication.changedAt.getTime())));
