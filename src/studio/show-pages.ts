import type { Outlined } from '../feed/site.ts';
import { isListed, type Publication, type PublishedEpisode } from '../show/episode.ts';
import { embedKey, episodePageKey, oembedKey, showPageKey } from '../show/keys.ts';
import type { Show } from '../show/show.ts';
import type { House } from './house.ts';
import {
  type ChangedDates,
  openSurroundings,
  type Shelf,
  writeEpisodePages,
  writeLists,
  writeShowPages,
} from './pages.ts';
import type { Plan } from './publication-plan.ts';

/** The pages of one publication, on both sides of the feed's write. */
export type NewPages = Readonly<{
  /** What listeners have already changes only when the feed has passed. */
  renew(more: readonly PublishedEpisode[], listed: readonly Outlined[]): Promise<void>;
  /** The feed did not pass: what only it named goes again. */
  takeBack(): Promise<void>;
}>;

/** Writes the pages that nobody has seen yet and that the feed is about to name. */
export async function placeNewPages(house: House, show: Show, plan: Plan): Promise<NewPages> {
  const { catalogue } = house;
  const isOld = ({ episode }: PublishedEpisode) =>
    catalogue.episodes.byId(episode.id)?.publication !== undefined;
  const fresh = plan.arriving.filter((each) => !isOld(each));
  const known = plan.arriving.filter(isOld);
  const isFirst = plan.others === 0 && catalogue.publications.newest(show.id) === undefined;
  const whole = wholeFrom(house, plan.arriving);
  const around = await openSurroundings(house);
  for (const each of fresh) await writeEpisodePages(house, show, each, around);
  const listed = plan.arriving.filter(({ episode }) => isListed(episode, plan.now));
  if (isFirst) await writeShowPages(house, { show, listed, whole }, 'all', around);
  return {
    renew: async (more, all) => {
      for (const each of [...more, ...known]) await writeEpisodePages(house, show, each, around);
      await writeLists(house, { show, listed: all, whole }, datesOf(plan), around);
    },
    takeBack: async () => {
      const pages = fresh.flatMap(({ episode }) => [
        ...[episodePageKey(show, episode), embedKey(show, episode), oembedKey(show, episode)],
      ]);
      for (const key of [...pages, ...(isFirst ? [showPageKey(show)] : [])])
        await house.publicStore.delete(key);
    },
  };
}

/** Episodes by their ids: those that come as they will be, the others as they are. */
const wholeFrom =
  ({ catalogue }: House, coming: readonly PublishedEpisode[]): Shelf['whole'] =>
  (ids) => [
    ...coming.filter(({ episode }) => ids.includes(episode.id)),
    ...catalogue.episodes.publishedAmong(
      ids.filter((id) => coming.every(({ episode }) => episode.id !== id)),
    ),
  ];

/** Of a single episode only the lists in which it stands, or stood, are written anew. */
const datesOf = ({ facts, arriving }: Plan): ChangedDates =>
  facts ? momentsOf([facts.publication, ...arriving.map(({ publication }) => publication)]) : 'all';

const momentsOf = (publications: readonly (Publication | undefined)[]): readonly Date[] =>
  publications.flatMap((publication) => (publication ? [publication.publishedAt] : []));
