import { copyFile, realpath, rename, rm, stat } from 'node:fs/promises';
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
 * Nothing is written over what somebody handed in, under whatever name it was handed in (a link, another way to the
 * folder): neither the MP3, nor its certificate, nor a further format that nobody named. `talk.m4a` may be the recording.
 * @throws CorridorError value-invalid
 */
export async function demandApart(
  output: string,
  formats: Formats,
  handedIn: readonly string[],
): Promise<void> {
  const further = wishedFormats(formats).map(({ format }) => beside(output, format));
  await demandOthers([output, certificatePath(output), ...further], handedIn);
}

/** The same of any files that will be written. @throws CorridorError value-invalid */
export async function demandOthers(paths: readonly string[], handedIn: readonly string[]): Promise<void> {
  const known = new Set(await Promise.all(handedIn.map(identify)));
  for (const path of paths) {
    const there = await identify(path);
    if (there !== undefined && known.has(there)) throw inTheWay(path);
  }
}

/** The file itself, behind all its names; undefined where there is none. */
async function identify(path: string): Promise<string | undefined> {
  const file = await stat(path, { bigint: true }).catch(() => undefined);
  return file && `${file.dev}:${file.ino}`;
}

/** A link stays one: what it points to is written. */
async function place(store: ObjectStore, key: string, path: string): Promise<void> {
  const file = await realpath(path).catch(() => path);
  const part = join(dirname(file), `.${basename(file)}.part`);
  try {
    await store.withLocalCopy(key, (from) => copyFile(from, part));
    await rename(part, file);
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
    `${path} would be written, and that is one of the files that you handed in: it would be lost.`,
    'Choose another name or folder with -o. Nothing was written.',
  );

const unwritable = (path: string, cause: unknown): CorridorError =>
  new CorridorError(
    'value-invalid',
    `${path} cannot be written.`,
    'Choose another place with -o, in a folder that exists and where you may write.',
    cause,
  );
