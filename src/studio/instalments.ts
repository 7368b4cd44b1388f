import { CorridorError } from '../errors.ts';
import type { EpisodeFacts, Wish } from '../show/episode.ts';
import { demandNumbers } from '../show/series.ts';
import { editEpisode } from './episode-editing.ts';
import { type House, subjectOf } from './house.ts';
import { receive } from './intake.ts';
import { orderPublication, removalOf } from './owed.ts';
import { advance, retryProduction } from './production.ts';
import { removeEpisode } from './removal.ts';
import { replaceRecording } from './replacing.ts';
import { findEpisode, isSettled, reportOn, unknown } from './reports.ts';
import { orderTimes, setTimes } from './schedule.ts';
import type { EpisodeReport, Episodes, Shows } from './studio.ts';
import { setTranscript } from './transcripts.ts';
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
    setTranscript: async (id, transcript) => {
      await setTranscript(house, factsOf(id), transcript);
      return report(id);
    },
    edit: async (id, changed) => {
      const soundIsMadeAnew = await editEpisode(house, factsOf(id), changed);
      return { report: report(id), soundIsMadeAnew };
    },
    replace: async (id, recording, signal) => {
      await replaceRecording(house, factsOf(id), recording, signal);
      return report(id);
    },
    schedule: async (id, times) => {
      setTimes(house, factsOf(id), times);
      return report(id);
    },
    unlist: async (id) => {
      unlist(house, factsOf(id));
      return report(id);
    },
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
  const { id, showId } = facts.episode;
  const show = catalogue.shows.byId(showId);
  if (show) demandNumbers(show, [facts.episode]);
  catalogue.together(() => {
    if (removalOf(house, id)) house.queue.cancel(subjectOf(id));
    publishNow(house, facts);
    if (facts.failure) catalogue.episodes.reopen(id);
    const renewed = catalogue.episodes.byId(id);
    if (renewed?.master) orderPublication(house, renewed.episode);
    else if (renewed) advance(house, renewed);
  });
  house.queue.hasten(subjectOf(id));
}

/** A moment to come is not waited for, and one that has passed does not end it at once. */
function publishNow(house: House, { episode }: EpisodeFacts): void {
  const { catalogue, clock } = house;
  const isOver = episode.expiresAt && episode.expiresAt <= clock.now();
  catalogue.episodes.change(episode.id, {
    wish: 'public',
    publishAt: null,
    ...(isOver ? { expiresAt: null } : {}),
  });
  const changed = catalogue.episodes.byId(episode.id)?.episode;
  if (changed) orderTimes(house, changed);
}

function unlist(house: House, facts: EpisodeFacts): void {
  const { catalogue } = house;
  catalogue.together(() => {
    wish(house, facts, 'unlisted');
    if (facts.master) orderPublication(house, facts.episode);
  });
}

function withdraw(house: House, facts: EpisodeFacts): void {
  const { episode, publication } = facts;
  const isWanted = episode.wish === 'public' || episode.wish === 'unlisted';
  if (!publication && !isWanted) throw notPublic(facts);
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
