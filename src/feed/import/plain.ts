import { withLetters } from './entities.ts';

/** Characters; the description of a show has 4000 bytes. */
const LONGEST = 50_000;

/** HTML as plain text with its paragraphs; text without tags stays as it is. */
export function printPlainText(written: string): string {
  const text = written.slice(0, LONGEST);
  if (!/<\/?[a-z][^<>]{0,2000}>/i.test(text)) return withLetters(text);
  const lines = text
    .replace(/<(script|style)\b[^<>]{0,200}>[\s\S]{0,5000}?<\/\1>/gi, '')
    .replace(/\s+/g, ' ')
    .replace(/<br\b[^<>]{0,200}>/gi, '\n')
    .replace(/<\/(?:p|div|li|h\d)>/gi, '\n\n')
    .replace(/<[^<>]{0,2000}>/g, '');
  return withLetters(lines)
    .replace(/ *\n */g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
