import { demandSize, unreadable } from './transcript.ts';

/**
 * The text of a file: UTF-8, or UTF-16 where its first bytes say so. Other encodings cannot be told apart, and a guess
 * would spoil every umlaut, so they are refused.
 * @throws CorridorError transcript-unreadable
 */
export function decodeTranscript(bytes: Uint8Array): string {
  demandSize(bytes.byteLength);
  const encoding = encodingOf(bytes);
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (cause) {
    throw unreadable(
      `The transcript is not encoded as ${encoding.toUpperCase()}${placeOf(bytes, encoding)}.`,
      'Save it as UTF-8: every editor has that among its ways of saving, or its encodings.',
      cause,
    );
  }
}

function encodingOf([first, second]: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}

const NEWLINE = 0x0a;

/** The line of the first byte that is none of UTF-8. */
function placeOf(bytes: Uint8Array, encoding: string): string {
  if (encoding !== 'utf-8') return '';
  let line = 1;
  let from = 0;
  for (;;) {
    const end = bytes.indexOf(NEWLINE, from);
    const part = bytes.subarray(from, end === -1 ? undefined : end);
    if (!isUtf8(part)) return ` (line ${line})`;
    if (end === -1) return '';
    from = end + 1;
    line++;
  }
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
