import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { CorridorError } from '../errors.ts';
import type { Episode, EpisodeFacts } from '../show/episode.ts';
import { cleanLine, cleanText, freeSlug, slugOf } from '../show/names.ts';
import type { Picture } from '../show/picture.ts';
import type { Show } from '../show/show.ts';
import type { Inspection } from '../sound/inspection.ts';
import { SHORTEST } from '../sound/loudness.ts';
import type { House } from './house.ts';
import { type KeptSound, keepCover, keepSound, rememberSound } from './keeping.ts';
import { touch } from './owed.ts';
import { advance } from './production.ts';
import type { Arrival, EpisodeDraft, Received } from './studio.ts';

/** Longest title that apps and tags are made for (feed.md 1: 255 where nothing else is said). */
const TITLE_LIMIT = 255;
/** Slugs that would hide the show's own page or feed. */
const reserved = new Set(['index', 'feed']);

type Taken = Omit<Received, 'report'> & Readonly<{ facts: EpisodeFacts }>;

/** Takes a recording in; see `Episodes.receive`. */
export async function receive(house: House, show: Show, arrival: Arrival): Promise<Taken> {
  const draft = checkDraft(arrival);
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
    const accepted = { arrival, draft, sound, ...(cover ? { cover } : {}) };
    return house.catalogue.together(
      () => refuseOtherTitle(house, show, accepted) ?? write(house, show, accepted),
    );
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

type Accepted = Readonly<{ arrival: Arrival; draft: EpisodeDraft; sound: KeptSound; cover?: Picture }>;

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
  const id = twin ? change(house, twin, accepted) : add(house, show, accepted);
  const facts = catalogue.episodes.byId(id);
  if (!facts) throw new TypeError('An episode that was just written is not there.');
  advance(house, facts);
  return { facts: catalogue.episodes.byId(id) ?? facts, known: twin !== undefined };
}

function add({ catalogue, clock }: House, show: Show, { arrival, draft, sound, cover }: Accepted): number {
  const title = draft.title;
  const isTaken = (slug: string) =>
    reserved.has(slug) || catalogue.episodes.bySlug(show.id, slug) !== undefined;
  const { season, number, recipe } = draft;
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
  }).episode.id;
}

/** Only what was said anew changes; a public episode does not become a draft by being handed in again. */
function change(house: House, twin: EpisodeFacts, { arrival, draft, cover }: Accepted): number {
  const { id, wish } = twin.episode;
  if (twin.publication && arrival.wish === 'draft') throw isPublicAlready(twin.episode);
  const { title, notes, chapters, season, number, explicit, recipe } = draft;
  const said = { title, notes, chapters, season, number, explicit, recipe, cover };
  const changes = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
  const isPublic = arrival.wish === 'public' || wish === 'public';
  house.catalogue.episodes.change(id, {
    ...(changes as Partial<Episode>),
    wish: isPublic ? 'public' : 'draft',
  });
  house.catalogue.episodes.reopen(id);
  if (!isDeepStrictEqual({ ...twin.episode, ...changes }, twin.episode)) touch(house, id);
  return id;
}

/** @throws CorridorError title-missing, value-invalid */
function checkDraft(arrival: EpisodeDraft): EpisodeDraft {
  const title = cleanLine(arrival.title ?? '');
  if (title === '') {
    throw new CorridorError(
      'title-missing',
      'The episode has no title.',
      'Give it one that says what it is about.',
    );
  }
  if ([...title].length > TITLE_LIMIT) throw tooLong([...title].length);
  const numbers = [
    ['season', arrival.season],
    ['number', arrival.number],
  ] as const;
  for (const [name, value] of numbers) if (value !== undefined) demandNumber(name, value);
  return { ...arrival, title, ...(arrival.notes === undefined ? {} : { notes: readNotes(arrival.notes) }) };
}

/** Every app fetches the notes of all episodes with each poll. */
const NOTES_LIMIT = 100_000;

/** Bytes that are no text arrive as replacement characters; a few are a slip, many are another kind of file. */
function readNotes(notes: string): string {
  const foreign = notes.split('\uFFFD').length - 1;
  if (foreign > 10) {
    throw new CorridorError('value-invalid', 'The notes are no text.', 'Hand in Markdown, saved as UTF-8.');
  }
  const text = cleanText(notes);
  if (text.length <= NOTES_LIMIT) return text;
  const message = `The notes have ${text.length} characters; at most ${NOTES_LIMIT} are taken.`;
  throw new CorridorError('value-invalid', message, 'Put the long part on a web page and link to it.');
}

function demandNumber(name: string, value: number): void {
  if (Number.isInteger(value) && value >= 1 && value <= 1_000_000) return;
  throw new CorridorError(
    'value-invalid',
    `The ${name} “${value}” is no whole number from 1 up.`,
    'Give 1, 2, 3 …',
  );
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

const tooLong = (length: number): CorridorError =>
  new CorridorError(
    'value-invalid',
    `The title has ${length} characters; apps show about 60, and ${TITLE_LIMIT} is the most that is taken.`,
    'Shorten the title and put the rest into the show notes.',
  );
