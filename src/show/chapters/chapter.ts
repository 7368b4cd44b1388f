import { CorridorError } from '../../errors.ts';
import { readAddress } from '../address.ts';
import { cleanLine } from '../names.ts';
import { inMilliseconds } from '../stamp.ts';

/** A point on the line with title, and perhaps link and picture. */
export type Chapter = Readonly<{
  /** Seconds from the start. */
  start: number;
  /** Empty for some hidden ones. */
  title: string;
  url?: string;
  image?: string;
  /** Seconds; only where it ends before the next one starts. */
  end?: number;
  /** For its picture or link alone, in no list (`toc` in JSON chapters 1.2). */
  hidden?: boolean;
}>;

/** Fewer are no chapter list to Apple, Spotify and YouTube (feed.md 4 and 7). */
export const FEWEST_CHAPTERS = 3;

/** The table of contents in a file's tag counts its entries in one byte (ID3v2 chapter addendum, CTOC). */
export const MOST_CHAPTERS = 255;

/** Characters of a title: what podcast apps take of any text where nothing else is said (feed.md 1). */
const LONGEST_TITLE = 255;

/** The chapters that stand in lists. An app that does not know hidden ones shows them to everybody (feed.md 7). */
export const listedOf = (chapters: readonly Chapter[]): readonly Chapter[] =>
  chapters.filter(({ hidden }) => !hidden);

/**
 * The same without ends that say nothing, since the next listed chapter starts there or before.
 * @param chapters sorted by time
 */
export function withoutNeedlessEnds(chapters: readonly Chapter[]): readonly Chapter[] {
  let next = Number.POSITIVE_INFINITY;
  return chapters
    .toReversed()
    .map((chapter) => {
      const { end, ...rest } = chapter;
      const needless = end !== undefined && (end <= chapter.start || (!chapter.hidden && end >= next));
      if (!chapter.hidden) next = chapter.start;
      return needless ? rest : chapter;
    })
    .reverse();
}

// -- what every format's reader hands over ------------------------------------------------------------------------------

/** A chapter with the place where it was read, for error messages: `Line 3 of the chapters`. */
export type Placed = Readonly<{ place: string; chapter: Chapter }>;

/** What was read of a chapter, not trusted yet. */
export type Told = Readonly<{
  start: number;
  title: unknown;
  url?: unknown;
  image?: unknown;
  end?: number | undefined;
  hidden?: boolean;
}>;

/** @throws CorridorError chapters-unreadable, naming the place */
export function placed(told: Told, place: string, hint: string): Placed {
  const { start, end, url, image, hidden = false } = told;
  if (start < 0) throw unreadable(`${place} starts before the beginning.`, 'Times count from zero.');
  if (end !== undefined && end < start)
    throw unreadable(`${place} ends before it starts.`, 'Correct its times.');
  const chapter = {
    start: inMilliseconds(start),
    title: titleOf(told, place, hint),
    ...(isGiven(url) ? { url: webAddress(url, place) } : {}),
    ...(isGiven(image) ? { image: webAddress(image, place) } : {}),
    ...(end === undefined ? {} : { end: inMilliseconds(end) }),
    ...(hidden ? { hidden } : {}),
  };
  return { place, chapter };
}

function titleOf({ title, hidden }: Told, place: string, hint: string): string {
  const name = typeof title === 'string' ? cleanLine(title) : '';
  if (name === '' && !hidden) throw unreadable(`${place} has no title.`, hint);
  const length = [...name].length;
  if (length <= LONGEST_TITLE) return name;
  throw unreadable(
    `${place} has a title of ${length} characters; ${LONGEST_TITLE} is the most that is taken.`,
    'Shorten it: apps show about 45.',
  );
}

const isGiven = (value: unknown): boolean => value !== undefined && value !== null && value !== '';

function webAddress(value: unknown, place: string): string {
  const url = typeof value === 'string' ? readAddress(value) : undefined;
  if (url && /^https?:$/.test(url.protocol)) return url.href;
  throw unreadable(
    `${place} links to “${typeof value === 'string' ? shortened(value) : typeof value}”, which is no web address.`,
    'What stands behind a title in <…> is its link: write the whole address, beginning with https://, or leave the signs out.',
  );
}

/**
 * Sorted by time; a listed chapter goes before a hidden one of the same moment.
 * @throws CorridorError chapters-unreadable
 */
export function inOrder(found: readonly Placed[]): readonly Chapter[] {
  const sorted = found.toSorted((a, b) => rankOf(a.chapter) - rankOf(b.chapter));
  const listed = sorted.filter(({ chapter }) => !chapter.hidden);
  if (listed.length > MOST_CHAPTERS)
    throw unreadable(
      `There are ${listed.length} chapters.`,
      `Keep to ${MOST_CHAPTERS}: an MP3 holds no more.`,
    );
  demandOwnTimes(listed);
  demandOwnTimes(sorted.filter(({ chapter }) => chapter.hidden));
  return withoutNeedlessEnds(sorted.map(({ chapter }) => chapter));
}

/** Half a millisecond is less than any two times are apart. */
const rankOf = ({ start, hidden }: Chapter): number => start + (hidden ? 0.0005 : 0);

function demandOwnTimes(sorted: readonly Placed[]): void {
  for (const [i, { place, chapter }] of sorted.entries()) {
    const before = sorted[i - 1];
    if (before && before.chapter.start === chapter.start)
      throw unreadable(
        `${place} starts at the same time as ${lower(before.place)}.`,
        'Give every chapter its own time.',
      );
  }
}

export const shortened = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text);
const lower = (place: string): string => place.charAt(0).toLowerCase() + place.slice(1);

export const unreadable = (message: string, hint: string, cause?: unknown): CorridorError =>
  new CorridorError('chapters-unreadable', message, hint, cause);
