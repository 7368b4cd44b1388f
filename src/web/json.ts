import type { Problem } from '../errors.ts';
import type { Loudness } from '../show/enclosure.ts';
import type { Finding } from '../feed/finding.ts';
import type { EpisodeState } from '../show/episode.ts';
import { type LoudnessTarget, recipeOf } from '../show/recipe.ts';
import type { Show } from '../show/show.ts';
import type { EpisodeReport, Shows, SoundPictures, Stage } from '../studio/studio.ts';

/** The shapes of the API, defined once; the pages and what runs in the browser read the same. */
export type ReportJson = Readonly<{
  show: Readonly<{ slug: string; title: string }>;
  episode: EpisodeJson;
  state: EpisodeState;
  /** Where they are on the master; while there is none, on the recording. */
  chapters: readonly ChapterJson[];
  progress?: Readonly<{ stage: Stage; percent: number; secondsLeft?: number; retryAt?: string }>;
  problem?: Problem;
  remarks: readonly string[];
  /** What the check of the feed found that could be better. */
  warnings: readonly Finding[];
  loudness?: Readonly<{ before: Loudness; after: Loudness }>;
  /** Where its recipe wants it. */
  target: LoudnessTarget;
  enclosure?: EpisodeReport['enclosure'];
  /** The same sound in further formats. */
  alternates: EpisodeReport['alternates'];
  publishedAt?: string;
  feedUrl: string;
  pageUrl?: string;
  /** Of the public file. */
  transcriptUrl?: string;
  certificateUrl?: string;
  /** `sound` and `report` once there is a master. */
  links: Readonly<{ self: string; events: string; page: string; sound?: string; report?: string }>;
}>;

export type EpisodeJson = Readonly<{
  slug: string;
  guid: string;
  title: string;
  notes: string;
  /** As they were handed in, on the line of the recording. */
  chapters: readonly ChapterJson[];
  season?: number;
  number?: number;
  explicit: boolean;
  /** Its own, its show's, or the usual one. */
  recipe: string;
  wish: string;
  createdAt: string;
}>;

export type ChapterJson = Readonly<{ start: number; title: string }>;

/** Pictures of the sound, drawn for the studio's style sheet, and what is said of the room. */
export type SoundJson = SoundPictures;

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
export const reportPath = (show: string, episode: string): string =>
  `/shows/${encodeURIComponent(show)}/episodes/${encodeURIComponent(episode)}/report`;

export function printReport(report: EpisodeReport): ReportJson {
  const { show, episode, progress, problem, loudness, enclosure, pageUrl, transcriptUrl, certificateUrl } =
    report;
  const published = report.facts.publication?.publishedAt;
  return {
    show: { slug: show.slug, title: show.title },
    episode: printEpisode(report),
    state: report.state,
    chapters: report.chapters,
    ...(progress && { progress: printProgress(progress) }),
    ...(problem && { problem }),
    remarks: report.remarks,
    warnings: report.warnings,
    ...(loudness && { loudness }),
    target: recipeOf(episode, show).target,
    ...(enclosure && { enclosure }),
    alternates: report.alternates,
    ...(published && { publishedAt: published.toISOString() }),
    feedUrl: report.feedUrl,
    ...(pageUrl !== undefined && { pageUrl }),
    ...(transcriptUrl !== undefined && { transcriptUrl }),
    ...(certificateUrl !== undefined && { certificateUrl }),
    links: printLinks(report),
  };
}

function printLinks({ show, episode, enclosure }: EpisodeReport): ReportJson['links'] {
  const self = apiPath(show.slug, episode.slug);
  return {
    self,
    events: `${self}/events`,
    page: pagePath(show.slug, episode.slug),
    ...(enclosure && { sound: `${self}/sound`, report: reportPath(show.slug, episode.slug) }),
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
