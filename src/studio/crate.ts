import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CorridorError, isDiskFull } from '../errors.ts';
import { hashFile } from '../hashing.ts';

/** A folder that is filled for somebody to take away. A file is whole or absent; one that is as it should be stays. */
export type Crate = Readonly<{
  write(name: string, text: string): Promise<void>;
  /** @throws CorridorError store-unfaithful where other bytes come than were kept */
  copy(name: string, file: Promised): Promise<void>;
  counts(): Readonly<{ written: number; kept: number }>;
}>;

type Promised = Readonly<{ sha256: string; bytes: number; open(): Promise<Readable> }>;

export function openCrate(folder: string, signal?: AbortSignal): Crate {
  let [written, kept] = [0, 0];
  const place = async (
    name: string,
    isThere: (path: string) => Promise<boolean>,
    make: Make,
  ): Promise<void> => {
    if (signal?.aborted) throw stopped();
    const path = join(folder, name);
    if (await isThere(path)) kept++;
    else {
      await install(path, make);
      written++;
    }
  };
  return {
    write: (name, text) =>
      place(
        name,
        async (path) => (await readFile(path, 'utf8').catch(() => undefined)) === text,
        (path) => writeFile(path, text),
      ),
    copy: (name, file) =>
      place(
        name,
        (path) => isSame(path, file),
        (path) => fetchInto(path, file, signal),
      ),
    counts: () => ({ written, kept }),
  };
}

type Make = (path: string) => Promise<void>;

async function install(path: string, make: Make): Promise<void> {
  const spare = `${path}.part`;
  await mkdir(dirname(path), { recursive: true });
  try {
    await make(spare);
    await rename(spare, path);
  } catch (thrown) {
    await rm(spare, { force: true });
    throw tellFullDisk(thrown);
  }
}

async function isSame(path: string, { sha256, bytes }: Promised): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found?.size === bytes && (await hashFile(path)) === sha256;
}

async function fetchInto(path: string, { sha256, open }: Promised, signal?: AbortSignal): Promise<void> {
  const hash = createHash('sha256');
  const meter = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  const options = signal ? [{ signal }] : [];
  await pipeline(await open(), meter, createWriteStream(path), ...options).catch((thrown: unknown) => {
    throw signal?.aborted ? stopped() : thrown;
  });
  if (hash.digest('hex') !== sha256) throw unfaithful(path);
}

function tellFullDisk(thrown: unknown): unknown {
  if (!isDiskFull(thrown)) return thrown;
  return new CorridorError(
    'disk-full',
    'The disk is full: not all could be exported.',
    'Free some space; the same command goes on from there.',
    thrown,
  );
}

const unfaithful = (path: string): CorridorError =>
  new CorridorError(
    'store-unfaithful',
    `What the private store has for ${path.replace(/\.part$/, '')} is not what was kept there.`,
    'Bring the file back from a backup of EPISODES_STORE, then export again.',
  );

const stopped = (): CorridorError =>
  new CorridorError(
    'cancelled',
    'Stopped.',
    'What was written is kept; the same command goes on from there.',
  );
