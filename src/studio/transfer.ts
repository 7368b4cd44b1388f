import type { Oddity } from '../feed/import/account.ts';
import type { Show } from '../show/show.ts';

/** What is told of shows that move in and out. */

export type ImportWish = Readonly<{
  /** In addresses; made from the title when not given. */
  slug?: string;
  /** Publishes what is here, as soon as all of it was taken. */
  publish?: boolean;
  signal?: AbortSignal;
  onProgress?: (progress: ImportProgress) => void;
}>;

export type ImportProgress = Readonly<{
  /** From 1. */
  item: number;
  of: number;
  title: string;
}>;

export type ImportReport = Readonly<{
  /** Absent where nothing could be taken. */
  show?: Show;
  /** Items in the feed. */
  found: number;
  /** Those that are here now, for the first time. */
  taken: number;
  /** Those that were here before. */
  known: number;
  /** Those that could not be taken; the oddities say why. */
  leftOut: number;
  /** Whether their publication is ordered. */
  published: boolean;
  oddities: readonly Oddity[];
}>;

export type MoveWish = Readonly<{
  /** Where the feed is from now on; absent to come back. */
  to?: string;
  /** Takes the new address as it is, without looking there. */
  unchecked?: boolean;
  signal?: AbortSignal;
}>;

export type ExportReport = Readonly<{
  folder: string;
  episodes: number;
  /** Files that were written, and those that were there already as they should be. */
  written: number;
  kept: number;
}>;
