import { CorridorError, type Problem } from '../errors.ts';
import type { Finding } from '../feed/finding.ts';
import { masteredChapters } from '../show/chapters/mastered.ts';
import type { PendingJob } from '../jobs/queue.ts';
import type { WorkOrder } from '../production/orders.ts';
import { paceOf, percentOf, secondsLeft, type Way, wayOf } from '../production/progress.ts';
import type { Alternate } from '../show/enclosure.ts';
import { type EpisodeFacts, type Publication, placedDownloads, stateOf } from '../show/episode.ts';
import { namingOf } from '../show/formats.ts';
import { episodePageKey, feedKey } from '../show/keys.ts';
import { cleanLine } from '../show/names.ts';
import { recipeOf } from '../show/recipe.ts';
import type { Show } from '../show/show.ts';
import { type House, subjectOf } from './house.ts';
import { isInterrupted } from './interruption.ts';
import { PUBLISH_LANE } from './owed.ts';
import { HOME_LANE, type OrderProgress } from './production.ts';
import type { EpisodeReport, FurtherFile, Progress } from './studio.ts';

/** What people see of an episode, put together from the catalogue and the queue: the same for terminal and page. */
export function reportOn(house: House, facts: EpisodeFacts): EpisodeReport {
  const { catalogue, publicStore, queue } = house;
  const { episode, failure } = facts;
  const show = catalogue.shows.byId(episode.showId);
  if (!show) throw new TypeError(`Episode ${episode.id} has no show.`);
  const jobs = queue.pending(subjectOf(episode.id));
  const state = stateOf(facts);
  const progress = progressOf(house, jobs, wayOf(recipeOf(episode, show)));
  const problem = failure ?? waitingProblem(jobs);
  return {
    episode,
    show,
    state,
    facts,
    chapters: chaptersOf(facts),
    ...(progress && state !== 'failed' ? { progress } : {}),
    ...(problem ? { problem } : {}),
    ...((state === 'working' || state === 'publishing') && isInterrupted(house, jobs)
      ? { interrupted: true }
      : {}),
    ...describeMaster(house, facts),
    feedUrl: publicStore.publicUrl(feedKey(show)),
    warnings: warningsFor(house, facts),
    ...describePublication(house, show, facts),
  };
}

/** What the check of the newest feed found that could be better, in this episode or in the show. */
function warningsFor({ catalogue }: House, { episode, publication }: EpisodeFacts): readonly Finding[] {
  if (!publication && episode.wish !== 'withdrawn') return [];
  const warnings = catalogue.publications.newest(episode.showId)?.warnings ?? [];
  return warnings.filter(({ place }) => !place.startsWith('item') || place.includes(`“${episode.title}”`));
}

const chaptersOf = ({ episode, publication, master = publication?.master }: EpisodeFacts) =>
  master ? masteredChapters(episode, { master }) : episode.chapters;

/** Nothing runs or waits any more, and nobody is expected to bring it on without being asked. */
export function isSettled({ queue }: House, { episode, state }: EpisodeReport): boolean {
  if (state === 'working' || state === 'publishing') return false;
  return queue.pending(subjectOf(episode.id)).length === 0;
}

function describeMaster({ publicStore }: House, facts: EpisodeFacts) {
  const master = facts.master ?? facts.publication?.master;
  if (!master) return { remarks: [], alternates: [] };
  const { bytes, seconds, mediaType, key } = master.enclosure;
  const publicKey = facts.publication?.enclosureKey;
  const url = publicKey ? { url: publicStore.publicUrl(publicKey) } : {};
  return {
    remarks: [...master.remarks, ...remarkOnCues(facts.publication)],
    loudness: { before: master.before, after: master.after },
    enclosure: { ...url, bytes, duration: seconds, type: mediaType, key: publicKey ?? key },
    alternates: (master.alternates ?? []).map((alternate) => {
      const placed = keyInPublic(alternate, facts.publication);
      return describeAlternate(alternate, placed, placed && publicStore.publicUrl(placed));
    }),
  };
}

function remarkOnCues(publication: Publication | undefined): readonly string[] {
  const count = publication?.cuesLeftOut ?? 0;
  if (count === 0) return [];
  const where = 'where nothing of the recording is kept, and';
  return count === 1
    ? [`One cue of the transcript stands ${where} was left out.`]
    : [`${count} cues of the transcript stand ${where} were left out.`];
}

/** A master that listeners do not have yet may be of other formats than the one they have. */
const keyInPublic = ({ sha256 }: Alternate, publication: Publication | undefined): string | undefined =>
  publication && placedDownloads(publication).find(({ sound }) => sound.sha256 === sha256)?.key;

const describeAlternate = (
  { key, bytes, seconds, mediaType, bitrate, loudness }: Alternate,
  publicKey: string | undefined,
  url: string | undefined,
): FurtherFile => ({
  name: namingOf(mediaType).name,
  ...(url === undefined ? {} : { url }),
  ...{ bytes, duration: seconds, type: mediaType, key: publicKey ?? key, bitrate, loudness },
});

function describePublication({ publicStore }: House, show: Show, { episode, publication }: EpisodeFacts) {
  if (!publication) return {};
  const { certificateKey, transcripts: [transcript] = [] } = publication;
  return {
    pageUrl: publicStore.publicUrl(episodePageKey(show, episode)),
    ...(transcript ? { transcriptUrl: publicStore.publicUrl(transcript.key) } : {}),
    ...(certificateKey ? { certificateUrl: publicStore.publicUrl(certificateKey) } : {}),
  };
}

/** The job that is furthest behind tells how far the whole is. */
function progressOf({ clock }: House, jobs: readonly PendingJob[], way: Way): Progress | undefined {
  const [behind] = jobs.map(paceOfJob).sort((a, b) => percentOf(a, way) - percentOf(b, way));
  if (!behind) return undefined;
  const waiting = jobs.find((job) => job.lastError !== undefined && job.state === 'waiting');
  return { ...describeProgress(behind, way, clock.now()), ...(waiting ? { retryAt: waiting.dueAt } : {}) };
}

/** What a running job told last; of one that waits, what it is going to do; of one that came home, what was done. */
function paceOfJob({ lane, payload, progress, state }: PendingJob): OrderProgress {
  if (state === 'running' && lane !== HOME_LANE && progress !== undefined) return progress as OrderProgress;
  if (lane === PUBLISH_LANE) return { kind: 'publish', fraction: 0 };
  const { order } = payload as { order: WorkOrder };
  return paceOf(order, lane === HOME_LANE ? 1 : 0);
}

function describeProgress(pace: OrderProgress, way: Way, now: Date): Progress {
  const left = pace.since && secondsLeft(pace, way, (now.getTime() - pace.since) / 1000);
  return { stage: pace.kind, percent: percentOf(pace, way), ...(left ? { secondsLeft: left } : {}) };
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
