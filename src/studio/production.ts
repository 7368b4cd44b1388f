import { failures, type Problem, problemOf, toCorridorError, worthRetrying } from '../errors.ts';
import type { RunningJob } from '../jobs/queue.ts';
import type { Goal } from '../production/facts.ts';
import { nextOrders } from '../production/next-orders.ts';
import { type Delivery, fingerprintOf, type WorkOrder } from '../production/orders.ts';
import { type Pace, paceOf } from '../production/progress.ts';
import { type Proven, rendersOf } from '../production/proven.ts';
import { type Episode, type EpisodeFacts, isWantedNow, type Master } from '../show/episode.ts';
import { importedFingerprint, isImported } from '../show/imported.ts';
import { cleanLine } from '../show/names.ts';
import { recipeOf } from '../show/recipe.ts';
import type { Show } from '../show/show.ts';
import type { Source } from '../sound/part.ts';
import { type House, subjectOf } from './house.ts';
import { arrivalsOf, forgetMade, orderPublication } from './owed.ts';

/**
 * The loop: what do we know, what is the next work order, carry it out, write down what we learnt. Orders run on the
 * lane `sound`, anywhere; what comes back travels on the lane `home`, so that only the studio writes to the catalogue.
 */
export const SOUND_LANE = 'sound';
export const HOME_LANE = 'home';
const ATTEMPTS = 4;

type SoundJob = Readonly<{ order: WorkOrder }>;
type HomeJob = Readonly<{ order: WorkOrder; body?: Delivery; problem?: Problem }>;

/** How far a running order is, as the queue keeps it. */
export type OrderProgress = Pace & Readonly<{ /** when it began, milliseconds */ since?: number }>;

/** Saves and queues the next owed orders of an episode, or writes down how its production ended. */
export function advance(house: House, { episode, master }: EpisodeFacts): void {
  const { catalogue, queue } = house;
  if (master && isImported(episode, master)) {
    goOnAsImported(house, episode, master);
    return;
  }
  const step = nextOrders(goalOf(house, episode), catalogue.deliveries);
  if (step.state === 'impossible') {
    catalogue.episodes.finish(episode.id, { failure: step.problem });
    return;
  }
  if (step.state === 'working') {
    const comingHome = fingerprintsComingHome(house);
    const owed = step.orders.filter((order) => !comingHome.has(fingerprintOf(order)));
    for (const order of owed) queue.add(soundJob(episode, order));
    return;
  }
  catalogue.episodes.finish(episode.id, { master: step.master });
  if (isWantedNow(episode, house.clock.now())) orderPublication(house, episode);
  dropReplaced(house, step.account);
}

/** Nothing is left to do for a sound that stays as it was, as long as it is there. */
function goOnAsImported(house: House, episode: Episode, { enclosure }: Master): void {
  const { catalogue, clock } = house;
  if (catalogue.deliveries.find(importedFingerprint(enclosure.sha256)) === undefined)
    catalogue.episodes.finish(episode.id, { failure: lostImport });
  else if (isWantedNow(episode, clock.now())) orderPublication(house, episode);
}

const lostImport: Problem = {
  code: 'object-missing',
  message: 'The sound that was imported is no longer in the private store.',
  hint: 'Bring EPISODES_STORE back from a backup, or have it mastered: corridor episode edit NAME --recipe podcast',
};

/** Orders that are done already, whose deliveries are not yet written down: nobody need do them again. */
const fingerprintsComingHome = ({ queue }: House): ReadonlySet<string> =>
  new Set(
    queue
      .pending()
      .filter(({ lane }) => lane === HOME_LANE)
      .map(({ payload }) => fingerprintOf((payload as HomeJob).order)),
  );

const soundJob = (episode: Episode, order: WorkOrder) => ({
  lane: SOUND_LANE,
  subject: subjectOf(episode.id),
  payload: { order } satisfies SoundJob,
  dedup: fingerprintOf(order),
  unchanging: true,
  maxAttempts: ATTEMPTS,
});

/** Takes up what is owed: after a restart, and whenever orders of a removed episode may have been somebody else's. */
export function advanceAll(house: House): void {
  house.catalogue.together(() => {
    for (const facts of house.catalogue.episodes.inProduction()) advance(house, facts);
    const coming = arrivalsOf(house);
    for (const { episode } of house.catalogue.episodes.unpublished())
      if (!coming.has(episode.id)) orderPublication(house, episode);
  });
}

