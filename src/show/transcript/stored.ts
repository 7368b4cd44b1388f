import { fieldOf, readJsonText } from '../json-text.ts';
import { readTranscriptJson } from './json.ts';
import { type Said, type Transcript, unreadable } from './transcript.ts';

/** A transcript in the private store, as JSON (podcast namespace); its times are on the recording's own line. */
export type StoredTranscript = Readonly<{
  key: string;
  sha256: string;
  bytes: number;
  /** Whether its lines have times. */
  timed: boolean;
}>;

/** One file of a transcript in the public store; its times are on the enclosure's line. */
export type PublishedTranscript = Readonly<{
  key: string;
  mediaType: string;
  /** ISO 639 code, where the transcript says it; else it is the show's. */
  language?: string;
}>;

/** The same transcript gives the same bytes. One without times has segments without them. */
export function printStoredTranscript({ cues, language }: Transcript): string {
  const segments = cues.map((cue) => ({
    ...(cue.speaker === undefined ? {} : { speaker: cue.speaker }),
    ...('from' in cue ? { startTime: cue.from, endTime: cue.to } : {}),
    body: cue.text,
  }));
  const head = { version: '1.0.0', ...(language === undefined ? {} : { language }) };
  return `${JSON.stringify({ ...head, segments })}\n`;
}

/** @throws CorridorError transcript-unreadable where the file is not as it was written */
export function readStoredTranscript(text: string, { timed }: Pick<StoredTranscript, 'timed'>): Transcript {
  if (timed) return readTranscriptJson(text);
  const read = readJsonText(text);
  const root = 'value' in read ? read.value : undefined;
  const segments = fieldOf(root, 'segments');
  if (!Array.isArray(segments)) throw spoilt();
  const language = fieldOf(root, 'language');
  return { timed: false, ...(typeof language === 'string' ? { language } : {}), cues: segments.map(saidOf) };
}

function saidOf(segment: unknown): Said {
  const [text, speaker] = [fieldOf(segment, 'body'), fieldOf(segment, 'speaker')];
  if (typeof text !== 'string') throw spoilt();
  return { text, ...(typeof speaker === 'string' ? { speaker } : {}) };
}

const spoilt = () =>
  unreadable(
    'The transcript that was kept is not as it was written.',
    'Hand it in again: corridor episode transcript NAME FILE',
  );
