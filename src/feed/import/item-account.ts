import type { Chapter } from '../../show/chapters/chapter.ts';
import { readChapterList } from '../../show/chapters/reading.ts';
import { problemOf } from '../../errors.ts';
import { printPlainNotes } from '../../show/notes.ts';
import { readNotes } from '../../show/notes-reading.ts';
import type { XmlElement } from '../../show/xml.ts';
import type { ItemAccount, Notebook, TranscriptLink } from './account.ts';
import { episodeDetailsIn } from './details.ts';
import { withLetters } from './entities.ts';
import { readMoment } from './moments.ts';
import { childrenOf } from './parsing.ts';
import { coverIn, optional } from './show-account.ts';
import { addressOf, countIn, explicitIn, limitedTo, lineIn, textIn } from './values.ts';

const LONGEST_TITLE = 255;
const LONGEST_GUID = 2_000;
/** Characters of notes that are read; more is no notes. */
const LONGEST_NOTES = 100_000;

/** An item as far as it can be told by itself; its guid is not yet held against the others. */
export function accountOfItem(item: XmlElement, url: URL, outer: Notebook): ItemAccount | undefined {
  const title = lineIn(item, 'title', 'itunes:title');
  const place = `“${[...title].slice(0, 80).join('') || 'no title'}” (line ${item.line})`;
  const notebook = outer.at(place);
  const soundUrl = soundIn(item, url, notebook);
  if (soundUrl === undefined) return undefined;
  const notes = notesIn(item, title, notebook);
  return {
    place,
    soundUrl,
    guid: guidIn(item, soundUrl, notebook),
    title: limitedTo(LONGEST_TITLE, title || madeUpTitle(notes, notebook), 'title', notebook),
    notes,
    ...optional('publishedAt', momentIn(item, notebook)),
    ...optional('season', countIn(item, 'itunes:season', notebook)),
    ...optional('number', countIn(item, 'itunes:episode', notebook)),
    ...optional('explicit', explicitIn(item)),
    ...optional('coverUrl', coverIn(item, url, notebook)),
    ...optional('chapters', chaptersIn(item, notebook)),
    ...optional('chaptersUrl', companionsIn(item, 'podcast:chapters', url, notebook)[0]?.url),
    transcripts: companionsIn(item, 'podcast:transcript', url, notebook),
    ...optional('details', episodeDetailsIn(item, notebook)),
  };
}

// -- sound -----------------------------------------------------------------------------------------------------------

type Enclosure = Readonly<{ url: string; type: string }>;

/** The first enclosure that may be sound; where there is none, what Yahoo's media tags name. */
function soundIn(item: XmlElement, base: URL, notebook: Notebook): string | undefined {
  const enclosures = [...enclosuresIn(item, 'enclosure'), ...enclosuresIn(item, 'media:content')];
  const [plain] = enclosures;
  if (!plain) {
    notebook.note('It has no enclosure, so there is no sound to take; it was left out.');
    return undefined;
  }
  const chosen = enclosures.find(({ type }) => !isOtherThanSound(type));
  if (!chosen) {
    notebook.note(`Its enclosure is ${plain.type} and no sound; it was left out.`);
    return undefined;
  }
  if (childrenOf(item, 'enclosure').length > 1)
    notebook.note('It has several enclosures; the first sound was taken.');
  return addressOf(chosen.url, 'enclosure', base, notebook);
}

const enclosuresIn = (item: XmlElement, name: string): readonly Enclosure[] =>
  childrenOf(item, name).flatMap(({ attributes }) => {
    const [url = '', type = ''] = [attributes.get('url')?.trim(), attributes.get('type')?.trim()];
    return url === '' ? [] : [{ url, type: type.toLowerCase() }];
  });

/** A type that is missing or wrong in itself says nothing. */
const isOtherThanSound = (type: string): boolean =>
  /^(video|image|text)\//.test(type) || /^application\/(pdf|epub|zip)/.test(type);

// -- words -----------------------------------------------------------------------------------------------------------

/** Apps that find no guid go by the address of the sound. */
function guidIn(item: XmlElement, soundUrl: string, notebook: Notebook): string {
  const guid = textIn(item, 'guid');
  if (guid !== '' && guid.length <= LONGEST_GUID) return guid;
  notebook.note(
    'It has no guid that can be kept; the address of its sound stands in its place, as apps read it.',
  );
  return soundUrl;
}

function madeUpTitle(notes: string, notebook: Notebook): string {
  const title = printPlainNotes(notes, 60) || 'Untitled';
  notebook.note(`It has no title; “${title}” stands in its place.`);
  return title;
}

function momentIn(item: XmlElement, notebook: Notebook): Date | undefined {
  const written = lineIn(item, 'pubDate', 'dc:date', 'published');
  const moment = readMoment(written);
  if (!moment && written !== '') notebook.note(`Its date “${written.slice(0, 60)}” cannot be read.`);
  return moment;
}

/** The long form where there is one (feed.md 3); notes that say nothing but the title are none. */
function notesIn(item: XmlElement, title: string, notebook: Notebook): string {
  const written =
    textIn(item, 'content:encoded') || longest(item, ['description', 'itunes:summary', 'itunes:subtitle']);
  if (written.length > LONGEST_NOTES)
    notebook.note(`Its notes have ${written.length} characters; they were cut.`);
  const notes = readNotes(unescapedOnce(written.slice(0, LONGEST_NOTES)));
  const isTitle = notes.length <= 2 * title.length && printPlainNotes(notes, LONGEST_TITLE) === title;
  return isTitle ? '' : notes;
}

const longest = (item: XmlElement, names: readonly string[]): string =>
  names
    .map((name) => textIn(item, name))
    .reduce((kept, text) => (lettersIn(text) > lettersIn(kept) ? text : kept), '');

const lettersIn = (html: string): number => html.replace(/<[^<>]*>/g, '').length;

/** HTML that was escaped twice is still escaped when it was read. */
const unescapedOnce = (text: string): string =>
  !/<[a-z]/i.test(text) && /&lt;\/?(?:p|br|a|ul|ol|li|div|strong|em|b|i)\b/i.test(text)
    ? withLetters(text)
    : text;

// -- companions ------------------------------------------------------------------------------------------------------

function companionsIn(
  item: XmlElement,
  name: string,
  base: URL,
  notebook: Notebook,
): readonly TranscriptLink[] {
  return childrenOf(item, name).flatMap(({ attributes }) => {
    const url = addressOf(attributes.get('url') ?? '', name, base, notebook);
    const language = attributes.get('language')?.trim();
    const type = attributes.get('type')?.trim() ?? '';
    return url === undefined ? [] : [{ url, type, ...(language ? { language } : {}) }];
  });
}

/** Podlove's chapters, which stand in the feed itself. */
function chaptersIn(item: XmlElement, notebook: Notebook): readonly Chapter[] | undefined {
  const [list] = childrenOf(item, 'psc:chapters');
  const rows = list ? childrenOf(list, 'psc:chapter').map(({ attributes }) => chapterOf(attributes)) : [];
  if (rows.length === 0) return undefined;
  try {
    return readChapterList(JSON.stringify(rows));
  } catch (thrown) {
    notebook.note(`The chapters in the feed were left out: ${problemOf(thrown).message}`);
    return undefined;
  }
}

const chapterOf = (attributes: ReadonlyMap<string, string>) => ({
  startTime: attributes.get('start'),
  title: attributes.get('title'),
  url: attributes.get('href'),
  img: attributes.get('image'),
});
