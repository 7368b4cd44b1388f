import { checkArtwork, checkPage, checkResource } from './address-rules.ts';
import { checkAlternates, checkEnclosure } from './enclosure-rules.ts';
import { error, type Finding, type Verdict, warning } from './finding.ts';
import { all, attributeOf, first, textOf, type XmlElement } from './outline.ts';
import {
  checkChoice,
  checkDate,
  checkDescription,
  checkExplicit,
  checkLine,
  checkMarkup,
  checkPositive,
  readDate,
} from './value-rules.ts';

/** Rules about the episodes, each by itself and all together (feed.md 3). */
export function checkItems(channel: XmlElement): readonly Finding[] {
  const items = all(channel, 'item');
  if (items.length === 0)
    return [
      error(
        'apple-item',
        'channel',
        'The feed has no episode.',
        'Publish one; directories refuse an empty feed.',
      ),
    ];
  const isSerial = textOf(channel, 'itunes:type') === 'serial';
  return [
    ...items.flatMap((item) => checkItem(item, isSerial)),
    ...checkUnique(items, 'guid', (item) => textOf(item, 'guid')),
    ...checkUnique(items, 'enclosure', (item) => attributeOf(first(item, 'enclosure'), 'url')),
    ...checkOrder(items),
  ];
}

const nameOf = (item: XmlElement): string => {
  const title = (textOf(item, 'title') ?? '').trim();
  return title === '' ? `item in line ${item.line}` : `item “${title.slice(0, 60)}”`;
};

const checkItem = (item: XmlElement, isSerial: boolean): readonly Finding[] => [
  ...checkTitle(item),
  ...checkEnclosure(nameOf(item), all(item, 'enclosure')),
  ...checkAlternates(nameOf(item), all(item, 'podcast:alternateEnclosure')),
  ...checkGuid(item),
  ...checkWanted(item),
  ...checkNotes(item),
  ...checkNumbers(item, isSerial),
  ...checkCompanions(item),
  ...given(item, 'pubDate', checkDate),
  ...given(item, 'itunes:explicit', checkExplicit),
  ...given(item, 'itunes:duration', checkDuration),
  ...given(item, 'link', checkPage),
];

const given = (item: XmlElement, tag: string, check: (place: string, value: string) => Verdict): Verdict => {
  const value = textOf(item, tag);
  return value === undefined ? [] : check(`${nameOf(item)}/${tag}`, value);
};

function checkTitle(item: XmlElement): Verdict {
  const title = textOf(item, 'title') ?? '';
  if (title.trim() !== '') return checkLine(`${nameOf(item)}/title`, title);
  return [error('rss-title', `${nameOf(item)}/title`, 'The episode has no title.', 'Give it one.')];
}

