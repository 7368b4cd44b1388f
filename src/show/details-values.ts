import { z } from '../zod.ts';
import { readAddress } from './address.ts';
import { wants } from './field.ts';
import { cleanLine, cleanText } from './names.ts';

/**
 * Kinds of values in the details of shows and episodes, with the limits that podcast apps have (feed.md 1 to 3). What a
 * feed may not hold is taken out, addresses are spelt as apps take them, and the rest is refused.
 */

/** Characters of names and labels, and of free text (podcast namespace 1.0). */
export const LABEL = 128;
const FREE_TEXT = 4000;

/** Words on one line, of 1 to so many characters as people count them. */
export const line = (says: string, most = LABEL) => limited(says, most, cleanLine);

/** The same with its line breaks. */
export const freeText = (says: string) => limited(says, FREE_TEXT, cleanText);

function limited(says: string, most: number, clean: (text: string) => string) {
  const wish = wants(`text of 1 to ${most} characters`);
  return z
    .string(wish)
    .overwrite(clean)
    .refine((text) => text !== '' && isWithin(text, most), wish)
    .meta({ description: says, minLength: 1, maxLength: most });
}

const isWithin = (text: string, most: number): boolean =>
  text.length <= most || (text.length <= 2 * most && [...text].length <= most);

/** Characters of an address; longer ones are cut by some apps. */
const LONGEST_ADDRESS = 2000;

/** An https address, absolute and in plain ASCII, without a login (feed.md 1 and 5). */
export function httpsAddress(says: string) {
  const wish = wants('a whole address that begins with https:// and needs no login');
  return z
    .string(wish)
    .overwrite(spellAddress)
    .refine(isSecure, wish)
    .meta({ description: says, format: 'uri' });
}

/** As it stands in a feed; what is no https address stays as it is. */
function spellAddress(text: string): string {
  const url = text.length > LONGEST_ADDRESS ? undefined : readAddress(text.trim());
  if (url?.protocol !== 'https:') return text;
  // These the URL standard leaves, and apps do not take them (RFC 3986, 2).
  return url.href
    .replace(/[\\^`{|}]/g, (letter) => encodeURIComponent(letter))
    .replace(/%(?![\da-f]{2})/gi, '%25');
}

function isSecure(text: string): boolean {
  const url = text.length > LONGEST_ADDRESS ? undefined : readAddress(text);
  return url?.protocol === 'https:' && url.username === '' && url.password === '';
}

/** An e-mail address; better that of a role than of a person. */
export const mailAddress = (says: string) =>
  formed(
    says,
    /^[^\s@<>]{1,100}@[^\s@<>]{1,100}\.[a-z]{2,30}$/i,
    'an e-mail address like podcast@example.org',
  );

/** Text of a fixed form, without white space around it. */
export function formed(says: string, form: RegExp | ((text: string) => boolean), what: string) {
  const wish = wants(what);
  const fits = (text: string): boolean =>
    text.length <= LONGEST_ADDRESS && (typeof form === 'function' ? form(text) : form.test(text));
  return z.string(wish).overwrite(cleanLine).refine(fits, wish).meta({ description: says, form: what });
}

/** One of a few words. */
export const oneOf = <const T extends string>(says: string, words: readonly T[]) =>
  z.enum(words, wants(`one of ${words.map((word) => `"${word}"`).join(', ')}`)).describe(says);

export const yesOrNo = (says: string) => z.boolean(wants('true or false')).describe(says);

/** A whole number from 1 up, as seasons and priorities are (feed.md 3). */
export function wholeNumber(says: string, most = 1_000_000) {
  const wish = wants(`a whole number from 1 to ${most}`);
  return z.int(wish).min(1, wish).max(most, wish).describe(says);
}

/** Seconds on a line of time, to the millisecond. */
export function seconds(says: string, from: number, to: number) {
  const wish = wants(`a number of seconds from ${from} to ${to}`);
  return z.number(wish).min(from, wish).max(to, wish).overwrite(inMilliseconds).describe(says);
}

const inMilliseconds = (value: number): number => Math.round(value * 1000) / 1000;

/** Several of a kind; every app fetches all of them with each poll. */
export const several = <T extends z.core.$ZodType>(says: string, of: T, most = 50) =>
  z
    .array(of, wants(`a list in [ ] of at most ${most} entries`))
    .max(most, { error: () => `has more than ${most} entries` })
    .describe(says);
