import type { PendingJob } from '../jobs/queue.ts';
import type { Episode } from '../show/episode.ts';
import type { Show } from '../show/show.ts';
import { type House, showSubjectOf, subjectOf } from './house.ts';

/** Publications that are owed, as jobs. */
export const PUBLISH_LANE = 'publish';
/** About a week of attempts, five minutes apart at the most: a store that is down is up again by then. */
const ATTEMPTS = 2000;

/** What a publication is for: an episode that comes, changes or goes, or (without one) the show as a whole. */
export type PublishJob = Readonly<{
  showId: number;
  episodeId?: number;
  /** Episodes that come with the show as a whole, all at once. */
  arriving?: readonly number[];
  /** It is being removed: when it is not public any more, it is forgotten. */
  forget?: boolean;
  /** Nothing of it was ever public. */
  unheard?: boolean;
}>;

/** A removal that is owed stays so, whatever else is ordered before it is done. */
export function orderPublication(
  house: House,
  episode: Episode,
  options: Pick<PublishJob, 'forget' | 'unheard'> = {},
): void {
  const subject = subjectOf(episode.id);
  const leaves = removalOf(house, episode.id) ? { forget: true } : {};
  const payload: PublishJob = { showId: episode.showId, episodeId: episode.id, ...leaves, ...options };
  house.queue.add({
    lane: PUBLISH_LANE,
    subject,
    payload,
    dedup: `publish:${episode.id}`,
    group: showSubjectOf(episode.showId),
    maxAttempts: ATTEMPTS,
  });
}

/** @param arriving episodes that are to come with it; each is named by one such order only */
export function orderShowPublication({ queue }: House, show: Show, arriving: readonly number[] = []): void {
  const subject = showSubjectOf(show.id);
  const payload: PublishJob = { showId: show.id, ...(arriving.length > 0 ? { arriving } : {}) };
  queue.add({
    lane: PUBLISH_LANE,
    subject,
    payload,
    dedup: ['publish', subject, ...arriving.slice(0, 1)].join(':'),
    group: subject,
    maxAttempts: ATTEMPTS,
  });
}

/** Episodes that a publication of their show brings, which is owed already. */
export const arrivalsOf = ({ queue }: House): ReadonlySet<number> =>
  new Set(
    queue
      .pending()
      .filter(({ lane }) => lane === PUBLISH_LANE)
      .flatMap(({ payload }) => (payload as PublishJob).arriving ?? []),
  );

const isRemoval = ({ lane, payload }: PendingJob): boolean =>
  lane === PUBLISH_LANE && (payload as PublishJob).forget === true;

/** The removal of an episode, while it is owed. */
export const removalOf = ({ queue }: House, episodeId: number): PublishJob | undefined =>
  queue.pending(subjectOf(episodeId)).find(isRemoval)?.payload as PublishJob | undefined;

/** Whether an episode of this recording is being removed: whatever came in now could be deleted with it. */
export const isLeaving = ({ catalogue, queue }: House, recording: string): boolean =>
  queue
    .pending()
    .filter(isRemoval)
    .some(({ payload }) => {
      const { episodeId = 0 } = payload as PublishJob;
      const episode = catalogue.episodes.byId(episodeId)?.episode;
      return episode?.wish === 'withdrawn' && episode.recording === recording;
    });

/** Notes that what listeners get of an episode has changed, so that the feed's date of change moves. */
export function touch({ catalogue, clock }: House, episodeId: number): void {
  const publication = catalogue.episodes.byId(episodeId)?.publication;
  if (publication) catalogue.episodes.publish(episodeId, { ...publication, changedAt: clock.now() });
}

/** Forgets the delivery of a render or master by its key; says whether the key was of such a file. */
export function forgetMade({ catalogue }: House, key: string): boolean {
  const fingerprint = /^(?:renders|masters|certificates)\/([0-9a-f]{64})\.(?:mp3|m4a|opus|json)$/.exec(
    key,
  )?.[1];
  if (fingerprint) catalogue.deliveries.forget(fingerprint);
  return fingerprint !== undefined;
}
