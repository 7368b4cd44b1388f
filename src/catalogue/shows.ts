import type { Show } from '../show/show.ts';
import { eq, type Tables } from './database.ts';
import { showOf } from './rows.ts';
import { shows } from './schema.ts';

export type KeptShows = Readonly<{
  add(show: Omit<Show, 'id'>): Show;
  change(id: number, changes: Partial<Omit<Show, 'id' | 'guid' | 'createdAt'>>): void;
  /** In the order in which they were made. */
  list(): readonly Show[];
  bySlug(slug: string): Show | undefined;
  byId(id: number): Show | undefined;
}>;

export function keepShows(tables: Tables): KeptShows {
  const listed = tables.select().from(shows).orderBy(shows.id).prepare();
  return {
    add: (show) => showOf(tables.insert(shows).values(show).returning().get()),
    change: (id, changes) => void tables.update(shows).set(changes).where(eq(shows.id, id)).run(),
    list: () => listed.all().map(showOf),
    bySlug: (slug) => first(tables.select().from(shows).where(eq(shows.slug, slug)).all().map(showOf)),
    byId: (id) => first(tables.select().from(shows).where(eq(shows.id, id)).all().map(showOf)),
  };
}

const first = <T>(list: readonly T[]): T | undefined => list[0];
