import { error, fine, type Verdict, warning } from '../finding.ts';

type Announced = Readonly<{ place: string; type: string; seconds: number | undefined }>;

/** Rules about a transcript file (feed.md 8), as far as one sees without reading every word. */
export function readTranscriptFile({ place, type, seconds }: Announced, text: string): Verdict {
  const fault = faultOf(type, text);
  if (fault !== undefined)
    return [
      error(
        'podcast-transcript-file',
        place,
        `Apps cannot read the transcript: ${fault}.`,
        'Write it again in the format that its type names.',
      ),
    ];
  return checkTimes(place, spansIn(type, text), seconds);
}

function faultOf(type: string, text: string): string | undefined {
  if (text.trim() === '') return 'the file is empty';
  if (type === 'text/vtt') return faultOfVtt(text);
  if (type === 'application/x-subrip' || type === 'application/srt') return faultOfSubrip(text);
  if (type === 'application/json') return faultOfJson(text);
  return type === 'text/plain' && /^\s*<(!doctype|html)/i.test(text) ? 'the file is a web page' : undefined;
}

const VTT_TIMES = /^((?:\d{2,4}:)?\d\d:\d\d\.\d{3}) --> ((?:\d{2,4}:)?\d\d:\d\d\.\d{3})/gm;
const SUBRIP_TIMES = /^(\d{2,4}:\d\d:\d\d,\d{3}) --> (\d{2,4}:\d\d:\d\d,\d{3})/gm;

function faultOfVtt(text: string): string | undefined {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/, 2);
  if (!/^WEBVTT([ \t]|$)/.test(lines[0] ?? '')) return 'the first line is not WEBVTT';
  if ((lines[1] ?? '') !== '' && / --> /.test(lines[1] ?? '')) return 'there is no empty line behind WEBVTT';
  if (/^\d\d:\d\d:\d\d,\d{3} -->/m.test(text)) return 'the times have a comma in the place of the point';
  return text.search(VTT_TIMES) === -1 ? 'there is no line with times' : undefined;
}

function faultOfSubrip(text: string): string | undefined {
  if (/^\uFEFF?WEBVTT/.test(text)) return 'the file is WebVTT';
  if (/^\d\d:\d\d:\d\d\.\d{3} -->/m.test(text)) return 'the times have a point in the place of the comma';
  return text.search(SUBRIP_TIMES) === -1 ? 'there is no line with times' : undefined;
}

function faultOfJson(text: string): string | undefined {
  const root = jsonOf(text);
  if (root === undefined) return 'the file is no JSON';
  const segments = fieldOf(root, 'segments');
  if (!Array.isArray(segments) || segments.length === 0) return 'there is no list named “segments”';
  if (typeof fieldOf(root, 'version') !== 'string') return 'there is no “version” in quotes';
  return typeof fieldOf(segments[0], 'startTime') === 'number' &&
    typeof fieldOf(segments[0], 'body') === 'string'
    ? undefined
    : 'the segments have no startTime and body';
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;

// -- times ---------------------------------------------------------------------------------------------------------

/** Seconds at which a line starts and ends. */
type Span = Readonly<{ start: number; end: number }>;

function spansIn(type: string, text: string): readonly Span[] {
  if (type === 'text/plain' || type === 'text/html') return [];
  if (type === 'application/json') {
    const segments = fieldOf(jsonOf(text), 'segments');
    return Array.isArray(segments) ? segments.map(spanOf) : [];
  }
  const rows = [...text.matchAll(type === 'text/vtt' ? VTT_TIMES : SUBRIP_TIMES)];
  return rows.map(([, start = '', end = '']) => ({ start: secondsIn(start), end: secondsIn(end) }));
}

function spanOf(segment: unknown): Span {
  const [start, end = start] = ['startTime', 'endTime'].map((name) => fieldOf(segment, name));
  return { start: Number(start), end: Number(end) };
}

const secondsIn = (time: string): number =>
  time
    .replace(',', '.')
    .split(':')
    .reduce((sum, part) => sum * 60 + Number(part), 0);

/** The length is a whole number of seconds, and players forgive as much (feed.md 8). */
const SLACK = 1;

function checkTimes(place: string, spans: readonly Span[], seconds: number | undefined): Verdict {
  const early = spans.findIndex(({ start }, i) => i > 0 && start < (spans[i - 1]?.start ?? start));
  const isLate =
    seconds !== undefined && spans.some(({ start, end }) => Math.max(start, end) > seconds + SLACK);
  if (early === -1 && !isLate) return fine;
  const what = isLate
    ? 'The transcript goes on after the end of the episode; it belongs to another cut.'
    : `Line ${early + 1} of the transcript starts before the one in front of it.`;
  return [
    warning('podcast-transcript-times', place, what, 'Make the times anew from the file that is published.'),
  ];
}
