/**
 * Names that people give, made fit for screens, tags and addresses. Control characters that XML 1.0 forbids
 * (feed.md 1) are dropped here, once, on the way in, so that no later stage meets them.
 */

/** Nearly no text has any of these, and looking is a hundred times as fast as sorting characters one by one. */
const doubtful = /[^\P{Cc}\t\n\r]|[\p{Cs}\uFFFE\uFFFF]/u;

/** Text without characters XML forbids, trimmed; line breaks and tabs stay. Lone surrogates go, too. */
export function cleanText(text: string): string {
  if (!doubtful.test(text)) return text.trim();
  const paired = text.replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, '');
  return [...paired].filter(isAllowedInXml).join('').trim();
}

/** The same on one line: every run of white space is one blank. */
export const cleanLine = (text: string): string => cleanText(text).replace(/\s+/g, ' ');

/** A file's name for display: no folders, one line, at most 120 characters with its ending kept. */
export function cleanFileName(name: string): string {
  const base = cleanLine(name.split(/[\\/]/).at(-1) ?? '').replace(/^\.+/, '');
  if (base === '') return 'recording';
  const { stem, ending } = splitEnding(base);
  const room = 120 - [...ending].length;
  return [...stem].slice(0, room).join('') + ending;
}

/** Lower-case ASCII letters, digits and hyphens for an address; at most 60 characters, never empty. */
export function slugOf(title: string, fallback: string): string {
  const ascii = spelledOut(title)
    .normalize('NFKD')
    .replace(/[^\x20-\x7e]/g, '')
    .toLowerCase();
  const slug = ascii
    .replace(/['"]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replace(/^-+|-+$/g, '');
  return slug === '' ? fallback : slug;
}

/** The slug, or the first of slug-2, slug-3 … that is free. */
export function freeSlug(slug: string, isTaken: (slug: string) => boolean): string {
  for (let n = 1; ; n++) {
    const candidate = n === 1 ? slug : `${slug}-${n}`;
    if (!isTaken(candidate)) return candidate;
  }
}

const letters: Record<string, string> = {
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
  Ä: 'Ae',
  Ö: 'Oe',
  Ü: 'Ue',
  ß: 'ss',
  ø: 'o',
  Ø: 'O',
  æ: 'ae',
  Æ: 'Ae',
  œ: 'oe',
  ł: 'l',
  Ł: 'L',
  đ: 'd',
};
const spelledOut = (text: string): string => [...text.normalize('NFC')].map((c) => letters[c] ?? c).join('');

function isAllowedInXml(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  if (code === 0x9 || code === 0xa || code === 0xd) return true;
  return code >= 0x20 && code !== 0x7f && code !== 0xfffe && code !== 0xffff;
}

function splitEnding(name: string): { stem: string; ending: string } {
  const found = /^(.+?)(\.[A-Za-z0-9]{1,8})$/.exec(name);
  return found ? { stem: found[1] ?? name, ending: found[2] ?? '' } : { stem: name, ending: '' };
}
