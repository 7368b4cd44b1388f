import { decode as unfold } from 'iconv-lite';

/** The door to iconv-lite, and all that feeds need to know of how letters become bytes. */

/**
 * The text of bytes by any label of an encoding that the Encoding standard knows (`latin1` and `iso-8859-1` mean
 * windows-1252 there), or that `markedCharset` answers. A byte order mark stays. Undefined where nobody knows the label.
 */
export function decodeBytes(bytes: Uint8Array, label: string): string | undefined {
  const name = /^utf-32[bl]e$/.test(label) ? label : nameOf(label);
  // Some runtimes decode windows-1252 as ISO 8859-1, so that its dashes and quotation marks become control characters.
  if (name === 'windows-1252' || name?.startsWith('utf-32')) return unfold(bytes, name, { stripBOM: false });
  return name === undefined ? undefined : new TextDecoder(name, { ignoreBOM: true }).decode(bytes);
}

/** The name that the Encoding standard gives to a label. */
function nameOf(label: string): string | undefined {
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return undefined;
  }
}

/** What stands in for an encoding that nobody knows: the one that is most often meant. */
export const decodeWestern = (bytes: Uint8Array): string =>
  unfold(bytes, 'windows-1252', { stripBOM: false });

/** The text where it is UTF-8 without a fault; a byte order mark stays. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

export type MarkedCharset = 'utf-16le' | 'utf-16be' | 'utf-32le' | 'utf-32be';

/** First bytes in hexadecimal digits: a mark, or the first sign of XML with its empty bytes (XML 1.0, appendix F). */
const marks: readonly (readonly [RegExp, MarkedCharset])[] = [
  [/^(fffe0000|3c000000)/, 'utf-32le'],
  [/^(0000feff|0000003c)/, 'utf-32be'],
  [/^(fffe|3c00)/, 'utf-16le'],
  [/^(feff|003c)/, 'utf-16be'],
];

/** The encoding of two or four bytes for each letter that the first bytes show. */
export function markedCharset(bytes: Uint8Array): MarkedCharset | undefined {
  const start = Buffer.from(bytes.subarray(0, 4)).toString('hex');
  return marks.find(([mark]) => mark.test(start))?.[1];
}

/** The encoding that a document names in its first line; undefined where it names none. */
export const declaredCharset = (start: string): string | undefined =>
  /^\uFEFF?\s*<\?xml\s[^>]*?encoding\s*=\s*["']([\w.:-]{1,40})["']/.exec(start.slice(0, 300))?.[1];

/** The same, read from bytes that hold a letter each, or from UTF-8. */
export const declaredIn = (bytes: Uint8Array): string | undefined =>
  declaredCharset(Buffer.from(bytes.subarray(0, 300)).toString('utf8'));
