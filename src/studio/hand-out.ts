import { copyFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { CorridorError } from '../errors.ts';
import { downloadsOf, type Master } from '../show/episode.ts';
import { namingOf, wishedFormats } from '../show/formats.ts';
import type { Formats } from '../show/recipe.ts';
import type { ObjectStore } from '../store/store.ts';

/** The files of a master that has no catalogue: all lie beside the MP3, under its name with other endings. */
export type HandedOut = Readonly<{ certificate: string; alternates: readonly string[] }>;

/** Every file is whole under its name, or not there; the MP3 comes last. */
export async function handOut(store: ObjectStore, master: Master, output: string): Promise<HandedOut> {
  if (!master.certificate) throw new TypeError('A master without a certificate.');
  const certificate = certificatePath(output);
  await place(store, master.certificate.key, certificate);
  const alternates: string[] = [];
  for (const { key, mediaType } of downloadsOf(master).slice(1)) {
    const path = beside(output, namingOf(mediaType).ending);
    await place(store, key, path);
    alternates.push(path);
  }
  await place(store, master.enclosure.key, output);
  return { certificate, alternates };
}

/**
 * What nobody named must not be written over what somebody handed in: `talk.m4a` may be the recording.
 * @throws CorridorError value-invalid
 */
export async function demandApart(
  output: string,
  formats: Formats,
  handedIn: readonly string[],
): Promise<void> {
  const known = new Set(await Promise.all(handedIn.map(identify)));
  for (const { format } of wishedFormats(formats)) {
    const path = beside(output, format);
    const there = await identify(path).catch(() => undefined);
    if (there !== undefined && known.has(there)) throw inTheWay(path);
  }
}

const identify = async (path: string): Promise<string> => {
  const { dev, ino } = await stat(path, { bigint: true });
  return `${dev}:${ino}`;
};

async function place(store: ObjectStore, key: string, path: string): Promise<void> {
  const part = join(dirname(path), `.${basename(path)}.part`);
  try {
    await store.withLocalCopy(key, (from) => copyFile(from, part));
    await rename(part, path);
  } catch (cause) {
    await rm(part, { force: true });
    throw unwritable(path, cause);
  }
}

/** A file that belongs to another one, e.g. `talk.m4a` to `talk.mp3`. */
export const beside = (path: string, ending: string): string =>
  `${path.replace(/\.[a-z0-9]{1,5}$/i, '')}.${ending}`;

/** `talk.mp3` is certified by `talk.certificate.json`. */
export const certificatePath = (path: string): string => beside(path, 'certificate.json');

const inTheWay = (path: string): CorridorError =>
  new CorridorError(
    'value-invalid',
    `The recipe wants a file ${path}, and that is one of the recordings.`,
    'Choose another name or folder with -o.',
  );

const unwritable = (path: string, cause: unknown): CorridorError =>
  new CorridorError(
    'value-invalid',
    `${path} cannot be written.`,
    'Choose another place with -o, in a folder that exists and where you may write.',
    cause,
  );
