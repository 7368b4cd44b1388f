import type { PublishedEpisode } from '../show/episode.ts';
import { homePageKey, yearPageKey } from '../show/keys.ts';
import type { Show } from '../show/show.ts';
import { newestFirst } from './document.ts';
import { directionOf } from './direction.ts';
import type { AddressOf } from './item.ts';
import { SafeHtml } from './safe-html.ts';
import { describeEpisode, describeShow } from './structured-data.ts';
import { waysToSubscribe } from './subscribing.ts';
import { type EpisodeOnSite, type EpisodeView, viewEpisode, viewPerson, viewShow } from './views.ts';
import { markedWords, nameCategory, type Words, type WordsFor } from './words.ts';

/**
 * What the templates of the site get to see: plain values, worked out beforehand, so that a template only places
 * them. HTML that may stand as it is comes as SafeHtml; everything else is escaped when it is printed.
 */

/** Where things of the site are found. */
export type Surroundings = Readonly<{ address: AddressOf; assets: SiteAssets }>;

/** Public addresses of the files in `templates/assets`. */
export type SiteAssets = Readonly<{ stylesheet: string; player: string; transcript: string }>;

/** A show with what is public of it. */
export type ShowOnSite = Readonly<{
  show: Show;
  /** Of a long show, the newest. */
  episodes: readonly PublishedEpisode[];
  /** How many there are, where these are not all. */
  count?: number;
  /** Those that have a page of their own for their episodes, newest first. */
  years?: readonly number[];
}>;

/** A long show's episodes of one year. */
export type YearOnSite = ShowOnSite & Readonly<{ year: number }>;

/** Where a page stands, and the words that it is written in. */
type Dress = Surroundings & Readonly<{ wordsFor: WordsFor }>;

export function viewHome(shows: readonly ShowOnSite[], { address, assets, wordsFor }: Dress) {
  const language = shows[0]?.show.language ?? 'en';
  const words = wordsFor(language);
  const page = {
    title: words.podcasts,
    description: shows.map(({ show }) => show.title).join(', '),
    language,
    direction: directionOf(language),
    url: address(homePageKey),
    kind: 'website',
  };
  const listed = shows.map(({ show, episodes, count }) => {
    const [newest] = newestFirst(episodes);
    return {
      ...viewShow(show, count ?? episodes.length, address),
      words: markedWords(wordsFor, show.language),
      ...(newest ? { newest: viewEpisode(show, newest, { address, words }) } : {}),
    };
  });
  return { page, words: markedWords(wordsFor, language), assets, shows: listed };
}

export function viewShowPage(
  { show, episodes, count, years = [] }: ShowOnSite,
  { address, assets, wordsFor }: Dress,
) {
  const view = viewShow(show, count ?? episodes.length, address);
  const words = wordsFor(show.language);
  const page = {
    title: show.title,
    description: view.summary,
    language: show.language,
    direction: view.direction,
    url: view.url,
    imageUrl: view.imageUrl,
    imageSide: view.imageSide,
    kind: 'website',
    data: dataBlock(describeShow(show, view)),
  };
  return {
    page,
    words: markedWords(wordsFor, show.language),
    assets,
    homeUrl: address(homePageKey),
    show: { ...withWays(view, words), ...nameCategory(view.category, words, show.language) },
    people: (show.details?.people ?? []).map((person) => viewPerson(person, words)),
    episodes: newestFirst(episodes).map((published) => viewEpisode(show, published, { address, words })),
    years: years.map((year) => ({ year, url: address(yearPageKey(show, year)) })),
  };
}

/** One page of a long show's past; the others and the show's own page are beside it. */
export function viewYearPage({ year, ...shown }: YearOnSite, dress: Dress) {
  const { page, ...rest } = viewShowPage(shown, dress);
  const { data: _, ...plain } = page;
  const url = dress.address(yearPageKey(shown.show, year));
  const months = inMonths(rest.episodes, shown.show.language);
  return { ...rest, year, months, page: { ...plain, title: `${shown.show.title} – ${year}`, url } };
}

type InMonth = Readonly<{ name: string; anchor: string; episodes: readonly EpisodeView[] }>;

/** Episodes in their order, under the names of their months (UTC). */
function inMonths(episodes: readonly EpisodeView[], language: string): readonly InMonth[] {
  const names = new Intl.DateTimeFormat(language, { month: 'long', timeZone: 'UTC' });
  const months = new Map<number, EpisodeView[]>();
  for (const episode of episodes) {
    const month = episode.publishedAt.getUTCMonth();
    const group = months.get(month);
    if (group) group.push(episode);
    else months.set(month, [episode]);
  }
  return [...months].map(([month, group]) => ({
    name: names.format(group[0]?.publishedAt),
    anchor: `month-${month + 1}`,
    episodes: group,
  }));
}

export function viewEpisodePage(show: Show, published: EpisodeOnSite, { address, assets, wordsFor }: Dress) {
  const words = wordsFor(show.language);
  const view = viewShow(show, undefined, address);
  const episode = viewEpisode(show, published, { address, words });
  const page = {
    title: `${episode.title} – ${show.title}`,
    description: episode.summary,
    language: show.language,
    direction: view.direction,
    url: episode.url,
    imageUrl: episode.imageUrl,
    imageSide: episode.imageSide,
    audioUrl: episode.audio.url,
    oembedUrl: episode.oembedUrl,
    publishedAt: episode.date.machine,
    kind: 'article',
    /** From search engines. */
    isHidden: published.episode.wish === 'unlisted',
    data: dataBlock(describeEpisode(view, episode)),
  };
  return {
    page,
    words: markedWords(wordsFor, show.language),
    assets,
    homeUrl: address(homePageKey),
    show: withWays(view, words),
    episode,
  };
}

/** Without what the whole page has: other people's pages show the player alone. */
export function viewEmbed(show: Show, published: EpisodeOnSite, dress: Dress) {
  const { page, words, assets, show: view, episode } = viewEpisodePage(show, published, dress);
  return { page: { ...page, isHidden: true }, words, assets, show: view, episode };
}

const withWays = <View extends Readonly<{ feedUrl: string; url: string }>>(view: View, words: Words) => ({
  ...view,
  ...waysToSubscribe(view.feedUrl, view.url, words),
});

/** JSON that may stand inside a script element: no `<` in it can end the element. */
const dataBlock = (data: object): SafeHtml => new SafeHtml(JSON.stringify(data).replaceAll('<', '\\u003c'));
