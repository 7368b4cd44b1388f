import { error, type Verdict } from './finding.ts';

/** Rules about the bytes of a feed: UTF-8 and nothing else (feed.md 1). */

export type FeedText = Readonly<{ text: string; findings: Verdict }>;

/**
 * A feed's bytes as text. What is not UTF-8 is a finding and read as well as may be, so that the other rules can be
 * looked at, too. A byte order mark stays.
 */
export function readFeedText(bytes: Uint8Array): FeedText {
  const marked = markOf(bytes);
  if (marked !== undefined) return { text: decode(bytes, marked), findings: [] };
  const declared = declaredIn(bytes);
  if (!/^utf-?8$/i.test(declared ?? 'utf-8'))
    return { text: decode(bytes, declared ?? 'utf-8'), findings: [] };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes), findings: [] };
  } catch {
    return { text: decode(bytes, 'windows-1252'), findings: [notUtf8(bytes)] };
  }
}

/** UTF-16 begins with a mark; the feed's own declaration is told as wrong by the rules of the document. */
function markOf([one, two]: Uint8Array): string | undefined {
  if (one === 0xff && two === 0xfe) return 'utf-16le';
  return one === 0xfe && two === 0xff ? 'utf-16be' : undefined;
}

const declaredIn = (bytes: Uint8Array): string | undefined =>
  /^(?:\u00ef\u00bb\u00bf)?\s*<\?xml\s[^>]*?encoding\s*=\s*["']([\w.:-]{1,40})["']/.exec(
    decode(bytes.subarray(0, 300), 'latin1'),
  )?.[1];

/** An encoding that nobody knows is read as the one that is most often meant. */
function decode(bytes: Uint8Array, encoding: string): string {
  try {
    return new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
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
