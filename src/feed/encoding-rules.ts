import {
  declaredCharset,
  declaredIn,
  decodeBytes,
  decodeUtf8,
  decodeWestern,
  type MarkedCharset,
  markedCharset,
} from './charsets.ts';
import { error, fine, type Verdict } from './finding.ts';

/** Rules about the bytes of a feed: UTF-8 and nothing else (feed.md 1). */

export type FeedText = Readonly<{
  /** Absent where the bytes are no text at all; then the findings say what they are. */
  text?: string;
  findings: Verdict;
}>;

/**
 * A feed's bytes as text. What is not UTF-8 is a finding and read as well as may be, so that the other rules can be
 * looked at, too. A byte order mark stays.
 */
export function readFeedText(bytes: Uint8Array): FeedText {
  const marked = markedCharset(bytes);
  if (marked !== undefined) return readWide(bytes, marked);
  const packed = checkPacked(bytes);
  if (packed.length > 0) return { findings: packed };
  const utf8 = decodeUtf8(bytes);
  const declared = declaredIn(bytes) ?? 'utf-8';
  if (/^utf-?8$/i.test(declared))
    return { text: utf8 ?? decodeWestern(bytes), findings: utf8 === undefined ? [notUtf8(bytes)] : fine };
  // A line that can be read byte by byte is not written in two or four bytes for each letter, whatever it says.
  if (/^utf-?(16|32)/i.test(declared) && utf8 !== undefined) return { text: utf8, findings: fine };
  return { text: decodeBytes(bytes, declared) ?? decodeWestern(bytes), findings: fine };
}

/** An honest declaration is told as wrong by the rules of the document. */
function readWide(bytes: Uint8Array, marked: MarkedCharset): FeedText {
  const text = decodeBytes(bytes, marked) ?? '';
  const declared = declaredCharset(text);
  const name = marked.slice(0, 6).toUpperCase();
  if (declared?.toUpperCase().startsWith(name)) return { text, findings: fine };
  const said = declared === undefined ? 'does not say so' : `says ${declared}`;
  return {
    text,
    findings: [
      error(
        'apple-encoding',
        'document',
        `The bytes are ${name}, but the feed ${said}: readers refuse it.`,
        'Write the file in UTF-8, without a byte order mark.',
      ),
    ],
  };
}

/** Control characters that no text holds; a document begins with a tag, and not with them. */
const BINARY = /^[^<]{0,999}[^\P{Cc}\t\n\r]/u;

function checkPacked(bytes: Uint8Array): Verdict {
  const start = Buffer.from(bytes.subarray(0, 1000)).toString('latin1');
  if (start.startsWith('\x1f\x8b'))
    return [
      error(
        'rss-format',
        'document',
        'The file is compressed with gzip, and nothing says so.',
        'Unpack it; a server that sends it packed has to say Content-Encoding: gzip.',
      ),
    ];
  // In Latin-1, the letters of UTF-8 look like control characters of the upper half.
  if (!BINARY.test(start.replace(/[\x80-\x9f]/g, '?'))) return fine;
  return [
    error(
      'rss-format',
      'document',
      'This is no text, but something binary: a sound, a picture or an archive.',
      'Give the feed itself, a text that begins with <?xml.',
    ),
  ];
}

const notUtf8 = (bytes: Uint8Array) =>
  error(
    'apple-encoding',
    `line ${lineOfFault(bytes)}`,
    'The feed says or implies UTF-8, but its bytes are none: letters come out garbled, or the feed is refused.',
    'Write the file in UTF-8; most often it was saved as Latin-1 (Windows-1252).',
  );

/** The line of the first byte that is no UTF-8, where a lenient reader writes its mark for a broken letter. */
function lineOfFault(bytes: Uint8Array): number {
  const text = new TextDecoder('utf-8').decode(bytes);
  return text.slice(0, Math.max(0, text.indexOf('\uFFFD'))).split('\n').length;
}
