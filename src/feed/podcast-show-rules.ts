import { isRecurrence } from '../show/recurrence.ts';
import { checkPage } from './address-rules.ts';
import { fine, inside, quoted, type Rule, type Verdict, warning } from './finding.ts';
import { all, attributeOf, first, textOf, type XmlElement } from './outline.ts';
import { checkLicenses, checkLocations, checkPersons, checkPictures, checkTexts } from './podcast-rules.ts';
import {
  checkAttributeWords,
  checkChoice,
  checkWord,
  checkWords,
  given,
  isMail,
  isUuid,
} from './value-rules.ts';

/** Rules of the podcast namespace about the show (feed.md 2). What is only optional there is a warning when wrong. */
export const checkPodcastShow = (channel: XmlElement, place: string): Verdict => [
  ...given(channel, place, 'podcast:guid', checkGuid),
  ...checkLocked(channel, place),
  ...given(channel, place, 'podcast:medium', (at, value) => checkChoice('podcast-medium', at, value, media)),
  ...checkFunding(channel, place),
  ...checkFrequency(channel, place),
  ...checkPodroll(channel, place),
  ...checkBlocks(channel, place),
  ...checkPodping(channel, place),
  ...checkTexts(channel, place),
  ...checkPersons(channel, place),
  ...checkLocations(channel, place),
  ...checkPictures(channel, place),
  ...checkLicenses(channel, place),
];

const kinds = 'podcast music video film audiobook newsletter blog publisher course'.split(' ');
const media = [...kinds, ...kinds.map((kind) => `${kind}L`), 'mixed'];

/** UUIDv5 over the feed's first address; version and variant stand at their fixed places (RFC 9562, 5.5). */
function checkGuid(place: string, value: string): Verdict {
  const mend = 'Write the UUIDv5 of the first feed address, and never change it.';
  if (!isUuid(value)) return [warning('podcast-guid', place, `${quoted(value)} is no UUID.`, mend)];
  if (/^.{14}5.{4}[89ab]/i.test(value)) return fine;
  return [warning('podcast-guid', place, `${quoted(value)} is a UUID, but not of version 5.`, mend)];
}

function checkLocked(channel: XmlElement, channelPlace: string): Verdict {
  const place = inside(channelPlace, 'podcast:locked');
  const owner = attributeOf(first(channel, 'podcast:locked'), 'owner');
  const noMail = 'The owner is no e-mail address, so nobody can be asked to unlock the show.';
  return [
    ...given(channel, channelPlace, 'podcast:locked', (at, value) =>
      checkChoice('podcast-locked', at, value, ['yes', 'no']),
    ),
    ...(owner === undefined || isMail(owner)
      ? []
      : [
          warning('podcast-locked-owner', `${place}@owner`, noMail, 'Write a role address, or leave it out.'),
        ]),
  ];
}

const checkFunding = (channel: XmlElement, channelPlace: string): Verdict =>
  all(channel, 'podcast:funding').flatMap((funding) => {
    const place = inside(channelPlace, 'podcast:funding');
    return [
      ...checkPage(`${place}@url`, attributeOf(funding, 'url') ?? ''),
      ...checkWords('podcast-funding', place, funding.text, 128),
    ];
  });

// -- how often -----------------------------------------------------------------------------------------------------

const checkFrequency = (channel: XmlElement, channelPlace: string): Verdict =>
  all(channel, 'podcast:updateFrequency').flatMap((frequency) => {
    const place = inside(channelPlace, 'podcast:updateFrequency');
    const rule: Rule = 'podcast-frequency';
    return [
      ...checkWords(rule, place, frequency.text, 128),
      ...checkWord(rule, place, [frequency, 'complete'], ['true', 'false']),
      ...checkRecurrence(`${place}@rrule`, attributeOf(frequency, 'rrule')),
      ...checkStart(`${place}@dtstart`, attributeOf(frequency, 'dtstart')),
    ];
  });

function checkRecurrence(place: string, rule: string | undefined): Verdict {
  if (rule === undefined || isRecurrence(rule)) return fine;
  return [
    warning(
      'podcast-frequency',
      place,
      `${quoted(rule)} is no rule of RFC 5545.`,
      'Write it like FREQ=WEEKLY;BYDAY=TU',
    ),
  ];
}

function checkStart(place: string, start: string | undefined): Verdict {
  if (start === undefined || (/^\d{4}-\d\d-\d\d(T|$)/.test(start) && !Number.isNaN(Date.parse(start))))
    return fine;
  const what = `${quoted(start)} is no date after ISO 8601.`;
  return [warning('podcast-frequency', place, what, 'Write it like 2026-03-03T08:00:00Z')];
}

// -- other shows, directories, pings -------------------------------------------------------------------------------

function checkPodroll(channel: XmlElement, channelPlace: string): Verdict {
  const place = inside(channelPlace, 'podcast:podroll');
  return all(channel, 'podcast:podroll').flatMap((podroll) => {
    const shows = all(podroll, 'podcast:remoteItem');
    if (shows.length === 0)
      return [
        warning('podcast-podroll', place, 'The list of shows is empty.', 'Name shows, or leave it out.'),
      ];
    return shows
      .filter((show) => !isUuid(attributeOf(show, 'feedGuid') ?? ''))
      .map((show) =>
        warning(
          'podcast-podroll',
          inside(place, 'podcast:remoteItem', 'feedGuid'),
          `A show is named by ${quoted(attributeOf(show, 'feedGuid') ?? '')}, which is no podcast:guid.`,
          'Name it by the podcast:guid in its feed.',
        ),
      );
  });
}

const checkBlocks = (channel: XmlElement, channelPlace: string): Verdict =>
  all(channel, 'podcast:block').flatMap((block) => {
    const place = inside(channelPlace, 'podcast:block');
    const value = block.text;
    const mend = 'Write yes or no.';
    return [
      ...(value === 'yes' || value === 'no'
        ? []
        : [warning('podcast-block', place, `${quoted(value)} has no effect.`, mend)]),
      ...checkAttributeWords('podcast-block', `${place}@id`, attributeOf(block, 'id'), 32),
    ];
  });

const checkPodping = (channel: XmlElement, channelPlace: string): Verdict =>
  all(channel, 'podcast:podping').flatMap((podping) =>
    checkWord(
      'podcast-podping',
      inside(channelPlace, 'podcast:podping'),
      [podping, 'usesPodping'],
      ['true', 'false'],
    ),
  );

/** The names of the show's hosts. */
export const hostsOf = (channel: XmlElement): readonly string[] =>
  all(channel, 'podcast:person')
    .filter((person) => (attributeOf(person, 'role') ?? 'host').toLowerCase() === 'host')
    .map((person) => person.text.trim());

export const titleOf = (channel: XmlElement): string => (textOf(channel, 'title') ?? '').trim();
