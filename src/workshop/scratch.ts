import { randomBytes } from 'node:crypto';
import { access, constants, mkdir, mkdtemp, readdir, rm, statfs } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { CorridorError, isDiskFull } from '../errors.ts';

/** Folders for work in progress; each goes when its work ends, and those of dead processes when a studio opens. */
export type Scratch = Readonly<{
  folder: string;
  /** Runs with an empty folder that is removed afterwards, come what may. */
  within<T>(use: (folder: string) => Promise<T>): Promise<T>;
  /** A folder that its caller removes with `discard`. */
  make(): Promise<string>;
  discard(folder: string): Promise<void>;
  /** The path of such a folder that nobody has made yet, for somebody who may never need one. */
  reserve(): string;
  /** Bytes free on its disk. */
  free(): Promise<number>;
}>;

const NAME = /^corridor-(\d+)-([^-]+)/;
/** Tells this process from an earlier one of the same number, as there is after every restart of a container. */
const birth = randomBytes(4).toString('hex');

/** @throws CorridorError settings-invalid where the folder cannot be made or written to */
export async function openScratch(folder: string): Promise<Scratch> {
  const root = resolve(folder);
  await prepare(root).catch((cause: unknown) => {
    throw unusable(folder, cause);
  });
  const own = join(root, `corridor-${process.pid}-${birth}-`);
  const make = () => mkdtemp(own);
  const discard = (path: string) => rm(path, { recursive: true, force: true });
  return {
    folder: root,
    make,
    discard,
    reserve: () => `${own}${randomBytes(4).toString('hex')}`,
    within: async (use) => {
      const path = await make();
      try {
        return await use(path);
      } catch (thrown) {
        throw tellFullDisk(thrown);
      } finally {
        await discard(path);
      }
    },
    free: async () => {
      const { bavail, bsize } = await statfs(root);
      return bavail * bsize;
    },
  };
}

async function prepare(root: string): Promise<void> {
  await mkdir(root, { recursive: true });
  await access(root, constants.W_OK);
  await sweep(root);
}

function tellFullDisk(thrown: unknown): unknown {
  if (!isDiskFull(thrown)) return thrown;
  return new CorridorError(
    'disk-full',
    'The disk is full: work in progress could not be written.',
    'Free some space, or point SCRATCH_DIR to a larger disk; the work is tried again.',
    thrown,
  );
}

const unusable = (folder: string, cause: unknown): CorridorError =>
  new CorridorError(
    'settings-invalid',
    `The folder for work in progress, ${folder}, cannot be written to.`,
    'Give this user the right to write there, or point SCRATCH_DIR to another folder.',
    cause,
  );

async function sweep(root: string): Promise<void> {
  const names = await readdir(root);
  const dead = names.filter((name) => {
    const [, pid, born] = NAME.exec(name) ?? [];
    return pid !== undefined && !isAlive(Number(pid), born);
  });
  await Promise.all(dead.map((name) => rm(join(root, name), { recursive: true, force: true })));
}

function isAlive(pid: number, born: string | undefined): boolean {
  if (pid === process.pid) return born === birth;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
