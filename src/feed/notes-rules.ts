import { NOTES_LIMIT } from '../show/notes-limit.ts';
import { readTime } from '../show/time.ts';
import { error, fine, quoted, type Verdict, warning } from './finding.ts';
import { checkMarkup, checkTags, type Markup, readAttributes, readMarkup, runsCode } from './markup-rules.ts';

/** Rules about descriptions and show notes as texts (feed.md 4). */

/** What a show is about. */
export const checkDescription = (place: string, text: string): Verdict =>
  checkText(place, text, readMarkup(text));

/** The notes of an episode, of which apps read links and times as well. @param seconds how long the episode is */
export function checkNotes(place: string, text: string, seconds: number | undefined): Verdict {
  const markup = readMarkup(text);
  return [
    ...checkText(place, text, markup),
    ...checkLinks(place, markup),
    ...checkTimes(place, text, seconds),
  ];
}

const checkText = (place: string, text: string, markup: Markup): Verdict => [
  ...checkLength(place, text),
  ...checkLetters(place, text),
  ...checkMarkup(place, text, markup),
  ...checkTags(place, markup),
];

function checkLength(place: string, text: string): Verdict {
  if (text.length <= NOTES_LIMIT / 3) return fine;
  const bytes = Buffer.byteLength(text, 'utf8');
  if (bytes <= NOTES_LIMIT) return fine;
  return [
    error(
      'apple-description-length',
      place,
      `The text has ${bytes} bytes, tags included; apps take ${NOTES_LIMIT}.`,
      'Shorten it, or move the long form into content:encoded.',
    ),
  ];
}

/** A letter that was cut in its middle, or read in the wrong encoding. */
function checkLetters(place: string, text: string): Verdict {
  const at = text.indexOf('\uFFFD');
  if (at === -1) return fine;
  return [
    warning(
      'apple-letters',
      place,
      `A letter is broken: ${quoted(text.slice(Math.max(0, at - 20), at + 5))}.`,
      'Write the text again in UTF-8, and cut it between letters.',
    ),
  ];
}

function checkLinks(place: string, { tags }: Markup): Verdict {
  const targets = tags
    .filter(({ name }) => name === 'a')
    .flatMap((tag) => readAttributes(tag).filter(([name]) => name === 'href'))
    .map(([, href]) => href.trim());
  const dead = targets.find((href) => !/^(https:|mailto:|tel:)/i.test(href) && !runsCode(href));
  if (dead === undefined) return fine;
  const isPlain = /^http:/i.test(dead);
  return [
    warning(
      'spotify-notes-links',
      place,
      isPlain
        ? `The link ${quoted(dead)} is plain http, which Spotify leaves out.`
        : `The link ${quoted(dead)} leads nowhere outside its own site.`,
      'Write links as whole addresses that begin with https://',
    ),
  ];
}

// -- times, which apps read as chapters ------------------------------------------------------------------------

const LINE_BREAK = /<\/?(?:p|br|li|ul|ol|div|h\d)\b[^<>]{0,200}>|\n/gi;
const TIMED = /^[\s([]{0,5}((?:\d{1,2}:)?\d{1,2}:\d{2})[)\]]?[\s:–—|-]{1,5}\S/;
/** Apple, Spotify and YouTube take a list for chapters from so many lines on. */
const FEWEST = 3;

/** Seconds of the lines that begin with a time. */
const readTimes = (text: string): readonly number[] =>
  text
    .slice(0, 100_000)
    .split(LINE_BREAK)
    .map((line) => readTime(TIMED.exec(line.slice(0, 200).replace(/<[^<>]{0,150}>/g, ''))?.[1] ?? ''))
    .filter((time) => time !== undefined);

function checkTimes(place: string, text: string, seconds: number | undefined): Verdict {
  if (!/\d:\d\d/.test(text)) return fine;
  const times = readTimes(text);
  const fault = times.length < 2 ? undefined : faultOfTimes(times, seconds);
  if (fault === undefined) return fine;
  const mend = `Give ${FEWEST} lines or more like “00:00:00 Title”, the first at zero, each later than the one before.`;
  return [warning('apple-time-list', place, `Apps do not take these times for chapters: ${fault}.`, mend)];
}

function faultOfTimes(times: readonly number[], seconds: number | undefined): string | undefined {
  if (times.length < FEWEST) return `there are only ${times.length}`;
  if (times[0] !== 0) return 'the first is not zero';
  if (times.some((time, i) => i > 0 && time <= (times[i - 1] ?? 0))) return 'they do not rise';
  return seconds !== undefined && (times.at(-1) ?? 0) > seconds ? 'the last lies behind the end' : undefined;
}
