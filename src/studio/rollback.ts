import { isDeepStrictEqual } from 'node:util';
import type { FeedState } from '../catalogue/publications.ts';
import { CorridorError } from '../errors.ts';
import { downloadsOf, type EpisodeFacts, isSameSound, type PublishedEpisode } from '../show/episode.ts';
import type { Show } from '../show/show.ts';
import type { House } from './house.ts';
import { orderShowPublication } from './owed.ts';

/** What going back changed, by the titles of episodes. */
export type RolledBack = Readonly<{
  /** The publication whose feed comes back. */
  to: number;
  restored: readonly string[];
  /** Those that were not in that feed: out of it again, but still at their address. */
  unlisted: readonly string[];
  /** What could not come back, in sentences. */
  lost: readonly string[];
}>;

/**
 * Makes a show and its episodes what they were when a feed was published, and orders a publication of that: a step
 * forward in the ledger, so that it can be taken back in the same way. Recordings stay as they are.
 * @param number without it, the newest publication whose feed was another one
 * @throws CorridorError publication-unknown
 */
export async function rollBack(house: House, show: Show, number?: number): Promise<RolledBack> {
  const { catalogue } = house;
  const newest = catalogue.publications.newest(show.id);
  const to = number ?? numberBefore(house, show);
  const state = to === undefined ? undefined : catalogue.publications.stateAt(show.id, to);
  if (to === undefined || !state) throw unknown(show, to, newest?.number ?? 0);
  const wanted = await Promise.all(state.episodes.map((published) => wishFor(house, published)));
  const restorable = wanted.flatMap(({ published }) => (published ? [published] : []));
  const unlisted = catalogue.together(() => restore(house, show, { state, restorable }));
  return {
    to,
    restored: restorable.map(({ episode }) => episode.title),
    unlisted,
    lost: wanted.flatMap(({ lost }) => (lost ? [lost] : [])),
  };
}

/** Of the newest feed that was another one: what changes no feed, such as the end of an episode to come, is not gone back on. */
function numberBefore({ catalogue }: House, { id }: Show): number | undefined {
  const [newest, ...former] = catalogue.publications.list(id);
  return former.find(({ sha256 }) => sha256 !== newest?.sha256)?.number;
}

type Outcome = Readonly<{ published?: PublishedEpisode; lost?: string }>;

/** What an episode can become again; nothing where it is that already. */
async function wishFor(house: House, published: PublishedEpisode): Promise<Outcome> {
  const { title, id } = published.episode;
  const facts = house.catalogue.episodes.byId(id);
  if (!facts) return { lost: `“${title}” was removed since then, with its sound.` };
  if (isAsItWas(facts, published)) return {};
  const sound = await soundFor(house, facts, published);
  if (!sound) return { lost: `The sound of “${title}” is gone, and it was withdrawn since then.` };
  const words = await wordsFor(house, facts, published);
  const lost = isSameSound(sound.publication.master, published.publication.master)
    ? {}
    : { lost: `“${title}” keeps its present sound: the former one was swept away.` };
  return {
    published: {
      episode: { ...published.episode, ...words, recording: sound.recording },
      publication: { ...sound.publication, publishedAt: published.publication.publishedAt },
    },
    ...lost,
  };
}

const isAsItWas = ({ episode, publication }: EpisodeFacts, before: PublishedEpisode): boolean =>
  isDeepStrictEqual(episode, before.episode) && isDeepStrictEqual(publication, before.publication);

type Sound = Pick<PublishedEpisode, 'publication'> & Readonly<{ recording: string }>;

/** The former sound, brought back from the public store where the private one has it no more; else the present one. */
async function soundFor(
  house: House,
  { episode, publication }: EpisodeFacts,
  before: PublishedEpisode,
): Promise<Sound | undefined> {
  const isKnown = house.catalogue.recordings.find(before.episode.recording) !== undefined;
  if (isKnown && (await bringBack(house, before)))
    return { publication: before.publication, recording: before.episode.recording };
  return publication && { publication, recording: episode.recording };
}

/** Whether all files of a master are in the private store, if need be as copies of what the public one still has. */
async function bringBack({ privateStore, publicStore }: House, { publication }: PublishedEpisode) {
  const { master, enclosureKey, alternateKeys = [], certificateKey } = publication;
  const publicKeys = [enclosureKey, ...alternateKeys];
  const files = [
    ...downloadsOf(master).map((sound, i) => ({ ...sound, from: publicKeys[i] })),
    ...(master.certificate
      ? [{ ...master.certificate, mediaType: 'application/json', from: certificateKey }]
      : []),
  ];
  for (const { key, bytes, from, mediaType: contentType } of files) {
    if ((await privateStore.head(key))?.bytes === bytes) continue;
    if (from === undefined || (await publicStore.head(from))?.bytes !== bytes) return false;
    await publicStore.withLocalCopy(from, (file) => privateStore.put(key, { file }, { contentType }));
  }
  return true;
}

/** Covers and transcripts that are gone since then stay as they are now. */
async function wordsFor(
  { privateStore }: House,
  { episode }: EpisodeFacts,
  { episode: before }: PublishedEpisode,
) {
  const isThere = async (file: { key: string } | undefined): Promise<boolean> =>
    file === undefined || (await privateStore.head(file.key)) !== undefined;
  const present = <T>(value: T | undefined, name: string) => (value === undefined ? {} : { [name]: value });
  const { cover: _, transcript: __, ...words } = before;
  return {
    ...words,
    ...present((await isThere(before.cover)) ? before.cover : episode.cover, 'cover'),
    ...present((await isThere(before.transcript)) ? before.transcript : episode.transcript, 'transcript'),
  };
}

type Restoring = Readonly<{ state: FeedState; restorable: readonly PublishedEpisode[] }>;

/** @returns titles of the episodes that leave the feed */
function restore(house: House, show: Show, { state, restorable }: Restoring): readonly string[] {
  const { episodes, shows } = house.catalogue;
  shows.restore({ ...state.show, id: show.id });
  for (const published of restorable) episodes.restore(published);
  const stay = new Set(state.episodes.map(({ episode }) => episode.id));
  const leaving = episodes
    .published(show.id)
    .filter(({ episode }) => !stay.has(episode.id) && episode.wish === 'public');
  for (const { episode } of leaving) episodes.change(episode.id, { wish: 'unlisted' });
  orderShowPublication(house, show);
  return leaving.map(({ episode }) => episode.title);
}

const unknown = ({ slug }: Show, number: number | undefined, newest: number): CorridorError =>
  new CorridorError(
    'publication-unknown',
    newest === 0
      ? `The show “${slug}” has not been published yet.`
      : number === undefined
        ? `Nothing was published of “${slug}” before what listeners have now.`
        : `There is no publication ${number} of “${slug}”; there are 1 to ${newest}.`,
    `corridor publication list --show ${slug} tells what each of them was.`,
  );
