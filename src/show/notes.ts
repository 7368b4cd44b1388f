import MarkdownIt from 'markdown-it';
import sanitizeHtml from 'sanitize-html';
import { cleanText } from './names.ts';

/**
 * Show notes: Markdown in, safe HTML out. Raw HTML in the Markdown is shown as text; what Markdown makes is then held
 * against an allow-list, since notes become web content inside other people's apps (feed.md 4).
 */
const markdown = new MarkdownIt({ html: false, breaks: true, linkify: true, maxNesting: 20 });
markdown.disable(['table']);
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false });
/** No app shows pictures in notes, and every one would be a request to a stranger: their words stay. */
markdown.renderer.rules.image = (tokens, i) => markdown.utils.escapeHtml(tokens[i]?.content ?? '');

/**
 * Notes for apps: nothing but what all of them know (Apple shows no bold, Spotify no third heading).
 * @example printNotes('Hello **you**') // '<p>Hello you</p>'
 */
export const printNotes = (notes: string): string =>
  printLongNotes(notes)
    .replace(/<\/?(?:strong|em|blockquote|code)>\n?/g, '')
    .replace(/<(\/?)(?:h2|pre)>/g, '<$1p>')
    .replace(/\n+/g, '\n')
    .trim();

/** Notes for web pages and for `content:encoded`: with emphasis, quotations and headings of one level. */
export function printLongNotes(notes: string): string {
  const known = printed.get(notes);
  if (known !== undefined) return known;
  const html = sanitizeHtml(markdown.render(cleanText(notes)), allowed).trim();
  if (printed.size >= MOST_PRINTED) printed.clear();
  printed.set(notes, html);
  return html;
}

/**
 * Every publication prints the whole feed again while the notes of all but one episode are as they were. Cleaning
 * them takes most of that time, so what was printed is remembered: up to so many notes, then from anew.
 */
const printed = new Map<string, string>();
const MOST_PRINTED = 10_000;

/** Shorter beginnings of notes say too little by themselves. */
const TELLING = 80;

/**
 * The beginning of notes as one line of plain text, for lists, search results and link cards: the first paragraph,
 * with what follows if that is short; cut at a word.
 */
export function printPlainNotes(notes: string, characters = 200): string {
  const blocks = markdown.parse(beginningOf(cleanText(notes), 4 * characters), {}).map(wordsOf);
  const beginning = blocks.reduce(
    (text, block) => (text.length < TELLING ? `${text} ${block}`.trim() : text),
    '',
  );
  return cutAtWord(beginning.replace(/\s+/g, ' ').trim(), characters);
}

/** Whole paragraphs of so many characters at the least: the rest would be read in vain, but for what its links refer to. */
function beginningOf(notes: string, characters: number): string {
  const end = notes.indexOf('\n\n', characters);
  return end < 0 || /^ {0,3}\[[^\]\n]+\]:/m.test(notes) ? notes : notes.slice(0, end);
}

/** Lines of plain text as a paragraph, each on its own line. */
export const printLines = (lines: readonly string[]): string =>
  `<p>${lines.map((line) => markdown.utils.escapeHtml(cleanText(line))).join('<br />')}</p>`;

/** Whole addresses only, since nobody knows what a relative one in a feed would refer to. */
const isFollowable = (href: string | undefined): boolean => /^(https?:\/\/|mailto:)/i.test(href ?? '');

/** A link that leads nowhere becomes a tag that no list allows, and so leaves its words behind. */
const link: sanitizeHtml.Transformer = (_tag, { href = '' }) =>
  isFollowable(href) ? { tagName: 'a', attribs: { href } } : { tagName: 'span', attribs: {} };

const allowed: sanitizeHtml.IOptions = {
  allowedTags: ['p', 'br', 'a', 'ul', 'ol', 'li', 'h2', 'strong', 'em', 'blockquote', 'code', 'pre'],
  allowedAttributes: { a: ['href'], ol: ['start'] },
  allowedSchemes: ['https', 'http', 'mailto'],
  allowProtocolRelative: false,
  disallowedTagsMode: 'discard',
  transformTags: { a: link, h1: 'h2', h3: 'h2', h4: 'h2', h5: 'h2', h6: 'h2' },
};

function wordsOf({ type, content, children }: ReturnType<typeof markdown.parse>[number]): string {
  if (children) return children.map((part) => (part.type.endsWith('break') ? ' ' : part.content)).join('');
  return type === 'fence' || type === 'code_block' ? content : '';
}

function cutAtWord(text: string, characters: number): string {
  const letters = [...text];
  if (letters.length <= characters) return text;
  const cut = letters.slice(0, characters - 1).join('');
  return `${cut.replace(/\s+\S*$/, '')}…`;
}
