import type { Category } from '../show/show.ts';
import { creditElements } from './credit-elements.ts';
import type { FeedChannel } from './document.ts';
import { type Element, element, optional, printDate, yesIf } from './element.ts';

/** The tags of the channel beyond those that the `podcast` package writes by itself, in the order of the feed. */
export const channelElements = (document: FeedChannel): Element[] => [
  ...plainElements(document),
  ...appleElements(document),
  ...podcastElements(document),
  ...creditElements(document.details),
  ...furtherElements(document),
];

const plainElements = (document: FeedChannel): Element[] => [
  { pubDate: printDate(document.publishedAt) },
  { image: [{ url: document.imageUrl }, { title: document.title }, { link: document.link }] },
];

function appleElements(document: FeedChannel): Element[] {
  const { type = 'episodic', owner, complete, block } = document.details;
  return [
    { 'itunes:author': document.author },
    { 'itunes:type': type },
    { 'itunes:explicit': String(document.explicit) },
    element('itunes:image', { href: document.imageUrl }),
    ...document.categories.map(categoryElement),
    ...optional('itunes:owner', owner && [{ 'itunes:name': owner.name }, { 'itunes:email': owner.email }]),
    ...yesIf('itunes:complete', complete),
    ...yesIf('itunes:block', block),
    ...optional('itunes:new-feed-url', document.newFeedUrl),
  ];
}

const categoryElement = ({ main, sub }: Category): Element =>
  element('itunes:category', { text: main }, sub ? [element('itunes:category', { text: sub })] : []);

function podcastElements({ guid, details }: FeedChannel): Element[] {
  const { locked = true, lockedOwner, medium = 'podcast', block = false } = details;
  return [
    { 'podcast:guid': guid },
    element('podcast:locked', { owner: lockedOwner }, locked ? 'yes' : 'no'),
    { 'podcast:medium': medium },
    ...optional('podcast:block', block && 'yes'),
  ];
}

/** What only few shows have. */
function furtherElements({ details }: FeedChannel): Element[] {
  const { funding = [], updateFrequency, podroll = [], hubs = [] } = details;
  const others = podroll.map(({ feedGuid, feedUrl, title, medium }) =>
    element('podcast:remoteItem', { feedGuid, feedUrl, medium, title }),
  );
  return [
    ...funding.map(({ url, text }) => element('podcast:funding', { url }, text)),
    ...(updateFrequency ? [frequencyElement(updateFrequency)] : []),
    ...(others.length > 0 ? [element('podcast:podroll', {}, others)] : []),
    ...hubs.map((href) => element('atom:link', { rel: 'hub', href })),
  ];
}

const frequencyElement = ({
  text,
  ...attributes
}: NonNullable<FeedChannel['details']['updateFrequency']>): Element =>
  element('podcast:updateFrequency', attributes, text);
