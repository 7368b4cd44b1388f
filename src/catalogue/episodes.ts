import type { ErrorCode, Problem } from '../errors.ts';
import {
  type Episode,
  type EpisodeFacts,
  isSameSound,
  type Master,
  type Publication,
  type PublishedEpisode,
} from '../show/episode.ts';
import { isImported } from '../show/imported.ts';
import type { StoredTranscript } from '../show/transcript/stored.ts';
import {
  and,
  count,
  desc,
  eq,
  getTableColumns,
  inArray,
  isNotNull,
  isNull,
  ne,
  or,
  sql,
  type Tables,
} from './database.ts';
import { factsOf, publishedOf, standingOf, storedOf } from './rows.ts';
import { episodes } from './schema.ts';

type Changes = Partial<Pick<Episode, 'title' | 'notes' | 'chapters' | 'explicit' | 'wish' | 'recording'>> &
  Readonly<{ /** null takes it away */ transcript?: StoredTranscript | null }> &
  Partial<Unsettable>;

/** null takes these away */
type Unsettable = {
  [Name in 'cover' | 'season' | 'number' | 'recipe' | 'details' | 'publishAt' | 'expiresAt']:
    | Episode[Name]
    | null;
};

/** What order, dates and addresses of feed and pages need of an episode that listeners have. */
export type Standing = Readonly<{
  episode: Pick<Episode, 'id' | 'showId' | 'slug' | 'wish' | 'publishAt' | 'expiresAt'>;
  publication: Pick<Publication, 'publishedAt' | 'changedAt'>;
  /** Another one with every write to its row. */
  revision: number;
}>;

export type RevisedEpisode = PublishedEpisode & Pick<Standing, 'revision'>;

export type KeptEpisodes = Readonly<{
  add(episode: Omit<Episode, 'id'>): EpisodeFacts;
  change(id: number, changes: Changes): void;
  byId(id: number): EpisodeFacts | undefined;
  bySlug(showId: number, slug: string): EpisodeFacts | undefined;
  /** Of any show. */
  namedSo(slug: string): readonly EpisodeFacts[];
  /** The oldest episode of a show with this recording. */
  byRecording(showId: number, sha256: string): EpisodeFacts | undefined;
  /** Newest first. */
  list(showId?: number): readonly EpisodeFacts[];
  /** Those without a master and without a failure: production is owed. */
  inProduction(): readonly EpisodeFacts[];
  /** Those whose listeners do not have yet what they should, or still have what they should not. */
  unpublished(): readonly EpisodeFacts[];
  /** Those that listeners have, with their publication. */
  published(showId: number): readonly PublishedEpisode[];
  /** How many these are, but for one. */
  countPublished(showId: number, without?: number): number;
  /** The same in outline, newest first: a long feed is not read whole to know what it is made of. */
  standing(showId: number): readonly Standing[];
  /** Those of the given ones that listeners have, whole, and the revisions of their rows. */
  publishedAmong(ids: readonly number[]): readonly RevisedEpisode[];
  finish(id: number, outcome: { master: Master } | { failure: Problem }): void;
  /** Its publication has succeeded: forgets a failure of one, not of the work on its sound. */
  forgive(id: number): void;
  /** Of all shows, those with a master whose publication the public address refused. */
  refused(): readonly EpisodeFacts[];
  /** Back to work: neither failure nor master, but for one that was imported as it was. */
  reopen(id: number): void;
  /** Writes down what listeners have. */
  publish(id: number, publication: Publication): void;
  unpublish(id: number): void;
  /** Those with a moment at which they appear or go. */
  timed(): readonly EpisodeFacts[];
  /** Makes an episode what it was when it was published so. */
  restore(published: PublishedEpisode): void;
  /** The moment of its first publication: the one given, unless an earlier one was minted before. */
  mintPublishedAt(id: number, now: Date): Date;
  remove(id: number): void;
}>;

function isOwed({ episode, master, publication }: EpisodeFacts): boolean {
  if (episode.wish === 'withdrawn') return publication !== undefined;
  if ((episode.wish !== 'public' && episode.wish !== 'unlisted') || master === undefined) return false;
  // What waits for its moment is brought on by the job that waits with it.
  if (episode.publishAt && !publication) return false;
  return publication === undefined || !isSameSound(master, publication.master);
}

/** Nearly all episodes have in public what production made of them, and need not be read to be told so. */
const hasOtherSound = sql`${episodes.master} is not ${episodes.publication} -> '$.master'`;

const failedWith = sql<ErrorCode>`${episodes.failure} ->> '$.code'`;

/** What a feed is made of; the master and the failure of work since then are none of its business. */
const { master: _, failure: __, firstPublishedAt: ___, revision: ____, ...heard } = getTableColumns(episodes);

/** Written as in the index `episodes_standing`, which holds all of the outline: no row need be read for it. */
const momentIn = (name: 'publishedAt' | 'changedAt') =>
  sql<number>`${episodes.publication} ->> ${sql.raw(`'$.${name}'`)}`;

