import { and, eq, type Tables } from './database.ts';
import { episodes, printedItems } from './schema.ts';

/** An item of a feed as it was printed, in UTF-8, with the revision of the episode's row that it was printed from. */
export type PrintedRow = Readonly<{ episodeId: number; revision: number; text: Buffer }>;

/**
 * The items of feeds as they were last printed. A text holds for one revision of its episode and for one fingerprint of
 * everything else that it depends on.
 */
export type KeptPrintedItems = Readonly<{
  /** Those of a show with that fingerprint, by the episode's id; whether the revision still holds is for the reader. */
  ofShow(showId: number, fingerprint: string): ReadonlyMap<number, PrintedRow>;
  /** Takes the place of what was printed before; of an episode that is gone meanwhile, nothing is kept. */
  keep(showId: number, fingerprint: string, rows: readonly PrintedRow[]): void;
}>;

export function keepPrintedItems(tables: Tables): KeptPrintedItems {
  const { episodeId, revision, text } = printedItems;
  return {
    ofShow: (showId, fingerprint) => {
      const rows = tables
        .select({ episodeId, revision, text })
        .from(printedItems)
        .where(and(eq(printedItems.showId, showId), eq(printedItems.fingerprint, fingerprint)))
        .all();
      return new Map(rows.map((row) => [row.episodeId, row]));
    },
    keep: (showId, fingerprint, rows) =>
      tables.transaction((all) => {
        for (const { episodeId: id, ...printed } of rows) {
          if (!all.select({ id: episodes.id }).from(episodes).where(eq(episodes.id, id)).get()) continue;
          const set = { ...printed, showId, fingerprint };
          const row = { ...set, episodeId: id };
          all.insert(printedItems).values(row).onConflictDoUpdate({ target: episodeId, set }).run();
        }
      }),
  };
}
