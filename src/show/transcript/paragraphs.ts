import { printLabel } from './speakers.ts';
import { type Cue, isExchange, type Said, type Transcript } from './transcript.ts';

/** What is read rather than followed: several cues of one speaker together, without any markup. */
export type Paragraph = Said & Readonly<{ /** seconds; absent where nobody knows */ from?: number }>;

/** Seconds; after such a pause something new begins. */
const PAUSE = 2.5;
/** Characters; from here on the next sentence begins a new paragraph. */
const FULL = 500;
/** There is no sentence to wait for. */
const OVERFULL = 1_500;

/** A transcript as people read it on a page, as plain text: whoever prints it has to escape it. */
export function paragraphsOf(transcript: Transcript): readonly Paragraph[] {
  if (!transcript.timed) return transcript.cues;
  const groups: Cue[][] = [];
  let length = 0;
  for (const cue of transcript.cues) {
    const last = groups.at(-1)?.at(-1);
    const goesOn = last !== undefined && isSameBreath(last, cue) && !isFull(length, last);
    if (goesOn) groups.at(-1)?.push(cue);
    else groups.push([cue]);
    length = (goesOn ? length : 0) + cue.text.length;
  }
  return groups.map(join);
}

const isSameBreath = (last: Cue, next: Cue): boolean =>
  last.speaker === next.speaker && next.from - last.to < PAUSE && !isExchange(last) && !isExchange(next);

const isFull = (length: number, last: Cue): boolean =>
  length >= OVERFULL || (length >= FULL && /[.?!…。？！]["'”’»)\]]*$/.test(last.text));

function join(cues: readonly Cue[]): Paragraph {
  const [first] = cues;
  return {
    text: cues.map(({ text }) => text).join(' '),
    ...(first === undefined ? {} : { from: first.from }),
    ...(first?.speaker === undefined ? {} : { speaker: first.speaker }),
  };
}

/** Paragraphs with an empty line between them, each after the name of its speaker. */
export const printTranscriptText = (transcript: Transcript): string =>
  paragraphsOf(transcript)
    .map(({ speaker, text }) => `${printLabel(speaker)}${text}\n`)
    .join('\n');
