import { error, fine, inside, quoted, type Verdict, warning } from './finding.ts';
import { textOf, type XmlElement } from './outline.ts';
import { type Check, checkLine, given, says } from './value-rules.ts';

/** Rules about the title of an episode (feed.md 3): what is new in it, and nothing that stands beside it anyway. */
export function checkTitle(item: XmlElement, place: string, showTitle: string): Verdict {
  const at = inside(place, 'title');
  if (!says(item, 'title')) return [error('rss-title', at, 'The episode has no title.', 'Give it one.')];
  const tag = says(item, 'itunes:title') ? 'itunes:title' : 'title';
  return [
    ...given(item, place, 'title', checkLine),
    ...given(item, place, tag, checkNumberless(textOf(item, 'itunes:episode')?.trim() ?? '')),
    ...given(item, place, tag, (where, title) => checkNameless(where, title, showTitle)),
  ];
}

const NUMBERED =
  /^\s{0,9}(?:s\d{1,3}\s?e\d{1,4}\b|(?:episode|folge|épisode|episodio|ep\.?|#|no\.?|nr\.?)\s{0,3}#?\d{1,4}\b|\d{1,4}\s{0,3}[-–—:.|]\s)/i;

/** Apps write the numbers in front by themselves (feed.md 3). “7. Sinfonie” is no count where no seventh is counted. */
const checkNumberless =
  (count: string): Check =>
  (place, title) => {
    const [number = ''] = NUMBERED.exec(title) ?? [];
    const [bare] = /^\s*\d+/.exec(number) ?? [];
    if (number === '' || (bare !== undefined && Number(bare) !== Number(count || Number.NaN))) return fine;
    return [
      warning(
        'apple-title-number',
        place,
        `The title begins with a number: ${quoted(number.trim())}. Apps write it there by themselves.`,
        'Move it to itunes:episode and itunes:season.',
      ),
    ];
  };

/** The name of the show stands above every title anyway, and takes the room of what is new (feed.md 3). */
function checkNameless(place: string, title: string, showTitle: string): Verdict {
  const text = title.trim().toLowerCase();
  const name = showTitle.toLowerCase();
  const rest = text.startsWith(name)
    ? text.slice(name.length)
    : text.endsWith(name)
      ? text.slice(0, -name.length)
      : '';
  if (name.length < 4 || !/^\s*[-–—:|]\s*\S|\S\s*[-–—:|]\s*$/.test(rest.slice(0, 500))) return fine;
  return [
    warning(
      'apple-title-show',
      place,
      'The title repeats the name of the show.',
      'Leave it out: lists show about 60 characters, and the name stands above them.',
    ),
  ];
}
