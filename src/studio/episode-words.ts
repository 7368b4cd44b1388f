import { CorridorError } from '../errors.ts';
import { cleanLine, cleanText } from '../show/names.ts';
import { demandLetters } from '../show/text-bytes.ts';

/** What people say of an episode, when they hand it in and when they edit it. */
export type EpisodeWords = Readonly<{
  title?: string;
  notes?: string;
  season?: number | null;
  number?: number | null;
}>;

/** The same, cleaned. @throws CorridorError title-missing, value-invalid */
export function checkWords<Words extends EpisodeWords>(words: Words): Words {
  const { title, notes, season, number } = words;
  const checked = {
    ...words,
    ...(title === undefined ? {} : { title: readTitle(title) }),
    ...(notes === undefined ? {} : { notes: readNotes(notes) }),
  };
  for (const [name, value] of Object.entries({ season, number }))
    if (value !== undefined && value !== null) demandNumber(name, value);
  return checked;
}

/** Longest title that apps and tags are made for (feed.md 1: 255 where nothing else is said). */
const TITLE_LIMIT = 255;

function readTitle(text: string): string {
  demandLetters(text, { what: 'The title is', refuse: invalid });
  const title = cleanLine(text);
  const length = [...title].length;
  if (title === '') throw untitled();
  if (length <= TITLE_LIMIT) return title;
  throw invalid(
    `The title has ${length} characters; apps show about 60, and ${TITLE_LIMIT} is the most that is taken.`,
    'Shorten the title and put the rest into the show notes.',
  );
}

const untitled = (): CorridorError =>
  new CorridorError('title-missing', 'The episode has no title.', 'Give it one that says what it is about.');

/** Every app fetches the notes of all episodes with each poll. */
const NOTES_LIMIT = 100_000;

function readNotes(notes: string): string {
  demandLetters(notes, { what: 'The notes are', refuse: invalid });
  const text = cleanText(notes);
  if (text.length <= NOTES_LIMIT) return text;
  const message = `The notes have ${text.length} characters; at most ${NOTES_LIMIT} are taken.`;
  throw invalid(message, 'Put the long part on a web page and link to it.');
}

function demandNumber(name: string, value: number): void {
  if (Number.isInteger(value) && value >= 1 && value <= 1_000_000) return;
  throw invalid(`The ${name} “${value}” is no whole number from 1 up.`, 'Give 1, 2, 3 …');
}

const invalid = (message: string, hint: string): CorridorError =>
  new CorridorError('value-invalid', message, hint);
