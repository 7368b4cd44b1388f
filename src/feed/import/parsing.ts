import { CorridorError } from '../../errors.ts';
import { readAddress } from '../../show/address.ts';
import { namespaces } from '../outline.ts';
import { readXml, type XmlDocument, type XmlElement } from '../../show/xml.ts';
import type { Notebook } from './account.ts';
import { withLetters } from './entities.ts';
import { mendText, wrapTexts } from './mending.ts';

/** The channel of a feed and its items, as far as they can be read. */
export type Parsed = Readonly<{ channel: XmlElement; items: readonly XmlElement[] }>;

/**
 * Reads somebody's feed as tolerantly as apps do: mended where it is no XML, and up to the place where it breaks off.
 * @throws CorridorError feed-unreadable where it is no feed at all
 */
export function parseFeed(xml: string, url: URL, notebook: Notebook): Parsed {
  demandFeed(xml, url);
  const text = mendText(xml, notebook);
  const { document, wrapped } = readBest(text);
  const { root, fault } = document;
  const channel = root && childrenOf(root, 'channel')[0];
  if (!channel)
    throw unreadable(channelMissing(root), 'Ask the present host for the address of the RSS feed.');
  if (wrapped) notebook.note('It has HTML in its texts that is not escaped; it was read as text.');
  const items = [...childrenOf(channel, 'item'), ...childrenOf(root, 'item')];
  if (!fault) return { channel, items };
  notebook.note(
    `It breaks off: line ${fault.line}, ${fault.says}. What stands before was read (${items.length - 1} items); mend the feed and import it again for the rest.`,
  );
  return { channel, items: items.slice(0, -1) };
}

/** Once as it is; where that breaks off, or texts hold tags, with its texts put aside. */
function readBest(text: string): Readonly<{ document: XmlDocument; wrapped: boolean }> {
  const names = { known: namespaces, assumed: assumedIn(text) };
  const plain = readXml(text, names);
  if (!plain.fault && !hasRawHtml(plain.root)) return { document: plain, wrapped: false };
  const wrapped = readXml(wrapTexts(text), names);
  return wrapped.fault && !(plain.fault && wrapped.fault.line > plain.fault.line)
    ? { document: plain, wrapped: false }
    : { document: wrapped, wrapped: true };
}

const hasRawHtml = (root: XmlElement | undefined): boolean => {
  const [channel] = root ? childrenOf(root, 'channel') : [];
  const holders = channel ? [channel, ...childrenOf(channel, 'item')] : [];
  return holders.some((holder) =>
    ['title', 'description', 'content:encoded'].some((name) =>
      childrenOf(holder, name).some(({ children }) => children.length > 0),
    ),
  );
};

/** No feed has as many namespaces. */
const MOST_PREFIXES = 200;

/** Prefixes that the document uses, whether it declares them or not; declarations of its own count more. */
function assumedIn(xml: string): Record<string, string> {
  const prefixes = new Set(Array.from(xml.matchAll(/<([a-z][\w.-]{0,40}):/gi), ([, prefix = '']) => prefix));
  for (const [, prefix = ''] of xml.matchAll(/\s([a-z][\w.-]{0,40}):[\w.-]{1,40}\s*=\s*["']/gi))
    prefixes.add(prefix);
  const strange = [...prefixes].filter((prefix) => !/^xml/i.test(prefix)).slice(0, MOST_PREFIXES);
  return Object.fromEntries(
    strange.map((prefix) => [prefix, namespaces.get(prefix) ?? `urn:undeclared:${prefix}`]),
  );
}

/**
 * Children of a name like `itunes:image`, by the prefix alone where the namespace is written in a way of its own, as
 * with https or other capitals.
 */
export const childrenOf = (element: XmlElement, name: string): readonly XmlElement[] =>
  element.children.filter((child) => child.name === name || child.name === `?${name}`);

// -- what is no feed -----------------------------------------------------------------------------------------------------

function demandFeed(xml: string, url: URL): void {
  const start = xml.slice(0, 5000).trimStart();
  if (start === '') throw unreadable('There is nothing: the feed is empty.', CHECK);
  if (
    !/^(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->)[\s\S]){0,3000}-->\s*)*<(?:!doctype\s+html|html)\b/i.test(start)
  )
    return;
  const found = feedNamedBy(xml, url);
  throw unreadable(
    `${url.href} is a web page and no feed.`,
    found === undefined ? CHECK : `The page names a feed: corridor import ${found}`,
  );
}

const CHECK =
  'Check the address: that of a feed often ends in .xml or /rss, and apps show it among the show’s details.';

/** RSS autodiscovery: `<link rel="alternate" type="application/rss+xml" href="…">`. */
function feedNamedBy(html: string, url: URL): string | undefined {
  for (const [tag] of html.slice(0, 200_000).matchAll(/<link\s[^<>]{1,1000}>/gi)) {
    const href = /\shref\s*=\s*["']([^"']{1,500})["']/i.exec(tag)?.[1];
    if (href !== undefined && /application\/rss\+xml/i.test(tag))
      return readAddress(withLetters(href), url)?.href;
  }
  return undefined;
}

function channelMissing(root: XmlElement | undefined): string {
  if (!root) return 'This is no feed: it cannot be read as XML.';
  if (/(^|:)feed$/.test(root.name)) return 'This is an Atom feed; podcasts are RSS 2.0.';
  return `This is no podcast feed, but a document “${root.name.replace(/^\?/, '').slice(0, 40)}”.`;
}

const unreadable = (message: string, hint: string): CorridorError =>
  new CorridorError('feed-unreadable', message, hint);
