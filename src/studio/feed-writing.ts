import type { PublishedEpisode } from '../show/episode.ts';
import { CorridorError, problemOf } from '../errors.ts';
import { checkFeed } from '../feed/check.ts';
import { composeFeed } from '../feed/document.ts';
import { printRss } from '../feed/rss.ts';
import { feedKey } from '../show/keys.ts';
import type { Show } from '../show/show.ts';
import type { House } from './house.ts';
import { FRESH } from './pages.ts';

/** So often a feed is composed anew because another publisher was faster; after that the job waits for its next turn. */
const ROUNDS = 5;

/**
 * One write, over the feed that was there when the episodes were read: a publisher that read them earlier cannot take
 * away what one that read them later has added.
 * @throws CorridorError feed-faulty when an app would refuse it; the last good feed stays. object-changed
 */
export async function writeFeed(
  house: Pick<House, 'publicStore'>,
  show: Show,
  present: () => readonly PublishedEpisode[],
  rounds = ROUNDS,
): Promise<void> {
  const there = await house.publicStore.head(feedKey(show));
  const episodes = present();
  const feed = printRss(composeFeed(show, episodes, (key) => house.publicStore.publicUrl(key)));
  if (episodes.length > 0) demandGoodFeed(feed);
  const facts = { contentType: 'application/rss+xml; charset=utf-8', cacheControl: FRESH };
  try {
    await house.publicStore.put(feedKey(show), Buffer.from(feed), facts, { onlyOver: there?.etag ?? null });
  } catch (thrown) {
    if (problemOf(thrown).code !== 'object-changed' || rounds <= 1) throw thrown;
    await writeFeed(house, show, present, rounds - 1);
  }
}

function demandGoodFeed(feed: string): void {
  const errors = checkFeed(feed).filter(({ severity }) => severity === 'error');
  const first = errors[0];
  if (!first) return;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  throw new CorridorError(
    'feed-faulty',
    `The feed would be refused: ${first.place}: ${first.what}${more}`,
    first.mend,
  );
}
