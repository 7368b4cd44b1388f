import { creditElements } from './credit-elements.ts';
import { type Element, element, optional, printDate, yesIf } from './element.ts';
import type { FeedAlternate, FeedItem } from './item.ts';
import { transcriptElements } from './transcript-elements.ts';

/** The tags of an item beyond those that the `podcast` package writes by itself, in the order of the feed. */
export const itemElements = (item: FeedItem): Element[] => groups.flatMap((group) => group(item));

const plainElements = (item: FeedItem): Element[] => [
  { pubDate: printDate(item.publishedAt) },
  ...optional('content:encoded', item.longNotes && { _cdata: item.longNotes }),
];

const appleElements = (item: FeedItem): Element[] => [
  { 'itunes:title': item.title },
  { 'itunes:duration': item.enclosure.seconds },
  { 'itunes:explicit': String(item.explicit) },
  { 'itunes:episodeType': item.type },
  ...optional('itunes:season', item.season),
  ...optional('itunes:episode', item.number),
  ...optional('itunes:image', item.imageUrl && { _attr: { href: item.imageUrl } }),
  ...yesIf('itunes:block', item.block),
];

const alternateElements = ({ alternates = [] }: FeedItem): Element[] => alternates.map(alternateElement);

function alternateElement(alternate: FeedAlternate): Element {
  const { url, bytes, mediaType, title, bitrate, codecs, isDefault, integrity } = alternate;
  const attributes = { type: mediaType, length: bytes, bitrate, title, codecs };
  return element('podcast:alternateEnclosure', { ...attributes, ...(isDefault ? { default: 'true' } : {}) }, [
    element('podcast:source', { uri: url }),
    element('podcast:integrity', { type: 'sri', value: integrity }),
  ]);
}

const chapterElements = ({ chaptersUrl, podlove }: FeedItem): Element[] => [
  ...(chaptersUrl === undefined
    ? []
    : [element('podcast:chapters', { url: chaptersUrl, type: 'application/json+chapters' })]),
  ...(podlove
    ? [
        element(
          'psc:chapters',
          { version: podlove.version },
          podlove.chapters.map((chapter) => element('psc:chapter', chapter)),
        ),
      ]
    : []),
];

const countElements = ({ season, seasonName, display }: FeedItem): Element[] => [
  ...(season === undefined || seasonName === undefined
    ? []
    : [element('podcast:season', { name: seasonName }, season)]),
  ...(display ? [element('podcast:episode', { display: display.text }, display.number)] : []),
];

const soundbiteElements = ({ soundbites = [] }: FeedItem): Element[] =>
  soundbites.map(({ from, seconds, title }) =>
    element('podcast:soundbite', { startTime: from, duration: seconds }, title),
  );

const socialElements = ({ social = [] }: FeedItem): Element[] =>
  social.map(({ protocol, uri, accountId, accountUrl, priority }) =>
    element('podcast:socialInteract', { protocol, uri, accountId, accountUrl, priority }),
  );

/** What an item says, subject by subject: a further subject is a further line here. */
const groups: readonly ((item: FeedItem) => readonly Element[])[] = [
  plainElements,
  appleElements,
  alternateElements,
  chapterElements,
  transcriptElements,
  countElements,
  creditElements,
  soundbiteElements,
  socialElements,
];
