import { CorridorError } from '../errors.ts';
import { abridged } from '../feed/check.ts';
import { error, type Finding, fine, type Verdict } from '../feed/finding.ts';
import { isSilence, type Reply, refusalFinding, silenceFinding } from '../feed/hosting/answer.ts';
import { askForFeed, inquireFeed } from '../feed/hosting/feed-inquiry.ts';
import { isOwn, type Reach } from '../feed/hosting/network.ts';
import { inquiriesOf, newOf } from '../feed/hosting/resources.ts';
import { feedKey } from '../show/keys.ts';
import type { Show } from '../show/show.ts';
import type { WrittenFeed } from './feed-writing.ts';
import type { House } from './house.ts';
import { openProbe, type Probe, pursue } from './probing.ts';

/** Milliseconds for one question. */
const PATIENCE = 15_000;

/**
 * Reads what was published under its public address, as Apple's and Spotify's crawlers do: the feed, its newest sounds,
 * pictures and companions (feed.md 5, 6, 7, 10). What they would refuse comes as errors. A folder is served by something
 * else, which need not run at this moment, so silence is nothing to tell there.
 */
export async function readAsListeners(
  house: House,
  show: Show,
  { sample, entries }: Pick<WrittenFeed, 'sample' | 'entries'>,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  if (house.settings.PREFLIGHT === 'off') return [];
  const url = house.publicStore.publicUrl(feedKey(show));
  const probe = openProbe({ reach: reachOf(house, url), patience: PATIENCE, signal });
  const got = await probe(askForFeed(url));
  if (isSilence(got)) return isBucket(house) ? silenceFinding('feed', url, got) : [];
  if (got.status !== 200) return refusalFinding('feed', got);
  const stranger = checkIdentity(show, url, got);
  if (stranger.length > 0) return stranger;
  const fresh = new Set(entries.flatMap(({ news }) => (news ? [news.episode.guid] : [])));
  const { inquiries } = inquiriesOf(sample, newOf(fresh));
  const findings = await pursueAll([inquireFeed(url, got), ...inquiries], probe);
  return abridged(findings);
}

/** Caches may still have a former feed of this show, but nobody has one of another show. */
function checkIdentity(show: Show, url: string, { body }: Reply): Verdict {
  const text = Buffer.from(body).toString('latin1', 0, HEAD);
  const guid = /<podcast:guid>\s*([^<\s]+)\s*<\/podcast:guid>/.exec(text)?.[1];
  if (guid === undefined || guid === show.guid) return fine;
  return [
    error(
      'http-other-feed',
      'feed',
      `${url} leads to the feed of another podcast (podcast:guid ${guid.slice(0, 60)}), not to the one that was written.`,
      'PUBLIC_URL leads to something else than FEED_STORE: correct it.',
    ),
  ];
}

/** Bytes in which a feed has said who it is. */
const HEAD = 100_000;

const isBucket = ({ publicStore }: House): boolean => publicStore.address.startsWith('s3:');

/** The address is the owner's own setting, so it may lead wherever that says. */
export const reachOf = ({ settings }: Pick<House, 'settings'>, url: string): Reach =>
  settings.ALLOW_PRIVATE_ADDRESSES || !isOwn(new URL(url).hostname) ? 'everywhere' : 'loopback';

type Inquiries = Parameters<typeof pursue>[0][];

/** So many things are asked for at once: most of the time goes on waiting for answers. */
const AT_ONCE = 6;

/** The findings stand in the order of the inquiries, whichever is answered first. */
async function pursueAll(inquiries: Inquiries, probe: Probe): Promise<readonly Finding[]> {
  const found: (readonly Finding[])[] = [];
  const waiting = inquiries.entries();
  const asker = async (): Promise<void> => {
    for (const [i, inquiry] of waiting) found[i] = await pursue(inquiry, probe);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, asker));
  return found.flat();
}

/**
 * Only a bucket is held to what it answers: for a folder there may be a proxy that is not there yet, and taking the feed
 * back would bring listeners nothing.
 * @throws CorridorError address-unfit
 */
export function demandFit(house: House, findings: readonly Finding[]): void {
  const errors = findings.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  if (!first || !isBucket(house)) return;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  throw new CorridorError(
    'address-unfit',
    `Podcast apps could not read what was published, so the feed before it was put back: ${first.place}: ${first.what}${more}`,
    `${mendOf(first)} \`corridor bucket check\` tells what is left; then publish again.`,
  );
}

const SETUP =
  'Run `corridor bucket setup`, which opens the bucket for reading as far as the service allows it.';
const mends: Readonly<Record<string, string>> = {
  'http-status': `Either the bucket is not open to the public, or PUBLIC_URL leads elsewhere (bucket in the host’s name or in the path). ${SETUP}`,
  'http-cors': `The bucket has no CORS rule. ${SETUP}`,
  'http-feed-type':
    'Where it is a page, PUBLIC_URL leads to something else than FEED_STORE: correct it. Where it is the feed, the service or what stands before it drops the Content-Type that Corridor sends with it: let it through.',
  'http-unreachable': 'Let PUBLIC_URL be the address under which the public reads FEED_STORE.',
};

/** What the owner of a bucket does about a finding. */
export const mendOf = ({ rule, what, mend }: Finding): string =>
  rule === 'http-status' && /answers with 5\d\d/.test(what) ? BROKEN : (mends[rule] ?? mend);

const BROKEN = 'The service or what stands before it is out of order: look at its log.';
