import type { Chapter } from '../show/chapters/chapter.ts';
import { masteredChapters } from '../show/chapters/mastered.ts';
import type { Person } from '../show/details.ts';
import { type PlacedDownload, type PublishedEpisode, placedDownloads } from '../show/episode.ts';
import { namingOf } from '../show/formats.ts';
import { embedKey, episodePageKey, feedKey, oembedKey, showCoverKey, showPageKey } from '../show/keys.ts';
import { printLongNotes, printPlainNotes } from '../show/notes.ts';
import { creditsOf } from '../show/people.ts';
import type { Show } from '../show/show.ts';
import { printBytes } from '../show/size.ts';
import { printClock, printDuration } from '../show/time.ts';
import { formatOfType, transcriptNamings } from '../show/transcript/formats.ts';
import type { PublishedTranscript } from '../show/transcript/stored.ts';
import type { Transcript } from '../show/transcript/transcript.ts';
import { directionOf } from './direction.ts';
import type { AddressOf } from './item.ts';
import { SafeHtml } from './safe-html.ts';
import { viewTranscript } from './transcript-page.ts';
import type { Words } from './words.ts';

/** Show and episode as the templates of the site get to see them: plain values, worked out beforehand. */

/** An episode that listeners can hear, with its words on the enclosure's line. */
export type EpisodeOnSite = PublishedEpisode & Readonly<{ transcript?: Transcript }>;

export type ShowView = ReturnType<typeof viewShow>;
export type EpisodeView = ReturnType<typeof viewEpisode>;

export function viewShow(show: Show, count: number | undefined, address: AddressOf) {
  return {
    title: show.title,
    author: show.author,
    language: show.language,
    direction: directionOf(show.language),
    category: show.category.sub ?? show.category.main,
    explicit: show.explicit,
    about: new SafeHtml(printLongNotes(show.description)),
    summary: printPlainNotes(show.description),
    imageUrl: address(showCoverKey(show, show.cover)),
    imageSide: show.cover.side,
    url: address(showPageKey(show)),
    website: show.link,
    funding: show.details?.funding ?? [],
    feedUrl: address(feedKey(show)),
    count,
  };
}

type Dress = Readonly<{ address: AddressOf; words: Words }>;

/** What takes longer to work out is a getter: lists show a few words of each episode, and a year has hundreds of them. */

export function viewEpisode(
  show: Show,
  { episode, publication, transcript }: EpisodeOnSite,
  { address, words }: Dress,
) {
  const { enclosure } = publication.master;
  return {
    title: episode.title,
    url: address(episodePageKey(show, episode)),
    embedUrl: address(embedKey(show, episode)),
    oembedUrl: address(oembedKey(show, episode)),
    kind: episode.details?.type ?? 'full',
    season: episode.season,
    number: episode.details?.display?.text ?? episode.details?.display?.number ?? episode.number,
    explicit: episode.explicit,
    publishedAt: publication.publishedAt,
    get date() {
      return viewDate(publication.publishedAt, show.language);
    },
    duration: printDuration(enclosure.seconds),
    seconds: Math.round(enclosure.seconds),
    audio: {
      url: address(publication.enclosureKey),
      type: enclosure.mediaType,
      get size() {
        return printBytes(enclosure.bytes, show.language);
      },
    },
    /** All formats to choose from, the one above among them. */
    get downloads() {
      return placedDownloads(publication).map((placed) => viewDownload(placed, show, address));
    },
    get summary() {
      return printPlainNotes(episode.notes);
    },
    get notes() {
      return new SafeHtml(printLongNotes(episode.notes));
    },
    get chapters() {
      return masteredChapters(episode, publication).map(viewChapter);
    },
    get transcript() {
      return transcript && viewTranscript(transcript);
    },
    transcriptFiles: (publication.transcripts ?? []).map((placed) => viewTranscriptFile(placed, address)),
    people: creditsOf(show, episode).map((person) => viewPerson(person, words)),
    hasCover: publication.coverKey !== undefined,
    imageUrl: address(publication.coverKey ?? showCoverKey(show, show.cover)),
    imageSide: (publication.coverKey && episode.cover?.side) || show.cover.side,
  };
}

const viewDownload = (
  { sound: { mediaType, bytes, seconds, sha256 }, key }: PlacedDownload,
  { language }: Show,
  address: AddressOf,
) => ({
  name: namingOf(mediaType).name,
  url: address(key),
  type: mediaType,
  /** RFC 6381; absent where the type says it all. */
  codecs: namingOf(mediaType).codecs,
  size: printBytes(bytes, language),
  bytes,
  bitrate: Math.round((bytes * 8) / Math.max(1, seconds) / 1000),
  sha256,
});

const viewChapter = ({ start, title, url }: Chapter) => ({ start, time: printClock(start), title, url });

const fileNames = { vtt: 'WebVTT', srt: 'SubRip', json: 'JSON', text: 'Text' };

function viewTranscriptFile({ key, mediaType }: PublishedTranscript, address: AddressOf) {
  const format = formatOfType(mediaType);
  const { name, captions } = format
    ? { name: fileNames[format], captions: transcriptNamings[format].rel !== undefined }
    : { name: mediaType, captions: false };
  return { name, captions, url: address(key), type: mediaType };
}

/** Without the picture: it lies on somebody else's server, and a page asks no stranger for anything. */
export const viewPerson = ({ name, role = 'host', href }: Person, words: Words) => ({
  name,
  role: roleIn(words, role),
  url: href,
});

/** Roles that the messages know are translated; others stand as they were written. */
function roleIn(words: Words, role: string): string {
  const name = role
    .toLowerCase()
    .replace(/(?:^|[^a-z]+)([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return Object.hasOwn(words, `role${name}`) ? (words[`role${name}`] ?? role) : role;
}

/** The day in the show's language, counted in UTC so that the page does not depend on where it was made. */
const viewDate = (moment: Date, language: string) => ({
  machine: moment.toISOString(),
  words: calendarOf(language).format(moment),
});

/** To make one takes longer than to print a hundred dates with it. */
const calendars = new Map<string, Intl.DateTimeFormat>();

function calendarOf(language: string): Intl.DateTimeFormat {
  const known = calendars.get(language);
  if (known) return known;
  const calendar = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' });
  calendars.set(language, calendar);
  return calendar;
}
