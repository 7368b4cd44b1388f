import { feedKey } from '../show/keys.ts';
import { hasFeed } from './completeness.ts';
import type { House } from './house.ts';
import type { Examination } from './studio.ts';

/** Whether listeners get what was published: asked under the very address that they use. */

/** Milliseconds within which an address has to answer. */
const PATIENCE = 5_000;

/** Never a reason for doctor to fail: who looks may stand elsewhere than who listens. */
export async function seeReach(house: House): Promise<Examination> {
  const feed = await publishedFeed(house).catch(() => false as const);
  if (feed === undefined) return told('no feed is published, so nobody was asked');
  if (feed === false)
    return told('the public address was not asked, since the public store does not answer', MEND_STORE);
  return askFor(feed);
}

/** The address of a feed that listeners should get; undefined where there is none. */
async function publishedFeed(house: House): Promise<string | undefined> {
  const { episodes, shows } = house.catalogue;
  for (const show of shows.list()) {
    if (episodes.published(show.id).length > 0 && (await hasFeed(house, show)))
      return house.publicStore.publicUrl(feedKey(show));
  }
  return undefined;
}

/** With HEAD, as directories of podcasts ask; they refuse a host that does not answer it (feed.md 10). */
export async function askFor(feed: string, patience = PATIENCE): Promise<Examination> {
  try {
    const { ok, status, headers } = await fetch(feed, {
      method: 'HEAD',
      signal: AbortSignal.timeout(patience),
    });
    if (!ok) return told(`${feed} answers with ${status}`, MEND_ANSWER);
    const type = headers.get('content-type') ?? 'no media type';
    if (!/[/+]xml\b/i.test(type)) return told(`${feed} answers with ${type}, which is no feed`, MEND_ANSWER);
    return told(`${feed} answers`);
  } catch (thrown) {
    return told(silenceOf(feed, patience, thrown), MEND_SILENCE);
  }
}

const told = (says: string, mend?: string): Examination => ({
  subject: 'listeners',
  verdict: mend === undefined ? 'good' : 'warning',
  says,
  ...(mend === undefined ? {} : { mend }),
});

function silenceOf(feed: string, patience: number, thrown: unknown): string {
  if (thrown instanceof Error && thrown.name === 'TimeoutError')
    return `${feed} does not answer within ${patience / 1000} s`;
  const { code } = Object(thrown instanceof Error ? thrown.cause : undefined) as { code?: unknown };
  return `${feed} cannot be reached${typeof code === 'string' ? ` (${code})` : ''}`;
}

const MEND_STORE = 'Look whether FEED_STORE can be read, then run corridor doctor again.';
const MEND_ANSWER =
  'Listeners get no feed there: let PUBLIC_URL, and the server or bucket behind it, lead to what FEED_STORE holds.';
const MEND_SILENCE =
  'That is as it should be where corridor serve answers there and does not run; else look at the host’s name, the server in front, and PUBLIC_URL.';
