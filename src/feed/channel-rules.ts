import { isAppleCategory } from '../show/categories.ts';
import { checkArtwork, checkPage, checkResource } from './address-rules.ts';
import { error, type Finding, type Verdict, warning } from './finding.ts';
import { all, attributeOf, first, textOf, type XmlElement } from './outline.ts';
import { checkChoice, checkDate, checkDescription, checkExplicit, checkLine } from './value-rules.ts';

/** Rules about the show as a whole (feed.md 2). */
export const checkChannel = (channel: XmlElement): readonly Finding[] => [
  ...checkText(channel),
  ...checkLanguage(channel),
  ...checkCategories(channel),
  ...checkSelfLink(channel),
  ...checkCover(channel),
  ...checkWanted(channel),
  ...checkOptional(channel),
];

const at = (tag: string): string => `channel/${tag}`;

function checkText(channel: XmlElement): Finding[] {
  const required = ['title', 'link', 'description', 'language', 'itunes:explicit'];
  const missing = required
    .filter((tag) => (textOf(channel, tag) ?? '').trim() === '')
    .map((tag) =>
      error(
        `rss-${tag.replace('itunes:', '')}`,
        at(tag),
        `The show has no ${tag}.`,
        `Add the tag ${tag} with its value.`,
      ),
    );
  const doubled = [...required, 'itunes:image', 'itunes:author', 'podcast:guid']
    .filter((tag) => all(channel, tag).length > 1)
    .map((tag) =>
      warning('rss-once', at(tag), `The tag ${tag} stands here more than once.`, 'Leave one of them.'),
    );
  return [
    ...missing,
    ...doubled,
    ...given(channel, 'title', checkLine),
    ...given(channel, 'link', checkPage),
    ...given(channel, 'description', checkDescription),
    ...given(channel, 'itunes:explicit', checkExplicit),
  ];
}

/** Looks at a tag's value where there is one. */
const given = (
  channel: XmlElement,
  tag: string,
  check: (place: string, value: string) => Verdict,
): Verdict => {
  const value = textOf(channel, tag);
  return value === undefined || value === '' ? [] : check(at(tag), value);
};

/** ISO 639-1 with an optional region, as Apple takes it; the names are those that the runtime knows. */
const languages = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });

const checkLanguage = (channel: XmlElement): Verdict =>
  given(channel, 'language', (place, value) => {
    const known = /^[a-z]{2}(-[a-z0-9]{2,8})*$/i.test(value) && languages.of(value.slice(0, 2)) !== undefined;
    if (known) return [];
    return [error('apple-language', place, `“${value}” is no language code.`, 'Write it like de or en-us.')];
  });

function checkCategories(channel: XmlElement): Finding[] {
  const categories = all(channel, 'itunes:category');
  const place = at('itunes:category');
  if (categories.length === 0)
    return [error('apple-category', place, 'The show has no category.', 'Add one of Apple’s categories.')];
  const unknown = categories.flatMap(pairsOf).filter((pair) => !isAppleCategory(pair));
  const findings = unknown.map(({ main, sub }) =>
    error(
      'apple-category',
      place,
      `“${sub === undefined ? main : `${main} > ${sub}`}” is not in Apple’s list.`,
      'Write a category exactly as Apple does, capitals and & included; a subcategory stands inside its category.',
    ),
  );
  if (categories.length > 2)
    findings.push(
      warning('apple-category', place, 'There are more than two categories.', 'Keep the first two.'),
    );
  return findings;
}

function pairsOf(category: XmlElement): { main: string; sub?: string }[] {
  const main = attributeOf(category, 'text') ?? '';
  const subs = all(category, 'itunes:category').map((sub) => ({ main, sub: attributeOf(sub, 'text') ?? '' }));
  return subs.length === 0 ? [{ main }] : subs;
}

function checkSelfLink(channel: XmlElement): Finding[] {
  const links = all(channel, 'atom:link').filter((link) => attributeOf(link, 'rel') === 'self');
  const place = at('atom:link');
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
  const type = checkChoice('psp1-self-link', place, attributeOf(link, 'type') ?? '', ['application/rss+xml']);
  return [...type, ...checkResource(place, attributeOf(link, 'href'))];
}

function checkCover(channel: XmlElement): Verdict {
  const image = first(channel, 'itunes:image');
  const place = at('itunes:image');
  if (image) return checkArtwork(place, attributeOf(image, 'href'));
  return [
    error(
      'apple-artwork',
      place,
      'The show has no cover.',
      'Add <itunes:image href="…"/>: square, 1400 to 3000 pixels.',
    ),
  ];
}

function checkWanted(channel: XmlElement): Finding[] {
  const wanted = [
    ['itunes:author', 'psp1-author', 'Say who makes the show: a person or a company.'],
    ['podcast:guid', 'podcast-guid', 'Add a UUIDv5 made from the first feed address, and never change it.'],
    ['podcast:locked', 'podcast-locked', 'Write yes, so that no other host imports the show unasked.'],
  ] as const;
  return wanted
    .filter(([tag]) => (textOf(channel, tag) ?? '') === '')
    .map(([tag, rule, mend]) => warning(rule, at(tag), `The show has no ${tag}.`, mend));
}

const media = 'podcast music video film audiobook newsletter blog publisher course'.split(' ');

const checkOptional = (channel: XmlElement): readonly Finding[] => [
  ...given(channel, 'itunes:type', (place, value) =>
    checkChoice('apple-type', place, value, ['episodic', 'serial']),
  ),
  ...given(channel, 'podcast:locked', (place, value) =>
    checkChoice('podcast-locked', place, value, ['yes', 'no']),
  ),
  ...given(channel, 'podcast:medium', (place, value) =>
    checkChoice('podcast-medium', place, value, [...media, ...media.map((medium) => `${medium}L`), 'mixed']),
  ),
  ...given(channel, 'podcast:guid', checkGuid),
  ...given(channel, 'itunes:complete', checkYes),
  ...given(channel, 'itunes:block', checkYes),
  ...given(channel, 'itunes:new-feed-url', checkResource),
  ...given(channel, 'pubDate', checkDate),
  ...given(channel, 'lastBuildDate', checkDate),
];

const checkGuid = (place: string, value: string): Verdict =>
  /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)
    ? []
    : [
        warning(
          'podcast-guid',
          place,
          `“${value}” is no UUID.`,
          'Write the UUIDv5 of the first feed address.',
        ),
      ];

const checkYes = (place: string, value: string): Verdict =>
  value === 'Yes'
    ? []
    : [warning('apple-yes', place, `“${value}” has no effect.`, 'Write Yes, or leave the tag out.')];
