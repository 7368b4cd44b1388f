import { type EpisodeFacts, isSameSound, isWantedNow, type PublishedEpisode } from '../show/episode.ts';
import type { Show } from '../show/show.ts';
import { placeCompanions } from './companions.ts';
import { readFeed, type StandingFeed } from './feed-writing.ts';
import type { House } from './house.ts';
import type { PublishJob } from './owed.ts';

/** Who comes, goes and stays, at one moment. */
export type Plan = Readonly<{
  now: Date;
  /** The episode that this is about. */
  facts: EpisodeFacts | undefined;
  arriving: readonly PublishedEpisode[];
  leaving: EpisodeFacts | undefined;
  /** How many others listeners have. */
  others: number;
  /** The feed that listeners have. */
  stood: StandingFeed | undefined;
}>;

/** Brings in what comes; meanwhile the feed is read, and the store asked whether it keeps conditions on a write. */
export async function prepare(
  house: House,
  show: Show,
  { episodeId, arriving: newcomers = [] }: Pick<PublishJob, 'episodeId' | 'arriving'>,
  signal: AbortSignal,
): Promise<Plan> {
  const { episodes } = house.catalogue;
  const facts = episodeId === undefined ? undefined : episodes.byId(episodeId);
  const coming = facts ? [facts] : newOnes(house, newcomers);
  const [arriving, stood] = await Promise.all([
    placeAll(house, show, coming, signal),
    readFeed(house, show),
    house.publicStore.keepsConditions(),
  ]);
  const leaving = facts?.episode.wish === 'withdrawn' ? facts : undefined;
  const others = episodes.countPublished(show.id, episodeId);
  return { now: house.clock.now(), facts, arriving, leaving, others, stood };
}

/** Of those that come with their show: what an attempt before this one has brought already is there to stay. */
const newOnes = ({ catalogue }: House, ids: readonly number[]): readonly EpisodeFacts[] =>
  ids.flatMap((id) => catalogue.episodes.byId(id) ?? []).filter(({ publication }) => !publication);

async function placeAll(
  house: House,
  show: Show,
  all: readonly EpisodeFacts[],
  signal: AbortSignal,
): Promise<readonly PublishedEpisode[]> {
  const placed: PublishedEpisode[] = [];
  for (const facts of all) placed.push(...(await placeEpisode(house, show, facts, signal)));
  return placed;
}

/** Puts everything of an episode into the public store, under names that nothing else ever had. */
async function placeEpisode(
  house: House,
  show: Show,
  { episode, master, publication }: EpisodeFacts,
  signal: AbortSignal,
): Promise<readonly PublishedEpisode[]> {
  const now = house.clock.now();
  if (!master || !isWantedNow(episode, now)) return [];
  const placed = await placeCompanions(house, show, { episode, master }, signal);
  const publishedAt = house.catalogue.episodes.mintPublishedAt(episode.id, now);
  const changedAt = publication && isSameSound(publication.master, master) ? publication.changedAt : now;
  return [{ episode, publication: { ...placed, master, publishedAt, changedAt } }];
}
