import { createHash } from 'node:crypto';
import { problemOf } from '../errors.ts';
import { newestFirst } from '../feed/document.ts';
import type { Outlined, ShowOnSite, SiteAssets, Surroundings } from '../feed/site.ts';
import { isListed, type PublishedEpisode } from '../show/episode.ts';
import {
  embedKey,
  episodePageKey,
  homePageKey,
  oembedKey,
  showPageKey,
  sitemapKey,
  siteAssetKey,
  yearPageKey,
  yearPagePrefix,
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

/** Newest episodes on a show's own page. Of more, each year has a page, so that one episode more rewrites a few pages. */
export const NEWEST = 100;

/** All that is listed of a show, in outline, and how to have some of it whole. */
export type Shelf = Readonly<{
  show: Show;
  listed: readonly Outlined[];
  whole(ids: readonly number[]): readonly PublishedEpisode[];
}>;

/** The dates at which something in the lists is not as it was. */
export type ChangedDates = readonly Date[] | 'all';

/** Where everything is, and what all pages load, put in its place. */
export async function openSurroundings(house: House): Promise<Surroundings> {
  const { files } = await house.templates();
  return { address: (key) => house.publicStore.publicUrl(key), assets: await writeAssets(house, files) };
}

/** Writes the pages that list episodes: those of years, the show's own, that of all shows, and the map of them all. */
export async function writeLists(
  house: House,
  shelf: Shelf,
  dates: ChangedDates,
  surroundings: Surroundings,
): Promise<void> {
  await writeShowPages(house, shelf, dates, surroundings);
  const { site } = await house.templates();
  const shelves = publicShelves(house, shelf);
  const shows = shelves.map((each) => newestOf(each, 1));
  await putText(house, homePageKey, site.printHome(shows, surroundings), HTML);
  const outlines = shelves.map((each) => ({ show: each.show, episodes: each.listed }));
  await putText(house, sitemapKey, site.printSitemap(outlines, surroundings.address), XML);
}

/** The lists of one show alone. */
export async function writeShowPages(
  house: House,
  shelf: Shelf,
  dates: ChangedDates,
  surroundings: Surroundings,
): Promise<void> {
  const { site } = await house.templates();
  const years = await writeYearPages(house, shelf, dates, surroundings);
  const shown = { ...newestOf(shelf, NEWEST), years };
  await putText(house, showPageKey(shelf.show), site.printShowPage(shown, surroundings), HTML);
}

function newestOf({ show, listed, whole }: Shelf, most: number): ShowOnSite {
  const ids = newestFirst(listed).slice(0, most);
  return { show, episodes: whole(ids.map(({ episode }) => episode.id)), count: listed.length };
}

const yearOf = (moment: Date): number => moment.getUTCFullYear();
const yearIn = ({ publication }: Outlined): number => yearOf(publication.publishedAt);
const yearsOf = (listed: readonly Outlined[]): readonly number[] =>
  [...new Set(listed.map(yearIn))].sort((a, b) => b - a);

/** Those in which something changed and those that are not there; years that no episode is left of go. Gives all years. */
async function writeYearPages(
  house: House,
  { show, listed, whole }: Shelf,
  dates: ChangedDates,
  surroundings: Surroundings,
): Promise<readonly number[]> {
  const { site } = await house.templates();
  const years = listed.length > NEWEST ? yearsOf(listed) : [];
  const there = new Set<string>();
  for await (const { key } of house.publicStore.list(yearPagePrefix(show))) there.add(key);
  const changed = dates === 'all' ? years : dates.map(yearOf);
  for (const year of years) {
    const key = yearPageKey(show, year);
    const isThere = there.delete(key);
    if (isThere && !changed.includes(year)) continue;
    const ids = listed.filter((each) => yearIn(each) === year).map(({ episode }) => episode.id);
    const shown = { show, episodes: whole(ids), count: listed.length, years, year };
    await putText(house, key, site.printYearPage(shown, surroundings), HTML);
  }
  for (const key of there) await house.publicStore.delete(key);
  return years;
}

/** An episode's page last, since it names the others. */
export async function writeEpisodePages(
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

/** The shows that have something to hear; the one being published as it will be, the others as their feeds have them. */
function publicShelves(
  { catalogue: { episodes, shows, publications }, clock }: House,
  current: Shelf,
): readonly Shelf[] {
  const now = clock.now();
  const shelfOf = (show: Show): Shelf => ({
    show: publications.shownAs(show.id) ?? show,
    listed: episodes.standing(show.id).filter(({ episode }) => isListed(episode, now)),
    whole: (ids) => episodes.publishedAmong(ids),
  });
  return shows
    .list()
    .map((show) => (show.id === current.show.id ? current : shelfOf(show)))
    .filter(({ listed }) => listed.length > 0);
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
