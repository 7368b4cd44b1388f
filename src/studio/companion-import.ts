import { CorridorError, problemOf } from '../errors.ts';
import { decodeUtf8, decodeWestern } from '../feed/charsets.ts';
import type { ItemAccount, TranscriptLink } from '../feed/import/account.ts';
import type { Chapter } from '../show/chapters/chapter.ts';
import { printChapterList } from '../show/chapters/printing.ts';
import { readChapterList } from '../show/chapters/reading.ts';
import type { Episode } from '../show/episode.ts';
import { printLines } from '../show/notes.ts';
import { readNotes } from '../show/notes-reading.ts';
import type { Show } from '../show/show.ts';
import { decodeTranscript } from '../show/transcript/bytes.ts';
import { formatOfType } from '../show/transcript/formats.ts';
import { readTranscript } from '../show/transcript/reading.ts';
import { LARGEST_TRANSCRIPT, type Transcript } from '../show/transcript/transcript.ts';
import type { Inspection } from '../sound/inspection.ts';
import { isMissed } from './downloading.ts';
import type { Importing } from './import-desk.ts';
import { coverAt } from './show-import.ts';
import { keepTranscript } from './transcripts.ts';

/** What comes beside an item's sound. */
export type Companions = Pick<Episode, 'notes' | 'chapters' | 'cover' | 'transcript'>;

type Around = Readonly<{ show: Show; inspection: Inspection }>;

/** Whatever of it is missing or cannot be read is noted, and the episode goes without. */
export async function companionsOf(
  importing: Importing,
  item: ItemAccount,
  { show, inspection }: Around,
): Promise<Companions> {
  const chapters = (await linkedChapters(importing, item)) ?? item.chapters ?? inspection.chapters ?? [];
  const cover = await coverAt(importing, item.coverUrl, item.place);
  const transcript = await firstTranscript(importing, item);
  return {
    notes: withoutChapterLines(item.notes, chapters),
    chapters,
    ...(cover && cover.sha256 !== show.cover.sha256 ? { cover } : {}),
    ...(transcript ? { transcript: await keepTranscript(importing.house, transcript) } : {}),
  };
}

/** Chapters are printed behind the notes; where they stand there already, they would stand there twice. */
export function withoutChapterLines(notes: string, chapters: readonly Chapter[]): string {
  if (chapters.length === 0) return notes;
  const lines = readNotes(printLines(printChapterList(chapters)));
  if (notes === lines) return '';
  return notes.endsWith(`\n\n${lines}`) ? notes.slice(0, -lines.length).trimEnd() : notes;
}

const LARGEST_CHAPTERS = 1_000_000;

async function linkedChapters(
  { downloads, note }: Importing,
  { chaptersUrl, place }: ItemAccount,
): Promise<readonly Chapter[] | undefined> {
  if (chaptersUrl === undefined) return undefined;
  const got = await downloads.read(chaptersUrl, LARGEST_CHAPTERS);
  if (isMissed(got)) return void note(place, `Its chapters are not there: ${chaptersUrl} ${got.missed}.`);
  try {
    return readChapterList((decodeUtf8(got.body) ?? decodeWestern(got.body)).replace(/^\uFEFF/, ''));
  } catch (thrown) {
    return void note(place, `Its chapters were left out. ${toldBy(thrown)}`);
  }
}

/** The most telling one that can be had: with times and speakers rather than bare. */
async function firstTranscript(importing: Importing, item: ItemAccount): Promise<Transcript | undefined> {
  const { note } = importing;
  const readable = item.transcripts.filter(({ type }) => formatOfType(type) !== undefined);
  if (item.transcripts.length > 0 && readable.length === 0)
    note(
      item.place,
      `Its transcript is ${item.transcripts[0]?.type.slice(0, 40)}, which is not read; it was left out.`,
    );
  for (const link of readable.toSorted((a, b) => rankOf(a) - rankOf(b))) {
    const transcript = await transcriptAt(importing, link, item.place);
    if (transcript) return transcript;
  }
  return undefined;
}

const ranks = ['vtt', 'json', 'srt', 'text'] as const;
const rankOf = ({ type }: TranscriptLink): number => ranks.indexOf(formatOfType(type) ?? 'text');

async function transcriptAt(
  { downloads, note }: Importing,
  { url, language }: TranscriptLink,
  place: string,
): Promise<Transcript | undefined> {
  const got = await downloads.read(url, LARGEST_TRANSCRIPT);
  if (isMissed(got)) return void note(place, `Its transcript is not there: ${url} ${got.missed}.`);
  try {
    const transcript = readTranscript(decodeTranscript(got.body));
    return language === undefined ? transcript : { language, ...transcript };
  } catch (thrown) {
    return void note(place, `A transcript was left out. ${toldBy(thrown)}`);
  }
}

/** @throws what is no fault of the file */
function toldBy(thrown: unknown): string {
  if (thrown instanceof CorridorError) return problemOf(thrown).message;
  throw thrown;
}
