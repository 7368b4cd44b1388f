import type { Passage } from '../passages.ts';
import { notPast } from '../stamp.ts';
import { inOrder } from './order.ts';
import type { Cue, TimedTranscript, Transcript } from './transcript.ts';

/** Milliseconds; of a cue that lost the rest of its sound, less than this is a flash that nobody reads. */
const FLASH = 100;

/**
 * A transcript of the recording on the mastered line: moved by what stands before the talk and by every cut. A cue that
 * was cut away is gone, one that was cut in part lasts as long as what is left of it, and none goes on past the end of
 * the file. One without times stays as it is.
 * @param passages what was kept, in its order
 * @param seconds the length of the mastered file
 */
export function moveTranscript(
  transcript: Transcript,
  passages: readonly Passage[],
  seconds: number,
): Transcript {
  return transcript.timed ? moveTimed(transcript, passages, seconds) : transcript;
}

/** How many cues such a move leaves out. */
export const countLeftOut = (
  transcript: Transcript,
  passages: readonly Passage[],
  seconds: number,
): number =>
  transcript.timed ? moveAll(transcript, passages, seconds).filter((cues) => cues.length === 0).length : 0;

const moveTimed = (
  transcript: TimedTranscript,
  passages: readonly Passage[],
  seconds: number,
): TimedTranscript => ({ ...transcript, cues: inOrder(moveAll(transcript, passages, seconds).flat()) });

/** Each cue on the new line; nothing of one that was cut away. */
function moveAll(
  { cues }: TimedTranscript,
  passages: readonly Passage[],
  seconds: number,
): readonly (readonly Cue[])[] {
  const last = milliseconds(notPast(seconds));
  // Cues and passages rise alike, so neither is gone through twice.
  let first = 0;
  return cues.map((cue) => {
    while ((passages[first]?.to ?? Number.POSITIVE_INFINITY) <= cue.from) first++;
    return moveCue(cue, { passages, first, last });
  });
}

type Line = Readonly<{ passages: readonly Passage[]; first: number /** milliseconds */; last: number }>;

function moveCue(cue: Cue, { passages, first, last }: Line): readonly Cue[] {
  const [begin, end] = [passages[first], lastBefore(passages, first, cue.to)];
  if (!begin || !end) return [];
  const from = milliseconds(begin.at + Math.max(0, cue.from - begin.from));
  const to = Math.min(milliseconds(end.at + Math.min(cue.to, end.to) - end.from), last);
  const least = Math.max(1, Math.min(FLASH, milliseconds(cue.to - cue.from)));
  return to - from < least ? [] : [{ ...cue, from: from / 1000, to: to / 1000 }];
}

const milliseconds = (seconds: number): number => Math.round(seconds * 1000);

/** The last passage that begins before a moment, not looked for before a first one. */
function lastBefore(passages: readonly Passage[], first: number, seconds: number): Passage | undefined {
  let found: Passage | undefined;
  for (let i = first; (passages[i]?.from ?? Number.POSITIVE_INFINITY) < seconds; i++) found = passages[i];
  return found;
}
