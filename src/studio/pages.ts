import { createHash } from 'node:crypto';
import { problemOf } from '../errors.ts';
import type { ShowOnSite, SiteAssets, Surroundings } from '../feed/site.ts';
import { isListed, type PublishedEpisode } from '../show/episode.ts';
import {
  embedKey,
  episodePageKey,
  homePageKey,
  oembedKey,
  showPageKey,
  sitemapKey,
  siteAssetKey,
} from '../show/keys.ts';
import type { Show } from '../show/show.ts';
import type { Transcript } from '../show/transcript/transcript.ts';
import type { House } from './house.ts';
import type { SiteFile } from './templates.ts';
import { masteredTranscript } from './transcripts.ts';

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
  for (const item of changed) await writeEpisodePages(house, shown.show, item, surroundings);
  await putText(house, showPageKey(shown.show), site.printShowPage(shown, surroundings), HTML);
  const shows = publicShows(house, shown);
  await putText(house, homePageKey, site.printHome(shows, surroundings), HTML);
  await putText(house, sitemapKey, site.printSitemap(shows, surroundings.address), XML);
}

/** An episode's page last, since it names the others. */
async function writeEpisodePages(
  house: House,
  show: Show,
  published: PublishedEpisode,
  surroundings: Surroundings,
): Promise<void> {
  const { site } = await house.templates();
  const { episode } = published;
  const transcript = await transcriptOf(house, published);
  const item = { ...published, ...(transcript ? { transcript } : {}) };
  await putText(house, embedKey(show, episode), site.printEmbed(show, item, surroundings), HTML);
  await putText(house, oembedKey(show, episode), site.printOembed(show, item, surroundings), JSON_TYPE);
  await putText(house, episodePageKey(show, episode), site.printEpisodePage(show, item, surroundings), HTML);
}

/** One that is lost, or is being exchanged at this moment, holds up no other page: the episode's own publication tells. */
async function transcriptOf(
  house: House,
  { episode, publication: { master } }: PublishedEpisode,
): Promise<Transcript | undefined> {
  try {
    return await masteredTranscript(house, { episode, master });
  } catch (thrown) {
    if (/^object-(missing|changed)$/.test(problemOf(thrown).code)) return undefined;
    throw thrown;
  }
}

const HTML = 'text/html; charset=utf-8';
const XML = 'application/xml; charset=utf-8';
/** As oEmbed wants it (1.0, 2.3.4), with its letters named. */
const JSON_TYPE = 'application/json; charset=utf-8';

async function putText(
  { publicStore }: House,
  key: string,
  text: string,
  contentType: string,
): Promise<void> {
  await publicStore.put(key, Buffer.from(text), { contentType, cacheControl: FRESH });
}

/** The shows that have something to hear; the one being published as it will be. */
function publicShows({ catalogue, clock }: House, current: ShowOnSite): readonly ShowOnSite[] {
  const now = clock.now();
  const listed = (show: Show): readonly PublishedEpisode[] =>
    catalogue.episodes.published(show.id).filter(({ episode }) => isListed(episode, now));
  return catalogue.shows
    .list()
    .map((show) => (show.id === current.show.id ? current : { show, episodes: listed(show) }))
    .filter(({ episodes }) => episodes.length > 0);
}

/** Style sheet and scripts, under names that carry their hash. */
async function writeAssets(house: House, files: readonly SiteFile[]): Promise<SiteAssets> {
  const addresses = new Map<string, string>();
  for (const file of files) addresses.set(file.name, await writeAsset(house, file));
  const at = (name: string): string => addresses.get(name) ?? '';
  return { stylesheet: at('site.css'), player: at('player.js'), transcript: at('transcript.js') };
}

async function writeAsset({ publicStore }: House, { name, bytes, contentType }: SiteFile): Promise<string> {
  const key = siteAssetKey(name, createHash('sha256').update(bytes).digest('hex'));
  const there = await publicStore.head(key);
  if (there?.bytes !== bytes.byteLength)
    await publicStore.put(key, bytes, { contentType, cacheControl: LASTING });
  return publicStore.publicUrl(key);
}
