import type { ItemAccount } from '../feed/import/account.ts';
import type { Show } from '../show/show.ts';
import { placeCompanions } from './companions.ts';
import type { Importing } from './import-desk.ts';
import { orderShowPublication } from './owed.ts';

/**
 * Publishes what was imported, all at once: everything is put in place first, then one publication of the show writes the
 * feed with all of it. One after the other, every episode would write the whole feed again. Until that publication has
 * passed, none of them counts as published.
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
  const placing = signal ?? new AbortController().signal;
  for (const { episode, master } of drafts) {
    placing.throwIfAborted();
    if (master) await placeCompanions(house, show, { episode, master }, placing);
  }
  if (drafts.length === 0) return false;
  house.catalogue.together(() => {
    const ids = drafts.map(({ episode }) => episode.id).toReversed();
    for (const id of ids) house.catalogue.episodes.change(id, { wish: 'public' });
    orderShowPublication(house, show, ids);
  });
  return true;
}
