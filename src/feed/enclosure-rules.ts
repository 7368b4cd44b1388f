import { checkResource, endingOf } from './address-rules.ts';
import { error, type Finding, warning } from './finding.ts';
import { all, attributeOf, type XmlElement } from './outline.ts';
import { checkPositive } from './value-rules.ts';

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

/** Rules about the sound of one episode. */
export function checkEnclosure(item: string, enclosures: readonly XmlElement[]): readonly Finding[] {
  const place = `${item}/enclosure`;
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
  const length = attributeOf(enclosure, 'length') ?? '';
  return [
    ...(enclosures.length > 1 ? [several] : []),
    ...checkResource(place, attributeOf(enclosure, 'url')),
    ...checkPositive('rss-enclosure-length', place, length, 'length of a file in bytes'),
    ...checkType(place, attributeOf(enclosure, 'type') ?? '', attributeOf(enclosure, 'url') ?? ''),
  ];
}

/** Rules about further formats of one episode (podcast namespace 1.0, alternateEnclosure). */
export const checkAlternates = (item: string, alternates: readonly XmlElement[]): readonly Finding[] =>
  alternates.flatMap((alternate) => {
    const place = `${item}/podcast:alternateEnclosure`;
    const type = attributeOf(alternate, 'type') ?? '';
    const length = attributeOf(alternate, 'length');
    const sources = all(alternate, 'podcast:source').map((source) => attributeOf(source, 'uri') ?? '');
    return [
      ...(type === '' ? [untyped(place)] : []),
      ...(sources.every((uri) => uri === '') ? [sourceless(place)] : []),
      ...(length === undefined
        ? []
        : checkPositive('podcast-alternate-length', place, length, 'length of a file in bytes')),
      // Other transports (IPFS, torrents) have rules of their own.
      ...sources.filter((uri) => /^https?:/i.test(uri)).flatMap((uri) => checkResource(place, uri)),
    ];
  });

const untyped = (place: string): Finding =>
  error(
    'podcast-alternate-type',
    place,
    'The further format does not say what it is, so apps skip it.',
    'Give its media type, such as audio/ogg.',
  );

const sourceless = (place: string): Finding =>
  error(
    'podcast-alternate-source',
    place,
    'The further format does not say where it is, so apps skip it.',
    'Put a podcast:source with the address of the file into it.',
  );

function checkType(place: string, type: string, url: string): Finding[] {
  const fitting = endings.get(type);
  if (!fitting)
    return [
      error(
        'apple-enclosure-type',
        place,
        `Apps do not take “${type}”.`,
        'Publish MP3 as audio/mpeg, or M4A as audio/x-m4a.',
      ),
    ];
  if (!fitting.includes(endingOf(url)))
    return [
      error(
        'apple-enclosure-ending',
        place,
        `The address of ${type} does not end in .${fitting.join(' or .')}.`,
        'Serve the file under a name with its ending.',
      ),
    ];
  if (unusual.includes(type))
    return [
      warning('apple-enclosure-type', place, `“${type}” is not the name Apple uses.`, 'Write audio/x-m4a.'),
    ];
  return [];
}
