import { checkArtwork, checkPage } from './address-rules.ts';
import type { Surroundings } from './channel-rules.ts';
import { checkChapters, checkPodlove, checkTranscripts } from './companion-rules.ts';
import { checkDate, checkPast } from './date-rules.ts';
import { checkAlternates, checkEnclosure } from './enclosure-rules.ts';
import { error, fine, inside, quoted, type Verdict, warning } from './finding.ts';
import { checkMarkup } from './markup-rules.ts';
import { checkNotes } from './notes-rules.ts';
import { all, attributeOf, first, textOf, type XmlElement } from './outline.ts';
import { checkPodcastEpisode } from './podcast-episode-rules.ts';
import { hostsOf, titleOf } from './podcast-show-rules.ts';
import { checkSeries, type Item } from './series-rules.ts';
import { checkTitle } from './title-rules.ts';
import {
  checkChoice,
  checkExplicit,
  checkLine,
  checkOnce,
  checkPositive,
  checkYes,
  given,
  says,
} from './value-rules.ts';

/** Rules about the episodes, each by itself (feed.md 3) and then all together. */
export function checkItems(channel: XmlElement, { now }: Surroundings): Verdict {
  const items = itemsOf(channel);
  if (items.length === 0)
    return [
      error(
        'apple-item',
        'channel',
        'The feed has no episode.',
        'Publish one; directories refuse an empty feed.',
      ),
    ];
  const show: Show = {
    title: titleOf(channel),
    isSerial: textOf(channel, 'itunes:type') === 'serial',
    hosts: hostsOf(channel),
    ...(now === undefined ? {} : { now }),
  };
  return [...items.flatMap((item) => checkItem(item, show)), ...checkSeries(items, show.isSerial)];
}

/** What rules about an episode need to know of its show. */
type Show = Readonly<{ title: string; isSerial: boolean; hosts: readonly string[]; now?: Date }>;

/** The episodes with their places: number in the document and beginning of the title. */
export const itemsOf = (channel: XmlElement): readonly Item[] =>
  all(channel, 'item').map((element, i) => {
    const title = (textOf(element, 'title') ?? '').slice(0, 200).replace(/\s+/g, ' ').trim().slice(0, 60);
    return { element, place: `item ${i + 1} ${title === '' ? `(line ${element.line})` : `“${title}”`}` };
  });

/** Whole seconds of an episode, where it says them in either form. */
export const secondsOf = (item: XmlElement): number | undefined =>
  readDuration(textOf(item, 'itunes:duration') ?? '');

function readDuration(text: string): number | undefined {
  const [, hours = '0', minutes = '0', seconds] =
    /^(?:(?:(\d{1,3}):)?(\d{1,3}):)?(\d{1,9})$/.exec(text.trim()) ?? [];
  return seconds === undefined ? undefined : Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}

function checkItem({ element, place }: Item, show: Show): Verdict {
  const seconds = secondsOf(element);
  return [
    ...checkTitle(element, place, show.title),
    ...checkEnclosure(element, place, seconds),
    ...checkAlternates(element, place),
    ...checkGuid(element, place),
    ...checkOnce(element, place, SINGLE),
    ...checkWanted(element, place),
    ...checkTexts(element, place, seconds),
    ...checkNumbers(element, place, show.isSerial),
    ...checkValues(element, place, show.now),
    ...checkChapters(element, place),
    ...checkPodlove(element, place, seconds),
    ...checkTranscripts(element, place),
    ...checkPodcastEpisode(element, place, { seconds, hosts: show.hosts }),
  ];
}

const SINGLE = [
  ...['title', 'link', 'description', 'guid', 'pubDate', 'content:encoded'],
  ...[
    'itunes:duration',
    'itunes:explicit',
    'itunes:episode',
    'itunes:season',
    'itunes:episodeType',
    'itunes:image',
  ],
];

const checkValues = (item: XmlElement, place: string, now: Date | undefined): Verdict => [
  ...given(item, place, 'pubDate', checkDate),
  ...given(item, place, 'pubDate', checkPast(now)),
  ...given(item, place, 'itunes:explicit', checkExplicit),
  ...given(item, place, 'itunes:author', checkLine),
  ...given(item, place, 'itunes:duration', checkDuration),
  ...given(item, place, 'itunes:block', checkYes),
  ...given(item, place, 'link', checkPage),
  ...all(item, 'itunes:image').flatMap((image) =>
    checkArtwork(inside(place, 'itunes:image', 'href'), attributeOf(image, 'href')),
  ),
];

// -- guid, texts, numbers ------------------------------------------------------------------------------------------

