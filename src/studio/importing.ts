import { CorridorError } from '../errors.ts';
import { charsetOf, type Reply } from '../feed/hosting/answer.ts';
import type { FeedAccount, Oddity } from '../feed/import/account.ts';
import { readFeedAccount } from '../feed/import/reading.ts';
import { readAddress } from '../show/address.ts';
import { showGuid } from '../show/guid.ts';
import type { Show } from '../show/show.ts';
import { type Downloads, isMissed, type Missed, openDownloads } from './downloading.ts';
import { reachFor } from './guarded.ts';
import type { House } from './house.ts';
import type { Importing } from './import-desk.ts';
import { noteAhead, publishImported } from './imported-publication.ts';
import { takeItem } from './item-import.ts';
import { addShow } from './show-import.ts';
import type { ImportReport, ImportWish } from './transfer.ts';

/** A feed of ten thousand episodes is about 30 MB. */
const LARGEST_FEED = 64e6;

/**
 * Takes over a podcast that lives elsewhere: the show's words, cover and guid, and every item with its sound as it is.
 * What is here already is left as it is, so an import that was interrupted goes on where it was; what cannot be taken is
 * told and stops nothing else. Nobody is given anything before it is published.
 * @throws CorridorError feed-unreadable, show-exists, value-invalid, disk-full, store-…, cancelled
 */
export async function importShow(
  house: House,
  address: string,
  wish: ImportWish = {},
): Promise<ImportReport> {
  try {
    return await takeOver(house, address, wish);
  } catch (thrown) {
    throw wish.signal?.aborted ? stopped() : thrown;
  }
}

const stopped = (): CorridorError =>
  new CorridorError('cancelled', 'Stopped; what was taken is kept.', 'The same command goes on from there.');

async function takeOver(house: House, address: string, wish: ImportWish): Promise<ImportReport> {
  const url = demandAddress(address);
  const { signal } = wish;
  const downloads = openDownloads({ reach: reachFor(url, house.settings), signal });
  const reply = await fetchFeed(url, downloads);
  const from = new URL(reply.url);
  const account = readFeedAccount(reply.body, { url: from, charset: charsetOf(reply) });
  const oddities: Oddity[] = [...account.oddities];
  const note = (place: string, says: string) => void oddities.push({ place, says });
  const importing: Importing = { house, downloads, note, signal };
  const guid = account.show.guid ?? showGuid(from.href);
  const counts = await takeItems(importing, { account, guid, from }, wish);
  const show = showOf(house, guid);
  const published =
    wish.publish === true && show !== undefined && (await publishImported(importing, show, account.items));
  if (show && !wish.publish) noteAhead(importing, show, account.items);
  const leftOut = account.found - counts.taken - counts.known;
  return { ...(show ? { show } : {}), found: account.found, ...counts, leftOut, published, oddities };
}

const showOf = ({ catalogue }: House, guid: string): Show | undefined =>
  catalogue.shows.list().find((show) => show.guid === guid);

type Source = Readonly<{ account: FeedAccount; guid: string; from: URL }>;
type Counts = Readonly<{ taken: number; known: number }>;

/** The oldest first, so that the newest is the one that was made last; the show comes to be with its first episode. */
async function takeItems(
  importing: Importing,
  { account, guid, from }: Source,
  { slug, onProgress }: ImportWish,
): Promise<Counts> {
  const { house, signal } = importing;
  let show = showOf(house, guid);
  demandSlug(house, show, slug);
  const here = guidsIn(house, show);
  let [taken, known] = [0, 0];
  for (const [i, item] of account.items.toReversed().entries()) {
    signal?.throwIfAborted();
    onProgress?.({ item: i + 1, of: account.items.length, title: item.title });
    if (here.has(item.guid)) known++;
    else {
      const made = async (): Promise<Show> => {
        show ??= await addShow(importing, account.show, { guid, from, slug });
        return show;
      };
      if (await takeItem(importing, item, made)) taken++;
    }
  }
  return { taken, known };
}

const guidsIn = ({ catalogue }: House, show: Show | undefined): ReadonlySet<string> =>
  new Set(show ? catalogue.episodes.list(show.id).map(({ episode: { guid } }) => guid) : []);

function demandSlug({ catalogue }: House, show: Show | undefined, slug: string | undefined): void {
  if (slug === undefined || show?.slug === slug) return;
  if (!show && !catalogue.shows.bySlug(slug)) return;
  throw new CorridorError(
    'show-exists',
    show ? `This podcast is here already, as “${show.slug}”.` : `There is another show “${slug}” already.`,
    show ? 'Import it without --slug to go on.' : 'Choose another slug.',
  );
}

// -- the feed --------------------------------------------------------------------------------------------------------

function demandAddress(address: string): URL {
  const url = readAddress(address.trim());
  if (url && /^https?:$/.test(url.protocol)) return url;
  throw new CorridorError(
    'feed-unreadable',
    `“${address.slice(0, 200)}” is no address of a feed.`,
    'Write the whole address, beginning with https://',
  );
}

async function fetchFeed(url: URL, downloads: Downloads): Promise<Reply> {
  const got = await downloads.read(url.href, LARGEST_FEED);
  if (!isMissed(got)) return got;
  throw new CorridorError('feed-unreadable', `${url.href} ${got.missed}.`, hintFor(got));
}

const hintFor = ({ silence }: Missed): string =>
  silence?.reason === 'private'
    ? 'Give an address on the internet. To reach into your own network, set ALLOW_PRIVATE_ADDRESSES=true.'
    : 'Check the address; open it in a browser to see what it answers.';
