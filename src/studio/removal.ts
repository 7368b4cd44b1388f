import { nextOrders, type Step } from '../production/next-orders.ts';
import type { MadeFile } from '../production/orders.ts';
import { rendersOf } from '../production/proven.ts';
import { downloadsOf, type EpisodeFacts, type Master } from '../show/episode.ts';
import { type House, subjectOf } from './house.ts';
import { forgetMade, orderPublication } from './owed.ts';
import { advanceAll, goalOf } from './production.ts';

/** Takes an episode away; a public one leaves the feed first, and is forgotten when that is done. */
export async function removeEpisode(house: House, { episode, publication }: EpisodeFacts): Promise<void> {
  const { catalogue, queue } = house;
  queue.cancel(subjectOf(episode.id));
  if (!publication) {
    await forgetEpisode(house, episode.id);
    return advanceAll(house);
  }
  catalogue.together(() => {
    catalogue.episodes.change(episode.id, { wish: 'withdrawn' });
    orderPublication(house, episode, { forget: true });
  });
  advanceAll(house);
}

/** Forgets an episode, and deletes what only it has used: masters, render, original; covers stay. */
export async function forgetEpisode(house: House, id: number): Promise<void> {
  const { catalogue, privateStore } = house;
  const facts = catalogue.episodes.byId(id);
  if (!facts) return;
  const keys = catalogue.together(() => {
    const recording = catalogue.recordings.find(facts.episode.recording);
    const made = madeForNobodyElse(house, facts);
    catalogue.episodes.remove(id);
    const isUnused = catalogue.recordings.forgetUnused(facts.episode.recording);
    for (const key of made) forgetMade(house, key);
    return [...made, ...(isUnused && recording ? [recording.key] : [])];
  });
  for (const key of keys) await privateStore.delete(key);
}

/** The master that listeners had before goes when another has taken its place; one that stays behind does no harm. */
export async function dropFormerMaster(house: House, { episode, publication }: EpisodeFacts): Promise<void> {
  if (!publication) return;
  const inUse = new Set(
    house.catalogue.episodes
      .list()
      .filter((facts) => facts.episode.recording === episode.recording)
      .flatMap((facts) => madeFor(house, facts)),
  );
  for (const key of keysOf(publication.master).filter((former) => !inUse.has(former))) {
    forgetMade(house, key);
    await house.privateStore.delete(key).catch(() => undefined);
  }
}

/** Two episodes of one recording may have one render, and with equal words even one master. */
function madeForNobodyElse(house: House, facts: EpisodeFacts): string[] {
  const { id, recording } = facts.episode;
  const twins = house.catalogue.episodes
    .list()
    .filter(({ episode }) => episode.id !== id && episode.recording === recording);
  const shared = new Set(twins.flatMap((twin) => madeFor(house, twin)));
  return [...new Set(madeFor(house, facts))].filter((key) => !shared.has(key));
}

/** The master, the one that listeners have, and the renders that led to the present one. */
function madeFor(house: House, { episode, master, publication }: EpisodeFacts): string[] {
  const masters = [master, publication?.master].flatMap((kept) => (kept ? keysOf(kept) : []));
  const step = nextOrders(goalOf(house, episode), house.catalogue.deliveries);
  return [...masters, ...madeOnTheWay(step).map(({ key }) => key)];
}

function madeOnTheWay(step: Step): readonly MadeFile[] {
  if (step.state === 'impossible') return [];
  if (step.state === 'working') return step.made;
  return rendersOf(step.account).flatMap(({ kept, replaced }) => [kept, ...replaced]);
}

/** What a master is in the private store. */
export const keysOf = (master: Master): string[] => [
  ...downloadsOf(master).map(({ key }) => key),
  ...(master.certificate ? [master.certificate.key] : []),
];
