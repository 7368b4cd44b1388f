import type { Chapter } from '../show/chapters/chapter.ts';
import { type PlacedDownload, placedDownloads, type PublishedEpisode } from '../show/episode.ts';
import { namingOf } from '../show/formats.ts';
import { episodePageKey, feedKey, homePageKey, showCoverKey, showPageKey } from '../show/keys.ts';
import { printLongNotes, printPlainNotes } from '../show/notes.ts';
import type { Show } from '../show/show.ts';
import { printBytes } from '../show/size.ts';
import { printClock, printDuration } from '../show/time.ts';
import { type AddressOf, masteredChapters, newestFirst } from './document.ts';
import { describeEpisode, describeShow } from './structured-data.ts';
import { wordsFor } from './words.ts';

/**
 * What the templates of the site get to see: plain values, worked out beforehand, so that a template only places
 * them. HTML that may stand as it is comes as SafeHtml; everything else is escaped when it is printed.
 */
export class SafeHtml {
  readonly html: string;
  constructor(html: string) {
    this.html = html;
  }
}

/** Where things of the site are found. */
export type Surroundings = Readonly<{ address: AddressOf; assets: SiteAssets }>;

/** Public addresses of the files in `templates/assets`. */
export type SiteAssets = Readonly<{ stylesheet: string; player: string }>;

/** A show with what is public of it. */
export type ShowOnSite = Readonly<{ show: Show; episodes: readonly PublishedEpisode[] }>;

export type ShowView = ReturnType<typeof viewShow>;
export type EpisodeView = ReturnType<typeof viewEpisode>;

export function viewHome(shows: readonly ShowOnSite[], { address, assets }: Surroundings) {
  const words = wordsFor(shows[0]?.show.language ?? 'en');
  const page = {
    title: words.podcasts,
    description: shows.map(({ show }) => show.title).join(', '),
    language: shows[0]?.show.language ?? 'en',
    url: address(homePageKey),
    kind: 'website',
  };
  const listed = shows.map(({ show, episodes }) => {
    const [newest] = newestFirst(episodes);
    return {
      ...viewShow(show, episodes.length, address),
      ...(newest ? { newest: viewEpisode(show, newest, address) } : {}),
    };
  });
  return { page, words, assets, shows: listed };
}

export function viewShowPage({ show, episodes }: ShowOnSite, { address, assets }: Surroundings) {
  const view = viewShow(show, episodes.length, address);
  const page = {
    title: show.title,
    description: view.summary,
    language: show.language,
    url: view.url,
    imageUrl: view.imageUrl,
    kind: 'website',
    data: dataBlock(describeShow(show, view)),
  };
  const ordered = newestFirst(episodes).map((published) => viewEpisode(show, published, address));
  return {
    page,
    words: wordsFor(show.language),
    assets,
    homeUrl: address(homePageKey),
    show: view,
    episodes: ordered,
  };
}

export function viewEpisodePage(show: Show, published: PublishedEpisode, { address, assets }: Surroundings) {
  const view = viewShow(show, undefined, address);
  const episode = viewEpisode(show, published, address);
  const page = {
    title: `${episode.title} – ${show.title}`,
    description: episode.summary,
    language: show.language,
    url: episode.url,
    imageUrl: episode.imageUrl,
    audioUrl: episode.audio.url,
    kind: 'article',
    data: dataBlock(describeEpisode(view, episode)),
  };
  return { page, words: wordsFor(show.language), assets, homeUrl: address(homePageKey), show: view, episode };
}

function viewShow(show: Show, count: number | undefined, address: AddressOf) {
  const feedUrl = address(feedKey(show));
  return {
    title: show.title,
    author: show.author,
    language: show.language,
    category: show.category.sub ?? show.category.main,
    explicit: show.explicit,
    about: new SafeHtml(printLongNotes(show.description)),
    summary: printPlainNotes(show.description),
    imageUrl: address(showCoverKey(show, show.cover)),
    url: address(showPageKey(show)),
    website: show.link,
    feedUrl,
    /** Opens the app that the listener's device has for podcasts. */
    appUrl: feedUrl.replace(/^https?:/, 'podcast:'),
    count,
  };
}

function viewEpisode(show: Show, published: PublishedEpisode, address: AddressOf) {
  const { episode, publication } = published;
  const { enclosure } = publication.master;
  return {
    title: episode.title,
    url: address(episodePageKey(show, episode)),
    season: episode.season,
    number: episode.number,
    explicit: episode.explicit,
    date: viewDate(publication.publishedAt, show.language),
    duration: printDuration(enclosure.seconds),
    seconds: Math.round(enclosure.seconds),
    audio: {
      url: address(publication.enclosureKey),
      type: enclosure.mediaType,
      size: printBytes(enclosure.bytes, show.language),
    },
    /** All formats to choose from, the one above among them. */
    downloads: placedDownloads(publication).map((placed) => viewDownload(placed, show, address)),
    summary: printPlainNotes(episode.notes),
    notes: new SafeHtml(printLongNotes(episode.notes)),
    chapters: masteredChapters(episode, publication).map(viewChapter),
    hasCover: publication.coverKey !== undefined,
    imageUrl: address(publication.coverKey ?? showCoverKey(show, show.cover)),
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

/** The day in the show's language, counted in UTC so that the page does not depend on where it was made. */
const viewDate = (moment: Date, language: string) => ({
  machine: moment.toISOString(),
  words: new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(moment),
});

/** JSON that may stand inside a script element: no `<` in it can end the element. */
const dataBlock = (data: object): SafeHtml => new SafeHtml(JSON.stringify(data).replaceAll('<', '\\u003c'));
