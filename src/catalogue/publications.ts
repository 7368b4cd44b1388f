import type { Finding } from '../feed/finding.ts';
import type { PublishedEpisode } from '../show/episode.ts';
import type { Show } from '../show/show.ts';
import { and, desc, eq, gt, lt, lte, sql, type Tables } from './database.ts';
import { publicationChanges, publications, type StoredPublished } from './schema.ts';
import { publishedFrom, showFrom, storedPublished, storedShow } from './snapshots.ts';

/** One feed that listeners were given. */
export type KeptPublication = Readonly<{
  number: number;
  madeAt: Date;
  /** Of the feed. */
  sha256: string;
  bytes: number;
  /** In the feed. */
  episodes: number;
  /** What its check found that could be better. */
  warnings: readonly Finding[];
}>;

/** What a feed was made of. */
export type FeedState = Readonly<{ show: Show; episodes: readonly PublishedEpisode[] }>;

type Feed = Pick<KeptPublication, 'madeAt' | 'sha256' | 'bytes' | 'warnings'>;

/** Every publication of a show, numbered from 1: a ledger that only grows, of what each of them changed. */
export type KeptPublications = Readonly<{
  /** Writes a publication down and gives its number; one of the very same feed again is not written twice. */
  record(state: FeedState, feed: Feed): number;
  /** Newest first. */
  list(showId: number): readonly KeptPublication[];
  newest(showId: number): KeptPublication | undefined;
  /** What that feed was made of. */
  stateAt(showId: number, number: number): FeedState | undefined;
  /** All that a feed named at or after a moment, and that no feed names any more. */
  namedSince(showId: number, moment: Date): readonly PublishedEpisode[];
  /** The show as feeds had it at or after a moment. */
  showsSince(showId: number, moment: Date): readonly Show[];
  /** Forgets all of a show. */
  forget(showId: number): void;
}>;

export function keepPublications(tables: Tables): KeptPublications {
  const ofShow = (showId: number) => eq(publications.showId, showId);
  const list = (showId: number, most = -1): KeptPublication[] =>
    tables
      .select()
      .from(publications)
      .where(ofShow(showId))
      .orderBy(desc(publications.number))
      .limit(most)
      .all()
      .map(({ show: _, showId: __, ...kept }) => kept);
  const newest = (showId: number) => list(showId, 1)[0];
  const showAt = (showId: number, number: number): Show | undefined => {
    const row = tables
      .select({ show: publications.show })
      .from(publications)
      .where(and(ofShow(showId), eq(publications.number, number)))
      .get();
    return row && showFrom(row.show);
  };
  return {
    list: (showId) => list(showId),
    newest,
    record: (state, feed) =>
      tables.transaction(() => {
        const showId = state.show.id;
        const last = newest(showId);
        const changes = changesTo(tables, state, last?.number ?? 0);
        if (last?.sha256 === feed.sha256 && changes.length === 0) return last.number;
        const number = (last?.number ?? 0) + 1;
        const { episodes, show } = state;
        tables
          .insert(publications)
          .values({ ...feed, showId, number, show: storedShow(show), episodes: episodes.length })
          .run();
        for (const change of changes)
          tables
            .insert(publicationChanges)
            .values({ ...change, showId, number })
            .run();
        return number;
      }),
    stateAt: (showId, number) => {
      const show = showAt(showId, number);
      const stored = [...latestChanges(tables, showId, number).values()];
      return show && { show, episodes: stored.flatMap((each) => (each ? [publishedFrom(each)] : [])) };
    },
    namedSince: (showId, moment) => formerSince(tables, showId, moment),
    showsSince: (showId, moment) => {
      const rows = tables
        .select({ show: publications.show, madeAt: publications.madeAt })
        .from(publications)
        .where(ofShow(showId))
        .orderBy(desc(publications.number))
        .all();
      const older = rows.findIndex(({ madeAt }) => madeAt <= moment);
      return rows.slice(0, older < 0 ? rows.length : older + 1).map(({ show }) => showFrom(show));
    },
    forget: (showId) => {
      tables.delete(publicationChanges).where(eq(publicationChanges.showId, showId)).run();
      tables.delete(publications).where(ofShow(showId)).run();
    },
  };
}

/** Of every episode that was ever in the feed, how that publication left it. */
function latestChanges(
  tables: Tables,
  showId: number,
  number: number,
): ReadonlyMap<number, StoredPublished | null> {
  const { episodeId, published } = publicationChanges;
  const rows = tables
    // SQLite takes the other columns from the row that has the highest number.
    .select({ episodeId, published, number: sql<number>`max(${publicationChanges.number})` })
    .from(publicationChanges)
    .where(and(eq(publicationChanges.showId, showId), lte(publicationChanges.number, number)))
    .groupBy(episodeId)
    .all();
  return new Map(rows.map((row) => [row.episodeId, row.published]));
}

type Change = Readonly<{ episodeId: number; published: StoredPublished | null }>;

/** What is not as the publication of that number left it. */
function changesTo(tables: Tables, { show, episodes }: FeedState, number: number): readonly Change[] {
  const before = latestChanges(tables, show.id, number);
  const now = new Map(episodes.map((published) => [published.episode.id, storedPublished(published)]));
  const gone = [...before].filter(([id, published]) => published !== null && !now.has(id));
  const changed = [...now].filter(([id, published]) => !isEqual(published, before.get(id) ?? null));
  return [
    ...changed.map(([episodeId, published]) => ({ episodeId, published })),
    ...gone.map(([episodeId]) => ({ episodeId, published: null })),
  ];
}

const isEqual = (one: StoredPublished, other: StoredPublished | null): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

/** What stood in a feed until a publication after that moment. */
function formerSince(tables: Tables, showId: number, moment: Date): readonly PublishedEpisode[] {
  const successors = tables
    .select({ episodeId: publicationChanges.episodeId, number: publicationChanges.number })
    .from(publicationChanges)
    .innerJoin(
      publications,
      and(
        eq(publications.showId, publicationChanges.showId),
        eq(publications.number, publicationChanges.number),
      ),
    )
    .where(and(eq(publicationChanges.showId, showId), gt(publications.madeAt, moment)))
    .all();
  return successors.flatMap(({ episodeId, number }) => {
    const former = tables
      .select({ published: publicationChanges.published })
      .from(publicationChanges)
      .where(
        and(
          eq(publicationChanges.showId, showId),
          eq(publicationChanges.episodeId, episodeId),
          lt(publicationChanges.number, number),
        ),
      )
      .orderBy(desc(publicationChanges.number))
      .limit(1)
      .get();
    return former?.published ? [publishedFrom(former.published)] : [];
  });
}
