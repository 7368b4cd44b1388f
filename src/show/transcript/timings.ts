import { readStamp } from '../stamp.ts';
import { demandCount, shortened, unreadable } from './transcript.ts';

/** What WebVTT and SubRip share: lines of times, each with the lines of words that follow it. */
export type RawCue = Readonly<{
  from: number;
  to: number;
  /** Everything up to the next times, empty lines included. */
  lines: readonly string[];
}>;

export type RawCues = Readonly<{
  /** What stands before the first times. */
  head: readonly string[];
  cues: readonly RawCue[];
}>;

/** Times and an arrow begin the line; the arrow may be short of a dash, settings may follow. */
const timing = /^[ \t]*(\d[\d:.,]{0,30})[ \t]*-{1,3}>[ \t]*([\d:.,]{1,31})(?:[ \t].*)?$/;
const almost = /^[ \t]*\d[\d:.,]{3,30}[ \t]*-{1,3}>/;
/** A whole arrow behind a figure without letters, as `-00:00:01,000 -->` or `1.5 -->`, is meant as times, too. */
const misspelt = /^[ \t]*[^\s\p{L}]{1,40}[ \t]*-->/u;

export const isTiming = (line: string): boolean =>
  almost.test(line) || (misspelt.test(line) && /\d/.test(line.slice(0, line.indexOf('-->'))));

/**
 * Finds the times first and takes what lies between them for words, so that missing empty lines, empty lines inside the
 * words and wrong numbers do no harm.
 * @param isMark whether a line directly above times is their number or name, given the line above it
 * @throws CorridorError transcript-unreadable, naming the line
 */
export function readTimings(
  lines: readonly string[],
  isMark: (line: string, above: string | undefined) => boolean,
): RawCues {
  const places = lines.flatMap((line, i) => (isTiming(line) ? [i] : []));
  demandCount(places.length);
  const begins = places.map((i) => (i > 0 && isMark(lines[i - 1] ?? '', lines[i - 2]) ? i - 1 : i));
  const cues = places.map((place, i) => ({
    ...readTiming(lines[place] ?? '', place + 1),
    lines: lines.slice(place + 1, begins[i + 1] ?? lines.length),
  }));
  return { head: lines.slice(0, begins[0] ?? lines.length), cues };
}

function readTiming(line: string, number: number): { from: number; to: number } {
  const [, start = '', end = ''] = timing.exec(line) ?? [];
  const [from, to] = [readStamp(start), readStamp(end)];
  if (from === undefined || to === undefined)
    throw unreadable(
      `Line ${number} has no times that can be read: “${shortened(line.trim())}”.`,
      TIMES_HINT,
    );
  if (to < from)
    throw unreadable(
      `Line ${number} ends before it begins: “${shortened(line.trim())}”.`,
      'Correct its times.',
    );
  return { from, to };
}

export const TIMES_HINT = 'Write them as 00:00:05.000 --> 00:00:09.000';