/** The lane `sound`: the workshop does the order, and its answer goes home. */
export async function carryOutOrder(house: House, job: RunningJob): Promise<void> {
  const { order } = job.payload as SoundJob;
  const since = house.clock.now().getTime();
  const tell = (fraction: number) =>
    job.progress({ ...paceOf(order, fraction), since } satisfies OrderProgress);
  tell(0);
  try {
    job.signal.throwIfAborted();
    const body = await house.workshop.carryOut(order, { signal: job.signal, onProgress: tell });
    sendHome(house, job, { order, body });
  } catch (thrown) {
    const reason: unknown = job.signal.aborted ? job.signal.reason : thrown;
    const isStopped = toCorridorError(reason).code === 'cancelled';
    if (isStopped || (worthRetrying(reason) && !job.lastAttempt)) throw reason;
    failures.publish(reason);
    sendHome(house, job, { order, problem: problemOf(reason) });
  }
}

function sendHome({ queue }: House, { subject }: RunningJob, answer: HomeJob): void {
  queue.add({ lane: HOME_LANE, subject, payload: answer, dedup: `home:${fingerprintOf(answer.order)}` });
}

/** The lane `home`: writes down what came back, and lets every episode that waited for it go on. */
export async function receiveDelivery(house: House, job: RunningJob): Promise<void> {
  const { order, body, problem } = job.payload as HomeJob;
  house.catalogue.together(() => {
    if (body !== undefined) keep(house, order, body);
    if (problem) fail(house, order, problem);
    for (const facts of house.catalogue.episodes.inProduction()) advance(house, facts);
  });
}

function keep({ catalogue, clock }: House, order: WorkOrder, body: Delivery): void {
  catalogue.deliveries.add({
    fingerprint: fingerprintOf(order),
    kind: order.kind,
    body,
    madeAt: clock.now(),
  });
}

/** A made file that is gone from the store is made again; any other problem ends the productions that need the order. */
function fail(house: House, order: WorkOrder, problem: Problem): void {
  const { catalogue } = house;
  const lost = problem.code === 'object-missing' && 'render' in order && forgetMade(house, order.render.key);
  if (lost) return;
  const fingerprint = fingerprintOf(order);
  for (const { episode } of catalogue.episodes.inProduction()) {
    const step = nextOrders(goalOf(house, episode), catalogue.deliveries);
    const waits =
      step.state === 'working' && step.orders.some((wanted) => fingerprintOf(wanted) === fingerprint);
    if (waits) catalogue.episodes.finish(episode.id, { failure: problem });
  }
}

/** Renders that a correction replaced are only in the way; one that stays behind does no harm. */
function dropReplaced({ privateStore }: House, account: Proven): void {
  for (const { key } of rendersOf(account).flatMap(({ replaced }) => replaced))
    void privateStore.delete(key).catch(() => undefined);
}

/** @throws TypeError when the catalogue lost a show or a recording, which its foreign keys forbid */
export function goalOf({ catalogue }: House, episode: Episode): Goal {
  const show = catalogue.shows.byId(episode.showId);
  if (!show) throw new TypeError(`Episode ${episode.id} has no show.`);
  const source = (sha256: string): Source => {
    const recording = catalogue.recordings.find(sha256);
    if (!recording) throw new TypeError(`Episode ${episode.id} has no recording.`);
    return { key: recording.key, sha256 };
  };
  return {
    talk: source(episode.recording),
    intros: show.intros.map(source),
    outros: show.outros.map(source),
    ...(show.bed === undefined ? {} : { bed: source(show.bed) }),
    recipe: recipeOf(episode, show),
    sheet: sheetOf(show, episode),
  };
}

function sheetOf(show: Show, episode: Episode): Goal['sheet'] {
  const cover = episode.cover ?? show.cover;
  return {
    title: cleanLine(episode.title),
    artist: cleanLine(show.author),
    album: cleanLine(show.title),
    year: episode.createdAt.getUTCFullYear(),
    ...(episode.number === undefined ? {} : { track: episode.number }),
    language: show.language,
    cover: { key: cover.key, sha256: cover.sha256 },
    chapters: episode.chapters,
  };
}

/** Tries again what failed, and makes a waiting attempt due now. What was delivered before is not done again. */
export function retryProduction(house: House, { episode, failure }: EpisodeFacts): void {
  const { catalogue, queue } = house;
  queue.hasten(subjectOf(episode.id));
  if (!failure) return;
  catalogue.together(() => {
    catalogue.episodes.reopen(episode.id);
    const reopened = catalogue.episodes.byId(episode.id);
    if (reopened) advance(house, reopened);
  });
}
