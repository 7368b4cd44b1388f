import type { Chapter } from '../../show/chapters/chapter.ts';
import type { EpisodeDetails, ShowDetails } from '../../show/details.ts';
import type { Category } from '../../show/show.ts';

/** What somebody else's feed says, in the words of this house, and what was odd about it. */
export type FeedAccount = Readonly<{
  show: ShowAccount;
  /** Those that have a sound, in the order of the document, each with a guid of its own. */
  items: readonly ItemAccount[];
  /** Items of the document, with those that cannot be taken. */
  found: number;
  oddities: readonly Oddity[];
}>;

/** Something that is not as it should be, and what was done about it. */
export type Oddity = Readonly<{
  /** `feed`, `channel`, or an item by its title and line. */
  place: string;
  says: string;
}>;

export type ShowAccount = Readonly<{
  title: string;
  description: string;
  author: string;
  /** Absent where the feed names nobody. */
  email?: string;
  language: string;
  category: Category;
  explicit: boolean;
  link?: string;
  coverUrl?: string;
  /** podcast:guid, where it is one. */
  guid?: string;
  details?: ShowDetails;
}>;

export type ItemAccount = Readonly<{
  place: string;
  guid: string;
  title: string;
  /** Markdown */
  notes: string;
  publishedAt?: Date;
  season?: number;
  number?: number;
  explicit?: boolean;
  soundUrl: string;
  coverUrl?: string;
  /** Those that stand in the feed itself. */
  chapters?: readonly Chapter[];
  chaptersUrl?: string;
  transcripts: readonly TranscriptLink[];
  details?: EpisodeDetails;
}>;

export type TranscriptLink = Readonly<{ url: string; type: string; language?: string }>;

/** Takes down what is odd while a feed is read. */
export type Notebook = Readonly<{
  /** The same about another place. */
  at(place: string): Notebook;
  note(says: string): void;
  oddities: readonly Oddity[];
}>;

export function openNotebook(place = 'feed', oddities: Oddity[] = []): Notebook {
  return {
    at: (other) => openNotebook(other, oddities),
    note: (says) => void oddities.push({ place, says }),
    oddities,
  };
}
