import { CorridorError, problemOf } from '../errors.ts';
import { charsetOf } from '../feed/hosting/answer.ts';
import type { FeedAccount } from '../feed/import/account.ts';
import { readFeedAccount } from '../feed/import/reading.ts';
import { readAddress } from '../show/address.ts';
import { feedKey } from '../show/keys.ts';
import type { Show } from '../show/show.ts';
import { isMissed, openDownloads } from './downloading.ts';
import { reachFor } from './guarded.ts';
import type { House } from './house.ts';
import { orderShowPublication } from './owed.ts';
import type { MoveWish } from './transfer.ts';

/**
 * A show moves to another host, or comes back: the feed names its new address (itunes:new-feed-url), and where Corridor
 * itself serves it, the old address answers with 301 (feed.md 10). Audio and pages stay where they are.
 * @throws CorridorError show-unknown, value-invalid, move-refused, cancelled
 */
export async function moveShow(house: House, slug: string, wish: MoveWish): Promise<Show> {
  const { catalogue } = house;
  const show = catalogue.shows.bySlug(slug);
  if (!show) throw unknown(slug);
  const movedTo = wish.to === undefined ? null : await newAddress(house, show, wish.to, wish);
  return catalogue.together(() => {
    catalogue.shows.change(show.id, { movedTo });
    orderShowPublication(house, show);
    return catalogue.shows.byId(show.id) ?? show;
  });
}

type Checking = Pick<MoveWish, 'unchecked' | 'signal'>;

async function newAddress(house: House, show: Show, to: string, wish: Checking): Promise<string> {
  const url = readAddress(to.trim());
  if (!url || !/^https?:$/.test(url.protocol) || to.length > 2000) throw noAddress(to);
  url.hash = '';
  const own = house.publicStore.publicUrl(feedKey(show));
  if (url.href === own)
    throw refused(`${url.href} is the address that the feed has here.`, 'Give the new one.');
  if (!wish.unchecked) await demandSameShow(house, show, { url, own, signal: wish.signal });
  return url.href;
}

type Target = Readonly<{ url: URL; own: string; signal: AbortSignal | undefined }>;

const LARGEST_FEED = 64e6;

/** Apps that are sent to a page, to nothing or to another show lose their listeners. */
async function demandSameShow(house: House, show: Show, { url, own, signal }: Target): Promise<void> {
  const downloads = openDownloads({ reach: reachFor(url, house.settings), signal });
  const got = await downloads.read(url.href, LARGEST_FEED);
  if (isMissed(got)) throw refused(`${url.href} ${got.missed}.`, UNCHECKED);
  if (got.url === own) throw refused(`${url.href} leads back to the feed here.`, 'Let it answer by itself.');
  const account = readThere(got.body, new URL(got.url), charsetOf(got));
  const { guid } = account.show;
  if (guid !== undefined && guid.toLowerCase() !== show.guid.toLowerCase())
    throw refused(
      `The feed there is another show: its podcast:guid is ${guid}, not ${show.guid}.`,
      SAME_GUIDS,
    );
  const there = new Set(account.items.map((item) => item.guid));
  const missing = house.catalogue.episodes
    .published(show.id)
    .filter(({ episode }) => !there.has(episode.guid));
  const [first] = missing;
  if (first)
    throw refused(
      `The feed there lacks ${missing.length} of the episodes, or they have other guids: “${first.episode.title}”.`,
      SAME_GUIDS,
    );
}

function readThere(body: Uint8Array, url: URL, charset: string): FeedAccount {
  try {
    return readFeedAccount(body, { url, charset });
  } catch (thrown) {
    throw refused(problemOf(thrown).message, UNCHECKED);
  }
}

const UNCHECKED = 'Wait until the new feed is there. To move without looking: --unchecked.';
const SAME_GUIDS =
  'Let the new host import this feed with all its guids, then move; listeners would download everything again. To move all the same: --unchecked.';

const refused = (message: string, hint: string): CorridorError =>
  new CorridorError('move-refused', message, hint);

const noAddress = (to: string): CorridorError =>
  new CorridorError(
    'value-invalid',
    `“${to.slice(0, 100)}” is no address of a feed.`,
    'Write the whole address, beginning with https://',
  );

const unknown = (slug: string): CorridorError =>
  new CorridorError(
    'show-unknown',
    `There is no show “${slug.slice(0, 80)}”.`,
    'corridor show list names them.',
  );
