import type { ItemAccount } from '../feed/import/account.ts';
import type { EpisodeFacts, Publication } from '../show/episode.ts';
import type { Show } from '../show/show.ts';
import { placeCompanions } from './companions.ts';
import type { Importing } from './import-desk.ts';
import { orderShowPublication } from './owed.ts';

/**
 * Publishes what was imported, all at once: everything is put in place first, then one publication of the show writes the
 * feed with all of it. One after the other, every episode would write the whole feed again.
 * @returns whether there was anything to publish
 */
export async function publishImported(
  { house, signal }: Importing,
  show: Show,
  items: readonly ItemAccount[],
): Promise<boolean> {
  const guids = new Set(items.map(({ guid }) => guid));
  const drafts = house.catalogue.episodes
    .list(show.id)
    .filter(({ episode, master }) => guids.has(episode.guid) && episode.wish === 'draft' && master);
  const placed: (readonly [EpisodeFacts, Publication])[] = [];
  for (const facts of drafts.toReversed()) {
    signal?.throwIfAborted();
    const publication = await place({ house, signal }, show, facts);
    if (publication) placed.push([facts, publication]);
  }
  if (placed.length === 0) return false;
  house.catalogue.together(() => {
    for (const [{ episode }, publication] of placed) {
      house.catalogue.episodes.change(episode.id, { wish: 'public' });
      house.catalogue.episodes.publish(episode.id, publication);
    }
    orderShowPublication(house, show);
  });
  return true;
}

async function place(
  { house, signal }: Pick<Importing, 'house' | 'signal'>,
  show: Show,
  { episode, master }: EpisodeFacts,
): Promise<Publication | undefined> {
  if (!master) return undefined;
  const placing = signal ?? new AbortController().signal;
  const companions = await placeCompanions(house, show, { episode, master }, placing);
  const now = house.clock.now();
  const publishedAt = house.catalogue.episodes.mintPublishedAt(episode.id, now);
  return { ...companions, master, publishedAt, changedAt: now };
}
