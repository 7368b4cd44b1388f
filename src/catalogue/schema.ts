import { blob, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { Problem } from '../errors.ts';
import type { Finding } from '../feed/finding.ts';
import type { Chapter } from '../show/chapters/chapter.ts';
import type { EpisodeDetails, ShowDetails } from '../show/details.ts';
import type { Episode, Master, Publication, Wish } from '../show/episode.ts';
import type { Picture } from '../show/picture.ts';
import type { Recipe } from '../show/recipe.ts';
import type { BumperRole, Category, Show } from '../show/show.ts';
import type { StoredTranscript } from '../show/transcript/stored.ts';

/**
 * All that is kept. Changes are made here, then written as a migration with `npm run migration`. What drizzle has no words
 * for stands in the migration 0004 alone, and goes with the table of episodes if that is ever rebuilt: the trigger that
 * raises revisions, and the index of the expressions that a feed's outline is made of.
 */

export const shows = sqliteTable(
  'shows',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    slug: text().notNull(),
    guid: text().notNull(),
    title: text().notNull(),
    description: text().notNull(),
    author: text().notNull(),
    email: text().notNull(),
    language: text().notNull(),
    category: text({ mode: 'json' }).$type<Category>().notNull(),
    link: text(),
    explicit: integer({ mode: 'boolean' }).notNull(),
    cover: text({ mode: 'json' }).$type<Picture>().notNull(),
    recipe: text({ mode: 'json' }).$type<Recipe>(),
    details: text({ mode: 'json' }).$type<ShowDetails>(),
    /** The feed's new address, once the show has moved away. */
    movedTo: text(),
    /** Why its last publication as a whole failed for good; absent where it succeeded. */
    failure: text({ mode: 'json' }).$type<Problem>(),
    createdAt: integer({ mode: 'timestamp_ms' }).notNull(),
  },
  (table) => [uniqueIndex('shows_slug').on(table.slug), uniqueIndex('shows_guid').on(table.guid)],
);

/** The recordings that a show brings along, counted from zero within their role: so they are heard. */
export const showBumpers = sqliteTable(
  'show_bumpers',
  {
    showId: integer()
      .notNull()
      .references(() => shows.id),
    role: text().$type<BumperRole>().notNull(),
    place: integer().notNull(),
    recording: text()
      .notNull()
      .references(() => recordings.sha256),
  },
  (table) => [
    primaryKey({ columns: [table.showId, table.role, table.place] }),
    index('show_bumpers_recording').on(table.recording),
  ],
);

export const recordings = sqliteTable('recordings', {
  sha256: text().primaryKey(),
  key: text().notNull(),
  bytes: integer().notNull(),
  name: text().notNull(),
  receivedAt: integer({ mode: 'timestamp_ms' }).notNull(),
});

export const episodes = sqliteTable(
  'episodes',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    showId: integer()
      .notNull()
      .references(() => shows.id),
    slug: text().notNull(),
    guid: text().notNull(),
    title: text().notNull(),
    notes: text().notNull(),
    chapters: text({ mode: 'json' }).$type<readonly Chapter[]>().notNull(),
    cover: text({ mode: 'json' }).$type<Picture>(),
    season: integer(),
    number: integer(),
    explicit: integer({ mode: 'boolean' }).notNull(),
    recording: text()
      .notNull()
      .references(() => recordings.sha256),
    /** Of this episode alone; without one, the show's. */
    recipe: text({ mode: 'json' }).$type<Recipe>(),
    details: text({ mode: 'json' }).$type<EpisodeDetails>(),
    transcript: text({ mode: 'json' }).$type<StoredTranscript>(),
    wish: text().$type<Wish>().notNull(),
    /** Not before. */
    publishAt: integer({ mode: 'timestamp_ms' }),
    /** Not after. */
    expiresAt: integer({ mode: 'timestamp_ms' }),
    createdAt: integer({ mode: 'timestamp_ms' }).notNull(),
    /** What production made; null while it works or when it failed. */
    master: text({ mode: 'json' }).$type<Master>(),
    failure: text({ mode: 'json' }).$type<Problem>(),
    /** What listeners have, as JSON with moments in milliseconds. */
    publication: text({ mode: 'json' }).$type<StoredPublication>(),
    /** Minted with the first publication; stays when the episode is withdrawn and comes back. */
    firstPublishedAt: integer({ mode: 'timestamp_ms' }),
    /** Raised by a trigger of the migration with every write to the row, so that no writer can forget it. */
    revision: integer().notNull().default(0),
  },
  (table) => [
    uniqueIndex('episodes_slug').on(table.showId, table.slug),
    // Unique in its feed (RSS 2.0); shows that were taken over may both count from 1.
    uniqueIndex('episodes_guid').on(table.showId, table.guid),
    index('episodes_recording').on(table.recording),
  ],
);

export type StoredPublication = Omit<Publication, 'publishedAt' | 'changedAt'> &
  Readonly<{ publishedAt: number; changedAt: number }>;

/** What the workshop delivered, by the fingerprint of its order. */
export const deliveries = sqliteTable('deliveries', {
  fingerprint: text().primaryKey(),
  kind: text().notNull(),
  body: text({ mode: 'json' }).$type<unknown>().notNull(),
  madeAt: integer({ mode: 'timestamp_ms' }).notNull(),
});

/** Every feed that listeners were given. */
export const publications = sqliteTable(
  'publications',
  {
    showId: integer()
      .notNull()
      .references(() => shows.id),
    /** From 1, without gaps. */
    number: integer().notNull(),
    madeAt: integer({ mode: 'timestamp_ms' }).notNull(),
    show: text({ mode: 'json' }).$type<StoredShow>().notNull(),
    /** Of the feed's bytes. */
    sha256: text().notNull(),
    bytes: integer().notNull(),
    /** Under which it was read when it had passed; those of former releases were not written down. */
    address: text(),
    episodes: integer().notNull(),
    /** What could be better in it, as its check said. */
    warnings: text({ mode: 'json' }).$type<readonly Finding[]>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.showId, table.number] })],
);

/** What a publication changed: an episode as it is from then on; null where it left the feed. */
export const publicationChanges = sqliteTable(
  'publication_changes',
  {
    showId: integer().notNull(),
    episodeId: integer().notNull(),
    number: integer().notNull(),
    published: text({ mode: 'json' }).$type<StoredPublished>(),
    /** The revision of the episode's row that was found to say the same; null where nobody has looked yet. */
    revision: integer(),
  },
  (table) => [primaryKey({ columns: [table.showId, table.episodeId, table.number] })],
);

/** Items of feeds as they were printed: a cache, which may be emptied at any time. */
export const printedItems = sqliteTable(
  'printed_items',
  {
    episodeId: integer()
      .primaryKey()
      .references(() => episodes.id, { onDelete: 'cascade' }),
    showId: integer().notNull(),
    /** Of the row that was printed. */
    revision: integer().notNull(),
    /** Of all else that the text depends on: the show, the public address, and how items are printed. */
    fingerprint: text().notNull(),
    /** UTF-8 */
    text: blob({ mode: 'buffer' }).notNull(),
  },
  (table) => [index('printed_items_show').on(table.showId)],
);

/** A show as JSON. */
export type StoredShow = Omit<Show, 'createdAt'> & Readonly<{ createdAt: number }>;

/** An episode and what listeners have of it, as JSON. */
export type StoredPublished = Readonly<{
  episode: Omit<Episode, 'createdAt' | 'publishAt' | 'expiresAt'> &
    Readonly<{ createdAt: number; publishAt?: number; expiresAt?: number }>;
  publication: StoredPublication;
}>;
