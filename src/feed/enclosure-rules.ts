import { checkResource, endingOf } from './address-rules.ts';
import { error, fine, inside, quoted, type Verdict, warning } from './finding.ts';
import { all, attributeOf, type XmlElement } from './outline.ts';
import { bared, type Check, checkPositive } from './value-rules.ts';

/** What Apple plays, with the endings that go with it (feed.md 5). */
const endings = new Map([
  ['audio/mpeg', ['mp3']],
  ['audio/x-m4a', ['m4a']],
  ['audio/m4a', ['m4a']],
  ['audio/mp4', ['m4a', 'mp4']],
  ['video/mp4', ['mp4']],
  ['video/x-m4v', ['m4v']],
]);
/** Taken by Apple, but written otherwise in its list. */
const unusual = ['audio/m4a', 'audio/mp4'];

/** Rules about the sound of one episode. @param seconds how long the episode says it is */
export function checkEnclosure(item: XmlElement, itemPlace: string, seconds: number | undefined): Verdict {
  const place = inside(itemPlace, 'enclosure');
  const enclosures = all(item, 'enclosure');
  const [enclosure] = enclosures;
  if (!enclosure)
    return [
      error(
        'rss-enclosure',
        place,
        'The episode has no enclosure, so apps skip it.',
        'Add url, length and type of its audio.',
      ),
    ];
  const several = error(
    'rss-enclosure-one',
    place,
    'The episode has more than one enclosure; which one plays is luck.',
    'Keep one, and name others in podcast:alternateEnclosure.',
  );
  const [url, length = '', type = ''] = ['url', 'length', 'type'].map((name) => attributeOf(enclosure, name));
  return [
    ...(enclosures.length > 1 ? [several] : []),
    ...checkResource(`${place}@url`, url),
    ...checkPrefixes(`${place}@url`, url ?? ''),
    ...checkPositive('rss-enclosure-length', `${place}@length`, length, 'length of a file in bytes'),
    ...checkRate(`${place}@length`, { bytes: Number(length), seconds, type }),
    ...bared(`${place}@type`, type, checkName),
    ...checkType(place, type.trim(), url?.trim() ?? ''),
  ];
}

const checkName: Check = (place, type) =>
  endings.has(type)
    ? fine
    : [
        error(
          'apple-enclosure-type',
          place,
          `Apps do not take ${quoted(type)}.`,
          'Publish MP3 as audio/mpeg, or M4A as audio/x-m4a.',
        ),
      ];

function checkType(place: string, type: string, url: string): Verdict {
  const fitting = endings.get(type);
  if (!fitting) return fine;
  if (!fitting.includes(endingOf(url)))
    return [
      error(
        'apple-enclosure-ending',
        `${place}@url`,
        `The address of ${type} does not end in .${fitting.join(' or .')}.`,
        'Serve the file under a name with its ending.',
      ),
    ];
  if (!unusual.includes(type)) return fine;
  const what = `${quoted(type)} is not the name Apple uses.`;
  return [warning('apple-enclosure-type', `${place}@type`, what, 'Write audio/x-m4a.')];
}

type Size = Readonly<{ bytes: number; seconds: number | undefined; type: string }>;

/** Bytes for pictures and tags inside a file, which short episodes consist of for a good part. */
const TAG_ROOM = 3_000_000;
/** Bits a second: below, there is no speech; above, no sound alone. */
const [LEAST, MOST] = [6000, 1_600_000];

/** Length in bytes and in seconds tell of one file: where both cannot be true, one is a guess or in another unit. */
function checkRate(place: string, { bytes, seconds, type }: Size): Verdict {
  if (!seconds || !(bytes > 0) || !type.startsWith('audio/')) return fine;
  const isThin = (bytes * 8) / seconds < LEAST;
  const isThick = ((bytes - TAG_ROOM) * 8) / seconds > MOST;
  if (!isThin && !isThick) return fine;
  return [
    warning(
      'apple-length-duration',
      place,
      `A sound of ${seconds} seconds cannot have ${bytes} bytes; one of the two is wrong.`,
      'Write the exact size of the file, and the duration in whole seconds (not milliseconds).',
    ),
  ];
}

/** Counters in front of an address: each is a redirect more that has to work (feed.md 5). */
const MOST_PREFIXES = 4;
const HOST = /^[a-z0-9-]{1,60}(\.[a-z0-9-]{1,60}){0,4}\.(?!mp3$|m4a$|mp4$|m4v$)[a-z]{2,10}$/i;

function checkPrefixes(place: string, url: string): Verdict {
  const folders = url.slice(0, 2000).split(/[?#]/, 1)[0]?.split('/').slice(3, -1) ?? [];
  const prefixes = folders.length > MOST_PREFIXES ? folders.filter((folder) => HOST.test(folder)).length : 0;
  if (prefixes <= MOST_PREFIXES) return fine;
  return [
    warning(
      'apple-prefixes',
      place,
      `The address leads through ${prefixes} other hosts; every one may fail.`,
      `Keep to ${MOST_PREFIXES} counting prefixes at most.`,
    ),
  ];
}

/** Rules about further formats of one episode (podcast namespace 1.0, alternateEnclosure). */
export const checkAlternates = (item: XmlElement, itemPlace: string): Verdict =>
  all(item, 'podcast:alternateEnclosure').flatMap((alternate) => {
    const place = inside(itemPlace, 'podcast:alternateEnclosure');
    const type = attributeOf(alternate, 'type') ?? '';
    const length = attributeOf(alternate, 'length');
    const sources = all(alternate, 'podcast:source').map((source) => attributeOf(source, 'uri') ?? '');
    const isNowhere = sources.every((uri) => uri.trim() === '');
    return [
      ...checkMediaType(`${place}@type`, type),
      ...(isNowhere ? sourceless(place) : []),
      ...(length === undefined
        ? []
        : checkPositive('podcast-alternate-length', `${place}@length`, length, 'length of a file in bytes')),
      // Other transports (IPFS, torrents) have rules of their own.
      ...sources
        .filter((uri) => !isNowhere && !/^\s*(?!https?:)[a-z][a-z0-9+.-]{0,30}:/i.test(uri))
        .flatMap((uri) => checkResource(inside(place, 'podcast:source', 'uri'), uri)),
    ];
  });

function checkMediaType(place: string, type: string): Verdict {
  if (/^\s*[a-z]{1,30}\/[\w.+-]{1,100}\s*(;|$)/i.test(type)) return fine;
  const what = type.trim() === '' ? 'does not say what it is' : `calls itself ${quoted(type)}`;
  return [
    error(
      'podcast-alternate-type',
      place,
      `The further format ${what}, so apps skip it.`,
      'Give its media type, such as audio/ogg.',
    ),
  ];
}

const sourceless = (place: string): Verdict => [
  error(
    'podcast-alternate-source',
    place,
    'The further format does not say where it is, so apps skip it.',
    'Put a podcast:source with the address of the file into it.',
  ),
];
