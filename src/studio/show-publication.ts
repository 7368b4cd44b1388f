import type { Finding } from '../feed/finding.ts';
import { type EpisodeFacts, isListed, type PublishedEpisode } from '../show/episode.ts';
import { episodePageKey, episodePrefix, feedKey, showCoverKey } from '../show/keys.ts';
import type { Show } from '../show/show.ts';
import { placeCompanions, placeCover } from './companions.ts';
import { findGaps } from './completeness.ts';
import { newsOf, readEntries } from './feed-contents.ts';
import {
  addressIn,
  hashOf,
  printFeed,
  SHORT,
  takeBack,
  type WrittenFeed,
  writeFeed,
} from './feed-writing.ts';
import type { House } from './house.ts';
import type { PublishJob } from './owed.ts';
import { type Occasion, orderPings } from './pings.ts';
import { demandFit, readAsListeners } from './preflight.ts';
import { type Plan, prepare } from './publication-plan.ts';
import { type NewPages, placeNewPages } from './show-pages.ts';
import { dropFormerMaster } from './removal.ts';

/**
 * A show's publication as one transaction: companions first, each read back; the pages of what is new; then the feed, in
 * one write; then everything is read as listeners read it. Only what passed that is written down as published, and only
 * then the pages change that listeners have already. Until the feed's write they have the last good feed, and nothing
 * that it names is ever overwritten or taken away before it.
 * @param wanted the episode that comes, changes or goes; without one, the show as a whole, with those that come with it
 */
export async function publishShow(
  house: House,
  show: Show,
  wanted: Pick<PublishJob, 'episodeId' | 'arriving'>,
  signal: AbortSignal,
): Promise<void> {
  const plan = await prepare(house, show, wanted, signal);
  const { facts, others, arriving, leaving, stood } = plan;
  if (others === 0 && arriving.length === 0 && !leaving) return;
  const mended = await bringUpToDate(house, show, plan, signal);
  const pages = await placeNewPages(house, show, plan);
  signal.throwIfAborted();
  const made = { address: addressIn(house), now: plan.now, without: facts?.episode.id, arriving };
  const written = await writeFeed(house, show, () => readEntries(house.catalogue, show, made), { stood });
  if (leaving) await clearAway(house, show, leaving);
  const seen = await passOrTakeBack(house, show, { written, plan, pages }, signal);
  writeDown(house, show, { written, seen, plan });
  await pages.renew(mended, written.entries);
  if (facts && arriving.length > 0) await dropFormerMaster(house, facts);
  if (leaving) await forgetPublic(house, leaving);
}

/**
 * Puts back what is missing of the episodes that stay, and gives those whose pages are to be written: all with the show as
 * a whole. A long show is looked through only then: for a single episode that would take longer than all the rest.
 */
async function bringUpToDate(
  house: House,
  show: Show,
  { facts, others }: Plan,
  signal: AbortSignal,
): Promise<readonly PublishedEpisode[]> {
  await placeCover(house, showCoverKey(show, show.cover), show.cover);
  if (facts && others > SHORT) return [];
  const published = house.catalogue.episodes.published(show.id);
  const all = published.filter(({ episode }) => episode.id !== facts?.episode.id);
  const mended = await fillGaps(house, show, all, signal);
  return facts ? mended : all;
}

type Passing = Readonly<{ written: WrittenFeed; plan: Plan; pages: NewPages }>;

/**
 * A recall is never taken back, whatever the public address answers: that is told all the same.
 * @throws CorridorError address-unfit, when the feed before it is back in its place
 */
async function passOrTakeBack(
  house: House,
  show: Show,
  { written, plan, pages }: Passing,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const findings = await readAsListeners(house, show, written, signal);
  if (plan.leaving) return findings;
  try {
    demandFit(house, findings);
  } catch (thrown) {
    const good = goodFeedBefore(house, show, written);
    if (!isSame(good, written.text)) {
      await takeBack(house, show, written, good);
      await pages.takeBack();
    }
    throw thrown;
  }
  return findings;
}

/**
 * The last feed that passed. What an attempt that was cut short has left there never did, and is not what was written
 * down last. A feed from before there was a ledger stays as it is.
 */
function goodFeedBefore(house: House, { id }: Show, { before, text }: WrittenFeed): Uint8Array | undefined {
  const { publications, episodes } = house.catalogue;
  const last = publications.newest(id);
  const state = last && publications.stateAt(id, last.number);
  if (state) return before && hashOf(before) === last.sha256 ? before : printFeed(house, state);
  if (before && !isSame(before, text)) return before;
  return before && episodes.published(id).length > 0 ? text : undefined;
}

type Done = Readonly<{ written: WrittenFeed; seen: readonly Finding[]; plan: Plan }>;

/** Those who want to know are told of a feed that nobody was told of: one that an attempt before this one wrote is new, too. */
function writeDown(house: House, show: Show, { written, seen, plan }: Done): void {
  const { catalogue } = house;
  const { entries, sha256, bytes } = written;
  const address = addressIn(house)(feedKey(show));
  const warnings = [...written.warnings, ...seen];
  const feed = { madeAt: plan.now, sha256, bytes, address, warnings };
  catalogue.together(() => {
    const isNews = catalogue.publications.newest(show.id)?.sha256 !== sha256;
    for (const { episode, publication } of plan.arriving) catalogue.episodes.publish(episode.id, publication);
    catalogue.publications.record({ show, episodes: entries.map(newsOf) }, feed);
    if (isNews) orderPings(house, show, occasionOf(plan));
  });
}

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

/** After the feed no longer names it, the audio goes, too: a promise of recall that ends at the feed is none. */
async function clearAway({ publicStore }: House, show: Show, { episode }: EpisodeFacts): Promise<void> {
  const keys = [episodePageKey(show, episode)];
  for await (const { key } of publicStore.list(episodePrefix(show, episode))) keys.push(key);
  for (const key of keys) await publicStore.delete(key);
}

async function forgetPublic(house: House, facts: EpisodeFacts): Promise<void> {
  await dropFormerMaster(house, facts);
  house.catalogue.episodes.unpublish(facts.episode.id);
}
