import { withLetters } from './entities.ts';

/** HTML as it is and was, by its names; what else stands in angle brackets is text. */
const names =
  'a abbr acronym address applet area article aside audio b base basefont bdi bdo big blink blockquote body br button canvas caption center cite code col colgroup data dd del details dfn dialog dir div dl dt em embed fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html i iframe img input ins kbd label legend li link main map mark marquee meta nav nobr noscript object ol optgroup option p param picture pre q rp rt ruby s samp script section select small source span strike strong style sub summary sup svg table tbody td template textarea tfoot th thead time title tr tt u ul var video wbr';
const TAG = new RegExp(
  `</?(?:${names.replaceAll(' ', '|')}|[a-z]{1,9}:[a-z]{1,30})(?:[\\s/][^<>]{0,2000})?>|<!--[^<>]{0,2000}-->`,
  'gi',
);

/** Text with every tag of HTML replaced; `<day>` and `x < y > z` stay as they are. */
export const replaceTags = (text: string, by: string): string => text.replace(TAG, by);

/** Characters; the description of a show has 4000 bytes. */
const LONGEST = 50_000;

/** HTML as plain text with its paragraphs; text without tags stays as it is. */
export function printPlainText(written: string): string {
  const text = written.slice(0, LONGEST);
  if (replaceTags(text, '') === text) return withLetters(text);
  const lines = text
    .replace(/<(script|style)\b[^<>]{0,200}>[\s\S]{0,5000}?<\/\1>/gi, '')
    .replace(/\s+/g, ' ')
    .replace(/<br\b[^<>]{0,200}>/gi, '\n')
    .replace(/<\/(?:p|div|li|h\d)>/gi, '\n\n');
  return withLetters(replaceTags(lines, ''))
    .replace(/ *\n */g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
