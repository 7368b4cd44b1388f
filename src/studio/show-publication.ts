import type { Standing } from '../catalogue/episodes.ts';
import type { FeedState } from '../catalogue/publications.ts';
import type { Finding } from '../feed/finding.ts';
import {
  type EpisodeFacts,
  isListed,
  isSameSound,
  isWantedNow,
  type Publication,
  type PublishedEpisode,
} from '../show/episode.ts';
import { embedKey, episodePageKey, episodePrefix, oembedKey, showCoverKey } from '../show/keys.ts';
import type { Show } from '../show/show.ts';
import { placeCompanions, placeCover } from './companions.ts';
import { findGaps } from './completeness.ts';
import { newsOf, readEntries } from './feed-contents.ts';
import {
  addressIn,
  printFeed,
  readFeed,
  SHORT,
  type StandingFeed,
  takeBack,
  type WrittenFeed,
  writeFeed,
} from './feed-writing.ts';
import type { House } from './house.ts';
import { type Shelf, writePages } from './pages.ts';
import type { PublishJob } from './owed.ts';
import { type Occasion, orderPings } from './pings.ts';
import { demandFit, readAsListeners } from './preflight.ts';
import { dropFormerMaster } from './removal.ts';

/**
 * A show's publication as one transaction: companions first, each read back; then the pages; then the feed, in one write;
 * then everything is read as listeners read it. Only what passed that is written down as published. Until the feed's
 * write listeners have the last good feed, and nothing that it names is ever overwritten or taken away before it.
 * @param wanted the episode that comes, changes or goes; without one, the show as a whole, with those that come with it
 */
export async function publishShow(
  house: House,
  show: Show,
  wanted: Pick<PublishJob, 'episodeId' | 'arriving'>,
  signal: AbortSignal,
): Promise<void> {
  const plan = await prepare(house, show, wanted, signal);
  const { facts, stay, arriving, leaving, stood } = plan;
  if (stay.length === 0 && arriving.length === 0 && !leaving) return;
  await placePages(house, show, plan, signal);
  signal.throwIfAborted();
  const made = { address: addressIn(house), now: plan.now, without: wanted.episodeId, arriving };
  const written = await writeFeed(house, show, () => readEntries(house.catalogue, show, made), { stood });
  // A recall is never taken back, whatever the public address answers.
  const seen = leaving ? [] : await passOrTakeBack(house, show, { written, arriving }, signal);
  house.catalogue.together(() => {
    writeDown(house, show, { written, seen, ...plan });
    if (!isSameFeed(written)) orderPings(house, show, occasionOf(plan));
  });
  if (facts && arriving.length > 0) await dropFormerMaster(house, facts);
  if (leaving) await clearAway(house, show, leaving);
}

/** Who comes, goes and stays, at one moment. */
type Plan = Readonly<{
  now: Date;
  /** The episode that this is about. */
  facts: EpisodeFacts | undefined;
  arriving: readonly PublishedEpisode[];
  leaving: EpisodeFacts | undefined;
  stay: readonly Standing[];
  /** The feed that listeners have. */
  stood: StandingFeed | undefined;
}>;

/** Brings in what comes; meanwhile the feed is read, and the store asked whether it keeps conditions on a write. */
async function prepare(
  house: House,
  show: Show,
  { episodeId, arriving: others = [] }: Pick<PublishJob, 'episodeId' | 'arriving'>,
  signal: AbortSignal,
): Promise<Plan> {
  const { episodes } = house.catalogue;
  const facts = episodeId === undefined ? undefined : episodes.byId(episodeId);
  const coming = facts ? [facts] : newOnes(house, others);
  const [arriving, stood] = await Promise.all([
    placeAll(house, show, coming, signal),
    readFeed(house, show),
    house.publicStore.keepsConditions(),
  ]);
  const leaving = facts?.episode.wish === 'withdrawn' ? facts : undefined;
  const stay = episodes.standing(show.id).filter(({ episode }) => episode.id !== episodeId);
  return { now: house.clock.now(), facts, arriving, leaving, stay, stood };
}

/** Of a single episode only the lists in which it stands are written anew. */
async function placePages(
  house: House,
  show: Show,
  { now, facts, arriving, stay }: Plan,
  signal: AbortSignal,
): Promise<void> {
  await placeCover(house, showCoverKey(show, show.cover), show.cover);
  const changed = await bringUpToDate(house, show, { stay, episodeId: facts?.episode.id }, signal);
  const listed = [...stay, ...arriving].filter(({ episode }) => isListed(episode, now));
  const dates = datesOf(facts?.publication, ...arriving.map(({ publication }) => publication));
  await writePages(
    house,
    { show, listed, whole: wholeFrom(house, arriving) },
    { episodes: [...changed, ...arriving], dates: facts ? dates : 'all' },
  );
}

type Staying = Readonly<{ stay: readonly Standing[]; episodeId: number | undefined }>;

/**
 * Puts back what is missing of the episodes that stay, and gives those whose pages are to be written: all with the show as
 * a whole. A long show is looked through only then: for a single episode that would take longer than all the rest.
 */
async function bringUpToDate(
  house: House,
  show: Show,
  { stay, episodeId }: Staying,
  signal: AbortSignal,
): Promise<readonly PublishedEpisode[]> {
  const isWhole = episodeId === undefined;
  if (!isWhole && stay.length > SHORT) return [];
  const all = house.catalogue.episodes.published(show.id).filter(({ episode }) => episode.id !== episodeId);
  const mended = await fillGaps(house, show, all, signal);
  return isWhole ? all : mended;
}

