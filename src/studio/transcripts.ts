import { createHash } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { CorridorError, problemOf } from '../errors.ts';
import { type Episode, type EpisodeFacts, type Master, passagesOf } from '../show/episode.ts';
import { keptTranscriptKey } from '../show/keys.ts';
import { countLeftOut, moveTranscript } from '../show/transcript/moving.ts';
import {
  printStoredTranscript,
  readStoredTranscript,
  type StoredTranscript,
} from '../show/transcript/stored.ts';
import type { Transcript } from '../show/transcript/transcript.ts';
import type { House } from './house.ts';
import { orderPublication, touch } from './owed.ts';
import { advance } from './production.ts';

/**
 * Transcripts: kept in the private store on the line of the recording, as people handed them in, and moved onto the
 * line of the master whenever somebody reads them.
 */

/** Puts a transcript into the private store, under its hash; nothing is written down in the catalogue. */
export async function keepTranscript(
  { privateStore }: House,
  transcript: Transcript,
): Promise<StoredTranscript> {
  const bytes = Buffer.from(printStoredTranscript(transcript));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const key = keptTranscriptKey(sha256);
  const there = await privateStore.head(key);
  if (there?.bytes !== bytes.byteLength)
    await privateStore.put(key, bytes, { contentType: 'application/json; charset=utf-8' });
  return { key, sha256, bytes: bytes.byteLength, timed: transcript.timed };
}

/** Whether an episode other than this one has the very same transcript. */
export const isTranscriptOfAnother = (
  { catalogue }: House,
  { key }: StoredTranscript,
  id?: number,
): boolean =>
  catalogue.episodes.list().some(({ episode }) => episode.id !== id && episode.transcript?.key === key);

/** Takes a kept transcript out of the private store unless an episode has it. */
export async function dropUnusedTranscript(house: House, kept: StoredTranscript | undefined): Promise<void> {
  if (kept && !isTranscriptOfAnother(house, kept)) await house.privateStore.delete(kept.key);
}

/**
 * Gives an episode a transcript, or takes its own away (null). Listeners get the change with the next publication,
 * which is ordered where they have the episode already.
 * @throws CorridorError store-…, disk-full
 */
export async function setTranscript(
  house: House,
  { episode }: EpisodeFacts,
  transcript: Transcript | null,
): Promise<void> {
  const kept = transcript && (await keepTranscript(house, transcript));
  const former = house.catalogue.together(() => exchange(house, episode.id, kept));
  await dropUnusedTranscript(house, former);
}

/** Writes it down, and orders what follows from it. @returns the transcript that there was before */
function exchange(house: House, id: number, kept: StoredTranscript | null): StoredTranscript | undefined {
  const { episodes } = house.catalogue;
  const before = episodes.byId(id);
  if (!before) return undefined;
  const { episode, failure, master } = before;
  episodes.change(id, { transcript: kept });
  if (episode.transcript?.key !== kept?.key) touch(house, id);
  if (failure && episode.wish !== 'withdrawn') goOn(house, id);
  else if (master && isWanted(episode)) orderPublication(house, episode);
  return episode.transcript;
}

const isWanted = ({ wish }: Episode): boolean => wish === 'public' || wish === 'unlisted';

/** What failed may have failed for the lack of the former transcript. */
function goOn(house: House, id: number): void {
  house.catalogue.episodes.reopen(id);
  const reopened = house.catalogue.episodes.byId(id);
  if (reopened) advance(house, reopened);
}

/**
 * An episode's transcript on the line of its master; undefined where it has none, or where all of it was cut away.
 * @throws CorridorError object-missing; object-changed where the transcript was exchanged a moment ago
 */
export async function masteredTranscript(
  house: House,
  mastered: Readonly<{ episode: Episode; master: Master }>,
): Promise<Transcript | undefined> {
  return (await moveKept(house, mastered)).transcript;
}

/** The same, and how many cues stand where nothing of the recording is kept. */
export async function moveKept(
  house: House,
  { episode, master }: Readonly<{ episode: Episode; master: Master }>,
): Promise<Readonly<{ transcript?: Transcript; leftOut: number }>> {
  if (!episode.transcript) return { leftOut: 0 };
  const kept = await readKept(house, episode, episode.transcript);
  const line = [passagesOf(master), master.enclosure.seconds] as const;
  const moved = moveTranscript(kept, ...line);
  const leftOut = countLeftOut(kept, ...line);
  return { leftOut, ...(moved.cues.length > 0 ? { transcript: moved } : {}) };
}

async function readKept(
  { catalogue, privateStore }: House,
  { id, title }: Episode,
  kept: StoredTranscript,
): Promise<Transcript> {
  try {
    const { body } = await privateStore.get(kept.key);
    return readStoredTranscript(await text(body), kept);
  } catch (thrown) {
    if (problemOf(thrown).code !== 'object-missing') throw thrown;
    throw catalogue.episodes.byId(id)?.episode.transcript?.key === kept.key
      ? lost(title, thrown)
      : exchanged(title, thrown);
  }
}

const lost = (title: string, cause: unknown): CorridorError =>
  new CorridorError(
    'object-missing',
    `The transcript of “${title}” is no longer in the private store.`,
    'Hand it in again: corridor episode transcript NAME FILE. Or go without it: corridor episode transcript NAME --none.',
    cause,
  );

const exchanged = (title: string, cause: unknown): CorridorError =>
  new CorridorError(
    'object-changed',
    `The transcript of “${title}” was exchanged while it was being read.`,
    'Nothing needs to be done: the new one is taken with the next attempt.',
    cause,
  );
