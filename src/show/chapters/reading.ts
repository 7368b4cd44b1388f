import { type Chapter, inOrder, listedOf, type Placed, unreadable } from './chapter.ts';
import { readJson } from './json.ts';
import { LINE_HINT, readLines } from './lines.ts';
import { readPodlove } from './podlove.ts';

/** Characters; the longest list that an MP3 holds is far shorter. */
const LONGEST_TEXT = 1_000_000;

/**
 * Reads chapters as people hand them in: a list of lines `00:12:30 Title` (also `12:30`, `[0:12:30.500]`, with
 * `<https://…>` behind the title, or `Title - 12:30`), Audacity's labels, JSON chapters 1.2, or Podlove Simple Chapters.
 * Sorted by time; nothing is no chapters.
 * @throws CorridorError chapters-unreadable, naming the line
 * @example readChapters('00:00 Welcome\n12:30 The question') // two chapters, at 0 and 750 seconds
 */
export function readChapters(text: string): readonly Chapter[] {
  if (text.length > LONGEST_TEXT)
    throw unreadable(`The chapters are ${text.length} characters long.`, LINE_HINT);
  return inOrder(readerFor(text)(text.replace(/^\uFEFF/, '')));
}

/**
 * The same for an episode, which has one list for feed, notes and tags: without hidden chapters, since apps that do not
 * know them would show them to everybody (feed.md 7).
 * @throws CorridorError chapters-unreadable
 */
export const readChapterList = (text: string): readonly Chapter[] => listedOf(readChapters(text));

/** The first sign tells: `[` begins an array, unless a time stands in the brackets. */
function readerFor(text: string): (text: string) => readonly Placed[] {
  const start = text
    .slice(0, 2_000)
    .replace(/^\uFEFF/, '')
    .trimStart();
  if (text.includes('\0')) throw noText();
  if (/^(\{|\[(?!\d))/.test(start)) return readJson;
  if (start.startsWith('<')) return readPodlove;
  if (/^WEBVTT\b|^[ \t]*[\d:.,]+[ \t]*-->[ \t]*[\d:.,]+[ \t]*$/m.test(start)) throw isTranscript();
  return readLines;
}

const noText = () => unreadable('The chapters are no text.', LINE_HINT);

const isTranscript = () =>
  unreadable('This is a transcript or a list of subtitles, and no list of chapters.', LINE_HINT);
