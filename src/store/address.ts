import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CorridorError } from '../errors.ts';
import { openLocalStore } from './local.ts';
import type { S3Access } from './s3.ts';
import type { ObjectStore } from './store.ts';

export type StoreOptions = Readonly<{
  /** `file:DIR`, relative to the working directory, or `s3://bucket/prefix`. */
  url: string;
  /** The address under which the public sees the store; absent for a private one. */
  publicBase?: string | undefined;
  s3: S3Access;
  /** Folder for local copies of objects that are not on the disk. */
  scratch: string;
}>;

/**
 * Opens the store at an address; nothing is asked of it yet, that is what `probe` is for.
 * @example await openStore({ url: 'file:./feed', publicBase: 'https://example.org/feed', s3, scratch: '/tmp' })
 * @throws CorridorError settings-invalid
 */
export async function openStore({ url, publicBase, s3, scratch }: StoreOptions): Promise<ObjectStore> {
  const folder = folderOf(url);
  if (folder !== undefined) return openLocalStore({ folder, address: url, publicBase });
  const found = /^s3:\/\/([^/]+)(?:\/(.*))?$/.exec(url);
  if (!found?.[1]) throw unreadable(url);
  const prefix = (found[2] ?? '').replace(/^\/+|\/+$/g, '');
  // Loaded only for a bucket: the client of S3 takes longer to load than most commands take.
  const { openS3Store } = await import('./bucket.ts');
  return openS3Store({ ...s3, address: url, bucket: found[1], prefix, publicBase, scratch });
}

/** The folder of a `file:` address, absolute; `undefined` for any other. @throws CorridorError settings-invalid */
export function folderOf(url: string): string | undefined {
  if (!url.startsWith('file:') || url === 'file:') return undefined;
  if (!url.startsWith('file://')) return resolve(url.slice('file:'.length));
  try {
    return fileURLToPath(url);
  } catch (error) {
    throw unreadable(url, error);
  }
}

const unreadable = (url: string, cause?: unknown) =>
  new CorridorError(
    'settings-invalid',
    `“${url}” is no address of a store.`,
    'Write file:DIR for a folder, or s3://bucket/prefix for a bucket.',
    cause,
  );
