import { Podcast } from 'podcast';
import { cleanText } from '../show/names.ts';
import { channelElements } from './channel-elements.ts';
import type { FeedDocument, FeedItem } from './document.ts';
import { printDate } from './element.ts';
import { itemElements } from './item-elements.ts';

export { printDate } from './element.ts';

/**
 * Writes the feed through the `podcast` package. Its own block of itunes tags stays off: it always writes an empty
 * owner, `itunes:summary` and durations as clock times. Every such tag is handed over as a custom element instead:
 * `channel-elements.ts` and `item-elements.ts` make them.
 */

/** Stands behind the generator's name while writing; no cleaned text can hold it, so it is found for certain. */
const BOOKMARK = '\u0001';

/** RSS 2.0 of a feed, UTF-8 without byte order mark. The same document always gives the same bytes. */
export function printRss(document: FeedDocument): string {
  const hasPodlove = document.items.some(({ podlove }) => podlove !== undefined);
  const podcast = new Podcast({
    title: cleanText(document.title),
    description: cleanText(document.description),
    generator: `Corridor${BOOKMARK}`,
    feedUrl: document.feedUrl,
    siteUrl: document.link,
    copyright: document.copyright,
    language: document.language,
    namespaces: { iTunes: false, podcast: true, simpleChapters: hasPodlove },
    customNamespaces: { itunes: 'http://www.itunes.com/dtds/podcast-1.0.dtd' },
    customElements: channelElements(document),
  });
  for (const item of document.items) podcast.addItem(itemOf(item));
  return printable(withDate(podcast.buildXml({ indent: '  ' }), document.changedAt));
}

/** The package stamps `lastBuildDate` with the present moment; here it becomes the moment of the latest change. */
function withDate(xml: string, changedAt: Date): string {
  const from = xml.indexOf('<lastBuildDate>', xml.indexOf(BOOKMARK)) + '<lastBuildDate>'.length;
  return xml.slice(0, from) + printDate(changedAt) + xml.slice(xml.indexOf('<', from));
}

/** Without what XML 1.0 forbids, which the package lets through: one bad character would cost the whole feed. */
const printable = (xml: string): string =>
  xml.replace(/[^\P{Cc}\t\n\r]|[\p{Cs}\uFFFE\uFFFF]/gu, '').replace('?><rss', '?>\n<rss');

function itemOf(item: FeedItem) {
  return {
    title: item.title,
    description: item.description,
    url: item.link,
    guid: item.guid,
    enclosure: { url: item.enclosure.url, size: item.enclosure.bytes, type: item.enclosure.mediaType },
    customElements: itemElements(item),
  };
}
