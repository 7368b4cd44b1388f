import { error, fine, quoted, type Verdict, warning } from './finding.ts';

/** Rules about dates (feed.md 2 and 3): RFC 2822 with English names, a year of four digits and a weekday that fits. */

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
const DAYS = 'Sun Mon Tue Wed Thu Fri Sat'.split(' ');
const RFC_2822 =
  /^(?:([A-Z][a-z]{2}), )?(\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}):(\d{2})(?::(\d{2}))? ([+-]\d{4}|GMT|UTC?|Z|[ECMP][SD]T)$/;

/** The zones that RFC 2822 keeps from the time before it, and what parsers read beside them; not to be written. */
const OLD_ZONE = /(?:[ECMP][SD]T|UTC|Z)$/;

type Reading = Readonly<{ weekday?: string; day: Date; moment: number }>;

function read(text: string): Reading | undefined {
  const [, weekday, date, month = '', year, hours, minutes, seconds = '00', zone = ''] =
    RFC_2822.exec(text) ?? [];
  const day = new Date(Date.UTC(Number(year), MONTHS.indexOf(month), Number(date)));
  if (!MONTHS.includes(month) || day.getUTCDate() !== Number(date)) return undefined;
  const moment = Date.parse(`${date} ${month} ${year} ${hours}:${minutes}:${seconds} ${zone}`);
  return Number.isNaN(moment) ? undefined : { day, moment, ...(weekday === undefined ? {} : { weekday }) };
}

const weekdayOf = ({ day }: Reading): string => DAYS[day.getUTCDay()] ?? '';
const fits = (reading: Reading): boolean => (reading.weekday ?? weekdayOf(reading)) === weekdayOf(reading);

/** The moment of an RFC 2822 date in milliseconds; undefined where it is none, or its weekday does not fit. */
export function readDate(text: string): number | undefined {
  const reading = read(text);
  return reading && fits(reading) ? reading.moment : undefined;
}

export function checkDate(place: string, text: string): Verdict {
  const reading = read(text);
  if (!reading || !fits(reading)) return [error('rss-date', place, faultOf(text, reading), MEND)];
  if (!OLD_ZONE.test(text)) return fine;
  return [
    warning(
      'rss-date-zone',
      place,
      `${quoted(text)} names its zone with letters.`,
      'Write the zone as a number, such as +0000.',
    ),
  ];
}

const MEND = 'Write it after RFC 2822, with the weekday that fits: Tue, 03 Mar 2026 08:00:00 +0000';

/** What exactly is wrong, for the mistakes that are made most. */
function faultOf(text: string, reading: Reading | undefined): string {
  if (reading) return `${quoted(text)} was no ${reading.weekday}, but a ${weekdayOf(reading)}.`;
  if (/^\d{4}-\d\d/.test(text)) return `${quoted(text)} is written after ISO 8601, which apps do not read.`;
  if (/^(\w{3}, )?\d{1,2} \w{3} \d\d /.test(text)) return `The year of ${quoted(text)} has two digits.`;
  if (/^\s|\s$/.test(text)) return `There is white space around ${quoted(text)}.`;
  if (/[ap]\.?m\.?\b/i.test(text)) return `${quoted(text)} has a clock of twelve hours.`;
  return `${quoted(text)} is no date that apps can read.`;
}

/** Clocks of publishers and checkers differ by so much (milliseconds). */
const SLACK = 10 * 60_000;

/** Whether a date lies ahead; without a present moment, none does. */
export const isAhead = (text: string, now: Date | undefined): boolean =>
  now !== undefined && (readDate(text) ?? 0) > now.getTime() + SLACK;

/** Most apps show an episode as soon as it is in the feed: one from the future is an early leak (feed.md 3). */
export function checkPast(now: Date | undefined) {
  return (place: string, text: string): Verdict =>
    isAhead(text, now)
      ? [
          error(
            'apple-future',
            place,
            `The date ${quoted(text)} lies ahead, but most apps show the episode now.`,
            'Keep the episode out of the feed until its time.',
          ),
        ]
      : fine;
}
