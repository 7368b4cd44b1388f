import type { PublishedEpisode } from '../show/episode.ts';
import type { Show } from '../show/show.ts';
import type { StoredPublished, StoredShow } from './schema.ts';

/** Shows and published episodes as JSON, with moments in milliseconds since 1970. */

export const storedShow = ({ createdAt, ...show }: Show): StoredShow => ({
  ...show,
  createdAt: createdAt.getTime(),
});

export const showFrom = ({ createdAt, ...show }: StoredShow): Show => ({
  ...show,
  createdAt: new Date(createdAt),
});

export function storedPublished({ episode, publication }: PublishedEpisode): StoredPublished {
  const { createdAt, publishAt, expiresAt, ...words } = episode;
  return {
    episode: {
      ...words,
      createdAt: createdAt.getTime(),
      ...(publishAt ? { publishAt: publishAt.getTime() } : {}),
      ...(expiresAt ? { expiresAt: expiresAt.getTime() } : {}),
    },
    publication: {
      ...publication,
      publishedAt: publication.publishedAt.getTime(),
      changedAt: publication.changedAt.getTime(),
    },
  };
}

export function publishedFrom({ episode, publication }: StoredPublished): PublishedEpisode {
  const { createdAt, publishAt, expiresAt, ...words } = episode;
  return {
    episode: {
      ...words,
      createdAt: new Date(createdAt),
      ...(publishAt === undefined ? {} : { publishAt: new Date(publishAt) }),
      ...(expiresAt === undefined ? {} : { expiresAt: new Date(expiresAt) }),
    },
    publication: {
      ...publication,
      publishedAt: new Date(publication.publishedAt),
      changedAt: new Date(publication.changedAt),
    },
  };
}
