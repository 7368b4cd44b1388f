import { isAppleCategory } from '../show/categories.ts';
import { checkArtwork, checkPage } from './address-rules.ts';
import { checkDate, isAhead } from './date-rules.ts';
import { error, fine, inside, quoted, type Verdict, warning } from './finding.ts';
import { checkLinks } from './link-rules.ts';
import { checkDescription } from './notes-rules.ts';
import { all, attributeOf, first, textOf, type XmlElement } from './outline.ts';
import { checkPodcastShow } from './podcast-show-rules.ts';
import {
  checkChoice,
  checkExplicit,
  checkLine,
  checkOnce,
  checkYes,
  given,
  isLanguage,
  isMail,
  says,
} from './value-rules.ts';

/** What is known of a feed beside its text. */
export type Surroundings = Readonly<{
  /** The present moment; without it, nothing is told of dates that lie ahead. */
  now?: Date;
  /** The addresses at which the feed was found, before and behind redirects. */
  feedUrls?: readonly string[];
}>;

const PLACE = 'channel';
const at = (tag: string, attribute?: string): string => inside(PLACE, tag, attribute);

/** Rules about the show as a whole (feed.md 2). */
export const checkChannel = (channel: XmlElement, around: Surroundings): Verdict => [
  ...checkRequired(channel),
  ...checkOnce(channel, PLACE, SINGLE),
  ...checkWanted(channel),
  ...checkValues(channel),
  ...checkCategories(channel),
  ...checkCover(channel),
  ...checkPicture(channel),
  ...checkOwner(channel),
  ...checkDates(channel, around.now),
  ...checkLinks(channel, PLACE, around.feedUrls ?? []),
  ...checkPodcastShow(channel, PLACE),
];

const SINGLE = [
  ...['title', 'link', 'description', 'language', 'copyright', 'pubDate', 'lastBuildDate'],
  ...['itunes:explicit', 'itunes:image', 'itunes:author', 'itunes:type', 'itunes:new-feed-url'],
  ...['podcast:guid', 'podcast:locked', 'podcast:medium'],
];

function checkRequired(channel: XmlElement): Verdict {
  const required = [
    ['title', 'rss-title', 'Add the name of the show.'],
    ['link', 'rss-link', 'Add the address of the show’s web page.'],
    ['description', 'rss-description', 'Add a description; apps no longer read itunes:summary.'],
    ['language', 'apple-language', 'Add the language that is spoken, such as de or en-us.'],
    ['itunes:explicit', 'apple-explicit', 'Add true or false.'],
    ['itunes:author', 'spotify-author', 'Say who makes the show: a person or a company.'],
  ] as const;
  return required
    .filter(([tag]) => !says(channel, tag))
    .map(([tag, rule, mend]) => error(rule, at(tag), `The show has no ${tag}.`, mend));
}

function checkWanted(channel: XmlElement): Verdict {
  const wanted = [
    ['podcast:guid', 'podcast-guid', 'Add a UUIDv5 made from the first feed address, and never change it.'],
    ['podcast:locked', 'podcast-locked', 'Write yes, so that no other host imports the show unasked.'],
    [
      'generator',
      'rss-generator',
      'Name the software that writes the feed: whoever finds a fault asks for it.',
    ],
  ] as const;
  return wanted
    .filter(([tag]) => !says(channel, tag))
    .map(([tag, rule, mend]) => warning(rule, at(tag), `The show has no ${tag}.`, mend));
}

const checkValues = (channel: XmlElement): Verdict => [
  ...given(channel, PLACE, 'title', checkLine),
  ...given(channel, PLACE, 'title', checkKeywords),
  ...given(channel, PLACE, 'link', checkPage),
  ...given(channel, PLACE, 'description', checkDescription),
  ...given(channel, PLACE, 'language', checkLanguage),
  ...given(channel, PLACE, 'itunes:author', checkLine),
  ...given(channel, PLACE, 'itunes:explicit', checkExplicit),
  ...given(channel, PLACE, 'itunes:type', (place, value) =>
    checkChoice('apple-type', place, value, ['episodic', 'serial']),
  ),
  ...given(channel, PLACE, 'itunes:complete', checkYes),
  ...given(channel, PLACE, 'itunes:block', checkYes),
  ...given(channel, PLACE, 'copyright', checkCopyright),
];

