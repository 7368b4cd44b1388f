import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import type { Clock } from '../clock.ts';
import type { Settings } from '../config.ts';
import { CorridorError } from '../errors.ts';
import { checkResource } from '../feed/address-rules.ts';
import type { Surroundings } from '../feed/channel-rules.ts';
import { abridged, checkOutline } from '../feed/check.ts';
import { readFeedText } from '../feed/encoding-rules.ts';
import { error, type Finding } from '../feed/finding.ts';
import { type Inquiry, isSilence, type Reply, type Silence } from '../feed/hosting/answer.ts';
import { askForFeed, inquireFeed } from '../feed/hosting/feed-inquiry.ts';
import { isOwn, type Reach } from '../feed/hosting/network.ts';
import { allOf, inquiriesOf } from '../feed/hosting/resources.ts';
import { type Outline, readOutline } from '../feed/outline.ts';
import { readAddress } from '../show/address.ts';
import { feedKey } from '../show/keys.ts';
import type { Show } from '../show/show.ts';
import { findGaps, type Gap, hasFeed } from './completeness.ts';
import type { House } from './house.ts';
import { openProbe, type Probe, pursue } from './probing.ts';
import type { FeedCheck, FeedWish } from './studio.ts';

/** What a check of somebody's feed needs: neither catalogue nor stores. */
export type Checking = Readonly<{
  settings: Pick<Settings, 'ALLOW_PRIVATE_ADDRESSES'>;
  clock: Clock;
}> &
  Pick<FeedWish, 'all' | 'signal'>;

/** A feed of ten thousand episodes is about 30 MB. */
const SIZE_LIMIT = 64e6;
/** Questions that are open at one time, in consideration of other people's servers. */
const AT_ONCE = 4;

/** Checks the feed at an address, in a file or of one show here; with nothing named, those of all shows. */
export async function checkFeeds(
  house: House,
  target?: string,
  { show: slug, ...wish }: FeedWish = {},
): Promise<readonly FeedCheck[]> {
  const { shows } = house.catalogue;
  if (slug !== undefined) return checkShow(house, demandShow(house, slug));
  if (target === undefined)
    return (await Promise.all(shows.list().map((show) => checkShow(house, show)))).flat();
  const show = (await isElsewhere(target)) ? undefined : shows.bySlug(target);
  return show ? checkShow(house, show) : [await checkElsewhere(target, { ...house, ...wish })];
}

