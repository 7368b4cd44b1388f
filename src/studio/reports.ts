import { CorridorError, type Problem } from '../errors.ts';
import type { PendingJob } from '../jobs/queue.ts';
import { percentOf, secondsLeft } from '../production/progress.ts';
import { cleanLine } from '../show/names.ts';
import { type EpisodeFacts, stateOf } from '../show/episode.ts';
import { episodePageKey, feedKey } from '../show/keys.ts';
import { type House, subjectOf } from './house.ts';
import type { OrderProgress } from './production.ts';
import type { EpisodeReport, Progress } from './studio.ts';

/** What people see of an episode, put together from the catalogue and the queue: the same for terminal and page. */
export function reportOn(house: House, facts: EpisodeFacts): EpisodeReport {
  const { catalogue, publicStore, queue } = house;
  const { episode, publication, failure } = facts;
  const show = catalogue.shows.byId(episode.showId);
  if (!show) throw new TypeError(`Episode ${episode.id} has no show.`);
  const jobs = queue.pending(subjectOf(episode.id));
  const state = stateOf(facts);
  const progress = progressOf(house, jobs);
  const problem = failure ?? waitingProblem(jobs);
  return {
    episode,
    show,
    state,
    facts,
    ...(progress && state !== 'failed' ? { progress } : {}),
    ...(problem ? { problem } : {}),
    ...describeMaster(house, facts),
    feedUrl: publicStore.publicUrl(feedKey(show)),
    ...(publication ? { pageUrl: publicStore.publicUrl(episodePageKey(show, episode)) } : {}),
  };
}

/** Nothing runs or waits any more, and nobody is expected to bring it on without being asked. */
export function isSettled({ queue }: House, { episode, state }: EpisodeReport): boolean {
  if (state === 'working' || state === 'publishing') return false;
  return queue.pending(subjectOf(episode.id)).length === 0;
}

function describeMaster({ publicStore }: House, facts: EpisodeFacts) {
  const master = facts.master ?? facts.publication?.master;
  if (!master) return { remarks: [] };
  const { bytes, seconds, mediaType, key } = master.enclosure;
  const publicKey = facts.publication?.enclosureKey;
  const url = publicKey ? { url: publicStore.publicUrl(publicKey) } : {};
  return {
    remarks: master.remarks,
    loudness: { before: master.before, after: master.after },
    enclosure: { ...url, bytes, duration: seconds, type: mediaType, key: publicKey ?? key },
  };
}

function progressOf({ clock }: House, jobs: readonly PendingJob[]): Progress | undefined {
  const running = jobs.filter((job) => job.state === 'running' && job.progress !== undefined);
  const latest = running
    .map((job) => job.progress as OrderProgress)
    .sort((a, b) => a.fraction - b.fraction)[0];
  if (latest) return describeProgress(latest, clock.now());
  const waiting = jobs.find((job) => job.lastError !== undefined);
  const stage = jobs.some((job) => job.lane === 'publish') ? 'publish' : 'inspect';
  if (waiting) return { stage, percent: percentOf(stage, 0), retryAt: waiting.dueAt };
  return jobs.length > 0 ? { stage, percent: percentOf(stage, 0) } : undefined;
}

function describeProgress({ kind, fraction, since }: OrderProgress, now: Date): Progress {
  const left = secondsLeft(kind, fraction, (now.getTime() - since) / 1000);
  return {
    stage: kind,
    percent: percentOf(kind, fraction),
    ...(left === undefined ? {} : { secondsLeft: left }),
  };
}

/** Why an attempt failed that will be made again. */
const waitingProblem = (jobs: readonly PendingJob[]): Problem | undefined =>
  jobs.find((job) => job.lastError !== undefined)?.lastError;

/** An episode by its slug, alone or after its show's. @throws CorridorError episode-unknown */
export function findEpisode({ catalogue }: House, name: string): EpisodeFacts {
  const [episodeSlug = '', showSlug] = name.split('/').reverse();
  const show = showSlug === undefined ? undefined : catalogue.shows.bySlug(showSlug);
  const found = catalogue.episodes.namedSo(episodeSlug);
  const fitting = showSlug === undefined ? found : found.filter(({ episode }) => episode.showId === show?.id);
  const [only] = fitting;
  if (only && fitting.length === 1) return only;
  throw only ? ambiguous(episodeSlug) : unknown(name);
}

export const unknown = (name: string): CorridorError =>
  new CorridorError(
    'episode-unknown',
    `There is no episode “${cleanLine(name).slice(0, 80)}”.`,
    'See which there are: corridor episode list.',
  );

const ambiguous = (slug: string): CorridorError =>
  new CorridorError(
    'episode-unknown',
    `Several shows have an episode “${slug}”.`,
    `Say which: SHOW/${slug}.`,
  );
