import { Podcast } from 'podcast';
import { cleanText } from '../show/names.ts';
import { channelElements } from './channel-elements.ts';
import type { FeedChannel, FeedDocument, FeedItem } from './document.ts';
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
const INDENT = { indent: '  ' };

/** RSS 2.0 of a feed, UTF-8 without byte order mark. The same document always gives the same bytes. */
export function printRss(document: FeedDocument): string {
  const { before, after } = printFrame(document);
  return [before, ...document.items.map(printItem), after].join('');
}

/** What stands around the items of a feed. */
export type FeedFrame = Readonly<{ before: string; after: string }>;

export function printFrame(channel: FeedChannel): FeedFrame {
  const podcast = new Podcast({
    title: cleanText(channel.title),
    description: cleanText(channel.description),
    generator: `Corridor${BOOKMARK}`,
    feedUrl: channel.feedUrl,
    siteUrl: channel.link,
    copyright: channel.copyright,
    language: channel.language,
    namespaces: { iTunes: false, podcast: true, simpleChapters: channel.details.podloveChapters === true },
    customNamespaces: { itunes: 'http://www.itunes.com/dtds/podcast-1.0.dtd' },
    customElements: channelElements(channel),
  });
  const xml = printable(withDate(podcast.buildXml(INDENT), channel.changedAt));
  const end = xml.lastIndexOf(FRAME_END);
  return { before: xml.slice(0, end), after: xml.slice(end) };
}

/**
 * An item as it stands in the feed, which depends on nothing but the item: so it can be kept for the next feed. It is cut
 * out of a feed that has no other: what stands in front of it there is the same for all and holds no such tag.
 */
export function printItem(item: FeedItem): string {
  const podcast = new Podcast(BARE);
  podcast.addItem(itemOf(item));
  const xml = podcast.buildXml(INDENT);
  return printable(xml.slice(xml.indexOf(ITEM_START), xml.lastIndexOf(FRAME_END)));
}

const BARE = { title: '-', feedUrl: '', siteUrl: '', namespaces: { iTunes: false, podcast: false } };
const ITEM_START = '    <item>\n';
const FRAME_END = '  </channel>\n';

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
