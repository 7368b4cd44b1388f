import type { EpisodeDetails, Person, ShowDetails } from './details.ts';

type Crediting = Readonly<{ details?: ShowDetails | EpisodeDetails }>;

/** Whoever is named without a role is a host (podcast namespace, person). */
const isHost = ({ role = 'host' }: Person): boolean => role.toLowerCase() === 'host';

/**
 * Who is in an episode, as its item in the feed has to say it; nobody where the show's people stand for it.
 *
 * Persons in an item replace those of the channel (feed.md 2), so a show's hosts would vanish from every episode that names
 * its guests. Where an episode names people and no host among them, the show's hosts come before them; one that the episode
 * names in another role stays in that role. An episode with a host of its own is taken at its word.
 */
export function peopleOfEpisode(show: Crediting, episode: Crediting): readonly Person[] {
  const own = episode.details?.people ?? [];
  if (own.length === 0 || own.some(isHost)) return own;
  const named = new Set(own.map(({ name }) => name));
  const hosts = (show.details?.people ?? []).filter((person) => isHost(person) && !named.has(person.name));
  return [...hosts, ...own];
}

/** Who is to be shown with an episode: its own people, or those of the show. */
export function creditsOf(show: Crediting, episode: Crediting): readonly Person[] {
  const own = peopleOfEpisode(show, episode);
  return own.length > 0 ? own : (show.details?.people ?? []);
}
