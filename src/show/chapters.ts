import { CorridorError } from '../errors.ts';
import { cleanLine, cleanText } from './names.ts';
import { type Passage, placeOf } from './passages.ts';
import { printTime, readTime } from './time.ts';

/** A point on the line with title, and perhaps link and picture. */
export type Chapter = Readonly<{
  /** Seconds from the start. */
  start: number;
  title: string;
  url?: string;
  image?: string;
}>;

/** Fewer are no chapter list to Apple, Spotify and YouTube (feed.md 4 and 7). */
export const FEWEST_CHAPTERS = 3;

/** The table of contents in a file's tag counts its entries in one byte (ID3v2 chapter addendum, CTOC). */
export const MOST_CHAPTERS = 255;

/**
 * The same chapters on the mastered line: moved by what stands before the talk and by every cut, without those that
 * the file of so many seconds does not reach. A first chapter at zero stays there and so covers the intro, since apps
 * take a list for chapters only if it begins at zero (feed.md 7). Chapters of one moment that was cut become one.
 */
export function moveChapters(
  chapters: readonly Chapter[],
  passages: readonly Passage[],
  seconds: number,
): readonly Chapter[] {
  return chapters
    .map((chapter, i) => ({
      ...chapter,
      start: i === 0 && chapter.start === 0 ? 0 : Math.round(placeOf(passages, chapter.start) * 1000) / 1000,
    }))
    .filter((chapter) => chapter.start < seconds)
    .filter((chapter, i, all) => chapter.start !== all[i + 1]?.start);
}

/** The companion file that podcast:chapters names: JSON chapters 1.2.0. */
export function printChaptersJson(chapters: readonly Chapter[]): string {
  const rows = chapters.map(({ start, title, url, image }) => ({
    startTime: start,
    title,
    ...(image === undefined ? {} : { img: image }),
    ...(url === undefined ? {} : { url }),
  }));
  return `${JSON.stringify({ version: '1.2.0', chapters: rows }, undefined, 2)}\n`;
}

/** One line `00:12:30 Title` per chapter, as Apple, Spotify and YouTube read them in show notes. */
export const printChapterList = (chapters: readonly Chapter[]): readonly string[] =>
  chapters.map(({ start, title }) => `${printTime(start)} ${cleanLine(title)}`);

// -- reading --

/** A chapter with the place where it was read, for error messages. */
type Placed = Readonly<{ place: string; chapter: Chapter }>;

/**
 * Reads chapters as people hand them in: a list of lines `00:12:30 Title` (also `12:30`, `0:12:30.500`, with
 * `<https://…>` behind the title), JSON chapters 1.2.0, or a bare array of such chapters. Sorted by time.
 * @throws CorridorError chapters-unreadable, naming the line
 * @example readChapters('00:00 Welcome\n12:30 The question') // two chapters, at 0 and 750 seconds
 */
