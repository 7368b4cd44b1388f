import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { CorridorError } from '../errors.ts';
import type { Episode, EpisodeFacts } from '../show/episode.ts';
import { freeSlug, slugOf } from '../show/names.ts';
import type { Picture } from '../show/picture.ts';
import { demandNumbers } from '../show/series.ts';
import type { Show } from '../show/show.ts';
import type { StoredTranscript } from '../show/transcript/stored.ts';
import type { Inspection } from '../sound/inspection.ts';
import { SHORTEST } from '../sound/loudness.ts';
import { checkWords } from './episode-words.ts';
import type { House } from './house.ts';
import { type KeptSound, keepCover, keepSound, rememberSound } from './keeping.ts';
import { touch } from './owed.ts';
import { advance } from './production.ts';
import type { Arrival, EpisodeDraft, Received } from './studio.ts';
import { dropUnusedTranscript, keepTranscript } from './transcripts.ts';

/** Slugs that would hide the show's own page or feed. */
const reserved = new Set(['index', 'feed']);

type Taken = Omit<Received, 'report'> & Readonly<{ facts: EpisodeFacts }>;

/** Takes a recording in; see `Episodes.receive`. */
export async function receive(house: House, show: Show, arrival: Arrival): Promise<Taken> {
  const draft: EpisodeDraft = checkWords({ ...arrival, title: arrival.title ?? '' });
  const { signal, onReceived } = arrival;
  const sound = await keepSound(house, arrival.recording, {
    ...(signal ? { signal } : {}),
    ...(onReceived ? { onRead: onReceived } : {}),
  }).catch((thrown: unknown) => {
    throw tellNothingKept(thrown);
  });
  try {
    demandLength(sound.inspection);
    const refusal = refuseOtherTitle(house, show, { arrival, draft, sound });
    if (refusal) return refusal;
    const cover = arrival.cover && (await keepCover(house, arrival.cover));
    signal?.throwIfAborted();
    const transcript = draft.transcript && (await keepTranscript(house, draft.transcript));
    const kept = { ...(cover ? { cover } : {}), ...(transcript ? { transcript } : {}) };
    return await writeDown(house, show, { arrival, draft, sound, ...kept });
  } catch (thrown) {
    await sound.discard().catch(() => undefined);
    throw tellNothingKept(thrown);
  }
}

/** The container's word is enough to refuse a slip of the finger; silence is found when it is measured. */
function demandLength({ seconds }: Inspection): void {
  if (seconds === undefined || seconds >= SHORTEST) return;
  throw new CorridorError(
    'recording-too-short',
    `The recording is ${seconds.toFixed(2)} seconds long; less than ${SHORTEST} second cannot be mastered.`,
    'Check that the whole recording was copied, or record again.',
  );
}

type Accepted = Readonly<{
  arrival: Arrival;
  draft: EpisodeDraft;
  sound: KeptSound;
  cover?: Picture;
  transcript?: StoredTranscript;
}>;

/** Of two transcripts, one that no episode has any more goes: the former one, or the new one where it was refused. */
async function writeDown(house: House, show: Show, accepted: Accepted): Promise<Taken> {
  const former = twinOf(house, show, accepted)?.episode.transcript;
  try {
    return house.catalogue.together(
      () => refuseOtherTitle(house, show, accepted) ?? write(house, show, accepted),
    );
  } finally {
    for (const kept of [accepted.transcript, former])
      await dropUnusedTranscript(house, kept).catch(() => undefined);
  }
}

/** The episode of this recording: of several that of this title, else the oldest. */
function twinOf(
  { catalogue }: House,
  show: Show,
  { arrival, draft, sound }: Accepted,
): EpisodeFacts | undefined {
  if (arrival.again) return undefined;
  const { sha256 } = sound.recording;
  const oldest = catalogue.episodes.byRecording(show.id, sha256);
  if (!oldest || oldest.episode.title === draft.title) return oldest;
  const namesake = ({ episode: { title, recording } }: EpisodeFacts): boolean =>
    title === draft.title && recording === sha256;
  return catalogue.episodes.list(show.id).find(namesake) ?? oldest;
}

