import TurndownService from 'turndown';
import { cleanText } from './names.ts';

/**
 * The door to turndown: HTML of strangers as Markdown, the inverse of what notes.ts prints. Tags that notes do not know
 * are dropped and their text stays; what runs or loads something goes with all it holds.
 */
const turndown = new TurndownService({
  headingStyle: 'atx',
  hr: '',
  bulletListMarker: '-',
  codeBlockStyle: 'fenced',
  emDelimiter: '*',
  // Notes are printed with every break of a line as one.
  br: '',
});
turndown.remove(['script', 'style', 'iframe', 'object', 'form', 'noscript', 'template'] as never[]);
turndown.addRule('picture', {
  filter: 'img',
  replacement: (_, node) => (node as Element).getAttribute('alt') ?? '',
});
turndown.addRule('anchor', {
  filter: 'a',
  replacement: (words, node) => printLink(words, (node as Element).getAttribute('href') ?? ''),
});

const escapeSigns = turndown.escape.bind(turndown);
/** Addresses in the text become links as they stand; a backslash in them would lead elsewhere. */
turndown.escape = (text) =>
  text
    .split(/(https?:\/\/[^\s<>]+)/)
    .map((part, i) => (i % 2 === 1 ? part : escapeSigns(part)))
    .join('');

/** Characters; longer ones are no notes. */
const LONGEST = 100_000;
/** Tags inside each other; deeper ones are an attack or an accident. */
const DEEPEST = 100;

/**
 * Markdown of show notes in HTML, or of plain text with its breaks of lines.
 * @example readNotes('<p>With <strong>Anna</strong></p>') // 'With **Anna**'
 */
export function readNotes(text: string): string {
  const written = cutAt(LONGEST, cleanText(text));
  const html = hasTags(written) ? written : ofPlainText(written);
  if (depthOf(html) > DEEPEST) return withoutTags(html);
  return turndown
    .turndown(html)
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** Never inside a tag. */
const cutAt = (most: number, text: string): string =>
  text.length <= most ? text : text.slice(0, most).replace(/<[^<>]{0,1000}$/, '');

const hasTags = (text: string): boolean => /<\/?[a-z][a-z0-9]{0,12}(?:\s[^<>]*)?\/?>/i.test(text);

const ofPlainText = (text: string): string =>
  text
    .split(/\r?\n(?:[ \t]*\r?\n)+/)
    .map((paragraph) => `<p>${escaped(paragraph).replace(/\r?\n/g, '<br>')}</p>`)
    .join('');

/** References stand for letters in plain text, too: most of it is HTML without a tag. */
const escaped = (text: string): string => text.replaceAll('<', '&lt;').replaceAll('>', '&gt;');

function depthOf(html: string): number {
  let [depth, deepest] = [0, 0];
  // Those that close themselves, and those that nobody closes, do not stand inside each other.
  for (const [tag] of html.matchAll(/<\/?(?!(?:br|hr|img|wbr|input|meta|link|p|li)\b)[a-z]/gi)) {
    depth = Math.max(0, depth + (tag.startsWith('</') ? -1 : 1));
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}

const withoutTags = (html: string): string => cleanText(html.replace(/<[^<>]*>/g, ' ').replace(/\s+/g, ' '));

/** Whole addresses only; a link whose words are its address stands there as it is. */
function printLink(words: string, href: string): string {
  const url = href.trim();
  if (words.trim() === '' || !/^(https?:\/\/|mailto:)/i.test(url)) return words;
  if (words.trim() === url && /^https?:[^\s()<>]+$/.test(url)) return url;
  const target = /[\s()<>]/.test(url)
    ? `<${url.replace(/[<>\s]/g, (sign) => encodeURIComponent(sign))}>`
    : url;
  return `[${words.replace(/\s*\n\s*/g, ' ')}](${target})`;
}