/** Episodes by their ids: the one that comes as it will be, the others as they are. */
const wholeFrom =
  ({ catalogue }: House, coming: readonly PublishedEpisode[]): Shelf['whole'] =>
  (ids) => [
    ...coming.filter(({ episode }) => ids.includes(episode.id)),
    ...catalogue.episodes.publishedAmong(
      ids.filter((id) => coming.every(({ episode }) => episode.id !== id)),
    ),
  ];

const datesOf = (...publications: readonly (Publication | undefined)[]): readonly Date[] =>
  publications.flatMap((publication) => (publication ? [publication.publishedAt] : []));

/** What the newest feed that was written down is made of. */
function lastPublication({ catalogue }: House, { id }: Show): FeedState | undefined {
  const newest = catalogue.publications.newest(id);
  return newest && catalogue.publications.stateAt(id, newest.number);
}

type Passing = Readonly<{
  written: WrittenFeed;
  arriving: readonly PublishedEpisode[];
}>;

/** @throws CorridorError address-unfit, when the feed and the pages before it are back in their place */
async function passOrTakeBack(
  house: House,
  show: Show,
  { written, arriving }: Passing,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const findings = await readAsListeners(house, show, written, signal);
  try {
    demandFit(house, findings);
  } catch (thrown) {
    const last = lastPublication(house, show);
    const good = goodFeedBefore(house, show, { written, last });
    if (!isSame(good, written.text)) {
      await takeBack(house, show, written, good);
      await takePagesBack(house, last ?? { show, episodes: [] }, arriving);
    }
    throw thrown;
  }
  return findings;
}

/**
 * The bytes that stood there. After an attempt that was cut short these are the very ones that did not pass; then those of
 * the last feed that was written down. A feed from before there was a ledger stays as it is.
 */
function goodFeedBefore(
  house: House,
  { id }: Show,
  { written, last }: Readonly<{ written: WrittenFeed; last: FeedState | undefined }>,
): Uint8Array | undefined {
  const stood = written.before;
  if (stood !== undefined && !isSame(stood, written.text)) return stood;
  if (last) return printFeed(house, last.show, last.episodes);
  const isOld = stood !== undefined && house.catalogue.episodes.published(id).length > 0;
  return isOld ? written.text : undefined;
}

async function takePagesBack(
  house: House,
  { show, episodes }: FeedState,
  arriving: readonly PublishedEpisode[],
): Promise<void> {
  const former = new Map(episodes.map((published) => [published.episode.id, published]));
  for (const { episode } of arriving) {
    if (former.has(episode.id)) continue;
    for (const keyOf of [episodePageKey, embedKey, oembedKey])
      await house.publicStore.delete(keyOf(show, episode));
  }
  const before = arriving.flatMap(({ episode }) => former.get(episode.id) ?? []);
  const shelf: Shelf = {
    show,
    listed: episodes,
    whole: (ids) => episodes.filter(({ episode }) => ids.includes(episode.id)),
  };
  const dates = datesOf(...[...before, ...arriving].map(({ publication }) => publication));
  await writePages(house, shelf, { episodes: before, dates });
}

type Done = Pick<Plan, 'arriving' | 'now'> & Readonly<{ written: WrittenFeed; seen: readonly Finding[] }>;

function writeDown({ catalogue }: House, show: Show, { written, seen, arriving, now }: Done): void {
  const { entries, sha256, bytes } = written;
  for (const { episode, publication } of arriving) catalogue.episodes.publish(episode.id, publication);
  const warnings = [...written.warnings, ...seen];
  catalogue.publications.record(
    { show, episodes: entries.map(newsOf) },
    { madeAt: now, sha256, bytes, warnings },
  );
}

const isSameFeed = ({ before, text }: WrittenFeed): boolean => isSame(before, text);

const isSame = (one: Uint8Array | undefined, other: Uint8Array): boolean =>
  one !== undefined && Buffer.compare(one, other) === 0;

/** What has happened, for those who are told of it. */
function occasionOf({ facts, arriving, now }: Plan): Occasion {
  const [come] = facts ? arriving : [];
  const episode = come?.episode ?? facts?.episode;
  if (!episode || (!come && episode.wish !== 'withdrawn')) return { event: 'show.changed', at: now };
  const event = !come || !isListed(episode, now) ? 'episode.withdrawn' : eventOf(facts);
  return { event, episode, at: now };
}

const eventOf = (facts: EpisodeFacts | undefined) =>
  facts?.publication ? 'episode.changed' : 'episode.published';

/** Puts back what the feed is going to name and somebody took away. */
async function fillGaps(
  house: House,
  show: Show,
  episodes: readonly PublishedEpisode[],
  signal: AbortSignal,
): Promise<readonly PublishedEpisode[]> {
  const gaps = await findGaps(house, show, episodes);
  for (const { published } of gaps) {
    const { episode, publication } = published;
    await placeCompanions(house, show, { episode, master: publication.master }, signal);
  }
  return gaps.map(({ published }) => published);
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

/** After the feed no longer names it, the audio goes, too: a promise of recall that ends at the feed is none. */
async function clearAway(house: House, show: Show, facts: EpisodeFacts): Promise<void> {
  const { catalogue, publicStore } = house;
  const { episode } = facts;
  const keys = [episodePageKey(show, episode)];
  for await (const { key } of publicStore.list(episodePrefix(show, episode))) keys.push(key);
  for (const key of keys) await publicStore.delete(key);
  await dropFormerMaster(house, facts);
  catalogue.episodes.unpublish(episode.id);
}
