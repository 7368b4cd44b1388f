import type { Publication } from '../show/episode.ts';
import { showCoverKey } from '../show/keys.ts';
import type { Show } from '../show/show.ts';
import type { House } from './house.ts';

/** Public files that no feed names, and none has named for as long as an app or a cache may still ask for them. */
export type Swept = Readonly<{ key: string; bytes: number }>;

const DAY = 24 * 60 * 60 * 1000;

/** Names that carry a piece of their hash: only such files are ever taken away. */
const HASHED = /-[0-9a-f]{12}\.[a-z0-9]{2,5}$/;

/**
 * Takes away what publications left behind: former sounds, covers and companions, and what an interrupted publication
 * had put there. A file stays for SWEEP_AFTER days after the last feed that named it, and after it was put there.
 * @param isTrial only tells what would go
 */
export async function sweep(
  house: House,
  { isTrial = false }: { isTrial?: boolean } = {},
): Promise<readonly Swept[]> {
  const { catalogue, clock, publicStore, settings } = house;
  const since = new Date(clock.now().getTime() - settings.SWEEP_AFTER * DAY);
  const swept: Swept[] = [];
  for (const show of catalogue.shows.list()) {
    for (const file of await orphansOf(house, show, since)) {
      // Asked again right before, since somebody may have published it anew meanwhile.
      if (!isTrial && namedBy(house, show, since).has(file.key)) continue;
      if (!isTrial) await publicStore.delete(file.key);
      swept.push(file);
    }
  }
  return swept;
}

async function orphansOf(house: House, show: Show, since: Date): Promise<readonly Swept[]> {
  const named = namedBy(house, show, since);
  const orphans: Swept[] = [];
  for await (const { key, bytes, modified } of house.publicStore.list(`${show.slug}/`)) {
    if (HASHED.test(key) && modified < since && !named.has(key)) orphans.push({ key, bytes });
  }
  return orphans;
}

/** Keys that are public now or were named by a feed since a moment. */
function namedBy({ catalogue }: House, show: Show, since: Date): ReadonlySet<string> {
  const { episodes, publications } = catalogue;
  const published = [...episodes.published(show.id), ...publications.namedSince(show.id, since)];
  const shows = [show, ...publications.showsSince(show.id, since)];
  return new Set([
    ...published.flatMap(({ publication }) => publicKeysOf(publication)),
    ...shows.map(({ cover }) => showCoverKey(show, cover)),
  ]);
}

/** Everything of an episode that lies in the public store, but for its page. */
export function publicKeysOf(publication: Publication): readonly string[] {
  const { enclosureKey, alternateKeys = [], chaptersKey, certificateKey, coverKey } = publication;
  const transcripts = (publication.transcripts ?? []).map(({ key }) => key);
  const single = [chaptersKey, certificateKey, coverKey].flatMap((key) => (key === undefined ? [] : [key]));
  return [enclosureKey, ...alternateKeys, ...transcripts, ...single];
}

/** Once a day, where the work is done. */
export const SWEEP_LANE = 'sweep';

/** After a start: the next one, unless it is ordered already. */
export function orderSweep(house: House): void {
  if (house.queue.pending(SWEEP_LANE).length === 0) orderNext(house);
}

/** The lane `sweep`. */
export async function carryOutSweep(house: House): Promise<void> {
  await sweep(house);
  orderNext(house);
}

/** A day from now; several processes that ask for it get one. */
function orderNext({ clock, queue }: House): void {
  const dueAt = new Date(clock.now().getTime() + DAY);
  const dedup = `sweep:${dueAt.toISOString().slice(0, 10)}`;
  queue.add({ lane: SWEEP_LANE, subject: SWEEP_LANE, payload: null, dedup, dueAt });
}
