import { access, constants, mkdir, mkdtemp, readdir, rm, statfs } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { CorridorError } from '../errors.ts';

/** Folders for work in progress; each goes when its work ends, and those of dead processes when a studio opens. */
export type Scratch = Readonly<{
  folder: string;
  /** Runs with an empty folder that is removed afterwards, come what may. */
  within<T>(use: (folder: string) => Promise<T>): Promise<T>;
  /** A folder that its caller removes with `discard`. */
  make(): Promise<string>;
  discard(folder: string): Promise<void>;
  /** Bytes free on its disk. */
  free(): Promise<number>;
}>;

const NAME = /^corridor-(\d+)-/;

/** @throws CorridorError settings-invalid where the folder cannot be made or written to */
export async function openScratch(folder: string): Promise<Scratch> {
  const root = resolve(folder);
  await prepare(root).catch((cause: unknown) => {
    throw unusable(folder, cause);
  });
  const make = () => mkdtemp(join(root, `corridor-${process.pid}-`));
  const discard = (path: string) => rm(path, { recursive: true, force: true });
  return {
    folder: root,
    make,
    discard,
    within: async (use) => {
      const path = await make();
      try {
        return await use(path);
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
    const owner = NAME.exec(name)?.[1];
    return owner !== undefined && !isAlive(Number(owner));
  });
  await Promise.all(dead.map((name) => rm(join(root, name), { recursive: true, force: true })));
}

/** The same number after a restart in a container is this very process, which has made nothing yet. */
function isAlive(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
