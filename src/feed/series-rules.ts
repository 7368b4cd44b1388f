import { readDate } from './date-rules.ts';
import { error, fine, inside, type Verdict, warning } from './finding.ts';
import { attributeOf, first, textOf, type XmlElement } from './outline.ts';

/** Rules about all episodes together: what has to be unique, and their order (feed.md 3 and 5). */

/** An episode with its place in the document. */
export type Item = Readonly<{ element: XmlElement; place: string }>;

export const checkSeries = (items: readonly Item[], isSerial: boolean): Verdict => [
  ...checkGuids(items),
  ...checkEnclosures(items),
  ...checkNumbers(items),
  ...checkOrder(items, isSerial),
];

type Twin = Readonly<{ item: Item; owner: Item }>;

/** Episodes with a value that an earlier one has already. */
function twinsBy(
  items: readonly Item[],
  readValue: (item: XmlElement) => string | undefined,
): readonly Twin[] {
  const owners = new Map<string, Item>();
  return items.flatMap((item) => {
    const value = readValue(item.element);
    const owner = value ? owners.get(value) : undefined;
    if (value && !owner) owners.set(value, item);
    return owner ? [{ item, owner }] : [];
  });
}

/** Apple drops the second episode with the same guid; guids that differ in capitals alone are told apart by some apps only. */
function checkGuids(items: readonly Item[]): Verdict {
  const guidOf = (item: XmlElement) => textOf(item, 'guid')?.trim();
  const same = twinsBy(items, guidOf);
  const known = new Set(same.map(({ item }) => item));
  const alike = twinsBy(items, (item) => guidOf(item)?.toLowerCase()).filter(({ item }) => !known.has(item));
  return [
    ...same.map(({ item, owner }) =>
      error(
        'apple-guid-unique',
        inside(item.place, 'guid'),
        `It has the same guid as ${owner.place}.`,
        'Give every episode its own: Apple drops the second one.',
      ),
    ),
    ...alike.map(({ item, owner }) =>
      warning(
        'apple-guid-case',
        inside(item.place, 'guid'),
        `Its guid differs from that of ${owner.place} in capitals only.`,
        'Give new episodes a guid that is unlike all others; never change one that is published.',
      ),
    ),
  ];
}

const checkEnclosures = (items: readonly Item[]): Verdict =>
  twinsBy(items, (item) => attributeOf(first(item, 'enclosure'), 'url')).map(({ item, owner }) =>
    error(
      'apple-enclosure-unique',
      inside(item.place, 'enclosure', 'url'),
      `It has the same audio address as ${owner.place}.`,
      'Give every episode its own: Apple drops the second one.',
    ),
  );

const checkNumbers = (items: readonly Item[]): Verdict =>
  twinsBy(items, numberOf).map(({ item, owner }) =>
    warning(
      'apple-number-twice',
      inside(item.place, 'itunes:episode'),
      `It has the same season and number as ${owner.place}.`,
      'Number the full episodes of a season one by one; trailers and bonus episodes have types of their own.',
    ),
  );

/** Season and number of a full episode. */
function numberOf(item: XmlElement): string | undefined {
  const number = textOf(item, 'itunes:episode');
  if (!number || (textOf(item, 'itunes:episodeType') ?? 'full') !== 'full') return undefined;
  return `${textOf(item, 'itunes:season') ?? ''} ${number}`;
}

/** Newest first; a show that is told in order may as well begin with its first. */
function checkOrder(items: readonly Item[], isSerial: boolean): Verdict {
  const moments = items
    .map(({ element }) => readDate(textOf(element, 'pubDate') ?? ''))
    .filter((moment) => moment !== undefined);
  const falls = moments.every((moment, i) => i === 0 || moment <= (moments[i - 1] ?? moment));
  const rises = moments.every((moment, i) => i === 0 || moment >= (moments[i - 1] ?? moment));
  if (falls || (isSerial && rises)) return fine;
  return [
    warning(
      'psp1-order',
      'channel',
      'The newest episode does not come first.',
      'Sort by pubDate, newest first.',
    ),
  ];
}
