import { problemOf, worthRetrying } from '../errors.ts';
import type { RunningJob } from '../jobs/queue.ts';
import { type EpisodeFacts, isSameSound, type Master, type PublishedEpisode } from '../show/episode.ts';
import { episodePageKey, episodePrefix, showCoverKey } from '../show/keys.ts';
import type { Show } from '../show/show.ts';
import { placeCompanions, placeCover } from './companions.ts';
import { findGaps } from './completeness.ts';
import { writeFeed } from './feed-writing.ts';
import type { House } from './house.ts';
import { forgetMade, type PublishJob } from './owed.ts';
import { writePages } from './pages.ts';
import { advance } from './production.ts';
import { dropFormerMaster, forgetEpisode, keysOf } from './removal.ts';

/**
 * Publication: companions first, each read back; then the pages; the feed last, in one write. Until that write
 * listeners have the last good feed, and nothing that it names is ever overwritten or taken away before it.
 */
/** The lane `publish`: one job of a show at a time, over all processes. */
export async function carryOutPublication(house: House, job: RunningJob): Promise<void> {
  const { showId, episodeId, forget, unheard } = job.payload as PublishJob;
  const since = house.clock.now().getTime();
  job.progress({ kind: 'publish', fraction: 0, since });
  try {
    const show = house.catalogue.shows.byId(showId);
    const isNobodys = unheard && wishOf(house, episodeId) === 'withdrawn';
    if (show && !isNobodys) await publishShow(house, show, episodeId, job.signal);
    if (forget && episodeId !== undefined) await forgetEpisode(house, episodeId);
  } catch (thrown) {
    if (job.signal.aborted || worthRetrying(thrown)) throw thrown;
    await giveUp(house, thrown, episodeId);
  }
}

const wishOf = ({ catalogue }: House, episodeId = 0) => catalogue.episodes.byId(episodeId)?.episode.wish;

/** What trying again cannot mend is written down with the episode; a master that is gone is made again. */
async function giveUp(house: House, thrown: unknown, episodeId: number | undefined): Promise<void> {
  if (episodeId === undefined) throw thrown;
  const { catalogue } = house;
  const master = catalogue.episodes.byId(episodeId)?.master;
  const lost = problemOf(thrown).code === 'object-missing' && master ? await lostOf(house, master) : [];
  if (lost.length > 0) return makeAgain(house, episodeId, lost);
  catalogue.episodes.finish(episodeId, { failure: problemOf(thrown) });
}

/** The keys of those files of a master that are no longer there. */
async function lostOf({ privateStore }: House, master: Master): Promise<readonly string[]> {
  const found = await Promise.all(
    keysOf(master).map(async (key) => ((await privateStore.head(key)) ? [] : [key])),
  );
  return found.flat();
}

/** The production ends with a publication of its own, since that is still wished. */
function makeAgain(house: House, episodeId: number, lost: readonly string[]): void {
  const { catalogue } = house;
  catalogue.together(() => {
    for (const key of lost) forgetMade(house, key);
    catalogue.episodes.reopen(episodeId);
    const reopened = catalogue.episodes.byId(episodeId);
    if (reopened) advance(house, reopened);
  });
}

async function publishShow(
  house: House,
  show: Show,
  episodeId: number | undefined,
  signal: AbortSignal,
): Promise<void> {
  const { catalogue } = house;
  const facts = episodeId === undefined ? undefined : catalogue.episodes.byId(episodeId);
  const arriving = facts && (await placeEpisode(house, show, facts, signal));
  const leaving = facts?.episode.wish === 'withdrawn' ? facts : undefined;
  const stay = catalogue.episodes.published(show.id).filter(({ episode }) => episode.id !== episodeId);
  const episodes = arriving ? [...stay, arriving] : stay;
  if (episodes.length === 0 && !leaving) return;
  await placeCover(house, showCoverKey(show, show.cover), show.cover);
  const mended = await fillGaps(house, show, stay, signal);
  const changed = episodeId === undefined ? episodes : [...mended, ...(arriving ? [arriving] : [])];
  await writePages(house, { show, episodes }, changed);
  signal.throwIfAborted();
  const present = () => {
    const others = catalogue.episodes.published(show.id).filter(({ episode }) => episode.id !== episodeId);
    return arriving ? [...others, arriving] : others;
  };
  await writeFeed(house, show, present);
  if (arriving) catalogue.episodes.publish(arriving.episode.id, arriving.publication);
  if (arriving && facts) await dropFormerMaster(house, facts);
  if (leaving) await clearAway(house, show, leaving);
}

/** Puts back what the feed is going to name and somebody took away. */
async function fillGaps(
  house: House,
  show: Show,
  episodes: readonly PublishedEpisode[],
  signal: AbortSignal,
): Promise<readonly PublishedEpisode[]> {
  const gaps = await findGaps(house, show, episodes);
  for (const { published } of gaps) {
    const { episode, publication } = published;
    await placeCompanions(house, show, { episode, master: publication.master }, signal);
  }
  return gaps.map(({ published }) => published);
}

/** Puts everything of an episode into the public store, under names that nothing else ever had. */
async function placeEpisode(
  house: House,
  show: Show,
  { episode, master, publication }: EpisodeFacts,
  signal: AbortSignal,
): Promise<PublishedEpisode | undefined> {
  if (!master || episode.wish !== 'public') return undefined;
  const placed = await placeCompanions(house, show, { episode, master }, signal);
  const now = house.clock.now();
  const publishedAt = house.catalogue.episodes.mintPublishedAt(episode.id, now);
  const changedAt = publication && isSameSound(publication.master, master) ? publication.changedAt : now;
  return {
    episode,
    publication: { ...placed, master, publishedAt, changedAt },
  };
}

/** After the feed no longer names it, the audio goes, too: a promise of recall that ends at the feed is none. */
async function clearAway(house: House, show: Show, facts: EpisodeFacts): Promise<void> {
  const { catalogue, publicStore } = house;
  const { episode } = facts;
  const keys = [episodePageKey(show, episode)];
  for await (const { key } of publicStore.list(episodePrefix(show, episode))) keys.push(key);
  for (const key of keys) await publicStore.delete(key);
  await dropFormerMaster(house, facts);
  catalogue.episodes.unpublish(episode.id);
}
