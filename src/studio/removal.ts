import { nextOrders, type Step } from '../production/next-orders.ts';
import type { MadeFile } from '../production/orders.ts';
import { rendersOf } from '../production/proven.ts';
import { downloadsOf, type EpisodeFacts, type Master } from '../show/episode.ts';
import { type House, subjectOf } from './house.ts';
import { forgetMade, orderPublication, removalOf } from './owed.ts';
import { advanceAll, goalOf } from './production.ts';
import { isTranscriptOfAnother } from './transcripts.ts';

/**
 * Takes an episode away. One that listeners may have leaves the feed first, and is forgotten when that is done. Until
 * nothing is left of it, a job stands for what is owed: a removal that was interrupted is taken up again.
 */
export async function removeEpisode(house: House, facts: EpisodeFacts): Promise<void> {
  const { catalogue, queue } = house;
  const { episode } = facts;
  const unheard = isUnheard(house, facts);
  queue.cancel(subjectOf(episode.id));
  catalogue.together(() => {
    catalogue.episodes.change(episode.id, { wish: 'withdrawn' });
    orderPublication(house, episode, { forget: true, unheard });
  });
  advanceAll(house);
  if (!unheard) return;
  await forgetEpisode(house, episode.id);
  if (!catalogue.episodes.byId(episode.id)) queue.cancel(subjectOf(episode.id));
}

/** Where a master was to be public, its publication may be under way, or have stopped half-way. */
function isUnheard(house: House, { episode, master, publication }: EpisodeFacts): boolean {
  const removal = removalOf(house, episode.id);
  if (removal) return removal.unheard === true;
  return !publication && !(master && episode.wish === 'public');
}

/**
 * Deletes what only this episode has used (masters, renders, original, transcript; covers stay), then forgets it. The
 * files go first: as long as one is left, the catalogue knows whose it is, and who sees the episode gone sees its files
 * gone, too. Somebody who publishes it meanwhile has changed their mind, and it stays.
 */
export async function forgetEpisode(house: House, id: number): Promise<void> {
  const deleted = new Set<string>();
  const next = () => house.catalogue.together(() => nextToDelete(house, id, deleted));
  for (let key = next(); key !== undefined; key = next()) {
    await house.privateStore.delete(key);
    deleted.add(key);
  }
}

/** Where no file is left, the episode goes in the same moment: of two that go at once, the second takes what both had. */
function nextToDelete(house: House, id: number, deleted: ReadonlySet<string>): string | undefined {
  const { episodes, recordings } = house.catalogue;
  const facts = episodes.byId(id);
  if (facts?.episode.wish !== 'withdrawn') return undefined;
  const made = madeForNobodyElse(house, facts);
  const keys = [...made, ...originalForNobodyElse(house, facts), ...transcriptForNobodyElse(house, facts)];
  const left = keys.find((key) => !deleted.has(key));
  if (left !== undefined) return left;
  episodes.remove(id);
  recordings.forgetUnused(facts.episode.recording);
  for (const key of made) forgetMade(house, key);
  return undefined;
}

/** The master that listeners had before goes when another has taken its place, or none; one left behind does no harm. */
export async function dropFormerMaster(house: House, { publication, ...facts }: EpisodeFacts): Promise<void> {
  if (publication) await dropMaster(house, facts, publication.master);
}

/** Deletes what neither the episode, as it is now, nor one of the same recording needs of a master. */
export async function dropMaster(house: House, facts: EpisodeFacts, master: Master): Promise<void> {
  const inUse = new Set([facts, ...twinsOf(house, facts)].flatMap((each) => madeFor(house, each)));
  for (const key of keysOf(master).filter((former) => !inUse.has(former))) {
    forgetMade(house, key);
    await house.privateStore.delete(key).catch(() => undefined);
  }
}

/** Other episodes of the same recording. */
const twinsOf = ({ catalogue }: House, { episode: { id, recording } }: EpisodeFacts): EpisodeFacts[] =>
  catalogue.episodes.list().filter(({ episode }) => episode.id !== id && episode.recording === recording);

function originalForNobodyElse(house: House, facts: EpisodeFacts): string[] {
  const { recordings, shows } = house.catalogue;
  const { recording } = facts.episode;
  const bumpers = shows.list().flatMap(({ intros, outros, bed }) => [...intros, ...outros, bed]);
  const isShared = twinsOf(house, facts).length > 0 || bumpers.includes(recording);
  const key = recordings.find(recording)?.key;
  return isShared || key === undefined ? [] : [key];
}

function transcriptForNobodyElse(house: House, { episode: { id, transcript } }: EpisodeFacts): string[] {
  return transcript && !isTranscriptOfAnother(house, transcript, id) ? [transcript.key] : [];
}

/** Two episodes of one recording may have one render, and with equal words even one master. */
function madeForNobodyElse(house: House, facts: EpisodeFacts): string[] {
  const shared = new Set(twinsOf(house, facts).flatMap((twin) => madeFor(house, twin)));
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
