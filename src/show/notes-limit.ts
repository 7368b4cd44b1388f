/** Bytes of UTF-8 that apps take of a description, tags and addresses included (feed.md 4). */
export const NOTES_LIMIT = 4000;

const ELLIPSIS = '…';
const bytesOf = (text: string): number => Buffer.byteLength(text, 'utf8');
const closingOf = (open: readonly string[]): string =>
  open
    .toReversed()
    .map((tag) => `</${tag}>`)
    .join('');

/**
 * Safe HTML, as notes.ts prints it, in no more than so many bytes: cut between letters as readers see them, never
 * inside a tag or an entity, and with every open tag closed.
 */
export function limitNotes(html: string, limit = NOTES_LIMIT): string {
  if (bytesOf(html) <= limit) return html;
  const open: string[] = [];
  let kept = '';
  for (const [piece] of html.matchAll(/<[^>]*>|&[#\w]+;|[^<&]+|&/g)) {
    const after = openAfter(open, piece);
    if (bytesOf(kept + piece + ELLIPSIS + closingOf(after)) > limit) {
      const room = limit - bytesOf(kept + ELLIPSIS + closingOf(open));
      return closed(piece.startsWith('<') ? kept : kept + fitting(piece, room), open);
    }
    kept += piece;
    open.splice(0, open.length, ...after);
  }
  return kept;
}

/** Plain text in no more than so many bytes of UTF-8, cut between letters and at a word. */
export const limitText = (text: string, limit = NOTES_LIMIT): string =>
  bytesOf(text) <= limit ? text : `${fitting(text, limit - bytesOf(ELLIPSIS)).trimEnd()}${ELLIPSIS}`;

/** The tags that are open behind a piece. */
function openAfter(open: readonly string[], piece: string): readonly string[] {
  if (piece.startsWith('</')) return open.slice(0, -1);
  const tag = /^<([a-z][a-z0-9]*)[^>]*[^/]?>$/.exec(piece)?.[1];
  return tag === undefined || piece.endsWith('/>') ? open : [...open, tag];
}

/** As many letters as fit, preferably up to the end of a word. */
function fitting(text: string, room: number): string {
  if (/^&.+;$/.test(text)) return '';
  let cut = '';
  let used = 0;
  for (const { segment } of new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)) {
    used += bytesOf(segment);
    if (used > room) break;
    cut += segment;
  }
  return cut.replace(/(?<=\S)\s+\S{0,30}$/, '');
}

/** Closes what is open; tags that were opened at the very end and hold nothing go first. */
function closed(html: string, open: readonly string[]): string {
  const empty = /<[a-z][a-z0-9]*(?:\s[^>]*)?(?<!\/)>\s*$/;
  let rest = open;
  let kept = html.trimEnd();
  while (rest.length > 0 && empty.test(kept)) {
    kept = kept.replace(empty, '').trimEnd();
    rest = rest.slice(0, -1);
  }
  return kept === '' ? '' : kept.replace(/(?:<br \/>\s*)+$/, '') + ELLIPSIS + closingOf(rest);
}