/** Where an episode is to keep its title: what is called otherwise changes nothing of it. */
function refuseOtherTitle(house: House, show: Show, accepted: Accepted): Taken | undefined {
  const twin = accepted.arrival.keepTitle ? twinOf(house, show, accepted) : undefined;
  return twin && twin.episode.title !== accepted.draft.title
    ? { facts: twin, known: true, refused: true }
    : undefined;
}

/** The same recording is the same episode, with what is said of it now, unless another one is asked for. */
function write(house: House, show: Show, accepted: Accepted): Taken {
  const { catalogue } = house;
  rememberSound(house, accepted.sound);
  const twin = twinOf(house, show, accepted);
  const id = twin ? change(house, show, twin, accepted) : add(house, show, accepted);
  const facts = catalogue.episodes.byId(id);
  if (!facts) throw new TypeError('An episode that was just written is not there.');
  advance(house, facts);
  return { facts: catalogue.episodes.byId(id) ?? facts, known: twin !== undefined };
}

function add(
  { catalogue, clock }: House,
  show: Show,
  { arrival, draft, sound, cover, transcript }: Accepted,
): number {
  const title = draft.title;
  const isTaken = (slug: string) =>
    reserved.has(slug) || catalogue.episodes.bySlug(show.id, slug) !== undefined;
  const { season, number, recipe, details } = draft;
  if (arrival.wish === 'public') demandNumbers(show, [draft]);
  return catalogue.episodes.add({
    showId: show.id,
    slug: freeSlug(slugOf(title, 'episode'), isTaken),
    guid: randomUUID(),
    title,
    notes: draft.notes ?? '',
    chapters: draft.chapters ?? sound.inspection.chapters ?? [],
    explicit: draft.explicit ?? show.explicit,
    recording: sound.recording.sha256,
    wish: arrival.wish,
    createdAt: clock.now(),
    ...(season === undefined ? {} : { season }),
    ...(number === undefined ? {} : { number }),
    ...(cover ? { cover } : {}),
    ...(recipe ? { recipe } : {}),
    ...(details ? { details } : {}),
    ...(transcript ? { transcript } : {}),
  }).episode.id;
}

/** Only what was said anew changes; a public episode does not become a draft by being handed in again. */
function change(
  house: House,
  show: Show,
  twin: EpisodeFacts,
  { arrival, draft, cover, transcript }: Accepted,
): number {
  const { id, wish } = twin.episode;
  if (twin.publication && arrival.wish === 'draft') throw isPublicAlready(twin.episode);
  const { title, notes, chapters, season, number, explicit, recipe, details } = draft;
  const said = { title, notes, chapters, season, number, explicit, recipe, details, cover, transcript };
  const changes = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
  const isPublic = arrival.wish === 'public' || wish === 'public';
  if (isPublic) demandNumbers(show, [{ ...twin.episode, ...(changes as Partial<Episode>) }]);
  house.catalogue.episodes.change(id, {
    ...(changes as Partial<Episode>),
    wish: isPublic ? 'public' : 'draft',
  });
  house.catalogue.episodes.reopen(id);
  if (!isDeepStrictEqual({ ...twin.episode, ...changes }, twin.episode)) touch(house, id);
  return id;
}

const isPublicAlready = ({ title }: Episode): CorridorError =>
  new CorridorError(
    'episode-public',
    `This recording is public already, as “${title}”; a draft of it would change what listeners have.`,
    'Publish it to change it, withdraw it first, or ask for a new episode of the same recording (again).',
  );

/** A store that fails now has kept nothing, whatever it says of later attempts. */
function tellNothingKept(thrown: unknown): unknown {
  if (!(thrown instanceof CorridorError) || !/^(store-|bucket-)/.test(thrown.code)) return thrown;
  const hint = `Nothing was kept: hand the recording in again when the store answers. ${thrown.hint}`;
  return new CorridorError(thrown.code, thrown.message, hint, thrown);
}
