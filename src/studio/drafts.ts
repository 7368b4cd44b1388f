import type { Chapter } from '../show/chapters/chapter.ts';
import type { EpisodeDetails, ShowDetails } from '../show/details.ts';
import type { Recipe } from '../show/recipe.ts';
import type { Transcript } from '../show/transcript/transcript.ts';

/** What people hand in and say of shows and episodes, at every door; checked by nobody yet. */

/** What people say of a show. Files are paths on the local disk; they are copied into the private store. */
export type ShowDraft = Readonly<{
  title: string;
  author: string;
  email: string;
  /** `Main` or `Main > Sub`, from Apple's list. */
  category: string;
  language: string;
  description?: string;
  link?: string;
  explicit?: boolean;
  cover?: string;
  /** Each followed by the next; on an edit, instead of those there were. */
  intros?: readonly string[];
  outros?: readonly string[];
  /** Music under the first words; null takes it away. */
  bed?: string | null;
  /** Holds for what is produced from now on; masters that are finished stay as they are, as with a new intro. */
  recipe?: Recipe;
  /** On an edit, instead of all there were. */
  details?: ShowDetails;
  slug?: string;
}>;

export type EpisodeDraft = Readonly<{
  title: string;
  /** Markdown */
  notes?: string;
  chapters?: readonly Chapter[];
  /** On the recording's own line of time. */
  transcript?: Transcript;
  season?: number;
  number?: number;
  explicit?: boolean;
  /** For this episode alone. */
  recipe?: Recipe;
  /** Instead of all there were. */
  details?: EpisodeDetails;
}>;

/** What changes of an episode; null takes away what it has. */
export type EpisodeChanges = Readonly<{
  title?: string;
  /** Markdown */
  notes?: string;
  chapters?: readonly Chapter[];
  season?: number | null;
  number?: number | null;
  explicit?: boolean;
  /** null is as the show has it. */
  recipe?: Recipe | null;
  cover?: LocalFile | null;
  details?: EpisodeDetails;
}>;

export type Arrival = EpisodeDraft &
  Readonly<{
    show?: string;
    recording: LocalFile;
    cover?: LocalFile;
    wish: 'draft' | 'public';
    /** Makes a further episode even of a recording that the show already has. */
    again?: boolean;
    /** Leaves an episode that has this recording under another title as it is, and refuses what was handed in. */
    keepTitle?: boolean;
    signal?: AbortSignal;
    /** Bytes of the recording that were read so far. */
    onReceived?: (bytes: number) => void;
  }>;

/** A file on the local disk, with the name its owner knows; one marked `consume` may be moved instead of copied. */
export type LocalFile = Readonly<{ file: string; name: string; consume?: boolean }>;
