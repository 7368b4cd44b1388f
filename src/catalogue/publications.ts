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
  /** Of the feed; those of former releases were not written down. */
  address?: string;
  /** In the feed. */
  episodes: number;
  /** What its check found that could be better. */
  warnings: readonly Finding[];
}>;

/** What a feed was made of. */
export type FeedState = Readonly<{
  show: Show;
  episodes: readonly PublishedEpisode[];
  /** Of the feed. */
  address?: string;
}>;

/** An episode of a feed that is as the publication before left it. */
export type Unchanged = Readonly<{ unchanged: number /** its id */ }>;

/** What a feed is made of, as far as it may have changed; with revisions, the next feed need not look at these again. */
export type FeedChanges = Readonly<{
  show: Show;
  episodes: readonly ((PublishedEpisode & Readonly<{ revision?: number }>) | Unchanged)[];
}>;

type Feed = Pick<KeptPublication, 'madeAt' | 'sha256' | 'bytes' | 'address' | 'warnings'>;

/** Every publication of a show, numbered from 1: a ledger that only grows, of what each of them changed. */
export type KeptPublications = Readonly<{
  /** Writes a publication down and gives its number; one of the very same feed again is not written twice. */
  record(state: FeedChanges, feed: Feed): number;
  /** Of the episodes in the newest feed, the revisions of their rows that are known to say what it says. */
  revisions(showId: number): ReadonlyMap<number, number>;
  /** Newest first. */
  list(showId: number): readonly KeptPublication[];
  newest(showId: number): KeptPublication | undefined;
  /** What that feed was made of. */
  stateAt(showId: number, number: number): FeedState | undefined;
  /** All that a feed named at or after a moment, and that no feed names any more. */
  namedSince(showId: number, moment: Date): readonly PublishedEpisode[];
  /** The show as the newest feed has it. */
  shownAs(showId: number): Show | undefined;
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
      .map(({ show: _, showId: __, address, ...kept }) => ({
        ...kept,
        ...(address === null ? {} : { address }),
      }));
  const newest = (showId: number) => list(showId, 1)[0];
  const frameAt = (showId: number, number: number): Omit<FeedState, 'episodes'> | undefined => {
    const { show, address } = publications;
    const place = and(ofShow(showId), eq(publications.number, number));
    const row = tables.select({ show, address }).from(publications).where(place).get();
    return row && { show: showFrom(row.show), ...(row.address === null ? {} : { address: row.address }) };
  };
  return {
    list: (showId) => list(showId),
    newest,
    record: (state, feed) =>
      tables.transaction(() => {
        const showId = state.show.id;
        const last = newest(showId);
        const changes = changesTo(tables, state);
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
    revisions: (showId) => {
      const known = outlineOf(tables, showId).filter(({ isThere }) => isThere === 1);
      return new Map(known.flatMap(({ id, revision }) => (revision === null ? [] : [[id, revision]])));
    },
    stateAt: (showId, number) => {
      const frame = frameAt(showId, number);
      const stored = [...latestChanges(tables, showId, number).values()];
      return frame && { ...frame, episodes: stored.flatMap((each) => (each ? [publishedFrom(each)] : [])) };
    },
    shownAs: (showId) => frameAt(showId, newest(showId)?.number ?? 0)?.show,
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

/** Of every episode that was ever in a feed, the newest change, without what it says. */
function outlineOf(tables: Tables, showId: number) {
  const { episodeId: id, published, revision } = publicationChanges;
  return (
    tables
      // SQLite takes the other columns from the row that has the highest number.
      .select({
        id,
        revision,
        isThere: sql<number>`${published} is not null`,
        number: sql<number>`max(${publicationChanges.number})`,
      })
      .from(publicationChanges)
      .where(eq(publicationChanges.showId, showId))
      .groupBy(id)
      .all()
  );
}

type Change = Readonly<{ episodeId: number; published: StoredPublished | null; revision?: number }>;

/** What is not as the newest publication left it; what turns out to be as it was has its revision noted down. */
function changesTo(tables: Tables, { show, episodes }: FeedChanges): readonly Change[] {
  const before = new Map(outlineOf(tables, show.id).map((each) => [each.id, each]));
  const now = new Set(episodes.map((each) => ('unchanged' in each ? each.unchanged : each.episode.id)));
  const gone = [...before.values()].filter(({ id, isThere }) => isThere === 1 && !now.has(id));
  const changed = episodes.flatMap((each): readonly Change[] => {
    if ('unchanged' in each) return [];
    const { revision, ...published } = each;
    const former = before.get(published.episode.id);
    const change = { episodeId: published.episode.id, published: storedPublished(published) };
    const place = former && { ...former, showId: show.id };
    if (!place || !isEqual(change.published, publishedAt(tables, place)))
      return [{ ...change, ...(revision === undefined ? {} : { revision }) }];
    if (revision !== undefined && revision !== place.revision) noteRevision(tables, place, revision);
    return [];
  });
  return [...changed, ...gone.map(({ id }) => ({ episodeId: id, published: null }))];
}

type ChangePlace = Readonly<{ showId: number; id: number; number: number }>;

const changeAt = ({ showId, id, number }: ChangePlace) =>
  and(
    eq(publicationChanges.showId, showId),
    eq(publicationChanges.episodeId, id),
    eq(publicationChanges.number, number),
  );

const publishedAt = (tables: Tables, place: ChangePlace): StoredPublished | null =>
  tables
    .select({ published: publicationChanges.published })
    .from(publicationChanges)
    .where(changeAt(place))
    .get()?.published ?? null;

const noteRevision = (tables: Tables, place: ChangePlace, revision: number): void =>
  void tables.update(publicationChanges).set({ revision }).where(changeAt(place)).run();

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
