import { CorridorError } from '../errors.ts';
import type { EpisodeFacts, Wish } from '../show/episode.ts';
import { type House, subjectOf } from './house.ts';
import { receive } from './intake.ts';
import { orderPublication, removalOf } from './owed.ts';
import { advance, retryProduction } from './production.ts';
import { removeEpisode } from './removal.ts';
import { findEpisode, isSettled, reportOn, unknown } from './reports.ts';
import type { EpisodeReport, Episodes, Shows } from './studio.ts';
import { changes } from './waiting.ts';

/** Episodes: taken in, listed, published, withdrawn, removed, watched. */
export function openEpisodes(house: House, shows: Shows): Episodes {
  const { catalogue } = house;
  const factsOf = (id: number): EpisodeFacts => {
    const facts = catalogue.episodes.byId(id);
    if (!facts) throw unknown(String(id));
    return facts;
  };
  const report = (id: number): EpisodeReport => reportOn(house, factsOf(id));
  return {
    receive: async (arrival) => {
      const { facts, ...received } = await receive(house, shows.choose(arrival.show), arrival);
      return { report: report(facts.episode.id), ...received };
    },
    list: (showSlug) => {
      const show = showSlug === undefined ? undefined : shows.get(showSlug);
      return catalogue.episodes.list(show?.id).map((facts) => reportOn(house, facts));
    },
    find: (name) => reportOn(house, findEpisode(house, name)),
    get: (showSlug, episodeSlug) => {
      const facts = catalogue.episodes.bySlug(shows.get(showSlug).id, episodeSlug);
      if (!facts) throw unknown(episodeSlug);
      return reportOn(house, facts);
    },
    publish: async (id) => {
      publish(house, factsOf(id));
      return report(id);
    },
    withdraw: async (id) => {
      withdraw(house, factsOf(id));
      return report(id);
    },
    remove: (id) => removeEpisode(house, factsOf(id)),
    retry: async (id) => {
      retryProduction(house, factsOf(id));
      return report(id);
    },
    watch: (id, signal) =>
      changes(() => {
        const facts = catalogue.episodes.byId(id);
        if (!facts) return undefined;
        const value = reportOn(house, facts);
        return { value, isLast: isSettled(house, value) };
      }, signal),
  };
}

/**
 * Wants it public. What failed is tried again, and what waits for its next attempt need not wait longer. A removal that is
 * still owed is called off.
 */
function publish(house: House, facts: EpisodeFacts): void {
  const { catalogue } = house;
  const { id } = facts.episode;
  catalogue.together(() => {
    if (removalOf(house, id)) house.queue.cancel(subjectOf(id));
    wish(house, facts, 'public');
    if (facts.failure) catalogue.episodes.reopen(id);
    const renewed = catalogue.episodes.byId(id);
    if (renewed?.master) orderPublication(house, renewed.episode);
    else if (renewed) advance(house, renewed);
  });
  house.queue.hasten(subjectOf(id));
}

function withdraw(house: House, facts: EpisodeFacts): void {
  const { episode, publication } = facts;
  if (!publication && episode.wish !== 'public') throw notPublic(facts);
  house.catalogue.together(() => {
    wish(house, facts, 'withdrawn');
    if (publication) orderPublication(house, episode);
  });
}

const wish = ({ catalogue }: House, { episode }: EpisodeFacts, wanted: Wish): void =>
  catalogue.episodes.change(episode.id, { wish: wanted });

const notPublic = ({ episode }: EpisodeFacts): CorridorError =>
  new CorridorError(
    'episode-not-ready',
    `“${episode.title}” is not public.`,
    'There is nothing to withdraw.',
  );