function checkGuid(item: XmlElement): Verdict {
  const place = `${nameOf(item)}/guid`;
  const guid = first(item, 'guid');
  if (!guid || guid.text.trim() === '')
    return [
      error('apple-guid', place, 'The episode has no guid.', 'Give it one that is unique and never changes.'),
    ];
  if (attributeOf(guid, 'isPermaLink') === 'false' || /^https?:\/\//.test(guid.text)) return [];
  return [
    warning(
      'rss-guid-permalink',
      place,
      'The guid is no address but does not say so; some apps make one of it.',
      'Write <guid isPermaLink="false">.',
    ),
  ];
}

function checkWanted(item: XmlElement): Finding[] {
  const wanted = [
    ['pubDate', 'Add the moment of publication; without it apps guess the order.'],
    ['description', 'Add show notes; Apple reads them here.'],
    ['itunes:duration', 'Add the length in whole seconds, measured on the delivered file.'],
    ['itunes:explicit', 'Write true or false.'],
    ['link', 'Add the address of the episode’s page.'],
  ] as const;
  return wanted
    .filter(([tag]) => first(item, tag) === undefined)
    .map(([tag, mend]) =>
      warning(`psp1-${tag.replace('itunes:', '')}`, nameOf(item), `There is no ${tag}.`, mend),
    );
}

function checkNotes(item: XmlElement): readonly Finding[] {
  const description = first(item, 'description');
  const raw = error(
    'rss-description-markup',
    `${nameOf(item)}/description`,
    'Tags stand in the description unescaped, so apps see it as empty.',
    'Wrap the HTML in CDATA.',
  );
  return [
    ...(description && description.children.length > 0 ? [raw] : []),
    ...given(item, 'description', checkDescription),
    ...given(item, 'content:encoded', checkMarkup),
  ];
}

function checkNumbers(item: XmlElement, isSerial: boolean): readonly Finding[] {
  const type = textOf(item, 'itunes:episodeType') ?? 'full';
  const unnumbered = error(
    'apple-serial-number',
    `${nameOf(item)}/itunes:episode`,
    'The show is told in order, but this episode has no number.',
    'Add itunes:episode, or make the show episodic.',
  );
  return [
    ...(isSerial && type === 'full' && !first(item, 'itunes:episode') ? [unnumbered] : []),
    ...given(item, 'itunes:episode', (place, value) =>
      checkPositive('apple-number', place, value, 'episode number'),
    ),
    ...given(item, 'itunes:season', (place, value) =>
      checkPositive('apple-number', place, value, 'season number'),
    ),
    ...given(item, 'itunes:episodeType', (place, value) =>
      checkChoice('apple-episode-type', place, value, ['full', 'trailer', 'bonus']),
    ),
  ];
}

const transcriptTypes =
  'text/vtt application/x-subrip application/srt text/html application/json text/plain'.split(' ');

const checkCompanions = (item: XmlElement): readonly Finding[] => [
  ...all(item, 'itunes:image').flatMap((image) =>
    checkArtwork(`${nameOf(item)}/itunes:image`, attributeOf(image, 'href')),
  ),
  ...checkCompanion(item, 'podcast:chapters', ['application/json+chapters', 'application/json']),
  ...checkCompanion(item, 'podcast:transcript', transcriptTypes),
];

const checkCompanion = (item: XmlElement, tag: string, types: readonly string[]): readonly Finding[] =>
  all(item, tag).flatMap((companion) => {
    const place = `${nameOf(item)}/${tag}`;
    const type = attributeOf(companion, 'type') ?? '';
    return [
      ...checkResource(place, attributeOf(companion, 'url')),
      ...checkChoice(`podcast-${tag.slice('podcast:'.length)}`, place, type, types),
    ];
  });

/** Whole seconds; Apple still reads clock times. */
function checkDuration(place: string, value: string): Verdict {
  if (/^[1-9]\d*$/.test(value)) return [];
  const mend = 'Write whole seconds: 1801';
  return /^(\d{1,2}:)?\d{1,2}:\d{2}$/.test(value)
    ? [warning('psp1-duration', place, `The length “${value}” is a clock time.`, mend)]
    : [error('apple-duration', place, `“${value}” is no length.`, mend)];
}

/** Apple drops the second episode with the same guid or the same audio address (feed.md 3 and 5). */
function checkUnique(
  items: readonly XmlElement[],
  tag: string,
  readValue: (item: XmlElement) => string | undefined,
): Finding[] {
  const owners = new Map<string, XmlElement>();
  return items.flatMap((item) => {
    const value = readValue(item);
    const owner = value ? owners.get(value) : undefined;
    if (value && !owner) owners.set(value, item);
    if (!owner) return [];
    const what = `It has the same ${tag === 'guid' ? 'guid' : 'audio address'} as ${nameOf(owner)}.`;
    const mend = 'Give every episode its own: Apple drops the second one.';
    return [error(`apple-${tag}-unique`, `${nameOf(item)}/${tag}`, what, mend)];
  });
}

function checkOrder(items: readonly XmlElement[]): Verdict {
  const moments = items
    .map((item) => readDate(textOf(item, 'pubDate') ?? ''))
    .filter((moment) => moment !== undefined);
  const sorted = moments.every((moment, i) => i === 0 || moment <= (moments[i - 1] ?? moment));
  if (sorted) return [];
  return [
    warning(
      'psp1-order',
      'channel',
      'The newest episode does not come first.',
      'Sort by pubDate, newest first.',
    ),
  ];
}
