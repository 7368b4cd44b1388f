import { stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { CorridorError } from '../errors.ts';
import { hashFile } from '../hashing.ts';
import type { Alternate } from '../show/enclosure.ts';
import { namingOf } from '../show/formats.ts';
import { enclosureName } from '../show/keys.ts';
import type { LoudnessTarget } from '../show/recipe.ts';
import { holdTo } from '../sound/certificate.ts';
import { asItIs } from '../sound/mastering.ts';
import type { Watch } from '../workshop/measuring.ts';
import type { Workshop } from '../workshop/workshop.ts';
import { beside } from './hand-out.ts';
import type { FileProof } from './studio.ts';

/** The formats beside the MP3: each is weighed and heard by itself, and held to what was said of it when it was made. */
export type PromisedFile = Readonly<{
  /** Its name, without folders. */
  file: string;
  made: Omit<Alternate, 'key'>;
  /** Where its recipe wanted it. */
  target: LoudnessTarget | undefined;
  lend(use: (path: string) => Promise<FileProof>): Promise<FileProof>;
}>;

type Ear = Pick<Workshop, 'inspectFile' | 'measureFile'>;

/** One that cannot be heard, or is not there, is a fault and no error. @throws CorridorError ffmpeg-…, cancelled */
export function proveFurther(ear: Ear, further: PromisedFile, watch: Watch): Promise<FileProof> {
  return further
    .lend((path) => hearFurther(ear, further, { path, watch }))
    .catch((thrown: unknown) => {
      if (!isCode(thrown, /^object-missing$/)) throw thrown;
      return tell(further, ['It is not where it was published any more.']);
    });
}

async function hearFurther(
  ear: Ear,
  further: PromisedFile,
  { path, watch }: Readonly<{ path: string; watch: Watch }>,
): Promise<FileProof> {
  const weighed = await weigh(path);
  try {
    // As it is now, whatever was said of it.
    const inspection = await ear.inspectFile(path, watch.signal);
    const { loudness, seconds } = await ear.measureFile(path, asItIs(inspection), watch);
    const faults = holdTo(further.made, { ...weighed, loudness, seconds }, further.target);
    return tell(further, faults, { loudness, seconds, sha256: weighed.sha256 });
  } catch (thrown) {
    if (!isCode(thrown, /^recording-/)) throw thrown;
    return tell(further, ['It cannot be heard any more: its data are damaged, or of another kind.']);
  }
}

const isCode = (thrown: unknown, codes: RegExp): boolean =>
  thrown instanceof CorridorError && codes.test(thrown.code);

const tell = (
  { file, made: { mediaType } }: Pick<PromisedFile, 'file' | 'made'>,
  faults: readonly string[],
  found?: FileProof['found'],
): FileProof => ({
  ...nameFile(file, mediaType),
  holds: faults.length === 0,
  faults,
  ...(found ? { found } : {}),
});

export const nameFile = (file: string, type: Parameters<typeof namingOf>[0]) => ({
  file,
  format: namingOf(type).name,
  type,
});

/** Of a format that a certificate names and nobody has. */
export const proveNothing = (file: string, made: PromisedFile['made']): FileProof =>
  tell({ file, made }, ['The certificate names it, but the episode does not have it.']);

/** The file of a further format that lies beside an MP3, called like it, or as both were published. */
export async function findBeside(
  mp3: string,
  { mediaType, sha256 }: PromisedFile['made'],
): Promise<string | undefined> {
  const { ending } = namingOf(mediaType);
  const published = join(dirname(mp3), enclosureName(slugIn(basename(mp3)), sha256, ending));
  for (const path of [beside(mp3, ending), published]) {
    const found = await stat(path).catch(() => undefined);
    if (found?.isFile()) return path;
  }
  return undefined;
}

const slugIn = (name: string): string => name.replace(/(?:-[0-9a-f]{12})?\.mp3$/i, '');

/** What can be said of a file without hearing it. */
export async function weigh(path: string): Promise<{ sha256: string; bytes: number }> {
  return { sha256: await hashFile(path), bytes: (await stat(path)).size };
}