function checkGuid(item: XmlElement, itemPlace: string): Verdict {
  const place = inside(itemPlace, 'guid');
  const guid = first(item, 'guid');
  if (!guid || guid.text.trim() === '')
    return [
      error('apple-guid', place, 'The episode has no guid.', 'Give it one that is unique and never changes.'),
    ];
  if (guid.text !== guid.text.trim())
    return [warning('apple-space', place, 'There is white space around the guid.', 'Take it away.')];
  if (attributeOf(guid, 'isPermaLink') === 'false' || /^https?:\/\//.test(guid.text)) return fine;
  return [
    warning(
      'rss-guid-permalink',
      `${place}@isPermaLink`,
      'The guid is no address but does not say so; some apps make one of it.',
      'Write <guid isPermaLink="false">.',
    ),
  ];
}

function checkWanted(item: XmlElement, place: string): Verdict {
  const wanted = [
    ['pubDate', 'psp1-pubDate', 'Add the moment of publication; without it apps guess the order.'],
    [
      'description',
      'psp1-description',
      'Add show notes; Apple reads them here, and no longer in itunes:summary.',
    ],
    ['itunes:duration', 'psp1-duration', 'Add the length in whole seconds, measured on the delivered file.'],
    ['itunes:explicit', 'psp1-explicit', 'Write true or false.'],
    ['link', 'psp1-link', 'Add the address of the episode’s page.'],
  ] as const;
  return wanted
    .filter(([tag]) => !says(item, tag) && (first(item, tag)?.children.length ?? 0) === 0)
    .map(([tag, rule, mend]) => warning(rule, inside(place, tag), `There is no ${tag}.`, mend));
}

function checkTexts(item: XmlElement, place: string, seconds: number | undefined): Verdict {
  const raw = ['description', 'content:encoded']
    .filter((tag) => (first(item, tag)?.children.length ?? 0) > 0)
    .map((tag) =>
      error(
        'rss-description-markup',
        inside(place, tag),
        `Tags stand in ${tag} unescaped, so apps see it as empty.`,
        'Wrap the HTML in CDATA.',
      ),
    );
  return [
    ...raw,
    ...given(item, place, 'description', (at, text) => checkNotes(at, text, seconds)),
    ...given(item, place, 'content:encoded', (at, text) => checkMarkup(at, text)),
  ];
}

function checkNumbers(item: XmlElement, place: string, isSerial: boolean): Verdict {
  const type = textOf(item, 'itunes:episodeType') ?? 'full';
  const numbered = says(item, 'itunes:episode');
  const unnumbered = error(
    'apple-serial-number',
    inside(place, 'itunes:episode'),
    'The show is told in order, but this episode has no number.',
    'Add itunes:episode, or make the show episodic.',
  );
  const trailer = warning(
    'apple-trailer-number',
    inside(place, 'itunes:episode'),
    'A trailer has the number of an episode and may take its place.',
    'Leave the number out; a season alone makes it the trailer of that season.',
  );
  return [
    ...(isSerial && type === 'full' && !numbered ? [unnumbered] : []),
    ...(type === 'trailer' && numbered ? [trailer] : []),
    ...given(item, place, 'itunes:episode', (at, value) =>
      checkPositive('apple-number', at, value, 'episode number'),
    ),
    ...given(item, place, 'itunes:season', (at, value) =>
      checkPositive('apple-number', at, value, 'season number'),
    ),
    ...given(item, place, 'itunes:episodeType', (at, value) =>
      checkChoice('apple-episode-type', at, value, ['full', 'trailer', 'bonus']),
    ),
  ];
}

/** Spotify takes episodes of twelve hours at most (feed.md 5). */
const LONGEST = 12 * 3600;

/** Whole seconds; Apple still reads clock times. */
function checkDuration(place: string, value: string): Verdict {
  if (/^[1-9]\d{0,8}$/.test(value)) return checkLongest(place, Number(value));
  const seconds = readDuration(value);
  if (seconds !== undefined && /^(\d{1,2}:)?\d{1,2}:\d{2}$/.test(value)) {
    const mend = `Write whole seconds: ${seconds}`;
    return [warning('psp1-duration', place, `The length ${quoted(value)} is a clock time.`, mend)];
  }
  const mend = 'Write whole seconds, such as 1801.';
  return [error('apple-duration', place, `${quoted(value)} is no length.`, mend)];
}

function checkLongest(place: string, seconds: number): Verdict {
  if (seconds <= LONGEST) return fine;
  const what = `${seconds} seconds are more than the twelve hours that Spotify takes.`;
  return [
    warning('spotify-duration', place, what, 'Write seconds (not milliseconds), or publish it in parts.'),
  ];
}
