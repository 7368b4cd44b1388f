import { Podcast } from 'podcast';
import { cleanText } from '../show/names.ts';
import type { FeedAlternate, FeedDocument, FeedItem } from './document.ts';

/**
 * Writes the feed through the `podcast` package. Its own block of itunes tags stays off: it always writes an empty
 * owner, `itunes:summary` and durations as clock times. Every such tag is handed over as a custom element instead.
 */
type Element = Readonly<Record<string, unknown>>;

/** Stands behind the generator's name while writing; no cleaned text can hold it, so it is found for certain. */
const BOOKMARK = '\u0001';

/** RSS 2.0 of a feed, UTF-8 without byte order mark. The same document always gives the same bytes. */
export function printRss(document: FeedDocument): string {
  const podcast = new Podcast({
    title: cleanText(document.title),
    description: cleanText(document.description),
    generator: `Corridor${BOOKMARK}`,
    feedUrl: document.feedUrl,
    siteUrl: document.link,
    copyright: document.author,
    language: document.language,
    namespaces: { iTunes: false, podcast: true, simpleChapters: false },
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

function channelElements(document: FeedDocument): Element[] {
  const { main, sub } = document.category;
  return [
    { pubDate: printDate(document.publishedAt) },
    { image: [{ url: document.imageUrl }, { title: document.title }, { link: document.link }] },
    { 'itunes:author': document.author },
    { 'itunes:type': 'episodic' },
    { 'itunes:explicit': String(document.explicit) },
    { 'itunes:image': { _attr: { href: document.imageUrl } } },
    {
      'itunes:category': [
        { _attr: { text: main } },
        ...(sub ? [{ 'itunes:category': { _attr: { text: sub } } }] : []),
      ],
    },
    { 'podcast:guid': document.guid },
    { 'podcast:locked': 'yes' },
    { 'podcast:medium': 'podcast' },
  ];
}

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

function itemElements(item: FeedItem): Element[] {
  return [
    { pubDate: printDate(item.publishedAt) },
    ...optional('content:encoded', item.longNotes && { _cdata: item.longNotes }),
    { 'itunes:title': item.title },
    { 'itunes:duration': item.enclosure.seconds },
    { 'itunes:explicit': String(item.explicit) },
    { 'itunes:episodeType': 'full' },
    ...optional('itunes:season', item.season),
    ...optional('itunes:episode', item.number),
    ...optional('itunes:image', item.imageUrl && { _attr: { href: item.imageUrl } }),
    ...(item.alternates ?? []).map(alternateElement),
    ...optional('podcast:chapters', item.chaptersUrl && chaptersAttributes(item.chaptersUrl)),
  ];
}

const chaptersAttributes = (url: string): Element => ({ _attr: { url, type: 'application/json+chapters' } });

const alternateElement = (alternate: FeedAlternate): Element => {
  const { url, bytes, mediaType, title, bitrate, codecs, isDefault, integrity } = alternate;
  const attributes = {
    ...{ type: mediaType, length: bytes, bitrate, title },
    ...(codecs === undefined ? {} : { codecs }),
    ...(isDefault ? { default: 'true' } : {}),
  };
  return {
    'podcast:alternateEnclosure': [
      { _attr: attributes },
      { 'podcast:source': { _attr: { uri: url } } },
      { 'podcast:integrity': { _attr: { type: 'sri', value: integrity } } },
    ],
  };
};

const optional = (tag: string, value: unknown): Element[] => (value ? [{ [tag]: value }] : []);

/** RFC 2822 with a numeric zone, as Apple and PSP-1 show it. */
export const printDate = (moment: Date): string => moment.toUTCString().replace(/GMT$/, '+0000');
