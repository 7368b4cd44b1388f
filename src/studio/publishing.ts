import { failures, problemOf, worthRetrying } from '../errors.ts';
import type { RunningJob } from '../jobs/queue.ts';
import type { Master } from '../show/episode.ts';
import type { House } from './house.ts';
import { forgetMade, orderPublication, orderShowPublication, type PublishJob } from './owed.ts';
import { advance } from './production.ts';
import { forgetEpisode, keysOf } from './removal.ts';
import { publishShow } from './show-publication.ts';

/** The lane `publish`: one job of a show at a time, over all processes. */
export async function carryOutPublication(house: House, job: RunningJob): Promise<void> {
  const wanted = job.payload as PublishJob;
  const { showId, episodeId, arriving, forget, unheard } = wanted;
  const since = house.clock.now().getTime();
  job.progress({ kind: 'publish', fraction: 0, since });
  try {
    const show = house.catalogue.shows.byId(showId);
    const isNobodys = unheard && wishOf(house, episodeId) === 'withdrawn';
    if (show && !isNobodys) await publishShow(house, show, wanted, job.signal);
    if (isWhole(wanted)) house.catalogue.shows.finish(showId);
    if (episodeId !== undefined) house.catalogue.episodes.forgive(episodeId);
    if (show && !isNobodys) orderRefused(house);
    if (forget && episodeId !== undefined) await forgetEpisode(house, episodeId);
  } catch (thrown) {
    if (job.signal.aborted || worthRetrying(thrown)) throw thrown;
    if (isWhole(wanted)) house.catalogue.shows.finish(showId, problemOf(thrown));
    if (arriving) refuseAll(house, thrown, arriving);
    else await giveUp(house, thrown, episodeId);
  }
}

/** The address is fit, it seems: what it refused before is tried again, once for each publication that passes. */
function orderRefused(house: House): void {
  const { episodes, shows } = house.catalogue;
  for (const { episode } of episodes.refused()) {
    episodes.forgive(episode.id);
    orderPublication(house, episode);
  }
  for (const show of shows.list())
    if (shows.failureOf(show.id)?.code === 'address-unfit') {
      shows.finish(show.id);
      orderShowPublication(house, show);
    }
}

const isWhole = ({ episodeId, arriving }: PublishJob): boolean =>
  episodeId === undefined && arriving === undefined;

const wishOf = ({ catalogue }: House, episodeId = 0) => catalogue.episodes.byId(episodeId)?.episode.wish;

/** What trying again cannot mend is written down with its show or its episode; a master that is gone is made again. */
async function giveUp(house: House, thrown: unknown, episodeId: number | undefined): Promise<void> {
  failures.publish(thrown);
  if (episodeId === undefined) return;
  const { catalogue } = house;
  const master = catalogue.episodes.byId(episodeId)?.master;
  const lost = problemOf(thrown).code === 'object-missing' && master ? await lostOf(house, master) : [];
  if (lost.length > 0) return makeAgain(house, episodeId, lost);
  catalogue.episodes.finish(episodeId, { failure: problemOf(thrown) });
}

/** None of them stands in the feed; publishing one again tries it by itself. */
function refuseAll({ catalogue }: House, thrown: unknown, ids: readonly number[]): void {
  failures.publish(thrown);
  for (const id of ids) catalogue.episodes.finish(id, { failure: problemOf(thrown) });
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
