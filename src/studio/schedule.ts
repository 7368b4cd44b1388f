import { CorridorError } from '../errors.ts';
import type { RunningJob } from '../jobs/queue.ts';
import { type Episode, type EpisodeFacts, isWantedNow } from '../show/episode.ts';
import type { House } from './house.ts';
import { orderPublication } from './owed.ts';

/**
 * Episodes that appear or go at a moment. The moments stand in the catalogue, and a job waits for each of them: it is due by
 * the clock on the wall, so neither a restart nor a clock that is set changes when.
 */
export const TIME_LANE = 'time';

type TimeJob = Readonly<{ episodeId: number }>;

const timeSubjectOf = (episodeId: number): string => `time:${episodeId}`;

/** Jobs for the moments of an episode, instead of those that were there. */
export function orderTimes({ queue }: House, { id, publishAt, expiresAt }: Episode): void {
  const subject = timeSubjectOf(id);
  queue.cancel(subject);
  for (const dueAt of [publishAt, expiresAt]) {
    if (!dueAt) continue;
    const payload: TimeJob = { episodeId: id };
    queue.add({ lane: TIME_LANE, subject, payload, dueAt, dedup: `${subject}:${dueAt.getTime()}` });
  }
}

/** After a start: the moments of all episodes that still have one before them. */
export function orderAllTimes(house: House): void {
  for (const { episode, publication } of house.catalogue.episodes.timed()) {
    const isAhead = episode.expiresAt || !publication;
    if (isAhead && episode.wish !== 'withdrawn') orderTimes(house, episode);
  }
}

/** The lane `time`: a moment has come. */
export async function carryOutTime(house: House, job: RunningJob): Promise<void> {
  const { episodeId } = job.payload as TimeJob;
  const { catalogue, clock } = house;
  catalogue.together(() => {
    const facts = catalogue.episodes.byId(episodeId);
    if (!facts) return;
    const now = clock.now();
    if (isOver(facts.episode, now)) expire(house, facts);
    else if (isDue(facts, now)) orderPublication(house, facts.episode);
  });
}

const isPublic = ({ wish }: Episode): boolean => wish === 'public' || wish === 'unlisted';

const isOver = (episode: Episode, now: Date): boolean =>
  isPublic(episode) && episode.expiresAt !== undefined && episode.expiresAt <= now;

const isDue = ({ episode, master }: EpisodeFacts, now: Date): boolean =>
  master !== undefined && isWantedNow(episode, now);

function expire(house: House, { episode, publication }: EpisodeFacts): void {
  house.catalogue.episodes.change(episode.id, { wish: 'withdrawn' });
  if (publication) orderPublication(house, episode);
}

/** When an episode appears and goes; what is not named stays, null takes a moment away. */
export type Times = Readonly<{ publishAt?: Date | null; expiresAt?: Date | null }>;

/**
 * Sets the moments of an episode, and wants it public.
 * @throws CorridorError value-invalid, episode-public
 */
export function setTimes(house: House, facts: EpisodeFacts, times: Times): void {
  const { catalogue, clock } = house;
  demandOrder(facts, times, clock.now());
  catalogue.together(() => {
    const { id } = facts.episode;
    const wish = facts.episode.wish === 'unlisted' ? 'unlisted' : 'public';
    catalogue.episodes.change(id, { ...times, wish });
    const changed = catalogue.episodes.byId(id)?.episode;
    if (changed) orderTimes(house, changed);
  });
}

function demandOrder({ episode, publication }: EpisodeFacts, times: Times, now: Date): void {
  const { publishAt = episode.publishAt, expiresAt = episode.expiresAt } = times;
  if (times.publishAt && publication) throw alreadyPublic(episode);
  if (times.publishAt && times.publishAt <= now) throw past('appear', times.publishAt);
  if (times.expiresAt && times.expiresAt <= now) throw past('go', times.expiresAt);
  if (publishAt && expiresAt && expiresAt <= publishAt) {
    throw new CorridorError(
      'value-invalid',
      'The episode would go before it appears.',
      'Give a later moment for its end.',
    );
  }
}

const past = (what: string, moment: Date): CorridorError =>
  new CorridorError(
    'value-invalid',
    `The moment at which the episode is to ${what}, ${moment.toISOString()}, has passed.`,
    'Give one to come; `corridor episode publish` and `corridor episode withdraw` act at once.',
  );

const alreadyPublic = ({ title }: Episode): CorridorError =>
  new CorridorError(
    'episode-public',
    `“${title}” is public already.`,
    'Withdraw it first, or give only the moment at which it is to go.',
  );
