import { error, fine, inside, quoted, type Rule, type Verdict, warning } from './finding.ts';
import { all, attributeOf, textOf, type XmlElement } from './outline.ts';

/** Rules about single values, wherever in the feed they stand. Each answers with its finding, or with none. */

export type Check = (place: string, value: string) => Verdict;

/** Looks at a tag's value where there is one. An empty tag counts as none, as it does in apps. */
export function given(element: XmlElement, place: string, tag: string, check: Check): Verdict {
  const value = textOf(element, tag);
  return value === undefined || value === '' ? fine : bared(inside(place, tag), value, check);
}

/** Where white space around a value is all that is wrong with it, that is told, and the rest is looked at without it. */
export function bared(place: string, value: string, check: Check): Verdict {
  const found = check(place, value);
  const inner = value.trim();
  if (found.length === 0 || inner === value || inner === '') return found;
  const rest = check(place, inner);
  const spaced = found.find(({ rule }) => rest.every((other) => other.rule !== rule));
  const what = `There is white space around ${quoted(inner)}.`;
  return [...(spaced ? [{ ...spaced, what, mend: 'Take it away.' }] : []), ...rest];
}

/** Whether a tag is there and says something. */
export const says = (element: XmlElement, tag: string): boolean => /\S/.test(textOf(element, tag) ?? '');

/** Tags of which apps read one, and nobody knows which. */
export const checkOnce = (element: XmlElement, place: string, tags: readonly string[]): Verdict =>
  tags
    .filter((tag) => all(element, tag).length > 1)
    .map((tag) =>
      warning(
        'rss-once',
        inside(place, tag),
        `The tag ${tag} stands here more than once.`,
        'Leave one of them.',
      ),
    );

/** `true` or `false` and nothing else; yes, no and clean are history (feed.md 13). */
export function checkExplicit(place: string, value: string): Verdict {
  if (value === 'true' || value === 'false') return fine;
  return [
    error(
      'apple-explicit',
      place,
      `${quoted(value)} is neither true nor false.`,
      'Write exactly true or false.',
    ),
  ];
}

/** `Yes`; anything else in such a tag has no effect (feed.md 2). */
export function checkYes(place: string, value: string): Verdict {
  if (value === 'Yes') return fine;
  return [warning('apple-yes', place, `${quoted(value)} has no effect.`, 'Write Yes, or leave the tag out.')];
}

/** Characters that a value may have where nothing else is said (feed.md 1). */
const LINE_LIMIT = 255;

/** Names and titles: of limited length, and without white space around them (feed.md 1). */
export function checkLine(place: string, value: string): Verdict {
  if (value.length > LINE_LIMIT && [...value.slice(0, 4 * LINE_LIMIT)].length > LINE_LIMIT)
    return [error('apple-length', place, `The text is longer than ${LINE_LIMIT} characters.`, 'Shorten it.')];
  if (/^\s|\s$/.test(value))
    return [warning('apple-space', place, 'There is white space around the value.', 'Take it away.')];
  return checkPlain(place, value);
}

/** Titles and names are plain text: apps show tags and entities as they stand there (feed.md 4). */
function checkPlain(place: string, value: string): Verdict {
  const [seen] =
    /&(?:amp|lt|gt|quot|apos|nbsp|#\d{1,7}|#x[\da-f]{1,6});|<\/?[a-z]{1,10}\s?\/?>/i.exec(value) ?? [];
  if (seen === undefined) return fine;
  return [
    warning(
      'apple-escaped-twice',
      place,
      `Listeners read ${quoted(seen)} as text, since this is no HTML.`,
      'Escape once, and leave tags out.',
    ),
  ];
}

export const checkChoice = (rule: Rule, place: string, value: string, choices: readonly string[]): Verdict =>
  bared(place, value, (at, word) =>
    choices.includes(word)
      ? fine
      : [error(rule, at, `${quoted(word)} is not known here.`, `Write one of: ${choices.join(', ')}.`)],
  );

export const checkPositive = (rule: Rule, place: string, value: string, what: string): Verdict =>
  bared(place, value, (at, count) =>
    /^[1-9]\d{0,15}$/.test(count)
      ? fine
      : [error(rule, at, `${quoted(count)} is no ${what}.`, 'Write a whole number from 1 up, digits only.')],
  );

/** Optional words of the podcast namespace: too long or empty, they are cut or left out. */
export function checkWords(rule: Rule, place: string, value: string | undefined, most: number): Verdict {
  if (value === undefined || value.trim() === '')
    return [warning(rule, place, 'There is nothing in it.', 'Fill it in, or leave it out.')];
  if (value.length <= most || [...value].length <= most) return fine;
  return [warning(rule, place, `The text is longer than ${most} characters.`, 'Shorten it.')];
}

/** The same for an attribute that may be absent. */
export function checkAttributeWords(
  rule: Rule,
  place: string,
  value: string | undefined,
  most: number,
): Verdict {
  return value === undefined ? fine : checkWords(rule, place, value, most);
}

/** The attributes of a tag that hold one of a few words, and another one now. */
export function checkWord(
  rule: Rule,
  place: string,
  [element, attribute]: readonly [XmlElement, string],
  choices: readonly string[],
): Verdict {
  const value = attributeOf(element, attribute);
  if (value === undefined || choices.includes(value)) return fine;
  const mend = `Write one of: ${choices.join(', ')}; or leave it out.`;
  return [warning(rule, `${place}@${attribute}`, `${quoted(value)} is not known here.`, mend)];
}

export const isUuid = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);

/** Good enough to tell an address from a name or a web page. */
export const isMail = (text: string): boolean =>
  /^[^\s@]{1,200}@[^\s@]{1,200}\.[a-z]{2,30}$/i.test(text.trim());

/** The names that the runtime knows; ISO 639-1 with an optional region, as Apple takes it. */
const languages = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });
const known = new Map<string, boolean>();

export function isLanguage(code: string): boolean {
  if (!/^[a-z]{2}(-[a-z0-9]{2,8}){0,2}$/i.test(code)) return false;
  const main = code.slice(0, 2).toLowerCase();
  if (!known.has(main)) known.set(main, languages.of(main) !== undefined);
  return known.get(main) === true;
}
