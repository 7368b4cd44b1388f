import { asciiAddress } from '../show/address.ts';
import { type Chapter, FEWEST_CHAPTERS } from '../show/chapters/chapter.ts';
import { masteredChapters } from '../show/chapters/mastered.ts';
import { type PodloveChapters, podloveOf } from '../show/chapters/podlove.ts';
import { printChapterList } from '../show/chapters/printing.ts';
import type { EpisodeDetails, EpisodeType } from '../show/details.ts';
import type { Alternate, Enclosure } from '../show/enclosure.ts';
import {
  downloadsOf,
  type Episode,
  type Publication,
  type PublishedEpisode,
  passagesOf,
} from '../show/episode.ts';
import { namingOf } from '../show/formats.ts';
import { episodePageKey } from '../show/keys.ts';
import { cleanLine } from '../show/names.ts';
import { printLines, printLongNotes, printNotes } from '../show/notes.ts';
import { limitNotes, NOTES_LIMIT } from '../show/notes-limit.ts';
import { peopleOfEpisode } from '../show/people.ts';
import type { Show } from '../show/show.ts';
import { moveSoundbites } from '../show/soundbites.ts';
import { composeTranscripts, type FeedTranscript } from './transcript-links.ts';

/** Turns a key of the public store into the address under which the public sees it. */
export type AddressOf = (key: string) => string;

/** What the feed says of an episode: every value as it stands in the document, times on the enclosure's line. */
export type FeedItem = Readonly<{
  guid: string;
  title: string;
  link: string;
  publishedAt: Date;
  enclosure: Readonly<{ url: string; bytes: number; mediaType: string /** whole */; seconds: number }>;
  /** All formats to choose from, the enclosure's own among them; absent where there is but that one. */
  alternates?: readonly FeedAlternate[];
  /** HTML that every app knows, at most 4000 bytes. */
  description: string;
  /** Where there is more to say than the description holds. */
  longNotes?: string;
  explicit: boolean;
  type: EpisodeType;
  season?: number;
  seasonName?: string;
  number?: number;
  imageUrl?: string;
  chaptersUrl?: string;
  transcripts?: readonly FeedTranscript[];
  /** The chapters in the feed itself, where the show wants them there. */
  podlove?: PodloveChapters;
}> &
  Omit<EpisodeDetails, 'type'>;

/** podcast:alternateEnclosure (podcast namespace 1.0). */
export type FeedAlternate = Readonly<{
  url: string;
  bytes: number;
  mediaType: string;
  /** As people choose it, at most 32 characters. */
  title: string;
  /** Bits a second, on average. */
  bitrate: number;
  /** RFC 6381 */
  codecs?: string;
  /** Whether it is the plain enclosure. */
  isDefault: boolean;
  /** Subresource Integrity: algorithm and hash in base64. */
  integrity: string;
}>;

export function composeItem(
  show: Show,
  { episode, publication }: PublishedEpisode,
  address: AddressOf,
): FeedItem {
  const { master, enclosureKey, coverKey, chaptersKey } = publication;
  return {
    ...composeDetails(show, episode, publication),
    guid: episode.guid,
    title: cleanLine(episode.title),
    link: asciiAddress(address(episodePageKey(show, episode))),
    publishedAt: publication.publishedAt,
    enclosure: {
      url: asciiAddress(address(enclosureKey)),
      bytes: master.enclosure.bytes,
      mediaType: master.enclosure.mediaType,
      seconds: Math.max(1, Math.round(master.enclosure.seconds)),
    },
    ...composeAlternates(publication, address),
    ...composeNotes(episode, publication),
    explicit: episode.explicit,
    ...composeCount(show, episode),
    ...(coverKey === undefined ? {} : { imageUrl: asciiAddress(address(coverKey)) }),
    ...(chaptersKey === undefined ? {} : { chaptersUrl: asciiAddress(address(chaptersKey)) }),
    ...composeTranscripts(publication, show.language, address),
    ...composePodlove(show, episode, publication),
  };
}

/** What people said beyond the usual, with people and times as they hold for the item. */
function composeDetails(
  show: Show,
  episode: Episode,
  { master }: Publication,
): Omit<EpisodeDetails, 'type'> & Pick<FeedItem, 'type'> {
  const { type = 'full', soundbites = [], people: _, ...details } = episode.details ?? {};
  const people = peopleOfEpisode(show, episode);
  const moved = moveSoundbites(soundbites, passagesOf(master), master.enclosure.seconds);
  return {
    ...details,
    type,
    ...(people.length > 0 ? { people } : {}),
    ...(moved.length > 0 ? { soundbites: moved } : {}),
  };
}

function composeCount(
  show: Show,
  { season, number }: Episode,
): Pick<FeedItem, 'season' | 'seasonName' | 'number'> {
  const named = show.details?.seasons?.find((each) => each.number === season);
  return {
    ...(season === undefined ? {} : { season }),
    ...(named ? { seasonName: named.name } : {}),
    ...(number === undefined ? {} : { number }),
  };
}

function composeAlternates(
  { master, enclosureKey, alternateKeys = [] }: Publication,
  address: AddressOf,
): Pick<FeedItem, 'alternates'> {
  if (alternateKeys.length === 0) return {};
  const keys = [enclosureKey, ...alternateKeys];
  const alternates = downloadsOf(master).flatMap((sound, i) => {
    const key = keys[i];
    return key === undefined ? [] : [composeAlternate(sound, asciiAddress(address(key)), i === 0)];
  });
  return { alternates };
}

function composeAlternate(
  { bytes, seconds, mediaType, sha256 }: Enclosure | Alternate,
  url: string,
  isDefault: boolean,
): FeedAlternate {
  const { name: title, codecs } = namingOf(mediaType);
  return {
    ...{ url, bytes, mediaType, title, isDefault },
    bitrate: Math.round((bytes * 8) / Math.max(1, seconds)),
    ...(codecs === undefined ? {} : { codecs }),
    integrity: `sha256-${Buffer.from(sha256, 'hex').toString('base64')}`,
  };
}

/** The notes and, behind them, the chapters: the same list as in the companion file (feed.md 4 and 7). */
function composeNotes(
  episode: Episode,
  publication: Publication,
): Pick<FeedItem, 'description' | 'longNotes'> {
  const notes = printNotes(episode.notes);
  const times = printChapterLines(masteredChapters(episode, publication));
  const description = limitedWith(notes, times) || printLines([cleanLine(episode.title)]);
  const longNotes = joined(printLongNotes(episode.notes), times);
  return { description, ...(longNotes === '' || longNotes === description ? {} : { longNotes }) };
}

function composePodlove(show: Show, episode: Episode, publication: Publication): Pick<FeedItem, 'podlove'> {
  if (!show.details?.podloveChapters) return {};
  const podlove = podloveOf(masteredChapters(episode, publication));
  return podlove.chapters.length > 0 ? { podlove } : {};
}

const printChapterLines = (chapters: readonly Chapter[]): string =>
  chapters.length < FEWEST_CHAPTERS ? '' : printLines(printChapterList(chapters));

const joined = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join('\n');

/** The notes make room for the chapters, which may take half of it: half a list would mislead. */
function limitedWith(notes: string, times: string): string {
  const room = NOTES_LIMIT - Buffer.byteLength(times) - 1;
  return room < NOTES_LIMIT / 2 ? limitNotes(joined(notes, times)) : joined(limitNotes(notes, room), times);
}
