import { printClock } from '../show/time.ts';
import { type Paragraph, paragraphsOf } from '../show/transcript/paragraphs.ts';
import type { Cue, Transcript } from '../show/transcript/transcript.ts';
import { escapeHtml, SafeHtml } from './safe-html.ts';

/** A transcript as a page prints it. */
export type TranscriptView = Readonly<{
  timed: boolean;
  paragraphs: readonly ParagraphView[];
  /** Longer than a page should be: the rest is left to the files. */
  isCut: boolean;
}>;

type ParagraphView = Readonly<{
  /** Where the speaker changes. */
  speaker?: string;
  /** Whole second at which it begins, on the enclosure's line. */
  second?: number;
  /** The same as players show it. */
  time?: string;
  /** The paragraph's name inside the page, `t=62`: without scripts, a link to a second leads to its words. */
  anchor?: string;
  /** With times, every cue as an element of its own, which tells when it begins. */
  words: SafeHtml;
}>;

/** A hundred hours of talk; what is longer would keep browsers and templates busy for too long. */
const MOST_PARAGRAPHS = 5_000;

export function viewTranscript(transcript: Transcript): TranscriptView {
  const all = paragraphsOf(transcript);
  const shown = all.slice(0, MOST_PARAGRAPHS);
  const words = transcript.timed
    ? cuesBelow(shown, transcript.cues)
    : shown.map(({ text }) => escapeHtml(text));
  return {
    timed: transcript.timed,
    isCut: all.length > shown.length,
    paragraphs: shown.map((paragraph, i) => ({
      ...(paragraph.speaker !== shown[i - 1]?.speaker ? speakerOf(paragraph) : {}),
      ...timeOf(paragraph, shown[i - 1]),
      words: new SafeHtml(words[i] ?? ''),
    })),
  };
}

const speakerOf = ({ speaker }: Paragraph): Pick<ParagraphView, 'speaker'> =>
  speaker === undefined ? {} : { speaker };

/** Of two paragraphs that begin in the same second, the first one has its name. */
function timeOf(
  { from }: Paragraph,
  before: Paragraph | undefined,
): Pick<ParagraphView, 'second' | 'time' | 'anchor'> {
  if (from === undefined) return {};
  const second = Math.floor(from);
  const isFirst = before?.from === undefined || Math.floor(before.from) < second;
  return { second, time: printClock(second), ...(isFirst ? { anchor: `t=${second}` } : {}) };
}

/** Paragraphs are made of cues in their order, so both are gone through once. */
function cuesBelow(paragraphs: readonly Paragraph[], cues: readonly Cue[]): readonly string[] {
  let next = 0;
  return paragraphs.map((_, i) => {
    const end = paragraphs[i + 1]?.from ?? Number.POSITIVE_INFINITY;
    const first = next;
    while ((cues[next]?.from ?? Number.POSITIVE_INFINITY) < end) next++;
    return cues.slice(first, next).map(printCue).join(' ');
  });
}

const printCue = ({ from, text }: Cue): string => `<span data-from="${from}">${escapeHtml(text)}</span>`;
