import type { Catalogue } from '../catalogue/catalogue.ts';
import type { RevisedEpisode, Standing } from '../catalogue/episodes.ts';
import type { PrintedRow } from '../catalogue/printed-items.ts';
import type { Unchanged } from '../catalogue/publications.ts';
import { newestFirst } from '../feed/document.ts';
import { type AddressOf, composeItem } from '../feed/item.ts';
import { printItem } from '../feed/rss.ts';
import { printSamples } from '../feed/sample-items.ts';
import type { Outlined } from '../feed/site.ts';
import { isListed, type PublishedEpisode } from '../show/episode.ts';
import { fingerprint } from '../show/fingerprint.ts';
import type { Show } from '../show/show.ts';

/**
 * What a feed is put together from. The text of an item depends on its episode's row, on the show, on the public address
 * and on how items are printed, and on nothing else, so it is kept in the catalogue with the row's revision and a
 * fingerprint of the rest: of a long feed only what has changed since is read and printed.
 */

/** One item of a feed. */
export type FeedEntry = Outlined &
  Readonly<{
    /** As it stands in the feed, UTF-8. */
    text: Buffer;
    /** The whole episode where it may not be as the last feed had it, which was checked as a whole. */
    news?: PublishedEpisode & Readonly<{ revision?: number }>;
  }>;

export const printEntry = (show: Show, published: PublishedEpisode, address: AddressOf): FeedEntry => ({
  ...published,
  text: Buffer.from(printItem(composeItem(show, published, address))),
  news: published,
});

/** What the ledger is told of an entry. */
export const newsOf = ({ episode, news }: FeedEntry): NonNullable<FeedEntry['news']> | Unchanged =>
  news ?? { unchanged: episode.id };

export type Arrangement = Readonly<{
  address: AddressOf;
  now: Date;
  /** One that is not taken from the catalogue: it leaves, or is about to be written down as it arrives. */
  without?: number | undefined;
  arriving?: readonly PublishedEpisode[];
}>;

/** What the feed of a show is made of at this moment, newest first; what had to be printed is kept for the next one. */
export function readEntries(
  catalogue: Catalogue,
  show: Show,
  { address, now, without, arriving = [] }: Arrangement,
): readonly FeedEntry[] {
  const shelf = look(catalogue, show, address);
  const printed: PrintedRow[] = [];
  const entries = shelf.standing
    .filter(({ episode }) => episode.id !== without && isListed(episode, now))
    .flatMap((standing) => {
      const entry = entryOf(shelf, standing, (published) => printEntry(show, published, address).text);
      const { id: episodeId } = standing.episode;
      if (entry && !shelf.isFresh(standing))
        printed.push({ episodeId, revision: standing.revision, text: entry.text });
      return entry ?? [];
    });
  if (printed.length > 0) catalogue.printedItems.keep(show.id, shelf.fingerprint, printed);
  const coming = arriving.filter(({ episode }) => isListed(episode, now));
  return newestFirst([...entries, ...coming.map((published) => printEntry(show, published, address))]);
}

type Shelf = Readonly<{
  standing: readonly Standing[];
  fingerprint: string;
  printed: ReadonlyMap<number, PrintedRow>;
  /** Those that are read whole. */
  whole: ReadonlyMap<number, RevisedEpisode>;
  isFresh(standing: Standing): boolean;
  isNews(standing: Standing): boolean;
}>;

/** Everything as it stood at one moment, whoever writes meanwhile. */
function look(
  { episodes, printedItems, publications, atOnce }: Catalogue,
  show: Show,
  address: AddressOf,
): Shelf {
  const mark = fingerprint([JSON.stringify(show), printSamples(address)]);
  return atOnce(() => {
    const standing = episodes.standing(show.id);
    const printed = printedItems.ofShow(show.id, mark);
    const written = publications.revisions(show.id);
    const isFresh = ({ episode, revision }: Standing) => printed.get(episode.id)?.revision === revision;
    const isNews = ({ episode, revision }: Standing) => written.get(episode.id) !== revision;
    const wanted = standing.filter((each) => !isFresh(each) || isNews(each)).map(({ episode }) => episode.id);
    const whole = new Map(episodes.publishedAmong(wanted).map((each) => [each.episode.id, each]));
    return { standing, fingerprint: mark, printed, whole, isFresh, isNews };
  });
}

function entryOf(
  { printed, whole, isFresh, isNews }: Shelf,
  standing: Standing,
  print: (published: PublishedEpisode) => Buffer,
): FeedEntry | undefined {
  const { episode, publication } = standing;
  const news = whole.get(episode.id);
  const kept = isFresh(standing) ? printed.get(episode.id)?.text : undefined;
  const text = kept ?? (news && print(news));
  return text && { episode, publication, text, ...(news && isNews(standing) ? { news } : {}) };
}
