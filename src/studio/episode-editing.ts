import { isDeepStrictEqual } from 'node:util';
import { CorridorError } from '../errors.ts';
import { nextOrders } from '../production/next-orders.ts';
import { type Episode, type EpisodeFacts, isWantedNow, type Master } from '../show/episode.ts';
import type { Picture } from '../show/picture.ts';
import { demandNumbers } from '../show/series.ts';
import { checkWords } from './episode-words.ts';
import { type House, subjectOf } from './house.ts';
import { keepCover } from './keeping.ts';
import { orderPublication, PUBLISH_LANE, removalOf, touch } from './owed.ts';
import { advance, goalOf } from './production.ts';
import { dropMaster } from './removal.ts';
import { unknown } from './reports.ts';
import type { EpisodeChanges } from './studio.ts';

/**
 * An episode's words changed in place: its guid, its slug and its date of publication stay. What its files hold of them
 * (title, number, chapters, cover) is written into them anew by the production's loop, over the sound that was rendered
 * before (decision 0001); notes and details need the feed and the page alone.
 * @returns whether the sound is made anew, too: by another recipe, or since the show's own has changed meanwhile
 */
export async function editEpisode(
  house: House,
  { episode }: EpisodeFacts,
  changes: EpisodeChanges,
): Promise<boolean> {
  const { cover: file, ...words } = checkWords(changes);
  const cover = file ? await keepCover(house, file) : file;
  const said = { ...words, ...(cover === undefined ? {} : { cover }) };
  const { former, soundIsMadeAnew } = house.catalogue.together(() => writeDown(house, episode.id, said));
  if (former) await dropMaster(house, former.facts, former.master).catch(() => undefined);
  return soundIsMadeAnew;
}

type Said = Omit<EpisodeChanges, 'cover'> & Readonly<{ cover?: Picture | null }>;

/** A master that nobody heard, and that nobody will: the episode has got another one, or waits for it. */
type Former = Readonly<{ facts: EpisodeFacts; master: Master }>;
type Outcome = Readonly<{ former?: Former; soundIsMadeAnew: boolean }>;

function writeDown(house: House, id: number, said: Said): Outcome {
  const before = demandPresent(house, id);
  demandNumbered(house, before.episode, said);
  house.catalogue.episodes.change(id, said);
  const after = demandPresent(house, id);
  if (!isDeepStrictEqual(before.episode, after.episode)) touch(house, id);
  const [goal, changed] = [before, after].map(({ episode }) => goalOf(house, episode));
  if (before.failure || !isDeepStrictEqual(goal, changed)) return produce(house, before);
  if (after.master && isWantedNow(after.episode, house.clock.now())) orderPublication(house, after.episode);
  return { soundIsMadeAnew: false };
}

/** @throws CorridorError episode-unknown, episode-leaving */
function demandPresent(house: House, id: number): EpisodeFacts {
  const facts = house.catalogue.episodes.byId(id);
  if (!facts) throw unknown(String(id));
  if (!removalOf(house, id)) return facts;
  throw new CorridorError(
    'episode-leaving',
    `“${facts.episode.title}” is being removed at this moment.`,
    'Nothing was changed. To keep the episode, publish it again: corridor episode publish NAME.',
  );
}

/** What listeners have of a show that is told in order stays countable. */
function demandNumbered({ catalogue }: House, episode: Episode, { title, number, details }: Said): void {
  const show = catalogue.shows.byId(episode.showId);
  if (!show || episode.wish !== 'public') return;
  const counted = {
    title: title ?? episode.title,
    number: number === null ? undefined : (number ?? episode.number),
    details: details ?? episode.details,
  };
  demandNumbers(show, [counted]);
}

/** Lets the production's loop find out what is left to do. What is withdrawn waits until it is wished for again. */
function produce(house: House, { master, ...before }: EpisodeFacts): Outcome {
  const { episodes, deliveries } = house.catalogue;
  const { id } = before.episode;
  const isOnItsWay = house.queue.pending(subjectOf(id)).some(({ lane }) => lane === PUBLISH_LANE);
  episodes.reopen(id);
  const reopened = demandPresent(house, id);
  const step = nextOrders(goalOf(house, reopened.episode), deliveries);
  if (reopened.episode.wish !== 'withdrawn') advance(house, reopened);
  // A sound that was imported stays as it is.
  if (reopened.master) return { soundIsMadeAnew: false };
  const soundIsMadeAnew =
    step.state === 'working' && step.orders.some(({ kind }) => kind !== 'tag' && kind !== 'certify');
  const facts = demandPresent(house, id);
  return { soundIsMadeAnew, ...(master && !isOnItsWay ? { former: { facts, master } } : {}) };
}
