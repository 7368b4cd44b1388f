import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { posix } from 'node:path';
import mime from 'mime-types';
import type { ObjectFacts, StoredObject } from './store.ts';

/**
 * What a folder cannot remember of a file stands beside it, in a hidden tree: `.facts/show/.feed.xml.json`. The dot
 * before the name keeps files and folders apart, since no segment of a key begins with one. A note names the size
 * and time of the file it speaks of; one that fits no file any more is ignored. It holds the previous version too:
 * it is written first, and so speaks of whichever file a reader finds.
 */
export type Version = ObjectFacts &
  Readonly<{ etag: string; bytes: number /** nanoseconds */; modified: string }>;

/** What the file system tells of the file itself. */
export type FileStamp = Readonly<{ size: bigint; mtimeNs: bigint }>;

export const factsPath = (key: string): string =>
  posix.join('.facts', posix.dirname(key), `.${posix.basename(key)}.json`);

const speaksOf =
  ({ size, mtimeNs }: FileStamp) =>
  ({ bytes, modified }: Version): boolean =>
    bytes === Number(size) && modified === String(mtimeNs);

/** Notes of so many files are remembered. */
const REMEMBERED = 5_000;

/** The object as noted down; where nothing fits (a file put there by hand), as far as it can be told from outside. */
export type ReadFacts = (path: string, key: string, stamp: FileStamp) => Promise<StoredObject>;

/** Reads notes, and remembers those of the last files that were asked for: a file that is as it was has the same one. */
export function openFactsReader(): ReadFacts {
  const known = new Map<string, Readonly<{ stamp: FileStamp; object: StoredObject }>>();
  return async (path, key, stamp) => {
    const before = known.get(path);
    if (before && isSameStamp(before.stamp, stamp)) return before.object;
    const version = (await readVersions(path)).find(speaksOf(stamp));
    if (!version) return objectOf(key, guessVersion(key, stamp));
    const object = objectOf(key, version);
    known.delete(path);
    if (known.size >= REMEMBERED) known.delete(known.keys().next().value ?? '');
    known.set(path, { stamp, object });
    return object;
  };
}

const isSameStamp = (one: FileStamp, other: FileStamp): boolean =>
  one.size === other.size && one.mtimeNs === other.mtimeNs;

export function objectOf(key: string, version: Version): StoredObject {
  const { bytes, etag, contentType, cacheControl } = version;
  const modified = new Date(Number(BigInt(version.modified) / 1_000_000n));
  return { key, bytes, modified, etag, contentType, ...(cacheControl !== undefined && { cacheControl }) };
}

/** @param spare a path on the same disk to write to before the note takes its place */
export async function writeFacts(path: string, version: Version, spare: string): Promise<void> {
  const [previous] = await readVersions(path);
  await writeFile(spare, JSON.stringify(previous ? [version, previous] : [version]));
  try {
    await mkdir(posix.dirname(path), { recursive: true });
    await rename(spare, path);
  } catch (error) {
    await rm(spare, { force: true });
    throw error;
  }
}

async function readVersions(path: string): Promise<readonly Version[]> {
  try {
    const read: unknown = JSON.parse(await readFile(path, 'utf8'));
    return Array.isArray(read) ? read.filter(isVersion) : [];
  } catch {
    return [];
  }
}

function isVersion(read: unknown): read is Version {
  if (typeof read !== 'object' || read === null) return false;
  const { etag, contentType, cacheControl, bytes, modified } = read as Record<string, unknown>;
  const texts = [etag, contentType, modified].every((text) => typeof text === 'string');
  return texts && typeof bytes === 'number' && ['string', 'undefined'].includes(typeof cacheControl);
}

function guessVersion(key: string, { size, mtimeNs }: FileStamp): Version {
  return {
    contentType: mime.contentType(posix.basename(key)) || 'application/octet-stream',
    etag: `"${size.toString(16)}-${mtimeNs.toString(16)}"`,
    bytes: Number(size),
    modified: String(mtimeNs),
  };
}
