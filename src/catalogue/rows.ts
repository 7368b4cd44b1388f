import type { Episode, EpisodeFacts, Publication } from '../show/episode.ts';
import type { BumperRole, Show } from '../show/show.ts';
import type { episodes, StoredPublication, showBumpers, shows } from './schema.ts';

/** Rows as the words of the field: absent instead of null, moments instead of numbers. */

export type ShowRow = typeof shows.$inferSelect;
export type BumperRow = typeof showBumpers.$inferSelect;
export type EpisodeRow = typeof episodes.$inferSelect;

type Present<T> = { [K in keyof T as null extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as null extends T[K] ? K : never]?: Exclude<T[K], null>;
};

/** The bumpers as they are heard. */
export function showOf({ failure: _, ...row }: ShowRow, bumpers: readonly BumperRow[]): Show {
  const inRole = (role: BumperRole) =>
    bumpers.flatMap((bumper) => (bumper.role === role ? [bumper.recording] : []));
  const [bed] = inRole('bed');
  return {
    ...present(row),
    intros: inRole('intro'),
    outros: inRole('outro'),
    ...(bed === undefined ? {} : { bed }),
  };
}

export function factsOf(row: EpisodeRow): EpisodeFacts {
  const { master, failure, publication, firstPublishedAt: _, revision: __, ...rest } = row;
  return {
    episode: present(rest) satisfies Episode,
    ...(master ? { master } : {}),
    ...(failure ? { failure } : {}),
    ...(publication ? { publication: publicationOf(publication) } : {}),
  };
}

type HeardRow = Omit<EpisodeRow, 'master' | 'failure' | 'firstPublishedAt' | 'revision'>;

/** The episode and what listeners have of it; none where they have nothing. */
export const publishedOf = ({
  publication,
  ...row
}: HeardRow): { episode: Episode; publication: Publication }[] =>
  publication ? [{ episode: present(row), publication: publicationOf(publication) }] : [];

type OutlineRow = Pick<
  EpisodeRow,
  'id' | 'showId' | 'slug' | 'wish' | 'publishAt' | 'expiresAt' | 'revision'
> &
  Readonly<{ publishedAt: number; changedAt: number }>;

/** The outline of an episode that listeners have. */
export const standingOf = ({ publishedAt, changedAt, revision, ...row }: OutlineRow) => ({
  episode: present(row),
  publication: { publishedAt: new Date(publishedAt), changedAt: new Date(changedAt) },
  revision,
});

const publicationOf = ({ publishedAt, changedAt, ...rest }: StoredPublication): Publication => ({
  ...rest,
  publishedAt: new Date(publishedAt),
  changedAt: new Date(changedAt),
});

export const storedOf = ({ publishedAt, changedAt, ...rest }: Publication): StoredPublication => ({
  ...rest,
  publishedAt: publishedAt.getTime(),
  changedAt: changedAt.getTime(),
});

function present<T extends object>(row: T): Present<T> {
  for (const name in row) if (row[name] === null) delete row[name];
  return row as Present<T>;
}