/** Whether a target is an address or a file, and so none of this house's shows. */
export async function isElsewhere(target: string): Promise<boolean> {
  if (/^https?:\/\//i.test(target)) return true;
  const entry = await stat(target).catch(() => undefined);
  return entry !== undefined && !entry.isDirectory();
}

/**
 * Checks anybody's feed: at an address with its hosting, in a file the document alone.
 * @throws CorridorError feed-unreadable, file-missing, cancelled
 */
export const checkElsewhere = (target: string, checking: Checking): Promise<FeedCheck> =>
  /^https?:\/\//i.test(target) ? checkAddress(target, checking) : checkFile(target, checking);

const checkText = (
  bytes: Uint8Array,
  around: Surroundings,
): Readonly<{ outline: Outline; findings: Finding[] }> => {
  const { text, findings } = readFeedText(bytes);
  const outline = readOutline(text ?? '');
  if (text === undefined) return { outline, findings: [...findings] };
  return { outline, findings: [...findings, ...checkOutline(text, outline, around)] };
};

// -- of this house -------------------------------------------------------------------------------------------------

function demandShow({ catalogue }: House, slug: string): Show {
  const show = catalogue.shows.bySlug(slug);
  if (show) return show;
  throw new CorridorError('show-unknown', `There is no show “${slug}”.`, 'corridor show list names them.');
}

/** Our own feeds are held against the catalogue, too: are they there, and is everything there that they name? */
async function checkShow(house: House, show: Show): Promise<readonly FeedCheck[]> {
  const published = house.catalogue.episodes.published(show.id);
  const source = house.publicStore.publicUrl(feedKey(show));
  if (!(await hasFeed(house, show)))
    return published.length > 0 ? [{ source, findings: [noFeed(show)] }] : [];
  const { body } = await house.publicStore.get(feedKey(show));
  const gaps = await findGaps(house, show, published);
  const { findings } = checkText(await buffer(body), { now: house.clock.now() });
  return [{ source, findings: [...gaps.map(gapFinding), ...findings] }];
}

const noFeed = ({ slug }: Show): Finding =>
  error(
    'store-feed-missing',
    'feed.xml',
    'The show has public episodes, but its feed is gone from the public store.',
    `Write it again: corridor show publish ${slug}`,
  );

const gapFinding = ({ published: { episode }, missing }: Gap): Finding =>
  error(
    'store-object-missing',
    `item “${episode.title}”`,
    `The public store lacks ${missing.join(', ')}, or holds it with another size.`,
    `Publish the episode again: corridor episode publish ${episode.slug}`,
  );

// -- in a file -----------------------------------------------------------------------------------------------------

/** Reads no further than it has to, whatever the path leads to. */
async function checkFile(path: string, { clock }: Checking): Promise<FeedCheck> {
  const bytes = await buffer(createReadStream(path, { end: SIZE_LIMIT })).catch(noFile(path));
  if (bytes.length > SIZE_LIMIT) throw unreadable(`The feed in ${path} is larger than 64 MB.`);
  return { source: path, findings: checkText(bytes, { now: clock.now() }).findings };
}

const noFile = (path: string) => (cause: unknown) => {
  throw new CorridorError(
    'file-missing',
    `There is no file “${path}” that can be read.`,
    'Check the path; an address begins with https://, and corridor show list names the shows.',
    cause,
  );
};

// -- at an address -------------------------------------------------------------------------------------------------

async function checkAddress(address: string, checking: Checking): Promise<FeedCheck> {
  const url = demandAddress(address);
  const probe = openProbe({ reach: reachOf(checking, url), signal: checking.signal });
  const got = await fetchFeed(url.href, probe);
  const around = { now: checking.clock.now(), feedUrls: [url.href, got.url] };
  const { outline, findings } = checkText(got.body, around);
  if (findings.some(({ rule }) => rule === 'rss-format')) return { source: address, findings };
  const { inquiries, looked, episodes } = inquiriesOf(outline, checking.all ? allOf : undefined);
  const hosting = await pursueAll([inquireFeed(url.href, got), ...inquiries], probe);
  return {
    source: address,
    findings: [...checkFeedUrl(url), ...findings, ...abridged(hosting)],
    hosting: { looked, episodes },
  };
}

/** Whoever typed an address inside a network knows that it is one. */
const checkFeedUrl = ({ href }: URL): readonly Finding[] =>
  checkResource('feed', href).filter(({ rule }) => rule !== 'http-private-address');

function demandAddress(address: string): URL {
  const url = readAddress(address);
  if (!url) throw unreadable(`“${address}” is no address.`);
  url.hash = '';
  return url;
}

/** Whoever types an address of this machine means it; a feed from outside is never let in here. */
const reachOf = ({ settings }: Checking, { hostname }: URL): Reach =>
  settings.ALLOW_PRIVATE_ADDRESSES ? 'everywhere' : isOwn(hostname) ? 'loopback' : 'public';

async function fetchFeed(url: string, probe: Probe): Promise<Reply> {
  const got = await probe(askForFeed(url));
  if (isSilence(got)) throw unreachable(url, got);
  if (got.status !== 200) throw unreadable(`${got.url} answers with ${got.status}.`);
  if (!got.isWhole) throw unreadable(`The feed at ${url} is larger than 64 MB.`);
  return got;
}

function unreachable(url: string, { reason, says }: Silence): CorridorError {
  const message = `${url} ${says}.`;
  if (reason !== 'private') return unreadable(message);
  return new CorridorError(
    'feed-unreadable',
    message,
    'Give an address on the internet. To reach into your own network, set ALLOW_PRIVATE_ADDRESSES=true.',
  );
}

const unreadable = (message: string): CorridorError =>
  new CorridorError(
    'feed-unreadable',
    message,
    'Check the address; open it in a browser to see what it answers.',
  );

/** A few conversations at a time; the findings stand in the order of the inquiries, whoever answers first. */
async function pursueAll(inquiries: readonly Inquiry[], probe: Probe): Promise<readonly Finding[]> {
  const waiting = inquiries.entries();
  const found: (readonly Finding[])[] = [];
  const lead = async () => {
    for (const [place, inquiry] of waiting) found[place] = await pursue(inquiry, probe);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lead));
  return found.flat();
}
