import { asciiAddress } from '../show/address.ts';
import { printCategory } from '../show/categories.ts';
import type { ShowDetails } from '../show/details.ts';
import type { Episode, Publication, PublishedEpisode } from '../show/episode.ts';
import { showGuid } from '../show/guid.ts';
import { feedKey, showCoverKey, showPageKey } from '../show/keys.ts';
import { cleanLine, cleanText } from '../show/names.ts';
import { limitText } from '../show/notes-limit.ts';
import type { Category, Show } from '../show/show.ts';
import { type AddressOf, composeItem, type FeedItem } from './item.ts';

export type { AddressOf, FeedAlternate, FeedItem } from './item.ts';

/** What a feed says of the show, as plain data: every value as it stands in the document, every address absolute. */
export type FeedChannel = Readonly<{
  title: string;
  link: string;
  /** Plain text, at most 4000 bytes. */
  description: string;
  language: string;
  author: string;
  /** The holder's name alone. */
  copyright: string;
  guid: string;
  /** The canonical address of the feed itself. */
  feedUrl: string;
  imageUrl: string;
  /** One or two pairs of Apple's; the first one counts. */
  categories: readonly Category[];
  explicit: boolean;
  /** When the newest episode appeared. */
  publishedAt: Date;
  /** When anything that listeners get last changed: data, never a clock, so that equal rows give equal bytes. */
  changedAt: Date;
  /** Where the show has moved to: elsewhere, or here. */
  newFeedUrl?: string;
  /** What people said beyond the usual. */
  details: ShowDetails;
}>;

/** A show's feed. */
export type FeedDocument = FeedChannel &
  Readonly<{
    /** Newest first. */
    items: readonly FeedItem[];
  }>;

/** When an episode came and last changed; its id decides between two of the same moment. */
export type Dated = Readonly<{
  episode: Pick<Episode, 'id'>;
  publication: Pick<Publication, 'publishedAt' | 'changedAt'>;
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
  return {
    ...composeChannel(show, episodes, address),
    items: newestFirst(episodes).map((published) => composeItem(show, published, address)),
  };
}

/** What the feed says of the show itself; the dates in it are those of its episodes. */
export function composeChannel(show: Show, episodes: readonly Dated[], address: AddressOf): FeedChannel {
  const title = cleanLine(show.title);
  const author = cleanLine(show.author);
  const details = show.details ?? {};
  return {
    title,
    link: asciiAddress(show.link ?? address(showPageKey(show))),
    description: limitText(cleanText(show.description)) || title,
    language: show.language,
    author,
    copyright: details.copyright ?? author,
    guid: show.guid,
    feedUrl: asciiAddress(address(feedKey(show))),
    imageUrl: asciiAddress(address(showCoverKey(show, show.cover))),
    categories: categoriesOf(show),
    explicit: show.explicit,
    publishedAt: newestFirst(episodes)[0]?.publication.publishedAt ?? show.createdAt,
    changedAt: latest(show.createdAt, episodes),
    ...newFeedUrlOf(show, address(feedKey(show))),
    details,
  };
}

/**
 * Where a moved show is to be found: named by its old feed, and by the new one, which then names itself (feed.md 10). A
 * guid that belongs to another address tells that the show began elsewhere.
 */
function newFeedUrlOf({ movedTo, guid }: Show, here: string): Pick<FeedChannel, 'newFeedUrl'> {
  const target = movedTo ?? (guid.toLowerCase() === showGuid(here) ? undefined : here);
  return target === undefined ? {} : { newFeedUrl: asciiAddress(target) };
}

/** Newest first; of two published in the same moment, the one that was made later. */
export const newestFirst = <T extends Dated>(episodes: readonly T[]): readonly T[] =>
  episodes.toSorted(
    (a, b) =>
      b.publication.publishedAt.getTime() - a.publication.publishedAt.getTime() ||
      b.episode.id - a.episode.id,
  );

function categoriesOf({ category, details }: Show): readonly Category[] {
  const second = details?.secondCategory;
  return second && printCategory(second) !== printCategory(category) ? [category, second] : [category];
}

const latest = (start: Date, episodes: readonly Dated[]): Date =>
  new Date(
    episodes.reduce(
      (most, { publication }) => Math.max(most, publication.changedAt.getTime()),
      start.getTime(),
    ),
  );
