import { checkPage } from './address-rules.ts';
import { fine, inside, quoted, type Rule, type Verdict, warning } from './finding.ts';
import { all, attributeOf, first, textOf, type XmlElement } from './outline.ts';
import {
  checkHosts,
  checkLicenses,
  checkLocations,
  checkPersons,
  checkPictures,
  checkTexts,
} from './podcast-rules.ts';
import { checkAttributeWords, checkWords } from './value-rules.ts';

type Known = Readonly<{ seconds: number | undefined; hosts: readonly string[] }>;

/** Rules of the podcast namespace about an episode (feed.md 3). What is only optional there is a warning when wrong. */
export const checkPodcastEpisode = (item: XmlElement, place: string, { seconds, hosts }: Known): Verdict =>
  item.children.some(({ name }) => name.startsWith('podcast:'))
    ? [
        ...checkSeason(item, place),
        ...checkEpisode(item, place),
        ...checkSoundbites(item, place, seconds),
        ...checkInteractions(item, place),
        ...checkTexts(item, place),
        ...checkPersons(item, place),
        ...checkHosts(item, place, hosts),
        ...checkLocations(item, place),
        ...checkPictures(item, place),
        ...checkLicenses(item, place),
      ]
    : fine;

function checkSeason(item: XmlElement, itemPlace: string): Verdict {
  const season = first(item, 'podcast:season');
  const place = inside(itemPlace, 'podcast:season');
  if (!season) return fine;
  const rule: Rule = 'podcast-season';
  const other = textOf(item, 'itunes:season');
  const isNumber = (text: string | undefined) => /^\d{1,9}$/.test(text ?? '');
  const differs = `It is season ${quoted(season.text)} here and ${quoted(other ?? '')} in itunes:season.`;
  return [
    ...(isNumber(season.text)
      ? []
      : [warning(rule, place, `${quoted(season.text)} is no season.`, 'Write a whole number.')]),
    ...(isNumber(season.text) && isNumber(other) && Number(other) !== Number(season.text)
      ? [warning(rule, place, differs, 'Write the same number in both.')]
      : []),
    ...checkAttributeWords(rule, `${place}@name`, attributeOf(season, 'name'), 128),
  ];
}

function checkEpisode(item: XmlElement, itemPlace: string): Verdict {
  const episode = first(item, 'podcast:episode');
  const place = inside(itemPlace, 'podcast:episode');
  if (!episode) return fine;
  const rule: Rule = 'podcast-episode';
  const what = `${quoted(episode.text)} is no number of an episode.`;
  return [
    ...(/^\d{1,9}(\.\d{1,9})?$/.test(episode.text)
      ? []
      : [warning(rule, place, what, 'Write a number, with a point for parts: 3.5')]),
    ...checkAttributeWords(rule, `${place}@display`, attributeOf(episode, 'display'), 32),
  ];
}

// -- soundbites ----------------------------------------------------------------------------------------------------

const checkSoundbites = (item: XmlElement, itemPlace: string, seconds: number | undefined): Verdict =>
  all(item, 'podcast:soundbite').flatMap((bite) => {
    const place = inside(itemPlace, 'podcast:soundbite');
    const [start, duration] = ['startTime', 'duration'].map((name) => readNumber(attributeOf(bite, name)));
    const fault = faultOfBite(start, duration, seconds);
    return [
      ...(fault === undefined
        ? []
        : [
            warning(
              'podcast-soundbite',
              place,
              fault,
              'Give startTime and duration in seconds; 15 to 120 is best.',
            ),
          ]),
      ...(bite.text === '' ? [] : checkWords('podcast-soundbite', place, bite.text, 128)),
    ];
  });

const readNumber = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d{1,7}(\.\d{1,9})?$/.test(text) ? Number(text) : undefined;

function faultOfBite(
  start: number | undefined,
  duration: number | undefined,
  seconds: number | undefined,
): string | undefined {
  if (start === undefined) return 'The soundbite does not say at which second it starts.';
  if (duration === undefined) return 'The soundbite does not say how many seconds it lasts.';
  if (duration < 15 || duration > 120) return `The soundbite lasts ${duration} seconds.`;
  return seconds !== undefined && start + duration > seconds + 1
    ? 'The soundbite ends after the episode.'
    : undefined;
}

// -- comments elsewhere --------------------------------------------------------------------------------------------

const protocols = 'disabled activitypub twitter lightning atproto hive matrix nostr bluesky'.split(' ');

const checkInteractions = (item: XmlElement, itemPlace: string): Verdict =>
  all(item, 'podcast:socialInteract').flatMap((interaction) => {
    const place = inside(itemPlace, 'podcast:socialInteract');
    const rule: Rule = 'podcast-social';
    const protocol = attributeOf(interaction, 'protocol') ?? '';
    const uri = attributeOf(interaction, 'uri') ?? '';
    if (!protocols.includes(protocol)) {
      const what = `${quoted(protocol)} is no protocol that apps know.`;
      return [warning(rule, `${place}@protocol`, what, `Write one of: ${protocols.join(', ')}.`)];
    }
    if (protocol === 'disabled') return fine;
    if (uri === '')
      return [
        warning(rule, `${place}@uri`, 'It does not say where the comments are.', 'Give their address.'),
      ];
    return /^https?:/i.test(uri) ? checkPage(`${place}@uri`, uri) : fine;
  });
