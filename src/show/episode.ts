import type { Problem } from '../errors.ts';
import type { Chapter } from './chapters/chapter.ts';
import type { EpisodeDetails } from './details.ts';
import type { Alternate, Enclosure, Loudness } from './enclosure.ts';
import type { Passage } from './passages.ts';
import type { Picture } from './picture.ts';
import type { Recipe } from './recipe.ts';
import type { PublishedTranscript, StoredTranscript } from './transcript/stored.ts';

/** One instalment; an item in RSS. */
export type Episode = Readonly<{
  id: number;
  showId: number;
  slug: string;
  /** Minted once, never changes, never used again. */
  guid: string;
  title: string;
  /** Show notes as written, in Markdown. */
  notes: string;
  /** On the recording's own line of time, before intro and cuts. */
  chapters: readonly Chapter[];
  cover?: Picture;
  season?: number;
  number?: number;
  explicit: boolean;
  /** Hash of its recording. */
  recording: string;
  /** Its own; without one, the show's. */
  recipe?: Recipe;
  details?: EpisodeDetails;
  transcript?: StoredTranscript;
  /** What its people want of it. */
  wish: Wish;
  /** Listeners have it from this moment on; without it, as soon as it is wished. */
  publishAt?: Date;
  /** Listeners have it until this moment. */
  expiresAt?: Date;
  createdAt: Date;
}>;

/** Unlisted: whoever has its address can hear it, but neither feed nor pages name it. */
export type Wish = 'draft' | 'public' | 'unlisted' | 'withdrawn';

/** Whether listeners should have it, listed or not, at a moment. */
export const isWantedNow = ({ wish, publishAt }: Episode, now: Date): boolean =>
  (wish === 'public' || wish === 'unlisted') && !(publishAt && publishAt > now);

/** Whether feed and pages name an episode that is public, at a moment. */
export const isListed = (
  { wish, publishAt, expiresAt }: Pick<Episode, 'wish' | 'publishAt' | 'expiresAt'>,
  now: Date,
): boolean => wish !== 'unlisted' && !(publishAt && publishAt > now) && !(expiresAt && expiresAt <= now);

/** What production made of the recording. */
export type Master = Readonly<{
  enclosure: Enclosure;
  /** Absent where the recipe wants no further format. */
  alternates?: readonly Alternate[];
  before: Loudness;
  after: Loudness;
  /** Where on the enclosure's line the talk begins, in seconds: chapters and transcripts shift by it. */
  talkStartsAt: number;
  /** What was kept of the recording, and where it stands on the enclosure's line; absent in masters of old. */
  passages?: readonly Passage[];
  /** Things a host should know, e.g. that the recording was cut off. */
  remarks: readonly string[];
  /** What the master's certificate is: a file in the private store; absent in masters of old. */
  certificate?: StoredFile;
}>;

/** Everything of a master that listeners can download; the MP3 comes first. */
export const downloadsOf = ({ enclosure, alternates = [] }: Master): readonly (Enclosure | Alternate)[] => [
  enclosure,
  ...alternates,
];

/** Whether listeners would get the same bytes. */
export const isSameSound = (one: Master, other: Master): boolean =>
  hashesOf(one).join() === hashesOf(other).join();

const hashesOf = (master: Master): string[] => downloadsOf(master).map(({ sha256 }) => sha256);

export type StoredFile = Readonly<{ key: string; sha256: string; bytes: number }>;

/** Where the recording's moments are on the enclosure's line. */
export const passagesOf = ({ passages, talkStartsAt }: Master): readonly Passage[] =>
  passages ?? [{ from: 0, to: Number.POSITIVE_INFINITY, at: talkStartsAt }];

/** The fact that an episode is public, since when, with which enclosures. */
export type Publication = Readonly<{
  /** Moment of first publication: pubDate, minted once. */
  publishedAt: Date;
  /** Last moment that what listeners get has changed. */
  changedAt: Date;
  master: Master;
  /** Key of the enclosure in the public store. */
  enclosureKey: string;
  /** Those of the alternates, in their order. */
  alternateKeys?: readonly string[];
  chaptersKey?: string;
  /** In the order in which the feed offers them; absent where there is none. */
  transcripts?: readonly PublishedTranscript[];
  /** Cues of the transcript at which nothing of the recording is kept. */
  cuesLeftOut?: number;
  certificateKey?: string;
  coverKey?: string;
}>;

/** An episode that listeners can hear. */
export type PublishedEpisode = Readonly<{ episode: Episode; publication: Publication }>;

/** A download with its key in the public store. */
export type PlacedDownload = Readonly<{ sound: Enclosure | Alternate; key: string }>;

/** What listeners can download of a publication; the MP3 comes first. */
export const placedDownloads = (of: Publication): readonly PlacedDownload[] => {
  const keys = [of.enclosureKey, ...(of.alternateKeys ?? [])];
  return downloadsOf(of.master).flatMap((sound, i) => {
    const key = keys[i];
    return key === undefined ? [] : [{ sound, key }];
  });
};

/** Where an episode stands, as people see it. */
export type EpisodeState =
  | 'working'
  | 'ready'
  | 'scheduled'
  | 'publishing'
  | 'published'
  | 'unlisted'
  | 'failed'
  | 'withdrawn';

/** Everything known of an episode, for lists and pages. */
export type EpisodeFacts = Readonly<{
  episode: Episode;
  master?: Master;
  publication?: Publication;
  /** Why production ended without a master. */
  failure?: Problem;
}>;

/** Whether listeners can hear it now, work is going on, or somebody has to act. */
export function stateOf({ episode, master, publication, failure }: EpisodeFacts): EpisodeState {
  if (episode.wish === 'withdrawn') return 'withdrawn';
  if (failure) return 'failed';
  if (!master) return 'working';
  if (episode.wish === 'draft') return publication ? 'published' : 'ready';
  if (!publication) return episode.publishAt ? 'scheduled' : 'publishing';
  return episode.wish === 'unlisted' ? 'unlisted' : 'published';
}
