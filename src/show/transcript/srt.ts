import { printStamp } from '../stamp.ts';
import { readCueText } from './cue-text.ts';
import { linesOf } from './lines.ts';
import { inOrder, sharesOf } from './order.ts';
import { printLabel, withSpeakers } from './speakers.ts';
import { readTimings } from './timings.ts';
import { type Cue, shortened, type TimedTranscript, unreadable } from './transcript.ts';
import { wrap } from './wrapping.ts';

/** SubRip: numbered cues with a comma before the milliseconds. Numbers are not looked at when reading. */

/** @throws CorridorError transcript-unreadable, naming the line */
export function readSrt(text: string): TimedTranscript {
  const { head, cues } = readTimings(linesOf(text), (line) => /^\s*\d+\s*$/.test(line));
  const stray = head.findIndex((line) => line.trim() !== '');
  if (stray !== -1) {
    const message = `Line ${stray + 1} has words without times: “${shortened(head[stray]?.trim() ?? '')}”.`;
    throw unreadable(message, 'Put times above it: 00:00:05,000 --> 00:00:09,000');
  }
  const said = cues.flatMap(({ from, to, lines }) =>
    readCueText(lines.join('\n'), { entities: false }).map((words) => ({ from, to, ...words })),
  );
  return { timed: true, cues: inOrder(withSpeakers(said, 1)) };
}

/** Characters in a line, and lines on the screen (feed.md 8). */
const WIDEST = 32;
const HIGHEST = 2;

/** SubRip as the podcast namespace wants it: what does not fit on a screen is shown screen by screen. */
export function printSrt({ cues }: TimedTranscript): string {
  const screens = cues.flatMap((cue, i) => screensOf(cue, cues[i - 1]?.speaker));
  return screens
    .map(({ from, to, lines }, i) => {
      const times = `${printStamp(from, ',')} --> ${printStamp(to, ',')}`;
      return `${i + 1}\n${times}\n${lines.join('\n')}\n`;
    })
    .join('\n');
}

type Screen = Readonly<{ from: number; to: number; lines: readonly string[] }>;

/** Their time by the length of what is on them. */
function screensOf({ from, to, text, speaker }: Cue, before: string | undefined): readonly Screen[] {
  const lines = wrap(`${speaker === before ? '' : printLabel(speaker)}${text}`, WIDEST);
  const count = Math.ceil(lines.length / HIGHEST);
  const stretch = { from: Math.round(from * 1000), to: Math.round(to * 1000) };
  if (count === 1 || stretch.to - stretch.from < count) return [{ from, to, lines }];
  const screens = Array.from({ length: count }, (_, i) => lines.slice(i * HIGHEST, (i + 1) * HIGHEST));
  const ends = sharesOf(
    screens.map((screen) => screen.join(' ').length),
    stretch,
  ).map((end) => end / 1000);
  return screens.map((screen, i) => ({ from: ends[i - 1] ?? from, to: ends[i] ?? to, lines: screen }));
}