/** Apple takes shows down whose name is a list of search words (feed.md 2). */
function checkKeywords(place: string, title: string): Verdict {
  const marks = [/[|•·;]/g, /,/g].map((mark) => title.match(mark)?.length ?? 0);
  if ((marks[0] ?? 0) < 2 && (marks[1] ?? 0) < 4) return fine;
  return [
    warning(
      'apple-title-keywords',
      place,
      `The name reads like a list of search words: ${quoted(title)}.`,
      'Keep to the name alone; Apple takes shows down for more.',
    ),
  ];
}

function checkLanguage(place: string, value: string): Verdict {
  if (isLanguage(value)) return fine;
  return [
    error('apple-language', place, `${quoted(value)} is no language code.`, 'Write it like de or en-us.'),
  ];
}

function checkCopyright(place: string, value: string): Verdict {
  if (!/©|℗|\(c\)|copyright|\b(19|20)\d\d\b/i.test(value)) return fine;
  return [
    warning(
      'psp1-copyright',
      place,
      `${quoted(value)} is more than the holder’s name.`,
      'Write the name alone, without sign and year.',
    ),
  ];
}

function checkCategories(channel: XmlElement): Verdict {
  const categories = all(channel, 'itunes:category');
  const place = at('itunes:category', 'text');
  if (categories.length === 0)
    return [
      error(
        'apple-category',
        at('itunes:category'),
        'The show has no category.',
        'Add one of Apple’s categories.',
      ),
    ];
  const unknown = categories.flatMap(pairsOf).filter((pair) => !isAppleCategory(pair));
  const strange = unknown.map(({ main, sub }) => {
    const isSpaced = isAppleCategory({
      main: main.trim(),
      ...(sub === undefined ? {} : { sub: sub.trim() }),
    });
    const written = quoted(sub === undefined ? main : `${main} > ${sub}`);
    return error(
      'apple-category',
      place,
      isSpaced ? `There is white space around a part of ${written}.` : `${written} is not in Apple’s list.`,
      isSpaced
        ? 'Take it away.'
        : 'Write a category exactly as Apple does, capitals and & included; a subcategory stands inside its category.',
    );
  });
  if (categories.flatMap(pairsOf).length <= 2) return strange;
  const many = 'There are more than two categories; only the first counts.';
  return [...strange, warning('apple-category', at('itunes:category'), many, 'Keep the first two.')];
}

function pairsOf(category: XmlElement): { main: string; sub?: string }[] {
  const main = attributeOf(category, 'text') ?? '';
  const subs = all(category, 'itunes:category').map((sub) => ({ main, sub: attributeOf(sub, 'text') ?? '' }));
  return subs.length === 0 ? [{ main }] : subs;
}

function checkCover(channel: XmlElement): Verdict {
  const image = first(channel, 'itunes:image');
  if (image) return checkArtwork(at('itunes:image', 'href'), attributeOf(image, 'href'));
  return [
    error(
      'apple-artwork',
      at('itunes:image'),
      'The show has no cover.',
      'Add <itunes:image href="…"/>: square, 1400 to 3000 pixels.',
    ),
  ];
}

/** The plain picture of RSS needs all three parts (RSS 2.0, image). */
function checkPicture(channel: XmlElement): Verdict {
  const image = first(channel, 'image');
  if (!image) return fine;
  const missing = ['url', 'title', 'link'].filter((tag) => !says(image, tag));
  if (missing.length > 0)
    return [
      warning(
        'rss-image',
        at('image'),
        `The picture lacks ${missing.join(' and ')}.`,
        'Give url, title and link.',
      ),
    ];
  return given(image, at('image'), 'url', checkPage);
}

/** Spotify mails its claim code to the address that stands here (feed.md 2). */
function checkOwner(channel: XmlElement): Verdict {
  const owner = first(channel, 'itunes:owner');
  if (!owner || isMail(textOf(owner, 'itunes:email') ?? '')) return fine;
  return [
    warning(
      'spotify-owner',
      at('itunes:owner'),
      'The owner has no e-mail address, so nobody can be asked whether the show is theirs.',
      'Add itunes:email with a role address while the show is claimed, or leave the owner out.',
    ),
  ];
}

const checkDates = (channel: XmlElement, now: Date | undefined): Verdict =>
  ['pubDate', 'lastBuildDate'].flatMap((tag) => [
    ...given(channel, PLACE, tag, checkDate),
    ...given(channel, PLACE, tag, (place, value) =>
      isAhead(value, now)
        ? [
            warning(
              'rss-date-ahead',
              place,
              `The date ${quoted(value)} lies ahead.`,
              'Write when it last changed.',
            ),
          ]
        : fine,
    ),
  ]);
