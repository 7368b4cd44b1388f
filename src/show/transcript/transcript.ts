import { CorridorError } from '../../errors.ts';
import { cleanLine } from '../names.ts';
import { linesOf } from './lines.ts';

/** Words, and who said them. */
export type Said = Readonly<{
  /** One clean line, never empty; where several speak in one cue, a line for each, and each begins with a dash. */
  text: string;
  speaker?: string;
}>;

/** One line of a transcript: said from one second to another. */
export type Cue = Said & Readonly<{ from: number; to: number }>;

/** Cues rise and never overlap; every one of them lasts at least a millisecond. */
export type TimedTranscript = Readonly<{
  timed: true;
  /** ISO 639 code, where the file says it. */
  language?: string;
  cues: readonly Cue[];
}>;

/** The words without their times: paragraphs in their order. */
export type UntimedTranscript = Readonly<{ timed: false; language?: string; cues: readonly Said[] }>;

export type Transcript = TimedTranscript | UntimedTranscript;

/** Words on one line; those that begin with a dash, as captions have it where several speak, each on its own. */
export function cleanSaid(text: string): string {
  const turns: string[][] = [];
  for (const line of linesOf(text)) {
    if (/^\s*[-–—]\s*\S/.test(line) || turns.length === 0) turns.push([line]);
    else turns.at(-1)?.push(line);
  }
  const lines = turns.map((turn) => cleanLine(turn.join(' ')));
  return lines.length > 1 && /^[-–—]/.test(lines[0] ?? '') ? lines.join('\n') : cleanLine(text);
}

/** Whether several speak in it. */
export const isExchange = ({ text }: Said): boolean => text.includes('\n');

/** Bytes, and characters: six hours of talk are about half a megabyte. */
export const LARGEST_TRANSCRIPT = 5_000_000;
export const MOST_CUES = 100_000;

/** An error names the place, what is wrong there, and what to do now. */
export const unreadable = (message: string, hint: string, cause?: unknown): CorridorError =>
  new CorridorError('transcript-unreadable', message, hint, cause);

export const shortened = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text);

/** @throws CorridorError transcript-unreadable */
export function demandSize(size: number): void {
  if (size > LARGEST_TRANSCRIPT) throw transcriptTooLarge();
}

export const transcriptTooLarge = (): CorridorError =>
  unreadable(
    `The transcript is larger than ${LARGEST_TRANSCRIPT / 1_000_000} MB.`,
    'Check that it is a transcript; cut one of several episodes into a file for each.',
  );

/** @throws CorridorError transcript-unreadable */
export function demandCount(count: number): void {
  if (count <= MOST_CUES) return;
  throw unreadable(
    `The transcript has ${count} cues; ${MOST_CUES} are the most that is taken.`,
    'Export it with a cue for every sentence, not for every word.',
  );
}
