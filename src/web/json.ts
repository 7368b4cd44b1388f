import type { Problem } from '../errors.ts';
import type { Loudness } from '../show/enclosure.ts';
import type { EpisodeState } from '../show/episode.ts';
import { type LoudnessTarget, recipeOf } from '../show/recipe.ts';
import type { Show } from '../show/show.ts';
import type { EpisodeReport, Shows, Stage } from '../studio/studio.ts';

/** The shapes of the API, defined once; the pages and what runs in the browser read the same. */
export type ReportJson = Readonly<{
  show: Readonly<{ slug: string; title: string }>;
  episode: EpisodeJson;
  state: EpisodeState;
  progress?: Readonly<{ stage: Stage; percent: number; secondsLeft?: number; retryAt?: string }>;
  problem?: Problem;
  remarks: readonly string[];
  loudness?: Readonly<{ before: Loudness; after: Loudness }>;
  /** Where its recipe wants it. */
  target: LoudnessTarget;
  enclosure?: EpisodeReport['enclosure'];
  publishedAt?: string;
  feedUrl: string;
  pageUrl?: string;
  links: Readonly<{ self: string; events: string; page: string }>;
}>;

export type EpisodeJson = Readonly<{
  slug: string;
  guid: string;
  title: string;
  notes: string;
  chapters: readonly Readonly<{ start: number; title: string }>[];
  season?: number;
  number?: number;
  explicit: boolean;
  /** Its own, its show's, or the usual one. */
  recipe: string;
  wish: string;
  createdAt: string;
}>;

export type ShowJson = Readonly<{
  slug: string;
  guid: string;
  title: string;
  description: string;
  author: string;
  language: string;
  category: string;
  explicit: boolean;
  recipe: string;
  feedUrl: string;
  pageUrl: string;
}>;

export const apiPath = (show: string, episode: string): string =>
  `/api/shows/${encodeURIComponent(show)}/episodes/${encodeURIComponent(episode)}`;
export const pagePath = (show: string, episode: string): string =>
  `/episodes/${encodeURIComponent(show)}/${encodeURIComponent(episode)}`;

export function printReport(report: EpisodeReport): ReportJson {
  const { show, episode, progress, problem, loudness, enclosure, pageUrl } = report;
  const published = report.facts.publication?.publishedAt;
  return {
    show: { slug: show.slug, title: show.title },
    episode: printEpisode(report),
    state: report.state,
    ...(progress && { progress: printProgress(progress) }),
    ...(problem && { problem }),
    remarks: report.remarks,
    ...(loudness && { loudness }),
    target: recipeOf(episode, show).target,
    ...(enclosure && { enclosure }),
    ...(published && { publishedAt: published.toISOString() }),
    feedUrl: report.feedUrl,
    ...(pageUrl !== undefined && { pageUrl }),
    links: {
      self: apiPath(show.slug, episode.slug),
      events: `${apiPath(show.slug, episode.slug)}/events`,
      page: pagePath(show.slug, episode.slug),
    },
  };
}

function printEpisode({ episode, show }: EpisodeReport): EpisodeJson {
  const { slug, guid, title, notes, chapters, season, number, explicit, wish } = episode;
  return {
    slug,
    guid,
    title,
    notes,
    chapters,
    ...(season !== undefined && { season }),
    ...(number !== undefined && { number }),
    explicit,
    recipe: recipeOf(episode, show).name,
    wish,
    createdAt: episode.createdAt.toISOString(),
  };
}

function printProgress({ stage, percent, secondsLeft, retryAt }: NonNullable<EpisodeReport['progress']>) {
  return {
    stage,
    percent,
    ...(secondsLeft !== undefined && { secondsLeft }),
    ...(retryAt && { retryAt: retryAt.toISOString() }),
  };
}

export function printShow(show: Show, addresses: ReturnType<Shows['addresses']>): ShowJson {
  const { slug, guid, title, description, author, language, category, explicit } = show;
  return {
    slug,
    guid,
    title,
    description,
    author,
    language,
    category: category.sub === undefined ? category.main : `${category.main} > ${category.sub}`,
    explicit,
    recipe: recipeOf({}, show).name,
    ...addresses,
  };
}
