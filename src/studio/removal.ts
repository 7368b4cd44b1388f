import type { EpisodeFacts } from '../show/episode.ts';
import { type House, subjectOf } from './house.ts';
import { forgetMade, orderPublication } from './owed.ts';
import { advanceAll } from './production.ts';

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

/** Forgets an episode, and deletes what only it has used: master, cover stays (shared by its hash), original. */
export async function forgetEpisode(house: House, id: number): Promise<void> {
  const { catalogue, privateStore } = house;
  const facts = catalogue.episodes.byId(id);
  if (!facts) return;
  const keys = catalogue.together(() => {
    const recording = catalogue.recordings.find(facts.episode.recording);
    catalogue.episodes.remove(id);
    const isUnused = catalogue.recordings.forgetUnused(facts.episode.recording);
    const master = facts.master ?? facts.publication?.master;
    if (master) forgetMade(house, master.enclosure.key);
    return [...(master ? [master.enclosure.key] : []), ...(isUnused && recording ? [recording.key] : [])];
  });
  for (const key of keys) await privateStore.delete(key);
}
