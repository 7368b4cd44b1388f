import { fieldOf, givenAs, placeOfFault, readJsonText } from '../json-text.ts';
import { readPlayTime } from '../stamp.ts';
import { inOrder, type LooseCue } from './order.ts';
import { demandCount, type TimedTranscript, unreadable } from './transcript.ts';

/** The JSON of the podcast namespace, and what speech recognisers write in its manner. */

/** @throws CorridorError transcript-unreadable, naming the segment */
export function readTranscriptJson(text: string): TimedTranscript {
  const read = readJsonText(text.replace(/^\uFEFF/, ''));
  if ('fault' in read) {
    const { fault } = read;
    const message = `The transcript is no valid JSON: there is a mistake${placeOfFault(fault)}.`;
    throw unreadable(message, HINT, fault.cause);
  }
  const rows = Array.isArray(read.value) ? read.value : fieldOf(read.value, 'segments');
  if (!Array.isArray(rows)) throw unreadable('The JSON holds no list named “segments”.', HINT);
  demandCount(rows.length);
  const cues = inOrder(rows.map((row: unknown, i) => readSegment(row, `Segment ${i + 1}`)));
  return { timed: true, ...languageOf(read.value), cues };
}

const HINT =
  'Write {"version": "1.0.0", "segments": [{"startTime": 0, "endTime": 4.5, "speaker": "Anna", "body": "Hello."}]}';

function readSegment(row: unknown, place: string): LooseCue {
  const from = secondsOf(givenAs(row, ['startTime', 'start']));
  if (from === undefined || from < 0) throw unreadable(`${place} has no startTime in seconds.`, HINT);
  const to = secondsOf(givenAs(row, ['endTime', 'end']));
  if (to !== undefined && to < from)
    throw unreadable(`${place} ends before it begins.`, 'Correct its times.');
  const text = givenAs(row, ['body', 'text']);
  if (typeof text !== 'string') throw unreadable(`${place} has no body.`, HINT);
  const speaker = fieldOf(row, 'speaker');
  return { from, to, text, ...(typeof speaker === 'string' ? { speaker } : {}) };
}

function secondsOf(value: unknown): number | undefined {
  if (typeof value === 'string') return readPlayTime(value.trim());
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function languageOf(root: unknown): { language?: string } {
  const language = fieldOf(root, 'language');
  const isCode = typeof language === 'string' && /^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/.test(language);
  return isCode ? { language } : {};
}

/** The same transcript gives the same bytes. */
export function printTranscriptJson({ cues }: TimedTranscript): string {
  const segments = cues.map(({ from, to, text, speaker }) => ({
    ...(speaker === undefined ? {} : { speaker }),
    startTime: from,
    endTime: to,
    body: text,
  }));
  return `${JSON.stringify({ version: '1.0.0', segments })}\n`;
}
