import { printStamp } from '../stamp.ts';
import { escapeCueText, readCueText } from './cue-text.ts';
import { blocksOf, linesOf } from './lines.ts';
import { inOrder } from './order.ts';
import { withSpeakers } from './speakers.ts';
import { type RawCue, readTimings } from './timings.ts';
import { type Cue, shortened, type TimedTranscript, unreadable } from './transcript.ts';
import { wrap } from './wrapping.ts';

/** WebVTT (W3C), as leniently as is safe. */

/** @throws CorridorError transcript-unreadable, naming the line */
export function readVtt(text: string): TimedTranscript {
  const lines = linesOf(text);
  if (!/^WEBVTT(?:[ \t]|$)/.test(lines[0] ?? ''))
    throw unreadable('Line 1 is not WEBVTT.', 'Begin the file with a line WEBVTT and an empty one.');
  const { head, cues } = readTimings(lines, isMark);
  const { language } = readHead(head);
  const said = unrolled(cues.map(spokenOf)).flatMap(wordsOf);
  // Two, since words that only look like a name are likelier here, where names have a tag of their own.
  const ordered = inOrder(withSpeakers(said, 2));
  return { timed: true, ...(language === undefined ? {} : { language }), cues: ordered };
}

/** A name of any kind, behind an empty line; a number also where that line is missing. */
const isMark = (line: string, above: string | undefined): boolean =>
  line.trim() !== '' && ((above ?? '').trim() === '' || /^\s*\d+\s*$/.test(line));

/** Blocks that hold no words, and end with an empty line. */
const silent = /^(?:NOTE|STYLE|REGION)(?:[ \t]|$)/;

function readHead(head: readonly string[]): { language?: string } {
  const [first, ...others] = blocksOf(head);
  const stray = others.find(({ lines }) => !silent.test(lines[0] ?? ''));
  if (stray) {
    const words = shortened(stray.lines[0] ?? '');
    const hint = 'Put times above it: 00:00:05.000 --> 00:00:09.000';
    throw unreadable(`Line ${stray.at + 1} has words without times: “${words}”.`, hint);
  }
  const told = first?.lines.map(
    (line) => /^Language:\s*([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\s*$/.exec(line)?.[1],
  );
  const language = told?.find((found) => found !== undefined);
  return language === undefined ? {} : { language };
}

/** The words of a cue end with an empty line; what follows without times of its own is most likely more of them. */
const spokenOf = (cue: RawCue): RawCue => ({
  ...cue,
  lines: blocksOf(cue.lines)
    .filter(({ at, lines }) => at === 0 || !silent.test(lines[0] ?? ''))
    .flatMap(({ lines }) => lines),
});

const wordsOf = ({ from, to, lines }: RawCue): readonly Cue[] =>
  readCueText(lines.join('\n'), { entities: true }).map((said) => ({ from, to, ...said }));

/** Times between the words: only captions that a machine makes while it listens have them. */
const rolling = /<\d{1,3}:\d{2}[:.]/;

/** Such captions repeat the line above before each new one; without that, all would be said twice. */
function unrolled(cues: readonly RawCue[]): readonly RawCue[] {
  if (!cues.some(({ lines }) => lines.some((line) => rolling.test(line)))) return cues;
  let last = '';
  return cues.map((cue) => {
    const lines = plain(cue.lines[0] ?? '') === last ? cue.lines.slice(1) : cue.lines;
    last = plain(lines.at(-1) ?? last);
    return { ...cue, lines };
  });
}

const plain = (line: string): string => line.replace(/<[^<>]*>/g, '').trim();

/** Characters in a line (feed.md 8). */
const WIDEST = 65;

/** WebVTT as every podcast app reads it: whole times, speakers as voices, lines to 65 characters. */
export function printVtt({ cues }: TimedTranscript): string {
  const blocks = cues.map(({ from, to, text, speaker }) => {
    const voice = speaker === undefined ? '' : `<v ${escapeCueText(speaker)}>`;
    const words = wrap(text, WIDEST).map(escapeCueText).join('\n');
    return `${printStamp(from)} --> ${printStamp(to)}\n${voice}${words}\n`;
  });
  return ['WEBVTT\n', ...blocks].join('\n');
}

/** Whether a text says so itself. */
export const isVtt = (text: string): boolean => /^\uFEFF?WEBVTT(?:[ \t\r\n]|$)/.test(text);
