import type { Episode } from '../show/episode.ts';
import { episodePageKey, homePageKey, showPageKey } from '../show/keys.ts';
import type { Show } from '../show/show.ts';
import { type Dated, newestFirst } from './document.ts';
import type { AddressOf } from './item.ts';
import { escapeHtml } from './safe-html.ts';

/** Addresses in one file (sitemaps.org, protocol). */
const MOST_ADDRESSES = 50_000;

/** A show and, in outline, the episodes that have a page. */
export type ShowInOutline = Readonly<{ show: Pick<Show, 'id' | 'slug'>; episodes: readonly Outlined[] }>;

/** What addresses and dates need of an episode. */
export type Outlined = Dated & Readonly<{ episode: Pick<Episode, 'id' | 'showId' | 'slug'> }>;

type Entry = Readonly<{ url: string; changedAt?: Date | undefined }>;

/** All pages for search engines, with the moment of their last change; of too many, the oldest episodes are left out. */
export function printSitemap(shows: readonly ShowInOutline[], address: AddressOf): string {
  const pages = shows.map(({ show, episodes }) => ({
    url: address(showPageKey(show)),
    changedAt: latestOf(episodes.map(({ publication }) => publication.changedAt)),
  }));
  const showOf = new Map(shows.map(({ show }) => [show.id, show]));
  const episodes = newestFirst(shows.flatMap((each) => each.episodes)).flatMap(({ episode, publication }) => {
    const show = showOf.get(episode.showId);
    return show ? [{ url: address(episodePageKey(show, episode)), changedAt: publication.changedAt }] : [];
  });
  const changedAt = latestOf(pages.flatMap((page) => page.changedAt ?? []));
  const entries: readonly Entry[] = [{ url: address(homePageKey), changedAt }, ...pages, ...episodes];
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
    ...entries.slice(0, MOST_ADDRESSES).map(printEntry),
    '</urlset>\n',
  ].join('\n');
}

const printEntry = ({ url, changedAt }: Entry): string =>
  `<url><loc>${escapeHtml(url)}</loc>${changedAt ? `<lastmod>${changedAt.toISOString()}</lastmod>` : ''}</url>`;

function latestOf(moments: readonly Date[]): Date | undefined {
  const latest = moments.reduce((most, moment) => Math.max(most, moment.getTime()), 0);
  return latest > 0 ? new Date(latest) : undefined;
}
