import { printTranscriptJson } from './json.ts';
import { printTranscriptText } from './paragraphs.ts';
import { printSrt } from './srt.ts';
import type { Transcript } from './transcript.ts';
import { printVtt } from './vtt.ts';

export type TranscriptFormat = 'vtt' | 'srt' | 'json' | 'text';

/** How podcast:transcript names a format (feed.md 8). */
export type TranscriptNaming = Readonly<{
  /** The tag's `type`. */
  mediaType: string;
  /** The header with which it is served. */
  contentType: string;
  /** Of file names, with its dot. */
  ending: string;
  /** For files with times. */
  rel?: 'captions';
}>;

const named = (mediaType: string, ending: string): TranscriptNaming => ({
  ...{ mediaType, ending },
  contentType: `${mediaType}; charset=utf-8`,
});

/** In the order in which a feed offers them: Apple takes WebVTT first. */
export const transcriptNamings: Readonly<Record<TranscriptFormat, TranscriptNaming>> = {
  vtt: { ...named('text/vtt', '.vtt'), rel: 'captions' },
  srt: { ...named('application/x-subrip', '.srt'), rel: 'captions' },
  json: { ...named('application/json', '.json'), rel: 'captions' },
  text: named('text/plain', '.txt'),
};

/** Names that others use for the same. */
const aliases: Readonly<Record<string, TranscriptFormat>> = {
  'application/srt': 'srt',
  'application/x-srt': 'srt',
  'text/srt': 'srt',
  'application/json+transcript': 'json',
};

/** The format of a media type, with or without parameters; undefined where it is none of a transcript. */
export function formatOfType(contentType: string): TranscriptFormat | undefined {
  const mediaType = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  return (
    formats.find((format) => transcriptNamings[format].mediaType === mediaType) ?? own(aliases, mediaType)
  );
}

const formats = Object.keys(transcriptNamings) as TranscriptFormat[];
const own = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;

/** Those in which a transcript can be written: without times, only plain text. */
export const formatsFor = ({ timed }: Transcript): readonly TranscriptFormat[] =>
  timed ? formats : ['text'];

/**
 * Writes a transcript; the same one gives the same bytes. Undefined where the format wants times and there are none.
 * @example printTranscript(readTranscript(srt), 'vtt')
 */
export function printTranscript(transcript: Transcript, format: TranscriptFormat): string | undefined {
  if (format === 'text') return printTranscriptText(transcript);
  if (!transcript.timed) return undefined;
  const print = { vtt: printVtt, srt: printSrt, json: printTranscriptJson }[format];
  return print(transcript);
}