const outline = {
  id: episodes.id,
  showId: episodes.showId,
  slug: episodes.slug,
  wish: episodes.wish,
  publishAt: episodes.publishAt,
  expiresAt: episodes.expiresAt,
  revision: episodes.revision,
  publishedAt: momentIn('publishedAt'),
  changedAt: momentIn('changedAt'),
};

/** SQLite takes 32,766 values in one question; few at a time are read as fast. */
const AT_A_TIME = 500;

export function keepEpisodes(tables: Tables): KeptEpisodes {
  const select = () => tables.select().from(episodes);
  const update = (id: number, values: Partial<typeof episodes.$inferInsert>) =>
    void tables.update(episodes).set(values).where(eq(episodes.id, id)).run();
  return {
    add: (episode) => factsOf(tables.insert(episodes).values(episode).returning().get()),
    change: (id, changes) => {
      if (Object.keys(changes).length > 0) update(id, changes);
    },
    byId: (id) => select().where(eq(episodes.id, id)).all().map(factsOf)[0],
    bySlug: (showId, slug) =>
      select()
        .where(and(eq(episodes.showId, showId), eq(episodes.slug, slug)))
        .all()
        .map(factsOf)[0],
    namedSo: (slug) => select().where(eq(episodes.slug, slug)).all().map(factsOf),
    byRecording: (showId, sha256) =>
      select()
        .where(and(eq(episodes.showId, showId), eq(episodes.recording, sha256)))
        .orderBy(episodes.id)
        .all()
        .map(factsOf)[0],
    list: (showId) =>
      select()
        .where(showId === undefined ? undefined : eq(episodes.showId, showId))
        .orderBy(desc(episodes.id))
        .all()
        .map(factsOf),
    inProduction: () =>
      select()
        .where(and(isNull(episodes.master), isNull(episodes.failure), ne(episodes.wish, 'withdrawn')))
        .orderBy(episodes.id)
        .all()
        .map(factsOf),
    unpublished: () =>
      select()
        .where(and(isNull(episodes.failure), or(eq(episodes.wish, 'withdrawn'), hasOtherSound)))
        .all()
        .map(factsOf)
        .filter(isOwed),
    published: (showId) =>
      tables
        .select(heard)
        .from(episodes)
        .where(and(eq(episodes.showId, showId), isNotNull(episodes.publication)))
        .all()
        .flatMap(publishedOf),
    countPublished: (showId, without = 0) => {
      const others = and(eq(episodes.showId, showId), ne(episodes.id, without));
      const isPublished = and(others, isNotNull(episodes.publication));
      return tables.select({ count: count() }).from(episodes).where(isPublished).get()?.count ?? 0;
    },
    standing: (showId) =>
      tables
        .select(outline)
        .from(episodes)
        .where(and(eq(episodes.showId, showId), isNotNull(outline.publishedAt)))
        .orderBy(desc(outline.publishedAt), desc(episodes.id))
        .all()
        .map(standingOf),
    publishedAmong: (ids) =>
      slicesOf(ids, AT_A_TIME).flatMap((some) =>
        tables
          .select({ ...heard, revision: episodes.revision })
          .from(episodes)
          .where(inArray(episodes.id, some))
          .all()
          .flatMap(({ revision, ...row }) => publishedOf(row).map((of) => ({ ...of, revision }))),
      ),
    finish: (id, outcome) =>
      update(
        id,
        'master' in outcome ? { master: outcome.master, failure: null } : { failure: outcome.failure },
      ),
    forgive: (id) =>
      void tables
        .update(episodes)
        .set({ failure: null })
        .where(and(eq(episodes.id, id), inArray(failedWith, ['address-unfit', 'feed-faulty'])))
        .run(),
    refused: () =>
      select()
        .where(and(isNotNull(episodes.master), eq(failedWith, 'address-unfit')))
        .all()
        .map(factsOf),
    reopen: (id) => {
      const row = select().where(eq(episodes.id, id)).get();
      const master = row && isImported(row, row.master) ? row.master : null;
      update(id, { master, failure: null });
    },
    publish: (id, publication) => update(id, { publication: storedOf(publication) }),
    unpublish: (id) => update(id, { publication: null }),
    timed: () =>
      select()
        .where(or(isNotNull(episodes.publishAt), isNotNull(episodes.expiresAt)))
        .all()
        .map(factsOf),
    restore: ({ episode: { id, showId: _, slug: __, guid: ___, createdAt: ____, ...words }, publication }) =>
      update(id, {
        ...{ cover: null, season: null, number: null, recipe: null, details: null, transcript: null },
        ...{ publishAt: null, expiresAt: null, failure: null },
        ...words,
        master: publication.master,
        publication: storedOf(publication),
      }),
    mintPublishedAt: (id, now) => {
      const minted = select().where(eq(episodes.id, id)).get()?.firstPublishedAt;
      if (!minted) update(id, { firstPublishedAt: now });
      return minted ?? now;
    },
    remove: (id) => void tables.delete(episodes).where(eq(episodes.id, id)).run(),
  };
}

const slicesOf = <T>(list: readonly T[], length: number): T[][] =>
  Array.from({ length: Math.ceil(list.length / length) }, (_, i) => list.slice(i * length, (i + 1) * length));
