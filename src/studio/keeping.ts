import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, constants, stat } from 'node:fs/promises';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CorridorError } from '../errors.ts';
import { fingerprintOf } from '../production/orders.ts';
import { originalKey, pictureKey } from '../show/keys.ts';
import { cleanFileName } from '../show/names.ts';
import type { Picture } from '../show/picture.ts';
import type { Recording } from '../show/recording.ts';
import { printBytes } from '../show/size.ts';
import type { Inspection } from '../sound/inspection.ts';
import { type Cover, readCover } from '../workshop/picture.ts';
import type { House } from './house.ts';
import { isLeaving } from './owed.ts';
import type { LocalFile } from './studio.ts';

/** A sound that lies in the private store, not yet written down in the catalogue. */
export type KeptSound = Readonly<{
  recording: Recording;
  inspection: Inspection;
  /** Whether the catalogue knew it, so that its bytes were not put in again. */
  known: boolean;
  /** Takes it out again, if it was not there before and the catalogue does not know it. */
  discard(): Promise<void>;
}>;

type Options = Readonly<{ signal?: AbortSignal; onRead?: (bytes: number) => void }>;

/**
 * Hashes a sound, looks at it, and puts it into the private store under its hash; the same bytes are kept once.
 * @throws CorridorError file-missing, recording-…, episode-leaving, disk-full, store-…
 */
export async function keepSound(house: House, sound: LocalFile, options: Options = {}): Promise<KeptSound> {
  const bytes = await sizeOf(sound, house.settings.UPLOAD_LIMIT);
  const sha256 = await hashFile(sound.file, options);
  if (isLeaving(house, sha256)) throw leaving();
  const inspection = await house.workshop.inspectFile(sound.file, options.signal);
  const known = house.catalogue.recordings.find(sha256);
  const recording = known ?? describe(house, sound, { sha256, bytes });
  await putOnce(house, recording, sound, options.signal);
  const discard = async (): Promise<void> => {
    if (!house.catalogue.recordings.find(sha256)) await house.privateStore.delete(recording.key);
  };
  return { recording, inspection, known: known !== undefined, discard };
}

/**
 * Writes a kept sound down, with what the look at it told, so that nobody looks again.
 * @throws CorridorError episode-leaving where an episode with this sound was removed since it was kept
 */
export function rememberSound(house: House, { recording, inspection, known }: KeptSound): void {
  const { catalogue, clock } = house;
  const { key, sha256 } = recording;
  if (isLeaving(house, sha256) || (known && !catalogue.recordings.find(sha256))) throw leaving();
  catalogue.recordings.add(recording);
  const fingerprint = fingerprintOf({ kind: 'inspect', source: { key, sha256 } });
  catalogue.deliveries.add({ fingerprint, kind: 'inspect', body: inspection, madeAt: clock.now() });
}

/** Checks a cover and puts it into the private store. @throws CorridorError cover-unfit, file-missing, store-… */
export async function keepCover(house: House, cover: LocalFile): Promise<Picture> {
  await sizeOf(cover, Number.POSITIVE_INFINITY, 'cover');
  return storeCover(house, await readCover(cover.file));
}

export async function storeCover({ privateStore }: House, cover: Cover): Promise<Picture> {
  const { bytes, sha256, mediaType, side } = cover;
  const key = pictureKey(sha256, mediaType);
  const there = await privateStore.head(key);
  if (there?.bytes !== bytes.byteLength) await privateStore.put(key, bytes, { contentType: mediaType });
  return { key, sha256, bytes: bytes.byteLength, mediaType, side };
}

const describe = (house: House, sound: LocalFile, facts: { sha256: string; bytes: number }): Recording => ({
  ...facts,
  key: originalKey(facts.sha256, sound.name),
  name: cleanFileName(sound.name),
  receivedAt: house.clock.now(),
});

async function putOnce(
  house: House,
  recording: Recording,
  sound: LocalFile,
  signal?: AbortSignal,
): Promise<void> {
  const there = await house.privateStore.head(recording.key);
  if (there?.bytes === recording.bytes) return;
  const body = { file: sound.file, consume: sound.consume ?? false };
  const options = signal ? { signal } : {};
  await house.privateStore.put(recording.key, body, { contentType: 'application/octet-stream' }, options);
}

async function sizeOf(
  sound: LocalFile,
  limit: number,
  what: 'recording' | 'cover' = 'recording',
): Promise<number> {
  const found = await stat(sound.file).catch((cause: unknown) => {
    throw missing(sound, cause);
  });
  await access(sound.file, constants.R_OK).catch((cause: unknown) => {
    throw missing(sound, cause);
  });
  if (!found.isFile()) throw missing(sound);
  if (found.size === 0) throw empty(what);
  if (found.size > limit) throw tooLarge(found.size, limit);
  return found.size;
}

async function hashFile(path: string, { signal, onRead }: Options): Promise<string> {
  const hash = createHash('sha256');
  let read = 0;
  const meter = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      read += chunk.byteLength;
      hash.update(chunk);
      onRead?.(read);
      done();
    },
  });
  await pipeline(
    createReadStream(path, { highWaterMark: 1024 * 1024 }),
    meter,
    ...(signal ? [{ signal }] : []),
  );
  return hash.digest('hex');
}

const missing = ({ name }: LocalFile, cause?: unknown): CorridorError =>
  new CorridorError(
    'file-missing',
    `There is no file “${cleanFileName(name)}” that can be read.`,
    'Check the name and the path.',
    cause,
  );

const leaving = (): CorridorError =>
  new CorridorError(
    'episode-leaving',
    'An episode with this recording is being removed at this moment.',
    'Nothing was kept: hand the recording in again when that episode is gone from the list.',
  );

const empty = (what: 'recording' | 'cover'): CorridorError =>
  new CorridorError(
    what === 'cover' ? 'cover-unfit' : 'recording-empty',
    `The ${what} is empty (0 bytes).`,
    'Copy the file again and wait until the copy is complete.',
  );

const tooLarge = (bytes: number, limit: number): CorridorError =>
  new CorridorError(
    'recording-too-large',
    `The recording is ${printBytes(bytes)}; at most ${printBytes(limit)} are taken.`,
    'Save it as FLAC or M4A, or raise UPLOAD_LIMIT.',
  );
