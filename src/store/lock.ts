import { rm, stat, writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { isAbsent, systemCode } from './disk.ts';

/** Milliseconds: what happens under a lock takes one or two; a lock this old was left by a process that is gone. */
const LEFT_BEHIND = 20_000;
const LOOK_AGAIN = 10;

/** Does something that no other process does at the same time, by a file that only one can make. */
export async function withLock<T>(path: string, act: () => Promise<T>): Promise<T> {
  while (!(await take(path))) {
    await clearOld(path);
    await pause(LOOK_AGAIN);
  }
  try {
    return await act();
  } finally {
    await rm(path, { force: true });
  }
}

async function take(path: string): Promise<boolean> {
  try {
    await writeFile(path, '', { flag: 'wx' });
    return true;
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false;
    throw error;
  }
}

/** By the clock of the disk that the lock lies on, as both moments are. */
async function clearOld(path: string): Promise<void> {
  const found = await stat(path).catch((error) => {
    if (!isAbsent(error)) throw error;
  });
  if (found && Date.now() - found.mtimeMs > LEFT_BEHIND) await rm(path, { force: true });
}
