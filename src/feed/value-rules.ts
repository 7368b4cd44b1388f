import { NOTES_LIMIT } from '../show/notes-limit.ts';
import { error, type Verdict, warning } from './finding.ts';

/** Rules about single values, wherever in the feed they stand. Each answers with its finding, or with none. */
const fine: Verdict = [];

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
const DAYS = 'Sun Mon Tue Wed Thu Fri Sat'.split(' ');
const RFC_2822 =
  /^(?:([A-Z][a-z]{2}), )?(\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}):(\d{2})(?::(\d{2}))? ([+-]\d{4}|GMT|UT)$/;

/** The moment of an RFC 2822 date in milliseconds; undefined where it is none, or its weekday does not fit. */
export function readDate(text: string): number | undefined {
  const [, weekday, day, month = '', year, hours, minutes, seconds, zone = ''] = RFC_2822.exec(text) ?? [];
  const date = new Date(Date.UTC(Number(year), MONTHS.indexOf(month), Number(day)));
  if (!MONTHS.includes(month) || date.getUTCDate() !== Number(day)) return undefined;
  if (weekday !== undefined && weekday !== DAYS[date.getUTCDay()]) return undefined;
  const parsed = Date.parse(`${day} ${month} ${year} ${hours}:${minutes}:${seconds ?? '00'} ${zone}`);
  return Number.isNaN(parsed) ? undefined : parsed;
}

export function checkDate(place: string, text: string): Verdict {
  if (readDate(text) !== undefined) return fine;
  return [
    error(
      'rss-date',
      place,
      `“${text}” is no date that apps can read.`,
      'Write it after RFC 2822, with the weekday that fits: Tue, 03 Mar 2026 08:00:00 +0000',
    ),
  ];
}

/** `true` or `false` and nothing else; yes, no and clean are history (feed.md 13). */
export function checkExplicit(place: string, value: string): Verdict {
  if (value === 'true' || value === 'false') return fine;
  return [
    error('apple-explicit', place, `“${value}” is neither true nor false.`, 'Write exactly true or false.'),
  ];
}

export function checkDescription(place: string, text: string): Verdict {
  const bytes = Buffer.byteLength(text, 'utf8');
  const tooLong = error(
    'apple-description-length',
    place,
    `The text has ${bytes} bytes, tags included; apps take ${NOTES_LIMIT}.`,
    'Shorten it, or move the long form into content:encoded.',
  );
  return [...(bytes > NOTES_LIMIT ? [tooLong] : []), ...checkMarkup(place, text)];
}

/** Notes are web content inside other people's apps (feed.md 4). */
export function checkMarkup(place: string, text: string): Verdict {
  if (
    /<\/?(?:script|style|iframe|object|embed|form)\b|<[^>]+\son\w+\s*=|(?:href|src)\s*=\s*["']?\s*(?:javascript|data):/i.test(
      text,
    )
  )
    return [
      error(
        'apple-unsafe-html',
        place,
        'The text holds script, frames, forms or links that run code.',
        'Keep to p, br, a, ul, ol and li with https links.',
      ),
    ];
  if (/&lt;(?:p|br|a|ul|li|strong|em)\b/i.test(text) && !/<[a-z]/i.test(text))
    return [
      warning(
        'apple-escaped-twice',
        place,
        'The tags are escaped twice: listeners read them as text.',
        'Escape once: CDATA or entities, not both.',
      ),
    ];
  return fine;
}

/** Apple: 255 characters where nothing else is said; values without space around them. */
export function checkLine(place: string, value: string): Verdict {
  if ([...value].length > 255)
    return [warning('apple-length', place, 'The text is longer than 255 characters.', 'Shorten it.')];
  if (value !== value.trim())
    return [warning('apple-space', place, 'There is white space around the value.', 'Take it away.')];
  return fine;
}

export function checkChoice(rule: string, place: string, value: string, choices: readonly string[]): Verdict {
  if (choices.includes(value)) return fine;
  return [error(rule, place, `“${value}” is not known here.`, `Write one of: ${choices.join(', ')}.`)];
}

export function checkPositive(rule: string, place: string, value: string, what: string): Verdict {
  if (/^[1-9]\d*$/.test(value)) return fine;
  return [error(rule, place, `“${value}” is no ${what}.`, 'Write a whole number from 1 up, digits only.')];
}
