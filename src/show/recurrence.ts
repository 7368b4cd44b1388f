/**
 * Whether a text is a recurrence rule (RFC 5545, 3.3.10): parts between semicolons, each once, one of them FREQ, never
 * both UNTIL and COUNT, and every number within its range.
 * @example isRecurrence('FREQ=WEEKLY;BYDAY=TU') // true
 */
export function isRecurrence(rule: string): boolean {
  if (rule.length > LONGEST) return false;
  const parts = rule.split(';').map((part) => part.split('='));
  const names = parts.map(([name = '']) => name);
  const isOnce = new Set(names).size === names.length;
  const ends = names.filter((name) => name === 'UNTIL' || name === 'COUNT');
  return (
    isOnce &&
    ends.length <= 1 &&
    names.includes('FREQ') &&
    parts.every(([name = '', value = '', ...more]) => more.length === 0 && values.get(name)?.(value) === true)
  );
}

/** Characters; a rule that people mean is far shorter. */
const LONGEST = 500;

type Fits = (value: string) => boolean;

const isLike =
  (form: RegExp): Fits =>
  (value) =>
    form.test(value);

/** A list of whole numbers from one to another; `signed` ones count from the end where they are negative. */
const numbers =
  (from: number, to: number, signed = false): Fits =>
  (value) =>
    value.split(',').every((entry) => {
      if (!(signed ? /^[+-]?\d{1,3}$/ : /^\d{1,3}$/).test(entry)) return false;
      const count = Math.abs(Number(entry));
      return count >= from && count <= to;
    });

const DAY = /^(?:[+-]?(\d{1,2}))?(?:MO|TU|WE|TH|FR|SA|SU)$/;

/** `TU`, or with its number within the month or year: `-1FR`. */
function isDay(entry: string): boolean {
  const found = DAY.exec(entry);
  const week = found?.[1];
  return found !== null && (week === undefined || (Number(week) >= 1 && Number(week) <= 53));
}

const values: ReadonlyMap<string, Fits> = new Map([
  ['FREQ', isLike(/^(?:SECONDLY|MINUTELY|HOURLY|DAILY|WEEKLY|MONTHLY|YEARLY)$/)],
  ['UNTIL', isLike(/^\d{8}(?:T\d{6}Z?)?$/)],
  ['COUNT', isLike(/^[1-9]\d{0,5}$/)],
  ['INTERVAL', isLike(/^[1-9]\d{0,5}$/)],
  ['BYSECOND', numbers(0, 60)],
  ['BYMINUTE', numbers(0, 59)],
  ['BYHOUR', numbers(0, 23)],
  ['BYDAY', (value) => value.split(',').every(isDay)],
  ['BYMONTHDAY', numbers(1, 31, true)],
  ['BYYEARDAY', numbers(1, 366, true)],
  ['BYWEEKNO', numbers(1, 53, true)],
  ['BYMONTH', numbers(1, 12)],
  ['BYSETPOS', numbers(1, 366, true)],
  ['WKST', isLike(/^(?:MO|TU|WE|TH|FR|SA|SU)$/)],
]);