export function readChapters(text: string): readonly Chapter[] {
  const clean = cleanText(text.replace(/^\uFEFF/, ''));
  const placed = /^(\{|\[(?!\d))/.test(clean) ? readJson(clean) : readLines(clean);
  return inOrder(placed);
}

function inOrder(placed: readonly Placed[]): readonly Chapter[] {
  if (placed.length > MOST_CHAPTERS)
    throw unreadable(
      `There are ${placed.length} chapters.`,
      `Keep to ${MOST_CHAPTERS}: an MP3 holds no more.`,
    );
  const sorted = [...placed].sort((a, b) => a.chapter.start - b.chapter.start);
  for (const [i, { place, chapter }] of sorted.entries()) {
    const before = sorted[i - 1];
    if (before && before.chapter.start === chapter.start)
      throw unreadable(
        `${place} starts at the same time as ${lower(before.place)}.`,
        'Give every chapter its own time.',
      );
  }
  return sorted.map(({ chapter }) => chapter);
}

// -- reading lines -----------------------------------------------------------------------------------------------------

function readLines(text: string): readonly Placed[] {
  return text
    .split(/\r\n|\r|\n/)
    .map((line, i) => ({ line: line.trim(), place: `Line ${i + 1}` }))
    .filter(({ line }) => line !== '')
    .map(({ line, place }) => ({ place, chapter: readLine(line, place) }));
}

function readLine(line: string, place: string): Chapter {
  const [, time = '', said = ''] = /^[[(]?([\d:.,]+)[\])]?(?:\s*[-–—|]\s+|\s+|$)(.*)$/.exec(line) ?? [];
  const start = readTime(time);
  if (start === undefined)
    throw unreadable(`${place} of the chapters does not begin with a time: “${shortened(line)}”.`, LINE_HINT);
  const [, title = said, url] = /^(.*?)\s*<(\S+)>$/.exec(said) ?? [];
  return chapterOf({ start, title, url }, place);
}

const LINE_HINT = 'Write one chapter per line, the time first: 00:12:30 Title';

// -- reading JSON ------------------------------------------------------------------------------------------------------

function readJson(text: string): readonly Placed[] {
  const root = parseJson(text);
  const rows = Array.isArray(root) ? root : fieldOf(root, 'chapters');
  if (!Array.isArray(rows)) throw unreadable('The JSON holds no list named “chapters”.', JSON_HINT);
  return rows
    .map((row: unknown, i) => ({ row, place: `Chapter ${i + 1}` }))
    .filter(({ row }) => fieldOf(row, 'toc') !== false)
    .map(({ row, place }) => ({ place, chapter: readRow(row, place) }));
}

function readRow(row: unknown, place: string): Chapter {
  const told = fieldOf(row, 'startTime') ?? fieldOf(row, 'start');
  const start = typeof told === 'string' ? readTime(told) : told;
  if (typeof start !== 'number' || !Number.isFinite(start))
    throw unreadable(`${place} has no startTime in seconds.`, JSON_HINT);
  const image = fieldOf(row, 'img') ?? fieldOf(row, 'image');
  return chapterOf({ start, title: fieldOf(row, 'title'), url: fieldOf(row, 'url'), image }, place);
}

const JSON_HINT = 'Write {"version": "1.2.0", "chapters": [{"startTime": 0, "title": "Welcome"}]}';

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null
    ? new Map<string, unknown>(Object.entries(value)).get(name)
    : undefined;

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const told = cause instanceof Error ? cause.message : '';
    const position = /position (\d+)/.exec(told)?.[1];
    const place =
      position === undefined ? '' : ` in line ${text.slice(0, Number(position)).split('\n').length}`;
    throw unreadable(`The chapters are no valid JSON: there is a mistake${place}.`, JSON_HINT, cause);
  }
}

// -- rules -----------------------------------------------------------------------------------------------------

function chapterOf(
  { start, title, url, image }: { start: number; title: unknown; url?: unknown; image?: unknown },
  place: string,
): Chapter {
  if (start < 0) throw unreadable(`${place} starts before the beginning.`, 'Times count from zero.');
  const name = typeof title === 'string' ? cleanLine(title) : '';
  if (name === '') throw unreadable(`${place} has no title.`, LINE_HINT);
  return {
    start: Math.round(start * 1000) / 1000,
    title: name,
    ...(isGiven(url) ? { url: webAddress(url, place) } : {}),
    ...(isGiven(image) ? { image: webAddress(image, place) } : {}),
  };
}

const isGiven = (value: unknown): boolean => value !== undefined && value !== null && value !== '';

function webAddress(value: unknown, place: string): string {
  const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : undefined;
  if (url && /^https?:$/.test(url.protocol)) return url.href;
  throw unreadable(
    `${place} links to “${shortened(String(value))}”, which is no web address.`,
    'Write the whole address, beginning with https://',
  );
}

const shortened = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text);
const lower = (place: string): string => place.charAt(0).toLowerCase() + place.slice(1);

const unreadable = (message: string, hint: string, cause?: unknown): CorridorError =>
  new CorridorError('chapters-unreadable', message, hint, cause);
