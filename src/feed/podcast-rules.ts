import { checkPage } from './address-rules.ts';
import { fine, inside, quoted, type Rule, type Verdict, warning } from './finding.ts';
import { all, attributeOf, type XmlElement } from './outline.ts';
import { checkAttributeWords, checkWord, checkWords } from './value-rules.ts';

/** Rules of the podcast namespace about tags that shows and episodes may both have (feed.md 2, 3 and 6). */

export const checkTexts = (element: XmlElement, elementPlace: string): Verdict =>
  all(element, 'podcast:txt').flatMap((txt) => {
    const place = inside(elementPlace, 'podcast:txt');
    const purpose = attributeOf(txt, 'purpose');
    const rule: Rule = 'podcast-txt';
    const isOdd = purpose === 'ai-content' && txt.text !== 'true' && txt.text !== 'false';
    return [
      ...checkWords(rule, place, txt.text, 4000),
      ...checkAttributeWords(rule, `${place}@purpose`, purpose, 128),
      ...(isOdd
        ? [warning(rule, place, `${quoted(txt.text)} says nothing about ai-content.`, 'Write true or false.')]
        : []),
    ];
  });

export const checkPersons = (element: XmlElement, elementPlace: string): Verdict =>
  all(element, 'podcast:person').flatMap((person) => {
    const place = inside(elementPlace, 'podcast:person');
    const [img, href] = [attributeOf(person, 'img'), attributeOf(person, 'href')];
    return [
      ...checkWords('podcast-person', place, person.text, 128),
      ...(img === undefined ? [] : checkPage(`${place}@img`, img)),
      ...(href === undefined ? [] : checkPage(`${place}@href`, href)),
    ];
  });

/** In an episode, persons replace those of the show: a host who is not named again vanishes from it (feed.md 2). */
export function checkHosts(item: XmlElement, itemPlace: string, hosts: readonly string[]): Verdict {
  const named = all(item, 'podcast:person').map((person) => person.text.trim());
  const missing = hosts.filter((host) => !named.includes(host));
  if (named.length === 0 || hosts.length === 0 || missing.length < hosts.length) return fine;
  return [
    warning(
      'podcast-person-host',
      inside(itemPlace, 'podcast:person'),
      `The episode names people, but not the host ${quoted(missing[0] ?? '')}, who vanishes from it.`,
      'Name the host in the episode, too: persons there replace those of the show.',
    ),
  ];
}

/** Known licences have names like cc-by-4.0, without blanks. */
const LICENSE = /^[a-z0-9]{1,40}(?:[.+-][a-z0-9]{1,40}){0,10}$/i;

/** A licence that nobody knows by its name has to say where it can be read (podcast namespace, license). */
export const checkLicenses = (element: XmlElement, elementPlace: string): Verdict =>
  all(element, 'podcast:license').flatMap((license) => {
    const place = inside(elementPlace, 'podcast:license');
    const rule: Rule = 'podcast-license';
    const url = attributeOf(license, 'url');
    const worded = checkWords(rule, place, license.text, 128);
    const linked = url === undefined ? fine : checkPage(`${place}@url`, url);
    if (worded.length > 0 || url !== undefined || LICENSE.test(license.text.trim()))
      return [...worded, ...linked];
    const what = `${quoted(license.text)} is no licence that is known by its name.`;
    const mend =
      'Write a known one in small letters, like cc-by-4.0, or give the address of your own in url.';
    return [warning(rule, `${place}@url`, what, mend)];
  });

const GEO = /^geo:-?\d{1,2}(\.\d{1,12})?,-?\d{1,3}(\.\d{1,12})?(,-?\d{1,6}(\.\d{1,6})?)?(;.{0,80})?$/;
const OSM = /^[NWR]\d{1,15}(#\d{1,9})?$/;
const COUNTRY = /^[a-z]{2}$/i;

export const checkLocations = (element: XmlElement, elementPlace: string): Verdict =>
  all(element, 'podcast:location').flatMap((location) => {
    const place = inside(elementPlace, 'podcast:location');
    const rule: Rule = 'podcast-location';
    return [
      ...checkWords(rule, place, location.text, 128),
      ...checkWord(rule, place, [location, 'rel'], ['subject', 'creator']),
      ...checkForm(place, [location, 'geo'], GEO, 'Write it like geo:53.55,9.99'),
      ...checkForm(place, [location, 'osm'], OSM, 'Write the kind (N, W or R) and number, like R62782'),
      ...checkForm(place, [location, 'country'], COUNTRY, 'Write the two letters of ISO 3166, like DE'),
    ];
  });

function checkForm(
  place: string,
  [element, attribute]: readonly [XmlElement, string],
  form: RegExp,
  mend: string,
): Verdict {
  const value = attributeOf(element, attribute);
  if (value === undefined || form.test(value)) return fine;
  return [warning('podcast-location', `${place}@${attribute}`, `${quoted(value)} is no ${attribute}.`, mend)];
}

export const checkPictures = (element: XmlElement, elementPlace: string): Verdict => [
  ...all(element, 'podcast:images').map(() =>
    warning(
      'podcast-images',
      inside(elementPlace, 'podcast:images'),
      'The tag podcast:images was withdrawn; apps do not read it.',
      'Write one podcast:image for each picture.',
    ),
  ),
  ...all(element, 'podcast:image').flatMap((image) => {
    const place = inside(elementPlace, 'podcast:image');
    return [
      ...checkPage(`${place}@href`, attributeOf(image, 'href') ?? ''),
      ...checkRatio(place, attributeOf(image, 'aspect-ratio')),
      ...checkWidth(place, attributeOf(image, 'width')),
    ];
  }),
];

function checkRatio(place: string, ratio: string | undefined): Verdict {
  if (ratio === undefined || /^\s*\d{1,5}(\.\d{1,3})?\s*([/:]\s*\d{1,5}(\.\d{1,3})?\s*)?$/.test(ratio))
    return fine;
  return [
    warning('podcast-image', `${place}@aspect-ratio`, `${quoted(ratio)} is no ratio.`, 'Write it like 16/9.'),
  ];
}

function checkWidth(place: string, width: string | undefined): Verdict {
  if (width === undefined || /^[1-9]\d{0,5}$/.test(width)) return fine;
  return [
    warning(
      'podcast-image',
      `${place}@width`,
      `${quoted(width)} is no width.`,
      'Write a whole number of pixels.',
    ),
  ];
}
