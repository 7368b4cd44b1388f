import { CorridorError } from '../errors.ts';
import { appleCategories } from '../show/categories.ts';
import { fieldOf, placeOfFault, readJsonText } from '../show/json-text.ts';
import { markLanguage } from './direction.ts';
import type { SafeHtml } from './safe-html.ts';

/** The few words of the listeners' pages that are not the show's own, by their names in the message files. */
export type Words = Readonly<Record<string, string>>;

/** A page's words in a show's language (`de`, `en-us`), or else in English. */
export type WordsFor = (language: string) => Words;

const FALLBACK = 'en';

/** The same for templates, with `mark`: the attributes of an element that holds such words where they are English. */
export type MarkedWords = Readonly<Record<string, string | SafeHtml>>;

export function markedWords(wordsFor: WordsFor, language: string): MarkedWords {
  const words = wordsFor(language);
  return { ...words, mark: markLanguage(words.language ?? FALLBACK, language) };
}

/** A category in these words, on a page of a language; Apple's own English name where they lack it. */
export function nameCategory(
  category: string,
  words: Words,
  around: string,
): Readonly<{ category: string; categoryMark: SafeHtml }> {
  const name = Object.hasOwn(words, category) ? words[category] : undefined;
  const language = name === undefined ? FALLBACK : (words.language ?? FALLBACK);
  return { category: name ?? category, categoryMark: markLanguage(language, around) };
}

/**
 * Opens message files: file name (`de.json`, or `pt-br.json` for a region) to its text, a flat object of names and words.
 * English has to be there, since it stands in for every language that has no file; the others need all of its names, and
 * may translate Apple's categories, by their English names. Each gets `language`, which is the file's.
 * @throws CorridorError settings-invalid, naming the file and what is wrong with it
 */
export function openWords(files: Readonly<Record<string, string>>): WordsFor {
  const messages = new Map(
    Object.entries(files).map(([name, text]) => [
      name.replace(/\.json$/, '').toLowerCase(),
      read(name, text),
    ]),
  );
  const english = messages.get(FALLBACK);
  if (!english) throw unusable('en.json', 'it is not there');
  for (const [language, words] of messages) {
    demandSameNames(`${language}.json`, words, english);
    messages.set(language, { ...words, language });
  }
  return (language) => {
    const code = language.toLowerCase();
    return messages.get(code) ?? messages.get(code.split('-')[0] ?? '') ?? messages.get(FALLBACK) ?? english;
  };
}

function read(file: string, text: string): Words {
  const json = readJsonText(text.replace(/^\uFEFF/, ''));
  if ('fault' in json)
    throw unusable(file, `it is no valid JSON${placeOfFault(json.fault)}`, json.fault.cause);
  const { value } = json;
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw unusable(file, 'it holds no object of names and words');
  const wordless = Object.keys(value).find((name) => typeof fieldOf(value, name) !== 'string');
  if (wordless !== undefined) throw unusable(file, `“${wordless}” is no text`);
  return value as Words;
}

function demandSameNames(file: string, words: Words, english: Words): void {
  const lacking = Object.keys(english).filter((name) => !Object.hasOwn(words, name));
  if (lacking.length > 0) throw unusable(file, `it lacks ${lacking.join(', ')}`);
  const unknown = Object.keys(words).filter((name) => !Object.hasOwn(english, name) && !categories.has(name));
  if (unknown.length > 0) throw unusable(file, `en.json has no ${unknown.join(', ')}`);
}

const categories = new Set(appleCategories.map(({ main, sub }) => sub ?? main));

const unusable = (file: string, why: string, cause?: unknown): CorridorError =>
  new CorridorError(
    'settings-invalid',
    `The messages in ${file} cannot be used: ${why}.`,
    'Mend the file; every file in templates/messages needs the same names as en.json.',
    cause,
  );
