import { cleanLine } from '../names.ts';
import { readStamp } from '../stamp.ts';
import { type Block, blocksOf, linesOf } from './lines.ts';
import { inOrder, type LooseCue } from './order.ts';
import { isName, splitLabel, withSpeakers } from './speakers.ts';
import { demandCount, type Said, type Transcript, type UntimedTranscript } from './transcript.ts';

/**
 * Plain text: paragraphs with empty lines between them. Many programs put a time before each, alone, behind the name
 * or before it; if the first line has one and the times rise, it is a transcript with times.
 */
export function readTranscriptText(text: string): Transcript {
  const lines = linesOf(text);
  const cues = readTimed(lines);
  return cues ? { timed: true, cues: inOrder(withSpeakers(cues, 2)) } : readUntimed(lines);
}

// -- without times -----------------------------------------------------------------------------------------------------

function readUntimed(lines: readonly string[]): UntimedTranscript {
  const paragraphs = blocksOf(lines).flatMap(splitAtNames);
  demandCount(paragraphs.length);
  const said: readonly Said[] = paragraphs
    .map((paragraph) => ({ text: cleanLine(paragraph.join(' ')) }))
    .filter(({ text }) => text !== '');
  return { timed: false, cues: withSpeakers(said, 2) };
}

/** Where names begin the lines, each begins a paragraph, though the empty line is missing. */
function splitAtNames({ lines }: Block): readonly (readonly string[])[] {
  const isNamed = (line: string): boolean => splitLabel(line.trim()) !== undefined;
  if (!isNamed(lines[0] ?? '')) return [lines];
  const begins = lines.flatMap((line, i) => (isNamed(line) ? [i] : []));
  return begins.map((begin, i) => lines.slice(begin, begins[i + 1]));
}

// -- with times --------------------------------------------------------------------------------------------------------

/** A line that begins something new: when, perhaps who, and perhaps the first words. */
type Head = Readonly<{ from: number; to?: number; speaker?: string; words: string }>;

const CLOCK = String.raw`\d{1,3}(?::\d{1,2}){1,2}(?:[.,]\d{1,9})?`;
const RANGE = String.raw`[[(]?(${CLOCK})(?: ?(?:-{1,2}>?|–) ?(${CLOCK}))?[\])]?`;
/** `[00:12] Words`, `0:12`, `00:12 Anna: Words` */
const before = new RegExp(String.raw`^${RANGE}(?: ?[-–|:])?(?:\s+(.*))?$`);
/** `Anna Berg  0:12`, `Anna (00:12): Words` */
const behind = new RegExp(String.raw`^(.{1,60}?)[ \t]+${RANGE}:?(?:\s+(.*))?$`);

function readHead(line: string): Head | undefined {
  const text = line.trim();
  const [, start = '', end, words = ''] = before.exec(text) ?? [];
  if (start !== '') return headOf(start, end, words, undefined);
  const [, speaker = '', begin = '', finish, rest = ''] = behind.exec(text) ?? [];
  return isName(speaker) ? headOf(begin, finish, rest, speaker) : undefined;
}

function headOf(
  start: string,
  end: string | undefined,
  words: string,
  speaker: string | undefined,
): Head | undefined {
  const [from, to] = [readStamp(start), readStamp(end ?? '')];
  if (from === undefined) return undefined;
  return {
    from,
    words,
    ...(to === undefined ? {} : { to }),
    ...(speaker === undefined ? {} : { speaker }),
  };
}

/** Undefined where the text is none of this kind: its first line has no time, or times fall. */
function readTimed(lines: readonly string[]): readonly TimedWords[] | undefined {
  const first = lines.findIndex((line) => line.trim() !== '');
  if (first === -1 || !readHead(lines[first] ?? '')) return undefined;
  const heads = lines.map(readHead);
  const times = heads.flatMap((head) => head?.from ?? []);
  if (times.length < 2 || times.some((time, i) => time < (times[i - 1] ?? 0))) return undefined;
  demandCount(times.length);
  return gather(lines, heads).map((cue, i, all) => ({ ...cue, to: cue.to ?? all[i + 1]?.from }));
}

type TimedWords = Omit<LooseCue, 'speaker'> & Said;

/** What stands below a head belongs to it. */
function gather(lines: readonly string[], heads: readonly (Head | undefined)[]): readonly TimedWords[] {
  const found: { head: Head; words: string[] }[] = [];
  for (const [i, head] of heads.entries()) {
    if (head) found.push({ head, words: [head.words] });
    else found.at(-1)?.words.push(lines[i] ?? '');
  }
  return found.map(({ head: { words: _, ...head }, words }) => ({
    ...head,
    text: cleanLine(words.join(' ')),
  }));
}
