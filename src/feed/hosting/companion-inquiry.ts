import { error, type Finding, fine, type Verdict, warning } from '../finding.ts';
import {
  ask,
  charsetOf,
  headerOf,
  type Inquiry,
  isSilence,
  type Reply,
  refusalFinding,
  silenceFinding,
  typeOf,
} from './answer.ts';
import { readChaptersFile } from './chapters-file.ts';
import { checkCharset, checkHops, checkSharing, fromBrowser } from './redirects.ts';
import { readTranscriptFile } from './transcript-file.ts';

/** Rules about chapters and transcripts as they are served (feed.md 7 and 8). */
export type Companion = Readonly<{
  place: string;
  url: string;
  /** As the feed announces it. */
  type: string;
  /** How long the episode is. */
  seconds: number | undefined;
}>;

const LARGEST = 8_000_000;

export function* inquireChapters({ place, url, seconds }: Companion): Inquiry {
  const got = yield ask('GET', url, { headers: fromBrowser, most: LARGEST });
  if (isSilence(got)) return silenceFinding(place, url, got);
  if (got.status !== 200) return refusalFinding(place, got);
  return [
    ...checkServed(place, got),
    ...checkChaptersType(place, typeOf(got)),
    ...readText(place, got, (text) => readChaptersFile(place, text, seconds)),
  ];
}

export function* inquireTranscript({ place, url, type, seconds }: Companion): Inquiry {
  const got = yield ask('GET', url, { headers: fromBrowser, most: LARGEST });
  if (isSilence(got)) return silenceFinding(place, url, got);
  if (got.status !== 200) return refusalFinding(place, got);
  return [
    ...checkServed(place, got),
    ...checkTranscriptType(place, got, type),
    ...readText(place, got, (text) => readTranscriptFile({ place, type, seconds }, text)),
  ];
}

const checkServed = (place: string, got: Reply): Verdict => [
  ...checkHops(place, got.hops),
  ...checkSharing(place, got, 'error'),
  ...checkCharset(place, got),
  ...checkTag(place, got),
];

/** Both may change after publication: without a tag, apps fetch them whole again and again, or never. */
function checkTag(place: string, got: Reply): Verdict {
  if (headerOf(got, 'etag') !== '' || headerOf(got, 'last-modified') !== '') return fine;
  const what = 'The file has neither ETag nor Last-Modified, so apps cannot ask whether it has changed.';
  return [warning('http-etag', place, what, 'Send an ETag.')];
}

function checkChaptersType(place: string, type: string): Verdict {
  if (type === 'application/json+chapters') return fine;
  const what = `The chapters are served as ${type || 'no type at all'}.`;
  const judge = type === 'application/json' ? warning : error;
  return [judge('http-type', place, what, 'Send Content-Type: application/json+chapters')];
}

/** SubRip has no type of its own, and goes by several names. */
const subrip = ['application/x-subrip', 'application/srt', 'text/srt'];

function checkTranscriptType(place: string, got: Reply, type: string): Verdict {
  const served = typeOf(got);
  const isSame = served === type || (subrip.includes(served) && subrip.includes(type));
  if (!isSame) {
    const what = `The transcript is served as ${served || 'no type at all'}, but the feed says ${type}.`;
    return [error('http-type', place, what, `Send Content-Type: ${type}; charset=utf-8`)];
  }
  // WebVTT and JSON are UTF-8 by their own rules.
  if (charsetOf(got) !== '' || /^(text\/vtt|application\/json)$/.test(type)) return fine;
  const what = `The transcript is served as ${served} without saying how its letters are written.`;
  return [warning('http-charset', place, what, `Send Content-Type: ${type}; charset=utf-8`)];
}

/** The text of a file, where it came whole and is UTF-8. */
function readText(
  place: string,
  { body, isWhole }: Reply,
  read: (text: string) => readonly Finding[],
): Verdict {
  if (!isWhole) {
    const what = `The file has more than ${LARGEST / 1e6} MB.`;
    return [warning('http-companion-size', place, what, 'Apps will not load it; make it smaller.')];
  }
  try {
    return read(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (thrown) {
    if (!(thrown instanceof TypeError)) throw thrown;
    return [error('http-charset', place, 'The file is not written in UTF-8.', 'Save it as UTF-8.')];
  }
}
