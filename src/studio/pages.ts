import type { PublishedEpisode } from '../show/episode.ts';
import { createHash } from 'node:crypto';
import type { ShowOnSite, SiteAssets, Surroundings } from '../feed/site.ts';
import { episodePageKey, homePageKey, showPageKey, siteAssetKey } from '../show/keys.ts';
import type { House } from './house.ts';
import type { SiteFile } from './templates.ts';

/** For what keeps its name and changes: apps ask again after minutes (feed.md 10). */
export const FRESH = 'public, max-age=300';
/** For what never changes under its name. */
export const LASTING = 'public, max-age=31536000, immutable';

/** Writes the pages for listeners: what they load first, then episodes, the show, and the list of all shows. */
export async function writePages(
  house: House,
  shown: ShowOnSite,
  changed: readonly PublishedEpisode[],
): Promise<void> {
  const { site, files } = await house.templates();
  const surroundings: Surroundings = {
    address: (key) => house.publicStore.publicUrl(key),
    assets: await writeAssets(house, files),
  };
  for (const item of changed) {
    await putPage(
      house,
      episodePageKey(shown.show, item.episode),
      site.printEpisodePage(shown.show, item, surroundings),
    );
  }
  await putPage(house, showPageKey(shown.show), site.printShowPage(shown, surroundings));
  await putPage(house, homePageKey, site.printHome(publicShows(house, shown), surroundings));
}

async function putPage({ publicStore }: House, key: string, html: string): Promise<void> {
  const facts = { contentType: 'text/html; charset=utf-8', cacheControl: FRESH };
  await publicStore.put(key, Buffer.from(html), facts);
}

/** The shows that have something to hear; the one being published as it will be. */
const publicShows = ({ catalogue }: House, current: ShowOnSite): readonly ShowOnSite[] =>
  catalogue.shows
    .list()
    .map((show) =>
      show.id === current.show.id ? current : { show, episodes: catalogue.episodes.published(show.id) },
    )
    .filter(({ episodes }) => episodes.length > 0);

/** Style sheet and script, under names that carry their hash. */
async function writeAssets(house: House, files: readonly SiteFile[]): Promise<SiteAssets> {
  const addresses = new Map<string, string>();
  for (const file of files) addresses.set(file.name, await writeAsset(house, file));
  return { stylesheet: addresses.get('site.css') ?? '', player: addresses.get('player.js') ?? '' };
}

async function writeAsset({ publicStore }: House, { name, bytes, contentType }: SiteFile): Promise<string> {
  const key = siteAssetKey(name, createHash('sha256').update(bytes).digest('hex'));
  const there = await publicStore.head(key);
  if (there?.bytes !== bytes.byteLength)
    await publicStore.put(key, bytes, { contentType, cacheControl: LASTING });
  return publicStore.publicUrl(key);
}
