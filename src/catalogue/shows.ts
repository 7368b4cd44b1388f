import type { Problem } from '../errors.ts';
import type { BumperRole, Show } from '../show/show.ts';
import { and, eq, sql, type Tables } from './database.ts';
import { type ShowRow, showOf } from './rows.ts';
import { showBumpers, shows } from './schema.ts';

/** What is not named stays; intros and outros are replaced as a whole. */
export type ShowChanges = Partial<Omit<Show, 'id' | 'guid' | 'createdAt' | 'bed' | 'movedTo'>> &
  Readonly<{ /** null takes these away */ bed?: string | null; movedTo?: string | null }>;

export type KeptShows = Readonly<{
  add(show: Omit<Show, 'id'>): Show;
  change(id: number, changes: ShowChanges): void;
  /** Makes its words what they were; its sounds (intros, outros, bed) and its recipe are for work to come, and stay. */
  restore(show: Show): void;
  /** In the order in which they were made. */
  list(): readonly Show[];
  bySlug(slug: string): Show | undefined;
  byId(id: number): Show | undefined;
  /** Where its feed has moved to; asked with every request for a feed. */
  movedTo(slug: string): string | undefined;
  /** Notes how its publication as a whole ended; without a failure, well. */
  finish(id: number, failure?: Problem): void;
  /** Why the last one failed for good. */
  failureOf(id: number): Problem | undefined;
}>;

export function keepShows(tables: Tables): KeptShows {
  const listed = tables.select().from(shows).orderBy(shows.id).prepare();
  const bumpers = tables
    .select()
    .from(showBumpers)
    .where(eq(showBumpers.showId, sql.placeholder('show')))
    .orderBy(showBumpers.place)
    .prepare();
  const moved = tables
    .select({ to: shows.movedTo })
    .from(shows)
    .where(eq(shows.slug, sql.placeholder('slug')))
    .prepare();
  const whole = (row: ShowRow): Show => showOf(row, bumpers.all({ show: row.id }));
  return {
    add: ({ intros, outros, bed = null, ...words }) =>
      tables.transaction(() => {
        const row = tables.insert(shows).values(words).returning().get();
        replaceBumpers(tables, row.id, { intros, outros, bed });
        return whole(row);
      }),
    change: (id, { intros, outros, bed, ...words }) =>
      tables.transaction(() => {
        if (Object.keys(words).length > 0) tables.update(shows).set(words).where(eq(shows.id, id)).run();
        replaceBumpers(tables, id, { intros, outros, bed });
      }),
    restore: ({ id, title, description, author, email, language, category, explicit, cover, ...rest }) => {
      const { link = null, details = null, movedTo = null } = rest;
      const words = { title, description, author, email, language, category, explicit, cover };
      tables
        .update(shows)
        .set({ ...words, link, details, movedTo })
        .where(eq(shows.id, id))
        .run();
    },
    list: () => listed.all().map(whole),
    bySlug: (slug) => first(tables.select().from(shows).where(eq(shows.slug, slug)).all().map(whole)),
    movedTo: (slug) => moved.get({ slug })?.to ?? undefined,
    finish: (id, failure) =>
      void tables
        .update(shows)
        .set({ failure: failure ?? null })
        .where(eq(shows.id, id))
        .run(),
    failureOf: (id) =>
      tables.select({ failure: shows.failure }).from(shows).where(eq(shows.id, id)).get()?.failure ??
      undefined,
    byId: (id) => first(tables.select().from(shows).where(eq(shows.id, id)).all().map(whole)),
  };
}

type BumperChanges = Readonly<{
  intros: readonly string[] | undefined;
  outros: readonly string[] | undefined;
  bed: string | null | undefined;
}>;

function replaceBumpers(tables: Tables, showId: number, { intros, outros, bed }: BumperChanges): void {
  if (intros) replaceRole(tables, { showId, role: 'intro' }, intros);
  if (outros) replaceRole(tables, { showId, role: 'outro' }, outros);
  if (bed !== undefined) replaceRole(tables, { showId, role: 'bed' }, bed === null ? [] : [bed]);
}

type Part = Readonly<{ showId: number; role: BumperRole }>;

function replaceRole(tables: Tables, part: Part, recordings: readonly string[]): void {
  const inPart = and(eq(showBumpers.showId, part.showId), eq(showBumpers.role, part.role));
  tables.delete(showBumpers).where(inPart).run();
  for (const [place, recording] of recordings.entries()) {
    tables
      .insert(showBumpers)
      .values({ ...part, place, recording })
      .run();
  }
}

const first = <T>(list: readonly T[]): T | undefined => list[0];
