import { cleanText } from '../../show/names.ts';
import { printPlainText } from './plain.ts';
import type { XmlElement } from '../../show/xml.ts';
import type { Notebook, ShowAccount } from './account.ts';
import { categoriesIn, FALLBACK } from './categories.ts';
import { showDetailsIn } from './details.ts';
import { childrenOf, type Parsed } from './parsing.ts';
import { addressOf, attributeIn, explicitIn, isYes, limitedTo, lineIn, textIn } from './values.ts';

/** Characters, where nothing else is said (feed.md 1). */
const LONGEST = 255;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const MAIL = /[^\s@<>()"',;:]{1,64}@[^\s@<>()"',;:]{1,190}/;

/** What a feed says of the show. What is missing is made up where a show cannot be without it, and noted. */
export function accountOfShow({ channel, items }: Parsed, url: URL, outer: Notebook): ShowAccount {
  const notebook = outer.at('channel');
  const title = titleOf(channel, url, notebook);
  const [category, second] = categoriesIn(channel, notebook);
  if (!category)
    notebook.note(`It has no category that Apple knows; “${FALLBACK.main}” stands in its place.`);
  noteLock(channel, notebook);
  const [owner] = childrenOf(channel, 'itunes:owner');
  const author = lineIn(channel, 'itunes:author') || (owner ? lineIn(owner, 'itunes:name') : '') || title;
  const description = printPlainText(textIn(channel, 'description', 'itunes:summary', 'itunes:subtitle'));
  return {
    title,
    description: cleanText(description) || title,
    author: limitedTo(LONGEST, author, 'author', notebook),
    ...optional('email', emailIn(channel, owner)),
    language: languageIn(channel, notebook),
    category: category ?? FALLBACK,
    explicit: explicitIn(channel) ?? false,
    ...optional('link', addressOf(lineIn(channel, 'link'), 'show’s page', url, notebook)),
    ...optional('coverUrl', coverIn(channel, url, notebook)),
    ...optional('guid', guidIn(channel, notebook)),
    ...optional('details', showDetailsIn(channel, items, { second, notebook })),
  };
}

export const optional = <K extends string, T>(name: K, value: T | undefined): { [name in K]?: T } =>
  value === undefined ? {} : ({ [name]: value } as { [name in K]: T });

function titleOf(channel: XmlElement, { hostname }: URL, notebook: Notebook): string {
  const title = lineIn(channel, 'title', 'itunes:title');
  if (title === '') notebook.note(`It has no title; “${hostname}” stands in its place.`);
  return limitedTo(LONGEST, title || hostname, 'title', notebook);
}

/** Whoever owns the show may move it; the feed itself asks other hosts not to take it. */
function noteLock(channel: XmlElement, notebook: Notebook): void {
  if (isYes(lineIn(channel, 'podcast:locked')))
    notebook.note('It says that other hosts must not take it (podcast:locked); go on only if it is yours.');
}

function emailIn(channel: XmlElement, owner: XmlElement | undefined): string | undefined {
  const told = [
    owner ? lineIn(owner, 'itunes:email') : '',
    lineIn(channel, 'managingEditor'),
    lineIn(channel, 'webMaster'),
    attributeIn(channel, 'podcast:locked', 'owner'),
  ];
  return told.map((text) => MAIL.exec(text)?.[0]).find((address) => address !== undefined);
}

/** Two letters, and a region; what directories take (feed.md 2). */
function languageIn(channel: XmlElement, notebook: Notebook): string {
  const written = lineIn(channel, 'language');
  const [, code, region] = /^([a-z]{2})(?:[-_]([a-z]{2}))?(?:[-_.].*)?$/i.exec(written) ?? [];
  if (code === undefined) {
    notebook.note(
      `Its language “${written.slice(0, 40)}” is no code of two letters; “en” stands in its place.`,
    );
    return 'en';
  }
  return [code, region]
    .filter((part) => part !== undefined)
    .join('-')
    .toLowerCase();
}

export function coverIn(element: XmlElement, url: URL, notebook: Notebook): string | undefined {
  const [plain] = childrenOf(element, 'image');
  const found =
    attributeIn(element, 'itunes:image', 'href') ||
    lineIn(element, 'itunes:image') ||
    attributeIn(element, 'podcast:image', 'href') ||
    (plain ? lineIn(plain, 'url') : '');
  return addressOf(found, 'cover', url, notebook);
}

function guidIn(channel: XmlElement, notebook: Notebook): string | undefined {
  const guid = lineIn(channel, 'podcast:guid');
  if (guid === '' || UUID.test(guid)) return guid === '' ? undefined : guid;
  notebook.note(`Its podcast:guid “${guid.slice(0, 60)}” is no UUID; that of its address was taken.`);
  return undefined;
}
