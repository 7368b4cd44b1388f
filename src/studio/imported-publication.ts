import type { ItemAccount } from '../feed/import/account.ts';
import type { EpisodeFacts } from '../show/episode.ts';
import type { Show } from '../show/show.ts';
import { placeCompanions } from './companions.ts';
import type { House } from './house.ts';
import type { Importing } from './import-desk.ts';
import { orderShowPublication } from './owed.ts';
import { setTimes } from './schedule.ts';

/**
 * Publishes what was imported, all at once: everything is put in place first, then one publication of the show writes the
 * feed with all of it. One after the other, every episode would write the whole feed again. Until that publication has
 * passed, none of them counts as published. An episode whose date lies ahead is scheduled for it.
 * @returns whether there was anything to publish
 */
export async function publishImported(
  { house, note, signal }: Importing,
  show: Show,
  items: readonly ItemAccount[],
): Promise<boolean> {
  const drafts = draftsOf(house, show, items);
  for (const { facts, item, ahead } of drafts) {
    if (!ahead) continue;
    setTimes(house, facts, { publishAt: ahead });
    note(item.place, `Its date, ${printMoment(ahead)}, lies ahead: it appears then, and not before.`);
  }
  const due = drafts.filter(({ ahead }) => !ahead);
  const placing = signal ?? new AbortController().signal;
  for (const { facts } of due) {
    placing.throwIfAborted();
    const { episode, master } = facts;
    if (master) await placeCompanions(house, show, { episode, master }, placing);
  }
  if (due.length === 0) return false;
  house.catalogue.together(() => {
    const { episodes } = house.catalogue;
    for (const { facts, item } of due.toReversed()) {
      if (item.publishedAt) episodes.mintPublishedAt(facts.episode.id, item.publishedAt);
      episodes.change(facts.episode.id, { wish: 'public' });
    }
    orderShowPublication(house, show, due.map(({ facts }) => facts.episode.id).toReversed());
  });
  return true;
}

/** Tells which of the drafts would be scheduled rather than published. */
export function noteAhead({ house, note }: Importing, show: Show, items: readonly ItemAccount[]): void {
  for (const { item, ahead } of draftsOf(house, show, items))
    if (ahead)
      note(item.place, `Its date, ${printMoment(ahead)}, lies ahead: with --publish, it appears then.`);
}

type Draft = Readonly<{
  facts: EpisodeFacts;
  item: ItemAccount /** Its date, if that is to come. */;
  ahead?: Date;
}>;

/** What was taken over and is not public. */
function draftsOf({ catalogue, clock }: House, show: Show, items: readonly ItemAccount[]): readonly Draft[] {
  const byGuid = new Map(items.map((item) => [item.guid, item]));
  const now = clock.now();
  return catalogue.episodes.list(show.id).flatMap((facts) => {
    const item = byGuid.get(facts.episode.guid);
    if (!item || facts.episode.wish !== 'draft' || !facts.master) return [];
    const { publishedAt } = item;
    return [{ facts, item, ...(publishedAt && publishedAt > now ? { ahead: publishedAt } : {}) }];
  });
}

const printMoment = (moment: Date): string => `${moment.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
