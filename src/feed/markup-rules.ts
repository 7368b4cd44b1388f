import { error, fine, inside, quoted, type Verdict, warning } from './finding.ts';

/** Rules about the HTML of show notes, which become web content inside other people's apps (feed.md 4). */

export type Tag = Readonly<{ name: string; isClosing: boolean; attributes: string }>;
export type Markup = Readonly<{
  tags: readonly Tag[];
  /** A tag that the text ends in the middle of. */
  torn?: string;
}>;

/** Tags that apps show, or leave out without losing anything (feed.md 4). */
const KNOWN = new Set('p br a ul ol li h1 h2 strong b em i u span div'.split(' '));

/** A tag, with quotes respected; each character is looked at a few times at most, whatever the text. */
const TAG = /<(\/?)([a-z][a-z0-9:-]{0,30})((?:[^<>"']|"[^"]*"|'[^']*')*)>/iy;
/** Beyond this, notes are no notes; nothing is gained by looking further. */
const ENOUGH = 500_000;

/** The tags of a text, in their order. */
export function readMarkup(html: string): Markup {
  const text = html.slice(0, ENOUGH);
  const tags: Tag[] = [];
  for (let at = text.indexOf('<'); at !== -1; at = text.indexOf('<', at)) {
    TAG.lastIndex = at;
    const [whole, slash, name = '', attributes = ''] = TAG.exec(text) ?? [];
    if (whole !== undefined) tags.push({ name: name.toLowerCase(), isClosing: slash === '/', attributes });
    at += whole?.length ?? 1;
  }
  const torn = tornOf(html.slice(-2000));
  return { tags, ...(torn === undefined ? {} : { torn }) };
}

/** The beginning of a tag that a text ends with. */
function tornOf(end: string): string | undefined {
  const rest = end.slice(Math.max(0, end.lastIndexOf('<')));
  const name = /^<\/?([a-z][a-z0-9]{0,10})(?:\s[^>]*)?$/i.exec(rest)?.[1]?.toLowerCase() ?? '';
  return KNOWN.has(name) ? rest : undefined;
}

const ATTRIBUTE = /([^\s"'<>/=]{1,100})\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/g;

/** The attributes of a tag, with their names in lower case. */
export const readAttributes = (tag: Tag): readonly (readonly [name: string, value: string])[] =>
  [...tag.attributes.slice(0, 5000).matchAll(ATTRIBUTE)].map(
    ([, name = '', ...values]) =>
      [name.toLowerCase(), values.find((value) => value !== undefined) ?? ''] as const,
  );

const RUNS_CODE = new Set(
  'script style iframe frame object embed applet form input link meta base svg math'.split(' '),
);

/** The first tag that could run code or load something, as it is called. */
function unsafeOf({ tags }: Markup): string | undefined {
  for (const tag of tags) {
    if (RUNS_CODE.has(tag.name)) return `<${tag.name}>`;
    const found = tag.attributes === '' ? undefined : readAttributes(tag).find(isUnsafe);
    if (found)
      return found[0].startsWith('on') ? found[0] : `${found[0]}="${unmasked(found[1]).slice(0, 20)}…"`;
  }
  return undefined;
}

const isUnsafe = ([name, value]: readonly [string, string]): boolean =>
  /^on[a-z]/.test(name) || (/^(href|src|action|srcset|data|poster)$/.test(name) && runsCode(value));

/** Whether following an address would run what stands in it. */
export const runsCode = (address: string): boolean =>
  !/^https?:/i.test(address) && /^(javascript|vbscript|data):/i.test(unmasked(address));

/** Browsers look past entities and control characters in an address, and so does whoever hides something there. */
const unmasked = (address: string): string =>
  address
    .slice(0, 500)
    .replace(/&#(\d{1,7});?/g, (_, code: string) => letterOf(Number(code)))
    .replace(/&#x([\da-f]{1,6});?/gi, (_, code: string) => letterOf(Number.parseInt(code, 16)))
    .replace(/&(tab|newline|colon);/gi, (_, name: string) => (name.toLowerCase() === 'colon' ? ':' : ''))
    .replace(/[\p{Cc}\s]/gu, '');

const letterOf = (code: number): string => (code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '');

/** Rules that hold for every text with HTML in it. */
export const checkMarkup = (place: string, text: string, markup = readMarkup(text)): Verdict =>
  /[<&]/.test(text)
    ? [...checkSafety(place, markup), ...checkEscaping(place, text, markup), ...checkClosing(place, markup)]
    : fine;

function checkSafety(place: string, markup: Markup): Verdict {
  const found = unsafeOf(markup);
  if (found === undefined) return fine;
  return [
    error(
      'apple-unsafe-html',
      place,
      `The text holds script, frames, forms or links that run code: ${quoted(found)}.`,
      'Keep to p, br, a, ul, ol and li with https links.',
    ),
  ];
}

/** Tags that do something: at the beginning, with their end, or a break. One in the middle of words is spoken of. */
const ESCAPED_TAGS = [
  /^\s*&lt;(?:p|br|a|ul|ol|li|strong|em|b|i|div|span|h\d)(?:\s|\/|&gt;)/i,
  /&lt;(p|a|ul|ol|li|strong|em|b|i|div|span|h\d)(?:\s[^&]{0,500})?&gt;[\s\S]*?&lt;\/\1&gt;/i,
  /&lt;br ?\/?&gt;/i,
];

/** CDATA or entities, never both (feed.md 4). */
function checkEscaping(place: string, text: string, { tags }: Markup): Verdict {
  const mend = 'Escape once: CDATA or entities, not both.';
  if (tags.length === 0 && ESCAPED_TAGS.some((tag) => tag.test(text.slice(0, 20_000))))
    return [
      error('apple-escaped-twice', place, 'The tags are escaped twice: listeners read them as text.', mend),
    ];
  const [seen] = /&amp;(?:amp|lt|gt|quot|nbsp|#\d{2,5});/.exec(text) ?? [];
  if (seen === undefined) return fine;
  return [warning('apple-escaped-twice', place, `${quoted(seen)} is escaped twice.`, mend)];
}

/** Text that was cut by length rather than by sense (feed.md 4: cut at a code point and close the open tags). */
function checkClosing(place: string, { tags, torn }: Markup): Verdict {
  const mend = 'Cut between words, and close the tags that are open there.';
  if (torn !== undefined)
    return [error('apple-notes-broken', place, `The text ends inside a tag: ${quoted(torn)}.`, mend)];
  const open = ['a', 'ul', 'ol'].find((name) => balanceOf(tags, name) > 0);
  if (open === undefined) return fine;
  return [warning('apple-notes-broken', place, `The tag <${open}> is never closed.`, mend)];
}

const balanceOf = (tags: readonly Tag[], name: string): number =>
  tags.reduce((sum, tag) => sum + (tag.name !== name ? 0 : tag.isClosing ? -1 : 1), 0);

/** The short notes, which the fewest apps show as HTML. */
export function checkTags(place: string, { tags }: Markup): Verdict {
  const strange = tags.find(({ name }) => !KNOWN.has(name) && !RUNS_CODE.has(name));
  if (!strange) return fine;
  return [
    warning(
      'apple-notes-tags',
      inside(place, strange.name),
      `Few apps know the tag <${strange.name}> in notes; what it holds may vanish.`,
      'Keep to p, br, a, ul, ol and li, and write so that it reads as plain text.',
    ),
  ];
}
