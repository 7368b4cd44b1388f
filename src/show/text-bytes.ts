import type { CorridorError } from '../errors.ts';

/** Texts that people hand in as files or in forms, and what is wrong with their letters. */

/** Makes the error of a text; `what` is the text with its verb: `The notes are`. */
export type Refusal = Readonly<{
  what: string;
  refuse(message: string, hint: string, cause?: unknown): CorridorError;
}>;

const HINT = 'Save it as UTF-8: every editor has that among its ways of saving, or its encodings.';

/**
 * The text of a file, without its mark: UTF-8, or UTF-16 where its first bytes say so. Other encodings cannot be told
 * apart, and a guess would spoil every umlaut, so they are refused.
 * @throws CorridorError as `refuse` makes it
 */
export function decodeText(bytes: Uint8Array, { what, refuse }: Refusal): string {
  const encoding = encodingOf(bytes);
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (cause) {
    throw refuse(`${what} not encoded as ${encoding.toUpperCase()}${placeOf(bytes, encoding)}.`, HINT, cause);
  }
}

/**
 * A text that somebody else decoded: what was no UTF-8 has become replacement characters, whose letters are lost.
 * @throws CorridorError as `refuse` makes it
 */
export function demandLetters(text: string, { what, refuse }: Refusal): void {
  const at = text.indexOf('\uFFFD');
  if (at === -1) return;
  const line = text.slice(0, at).split('\n').length;
  const place = text.includes('\n') ? ` (line ${line})` : '';
  throw refuse(`${what} not encoded as UTF-8, or lost a letter before: there is a “\uFFFD”${place}.`, HINT);
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
