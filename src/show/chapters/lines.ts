import { readStamp } from '../stamp.ts';
import { type Placed, placed, shortened, unreadable } from './chapter.ts';

/**
 * Chapters as people type them, one a line, with the time first (`00:12:30 Title`) or behind the title
 * (`Title - 12:30`), and the labels that Audacity writes. Which it is, the whole list decides.
 */
export function readLines(text: string): readonly Placed[] {
  const lines = text
    .split(/\r\n|\r|\n/)
    .map((line, i): Line => ({ text: line.trim(), place: `Line ${i + 1} of the chapters` }))
    .filter(({ text }) => text !== '');
  for (const { text, place } of lines) if (text.length > LONGEST_LINE) throw tooLong(place, text.length);
  const read = readerFor(lines);
  return lines.filter((line, i) => !(i === 0 && isHeading(line, read))).map((line) => readWith(read, line));
}

export const LINE_HINT = 'Write one chapter per line, the time first: 00:12:30 Title';

type Line = Readonly<{ text: string; place: string }>;
type Read = Readonly<{ start: number; title: string; end?: number | undefined }>;
/** Undefined where a line is written in another manner. */
type Reader = (line: string) => Read | undefined;

/** Also keeps the work on a line small, whatever it holds. */
const LONGEST_LINE = 2_000;

/** The first manner in which any line is written. */
function readerFor(lines: readonly Line[]): Reader {
  const readers = [readLabel, readLeading, readTrailing];
  return readers.find((read) => lines.some(({ text }) => read(text))) ?? readLeading;
}

function readWith(read: Reader, { text, place }: Line): Placed {
  const found = read(text);
  if (!found) {
    const side = read === readTrailing ? 'end' : 'begin';
    throw unreadable(`${place} does not ${side} with a time: “${shortened(text)}”.`, LINE_HINT);
  }
  return placed({ ...found, ...splitLink(found.title) }, place, LINE_HINT);
}

/** `Chapters:` or `# Chapters`, as the list is copied from notes and descriptions. */
const isHeading = ({ text }: Line, read: Reader): boolean => !read(text) && /^#|^[^\d]{1,60}:$/.test(text);

// -- manners -----------------------------------------------------------------------------------------------------------

const CLOCK = String.raw`\d{1,3}(?::\d{1,3}){1,2}(?:[.,]\d{1,9})?`;
const leading = new RegExp(String.raw`^(?:[-–—*•]\s+|\d{1,3}[.)]\s+)?[[(]?(${CLOCK})[\])]?(?=$|[\s:.|–—-])`);
const until = new RegExp(String.raw`^\s*(?:-{1,2}>?|–|—)\s*[[(]?(${CLOCK})[\])]?(?=$|[\s:|–—-])`);
const trailing = new RegExp(String.raw`[[(]?(?<![\d:])(${CLOCK})[\])]?$`);

/** `00:12:30 Title`, `[12:30] - Title`, `- 12:30 Title`, and `12:30 - 15:00 Title`, which tells its end, too. */
function readLeading(line: string): Read | undefined {
  const found = leading.exec(line);
  const start = readStamp(found?.[1] ?? '');
  if (!found || start === undefined) return undefined;
  const rest = line.slice(found[0].length);
  const [range = '', told = ''] = until.exec(rest) ?? [];
  const end = readStamp(told);
  const isRange = end !== undefined && end > start;
  const said = isRange ? rest.slice(range.length) : rest;
  return { start, title: withoutMark(said), ...(isRange ? { end } : {}) };
}

const withoutMark = (said: string): string =>
  said.replace(/^\s*(?:(?:[:.]|[-–—|]+)(?:\s+|$)|[–—])/, '').trim();

/** `Title - 12:30`, `Title (12:30)`, `Title: 12:30`. */
function readTrailing(line: string): Read | undefined {
  const found = trailing.exec(line);
  const start = readStamp(found?.[1] ?? '');
  if (!found || start === undefined) return undefined;
  let end = found.index;
  while (/[\s|:–—-]/.test(line.charAt(end - 1))) end--;
  const between = line.slice(end, found.index);
  const isSet = /^[[(]/.test(found[0]) || /[\t|:–—-]/.test(between);
  return isSet ? { start, title: line.slice(0, end) } : undefined;
}

/** `start TAB end TAB title` in seconds: how Audacity exports labels. */
function readLabel(line: string): Read | undefined {
  const [, from, to, title = ''] = /^(\d+(?:[.,]\d+)?)\t(\d+(?:[.,]\d+)?)\t(.+)$/.exec(line) ?? [];
  if (from === undefined || to === undefined) return undefined;
  const [start, end] = [from, to].map((time) => Number(time.replace(',', '.'))) as [number, number];
  return { start, title, ...(end > start ? { end } : {}) };
}

/** `Title <https://…>` and `[Title](https://…)`. */
function splitLink(said: string): { title: string; url?: string } {
  const [, label, address] = /^\[([^[\]]+)\]\((\S+)\)$/.exec(said) ?? [];
  if (label !== undefined && address !== undefined) return { title: label, url: address };
  const opens = said.lastIndexOf('<');
  const url = said.slice(opens + 1, -1);
  if (opens === -1 || !said.endsWith('>') || url === '' || /\s/.test(url)) return { title: said };
  return { title: said.slice(0, opens), url };
}

const tooLong = (place: string, length: number) =>
  unreadable(`${place} has ${length} characters.`, LINE_HINT);
