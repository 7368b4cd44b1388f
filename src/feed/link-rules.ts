import { asciiAddress } from '../show/address.ts';
import { checkResource } from './address-rules.ts';
import { error, fine, inside, type Verdict, warning } from './finding.ts';
import { all, attributeOf, textOf, type XmlElement } from './outline.ts';
import { checkChoice } from './value-rules.ts';

/** Rules about the addresses of the feed itself: its own, its hub's, those of further pages, a new one (feed.md 2, 10). */
export const checkLinks = (channel: XmlElement, place: string, feedUrls: readonly string[]): Verdict => [
  ...checkSelf(channel, place, feedUrls),
  ...checkOthers(channel, place),
  ...checkMove(channel, place),
];

const linksOf = (channel: XmlElement, rel: string): readonly XmlElement[] =>
  all(channel, 'atom:link').filter((link) => attributeOf(link, 'rel') === rel);

const selfOf = (channel: XmlElement): string | undefined => attributeOf(linksOf(channel, 'self')[0], 'href');

function checkSelf(channel: XmlElement, channelPlace: string, feedUrls: readonly string[]): Verdict {
  const links = linksOf(channel, 'self');
  const place = inside(channelPlace, 'atom:link[self]');
  const [link] = links;
  if (links.length !== 1 || !link)
    return [
      error(
        'psp1-self-link',
        place,
        `The feed names its own address ${links.length === 0 ? 'nowhere' : `${links.length} times`}.`,
        'Add one <atom:link rel="self" type="application/rss+xml" href="…"/> with the feed’s address.',
      ),
    ];
  const href = attributeOf(link, 'href');
  const type = attributeOf(link, 'type') ?? '';
  return [
    ...checkChoice('psp1-self-link', `${place}@type`, type, ['application/rss+xml']),
    ...checkResource(`${place}@href`, href),
    ...checkOwn(`${place}@href`, href, feedUrls),
  ];
}

/** Hubs and validators know a feed by its own word (feed.md 2). */
function checkOwn(place: string, href: string | undefined, feedUrls: readonly string[]): Verdict {
  const [found] = feedUrls;
  if (found === undefined || !href || feedUrls.some((url) => sameAddress(href, url))) return fine;
  return [
    warning(
      'psp1-self-link-address',
      place,
      `The feed calls itself ${href}, but it was found at ${found}.`,
      'Name the address that is to be subscribed to; if the feed has moved, redirect the old one to it.',
    ),
  ];
}

const sameAddress = (one: string, other: string): boolean => plain(one) === plain(other);
const plain = (url: string): string => asciiAddress(url).replace(/[/#]+$/, '');

/** WebSub's hub, and pages after RFC 5005. */
function checkOthers(channel: XmlElement, channelPlace: string): Verdict {
  const self = selfOf(channel);
  return ['hub', 'first', 'next', 'prev', 'previous', 'last', 'prev-archive', 'next-archive'].flatMap((rel) =>
    linksOf(channel, rel).flatMap((link) => {
      const place = inside(channelPlace, `atom:link[${rel}]`, 'href');
      const href = attributeOf(link, 'href');
      return [...checkResource(place, href), ...checkEndless(place, rel, [href, self])];
    }),
  );
}

/** Clients follow pages to their end: one that names itself hangs them (feed.md 10). */
function checkEndless(place: string, rel: string, [href, self]: readonly (string | undefined)[]): Verdict {
  if (!/^(next|prev|previous|prev-archive)$/.test(rel) || !href || !self || !sameAddress(href, self))
    return fine;
  return [
    error(
      'rss-paging',
      place,
      `The page names itself as its ${rel} one: apps that follow it never come to an end.`,
      'Name another page, or leave the link out on the last one.',
    ),
  ];
}

/** While a show moves, the new feed names its own address in the tag; else it sends listeners away (feed.md 10). */
function checkMove(channel: XmlElement, channelPlace: string): Verdict {
  const target = textOf(channel, 'itunes:new-feed-url');
  const place = inside(channelPlace, 'itunes:new-feed-url');
  if (target === undefined) return fine;
  const found = checkResource(place, target);
  const self = selfOf(channel);
  if (found.length > 0 || self === undefined || sameAddress(target, self)) return found;
  return [
    warning(
      'apple-new-feed-url',
      place,
      `The feed sends its subscribers away, to ${target}.`,
      'Right for an old feed whose show has moved; in any other, take the tag away.',
    ),
  ];
}
