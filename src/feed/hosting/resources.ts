import { readAddress } from '../../show/address.ts';
import { inside } from '../finding.ts';
import { itemsOf, secondsOf } from '../item-rules.ts';
import { all, attributeOf, first, type Outline, textOf, type XmlElement } from '../outline.ts';
import type { Item } from '../series-rules.ts';
import type { Inquiry } from './answer.ts';
import { inquireArtwork } from './artwork-inquiry.ts';
import { inquireChapters, inquireTranscript } from './companion-inquiry.ts';
import { inquireSound } from './sound-inquiry.ts';

/** What a feed names and servers are to be asked about. */
export type Inquiries = Readonly<{
  /** One for every address, in the order of the document. */
  inquiries: readonly Inquiry[];
  /** Episodes that are looked at, of all that there are. */
  looked: number;
  episodes: number;
}>;

type Choice = (items: readonly Item[]) => readonly Item[];

/** Of a long feed, so many of the first and of the last episodes are looked at. */
const SAMPLE = 5;

const someOf: Choice = (items) =>
  items.length <= 2 * SAMPLE ? items : [...items.slice(0, SAMPLE), ...items.slice(-SAMPLE)];

/** Every episode, however many there are. */
export const allOf: Choice = (items) => items;

/** Those that are new in the feed, by their guids, and beside them its newest and its oldest. */
export const newOf =
  (guids: ReadonlySet<string>): Choice =>
  (items) => {
    const fresh = someOf(items.filter(({ element }) => guids.has(textOf(element, 'guid') ?? '')));
    const known = items.filter((item) => !fresh.includes(item));
    return [...fresh, ...known.slice(0, 1), ...known.slice(1).slice(-1)];
  };

/** @param choose of all items, those that are asked about */
export function inquiriesOf({ root }: Outline, choose: Choice = someOf): Inquiries {
  const channel = root && first(root, 'channel');
  const items = channel ? itemsOf(channel) : [];
  const chosen = choose(items);
  const named = [
    ...(channel ? artworksOf({ element: channel, place: 'channel' }) : []),
    ...chosen.flatMap((item) => [
      ...soundsOf(item),
      ...artworksOf(item),
      ...companionsOf(item, 'podcast:chapters', inquireChapters),
      ...companionsOf(item, 'podcast:transcript', inquireTranscript),
    ]),
  ];
  return { inquiries: once(named), looked: chosen.length, episodes: items.length };
}

type Named = readonly [url: string, inquire: () => Inquiry];

/** Addresses that are none are faults of the document, and an address named twice is asked about once. */
function once(named: readonly Named[]): readonly Inquiry[] {
  const urls = new Set<string>();
  return named.flatMap(([url, inquire]) => {
    if (urls.has(url) || !/^https?:\/\//i.test(url) || !readAddress(url)) return [];
    urls.add(url);
    return [inquire()];
  });
}

const artworksOf = ({ element, place: at }: Item): readonly Named[] =>
  all(element, 'itunes:image').map((image) => {
    const [url, place] = [attributeOf(image, 'href') ?? '', inside(at, 'itunes:image')];
    return [url, () => inquireArtwork({ place, url })];
  });

/** The plain enclosure and further formats alike. */
function soundsOf({ element, place }: Item): readonly Named[] {
  const plain = first(element, 'enclosure');
  const others = all(element, 'podcast:alternateEnclosure');
  return [
    ...(plain ? [soundOf(plain, attributeOf(plain, 'url'), inside(place, 'enclosure'))] : []),
    ...others.flatMap((other) =>
      all(other, 'podcast:source').map((source) =>
        soundOf(other, attributeOf(source, 'uri'), inside(place, 'podcast:alternateEnclosure')),
      ),
    ),
  ];
}

function soundOf(element: XmlElement, url = '', place: string): Named {
  const length = attributeOf(element, 'length') ?? '';
  const bytes = /^\d{1,15}$/.test(length) ? Number(length) : undefined;
  const type = attributeOf(element, 'type') ?? '';
  return [url, () => inquireSound({ place, url, bytes, type })];
}

const companionsOf = (
  { element, place: at }: Item,
  tag: string,
  inquire: typeof inquireChapters,
): readonly Named[] =>
  all(element, tag).map((companion) => {
    const [url, type] = [attributeOf(companion, 'url') ?? '', attributeOf(companion, 'type') ?? ''];
    return [url, () => inquire({ place: inside(at, tag), url, type, seconds: secondsOf(element) })];
  });
