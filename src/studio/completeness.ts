import { downloadsOf, type PublishedEpisode } from '../show/episode.ts';
import { embedKey, episodePageKey, feedKey, oembedKey } from '../show/keys.ts';
import type { Show } from '../show/show.ts';
import type { House } from './house.ts';

/** What the feed names and the public store lacks, e.g. because somebody tidied the folder by hand. */
export type Gap = Readonly<{ published: PublishedEpisode; missing: readonly string[] }>;

/** Looks with one listing, however many episodes there are. */
export async function findGaps(
  house: House,
  show: Show,
  episodes: readonly PublishedEpisode[],
): Promise<readonly Gap[]> {
  const sizes = await sizesBelow(house, show);
  return episodes
    .map((published) => ({ published, missing: missingOf(show, published, sizes) }))
    .filter(({ missing }) => missing.length > 0);
}

export const hasFeed = async ({ publicStore }: House, show: Show): Promise<boolean> =>
  (await publicStore.head(feedKey(show))) !== undefined;

async function sizesBelow({ publicStore }: House, show: Show): Promise<ReadonlyMap<string, number>> {
  const sizes = new Map<string, number>();
  for await (const { key, bytes } of publicStore.list(`${show.slug}/`)) sizes.set(key, bytes);
  return sizes;
}

/** A sound counts as missing, too, when its size is not the announced one. */
function missingOf(
  show: Show,
  { episode, publication }: PublishedEpisode,
  sizes: ReadonlyMap<string, number>,
): string[] {
  const { enclosureKey, alternateKeys = [], chaptersKey, certificateKey, coverKey, master } = publication;
  const transcripts = (publication.transcripts ?? []).map(({ key }) => key);
  const keys = [enclosureKey, ...alternateKeys];
  const sounds = downloadsOf(master).flatMap(({ bytes }, i) => {
    const key = keys[i];
    return key === undefined || sizes.get(key) === bytes ? [] : [key];
  });
  const pages = [episodePageKey, embedKey, oembedKey].map((keyOf) => keyOf(show, episode));
  const companions = [chaptersKey, ...transcripts, certificateKey, coverKey, ...pages];
  const absent = companions.flatMap((key) => (key === undefined || sizes.has(key) ? [] : [key]));
  return [...sounds, ...absent];
}
