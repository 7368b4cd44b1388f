import type { Database } from '../sqlite.ts';
import { openDatabase } from './database.ts';
import { type KeptDeliveries, keepDeliveries } from './deliveries.ts';
import { type KeptEpisodes, keepEpisodes } from './episodes.ts';
import { type KeptPrintedItems, keepPrintedItems } from './printed-items.ts';
import { type KeptPublications, keepPublications } from './publications.ts';
import { type KeptRecordings, keepRecordings } from './recordings.ts';
import { type KeptShows, keepShows } from './shows.ts';

/** Everything that Corridor knows, in one SQLite file: what is owed, what was delivered, what is public. */
export type Catalogue = Readonly<{
  shows: KeptShows;
  recordings: KeptRecordings;
  episodes: KeptEpisodes;
  deliveries: KeptDeliveries;
  publications: KeptPublications;
  printedItems: KeptPrintedItems;
  /** All or nothing; jobs that are added inside belong to it. */
  together<T>(change: () => T): T;
  /** Everything inside is read as it stood at one moment, whatever others write meanwhile. */
  atOnce<T>(look: () => T): T;
  /** The open file, which the embedded queue shares. */
  file: Database;
  close(): void;
}>;

/** @throws CorridorError catalogue-unusable */
export function openCatalogue(path: string): Catalogue {
  const { file, tables } = openDatabase(path);
  return {
    shows: keepShows(tables),
    recordings: keepRecordings(tables),
    episodes: keepEpisodes(tables),
    deliveries: keepDeliveries(tables),
    publications: keepPublications(tables),
    printedItems: keepPrintedItems(tables),
    together: (change) => file.transaction(change).immediate(),
    atOnce: (look) => file.transaction(look).deferred(),
    file,
    close: () => void file.close(),
  };
}
