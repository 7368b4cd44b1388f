import type { TranscriptFormat } from './formats.ts';
import { readTranscriptJson } from './json.ts';
import { linesOf } from './lines.ts';
import { readSrt } from './srt.ts';
import { readTranscriptText } from './text.ts';
import { isTiming, TIMES_HINT } from './timings.ts';
import { demandSize, shortened, type Transcript, unreadable } from './transcript.ts';
import { isVtt, readVtt } from './vtt.ts';

/**
 * Reads a transcript as people have it: WebVTT, SubRip, the JSON of the podcast namespace, or plain text with or
 * without times. What it is, its beginning tells, not its name; but what is named as one with times is never taken for
 * plain text, whose words would be its numbers.
 * @param name of its file, where it is known
 * @throws CorridorError transcript-unreadable, naming the place
 * @example readTranscript('1\n00:00:01,000 --> 00:00:02,500\nHello.') // one cue, from 1 to 2.5 seconds
 */
export function readTranscript(text: string, name = ''): Transcript {
  demandSize(text.length);
  const format = recogniseTranscript(text);
  if (format === 'text' && text.trim() !== '') demandTimeless(name);
  const transcript = readers[format](text);
  if (transcript.cues.length > 0) return transcript;
  throw unreadable('The transcript is empty.', 'Check that the whole file was exported.');
}

const readers: Readonly<Record<TranscriptFormat, (text: string) => Transcript>> = {
  vtt: readVtt,
  srt: readSrt,
  json: readTranscriptJson,
  text: readTranscriptText,
};

function demandTimeless(name: string): void {
  const [ending] = /\.(?:srt|vtt)$/i.exec(name) ?? [];
  if (ending === undefined) return;
  const message = `The transcript is named ${shortened(name)}, but no line of it has times.`;
  throw unreadable(message, `${TIMES_HINT}, or name it .txt if it is plain text.`);
}

/** @throws CorridorError transcript-unreadable where it is some other kind of file */
export function recogniseTranscript(text: string): TranscriptFormat {
  const start = text
    .slice(0, 2_000)
    .replace(/^\uFEFF/, '')
    .trimStart();
  const foreign = foreigners.find(({ is }) => is(start));
  if (foreign) throw unreadable(`This is ${foreign.name}, and no transcript that can be read.`, FORMATS_HINT);
  if (text.includes('\0')) throw unreadable('The transcript is no text.', FORMATS_HINT);
  if (isVtt(text)) return 'vtt';
  if (/^(?:\{|\[\s*[{\]])/.test(start)) return 'json';
  return linesOf(text).some(isTiming) ? 'srt' : 'text';
}

const foreigners = [
  { name: 'a PDF', is: (start: string) => start.startsWith('%PDF') },
  { name: 'a Word document or another archive', is: (start: string) => start.startsWith('PK\x03\x04') },
  { name: 'a rich-text document', is: (start: string) => start.startsWith('{\\rtf') },
  { name: 'HTML or XML', is: (start: string) => markup.test(start) },
];

const markup = /^<(?:[!?]|(?:html|head|body|tt|transcript|p|div|cite|section|article)\b)/i;

const FORMATS_HINT = 'Export it as WebVTT (.vtt), SubRip (.srt), JSON or plain text (.txt).';
