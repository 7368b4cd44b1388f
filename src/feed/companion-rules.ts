import { readTime } from '../show/time.ts';
import { checkResource, endingOf } from './address-rules.ts';
import { error, fine, inside, quoted, type Verdict, warning } from './finding.ts';
import { all, attributeOf, type XmlElement } from './outline.ts';
import { checkChoice, isLanguage } from './value-rules.ts';

/** Rules about what comes along with an episode: chapters (feed.md 7) and transcripts (feed.md 8). */

const CHAPTERS = 'application/json+chapters';

export function checkChapters(item: XmlElement, itemPlace: string): Verdict {
  const place = inside(itemPlace, 'podcast:chapters');
  const tags = all(item, 'podcast:chapters');
  const several = error(
    'podcast-chapters-one',
    place,
    'The episode names more than one chapter file; which one counts is luck.',
    'Keep one.',
  );
  return [
    ...(tags.length > 1 ? [several] : []),
    ...tags.flatMap((tag) => [
      ...checkResource(`${place}@url`, attributeOf(tag, 'url')),
      ...checkChaptersType(`${place}@type`, attributeOf(tag, 'type') ?? ''),
    ]),
  ];
}

function checkChaptersType(place: string, type: string): Verdict {
  if (type !== 'application/json') return checkChoice('podcast-chapters', place, type, [CHAPTERS]);
  return [
    warning(
      'podcast-chapters',
      place,
      `${quoted(type)} does not say that these are chapters.`,
      `Write ${CHAPTERS}.`,
    ),
  ];
}

// -- chapters inside the feed ------------------------------------------------------------------------------------------

/** Podlove Simple Chapters, as Spotify and Pocket Casts read them. */
export const checkPodlove = (item: XmlElement, itemPlace: string, seconds: number | undefined): Verdict =>
  all(item, 'psc:chapters').flatMap((list) => {
    const fault = faultOfPodlove(all(list, 'psc:chapter'), seconds);
    if (fault === undefined) return fine;
    const mend = 'Give each psc:chapter a title and a start like 00:12:30.000, rising from the first.';
    return [warning('spotify-podlove', inside(itemPlace, 'psc:chapters'), fault, mend)];
  });

function faultOfPodlove(chapters: readonly XmlElement[], seconds: number | undefined): string | undefined {
  const starts = chapters.map((chapter) => readStart(attributeOf(chapter, 'start') ?? ''));
  const unread = starts.indexOf(undefined);
  if (chapters.length === 0) return 'The list of chapters is empty.';
  if (unread !== -1) return `Chapter ${unread + 1} starts at no readable time.`;
  const untitled = chapters.findIndex((chapter) => (attributeOf(chapter, 'title') ?? '').trim() === '');
  if (untitled !== -1) return `Chapter ${untitled + 1} has no title.`;
  const early = starts.findIndex((start, i) => i > 0 && (start ?? 0) <= (starts[i - 1] ?? 0));
  if (early !== -1) return `Chapter ${early + 1} does not start after the one before.`;
  return seconds !== undefined && (starts.at(-1) ?? 0) > seconds
    ? `Chapter ${starts.length} starts after the end of the episode.`
    : undefined;
}

/** Normal Play Time: with hours and minutes, or seconds alone. */
const readStart = (text: string): number | undefined =>
  /^\d{1,6}(\.\d{1,3})?$/.test(text) ? Number(text) : readTime(text);

// -- transcripts -------------------------------------------------------------------------------------------------------

/** The types that apps know, with the endings that go with them. */
const endings = new Map([
  ['text/vtt', ['vtt']],
  ['application/x-subrip', ['srt']],
  ['application/srt', ['srt']],
  ['text/html', ['html', 'htm']],
  ['application/json', ['json']],
  ['text/plain', ['txt']],
]);
const timed = ['text/vtt', 'application/x-subrip', 'application/srt', 'application/json'];
const readByApple = ['text/vtt', 'application/x-subrip', 'application/srt'];

export function checkTranscripts(item: XmlElement, itemPlace: string): Verdict {
  const tags = all(item, 'podcast:transcript');
  const place = inside(itemPlace, 'podcast:transcript');
  const types = tags.map((tag) => attributeOf(tag, 'type') ?? '');
  const isUnread =
    types.length > 0 && types.every((type) => endings.has(type) && !readByApple.includes(type));
  const unread = warning(
    'apple-transcript',
    place,
    'No transcript of the episode is of a type that Apple reads, so it makes its own.',
    'Add one as WebVTT: text/vtt.',
  );
  return [...tags.flatMap((tag) => checkTranscript(tag, place)), ...(isUnread ? [unread] : [])];
}

function checkTranscript(tag: XmlElement, place: string): Verdict {
  const [url, type = '', rel, language] = ['url', 'type', 'rel', 'language'].map((name) =>
    attributeOf(tag, name),
  );
  return [
    ...checkResource(`${place}@url`, url),
    ...checkChoice('podcast-transcript', `${place}@type`, type, [...endings.keys()]),
    ...checkEnding(place, url ?? '', endings.get(type)),
    ...checkRel(place, rel, type),
    ...(language === undefined || isLanguage(language)
      ? []
      : [
          warning(
            'podcast-transcript-language',
            `${place}@language`,
            `${quoted(language)} is no language code.`,
            'Write it like de or en-us, or leave it out where it is that of the show.',
          ),
        ]),
  ];
}

/** An ending that belongs to another type; one that says nothing is no fault. */
function checkEnding(place: string, url: string, fitting: readonly string[] | undefined): Verdict {
  const ending = endingOf(url);
  const isOther = [...endings.values()].flat().includes(ending) && fitting?.includes(ending) === false;
  if (!isOther) return fine;
  return [
    warning(
      'podcast-transcript-ending',
      `${place}@type`,
      `A file that ends in .${ending} is announced as another type.`,
      'Write the type that the file has.',
    ),
  ];
}

function checkRel(place: string, rel: string | undefined, type: string): Verdict {
  if (rel === undefined || (rel === 'captions' && (timed.includes(type) || !endings.has(type)))) return fine;
  const what =
    rel === 'captions' ? `A file of ${type} has no times for captions.` : `${quoted(rel)} is not known here.`;
  return [
    warning(
      'podcast-transcript-rel',
      `${place}@rel`,
      what,
      'Write rel="captions" for files with times, and leave it out for others.',
    ),
  ];
}
