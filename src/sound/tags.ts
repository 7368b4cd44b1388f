import type { Chapter } from '../show/chapters/chapter.ts';
import type { Source } from './part.ts';

/** Title, people, chapters and cover as written into the file (ID3v2.3). */
export type TagSheet = Readonly<{
  title: string;
  artist: string;
  /** The show's title. */
  album: string;
  year: number;
  /** The episode's number. */
  track?: number;
  /** ISO 639 code as the show has it. */
  language: string;
  cover?: Source;
  /** On the master's line; each ends where the next begins. */
  chapters: readonly Chapter[];
  /** Length of the master, seconds: where the last chapter ends. */
  seconds: number;
}>;
