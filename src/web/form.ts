import { CorridorError } from '../errors.ts';
import { type Chapter, unreadable } from '../show/chapters/chapter.ts';
import { readChapterList } from '../show/chapters/reading.ts';
import { decodeText, demandLetters } from '../show/text-bytes.ts';
import type { EpisodeDraft } from '../studio/studio.ts';

/** What people wrote into the upload form, or sent as parts of the same names; values are text and untrusted. */
export type Fields = Readonly<Record<string, unknown>>;

export const episodeFields = [
  'title',
  'notes',
  'chapters',
  'season',
  'number',
  'explicit',
  'recipe',
  'publish',
  'again',
] as const;

export type EpisodeForm = EpisodeDraft & Readonly<{ wish: 'draft' | 'public'; again: boolean }>;

/** @throws CorridorError value-invalid, chapters-unreadable, usage-wrong */
export function readEpisodeForm(fields: Fields, chaptersFile?: string): EpisodeForm {
  const notes = textOf(fields, 'notes');
  const chapters = chaptersOf(chaptersFile ?? textOf(fields, 'chapters'));
  const season = countOf(fields, 'season');
  const number = countOf(fields, 'number');
  return {
    title: textOf(fields, 'title'),
    ...(notes !== '' && { notes }),
    ...(chapters && { chapters }),
    ...(season !== undefined && { season }),
    ...(number !== undefined && { number }),
    ...(textOf(fields, 'explicit') !== '' && { explicit: flagOf(fields, 'explicit') }),
    wish: wishOf(textOf(fields, 'publish')),
    again: flagOf(fields, 'again'),
  };
}

/** @throws CorridorError usage-wrong, so that a misspelt part is told rather than passed over */
export function refuseUnknownFields(fields: Fields, known: readonly string[]): void {
  const unknown = Object.keys(fields).find((name) => !known.includes(name));
  if (unknown !== undefined) throw unknownPart(unknown, known);
}

export const unknownPart = (name: string, known: readonly string[]): CorridorError =>
  new CorridorError(
    'usage-wrong',
    `“${name.slice(0, 60)}” is no part of this form.`,
    `It takes ${known.join(', ')}.`,
  );

export function textOf(fields: Fields, name: string): string {
  const value = fields[name];
  if (value === undefined) return '';
  if (typeof value === 'string') return value.trim();
  throw new CorridorError('usage-wrong', `“${name}” came more than once.`, 'Send every part once.');
}

const ofChapters = { what: 'The chapters are', refuse: unreadable };

/** The part “chapters” where it came as a file. @throws CorridorError chapters-unreadable */
export const decodeChapters = (bytes: Uint8Array): string => decodeText(bytes, ofChapters);

function chaptersOf(text: string): readonly Chapter[] | undefined {
  demandLetters(text, ofChapters);
  return text.trim() === '' ? undefined : readChapterList(text);
}

function countOf(fields: Fields, name: string): number | undefined {
  const text = textOf(fields, name);
  if (text === '') return undefined;
  if (/^\d{1,7}$/.test(text)) return Number(text);
  throw invalid(
    `The ${name} “${text.slice(0, 40)}” is no whole number above zero.`,
    `Write the ${name} in digits.`,
  );
}

function flagOf(fields: Fields, name: string): boolean {
  const text = textOf(fields, name).toLowerCase();
  if (['true', 'yes', 'on', '1'].includes(text)) return true;
  if (['', 'false', 'no', 'off', '0'].includes(text)) return false;
  throw invalid(`“${name}” is neither true nor false.`, 'Write true or false.');
}

/** Nothing becomes public unless somebody says so. */
function wishOf(text: string): 'draft' | 'public' {
  if (text === 'now') return 'public';
  if (text === '' || text === 'draft') return 'draft';
  throw invalid(`“publish” is “${text.slice(0, 40)}”.`, 'Write now or draft.');
}

const invalid = (message: string, hint: string): CorridorError =>
  new CorridorError('value-invalid', message, hint);
