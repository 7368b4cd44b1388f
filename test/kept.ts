import { createHash, randomUUID } from 'node:crypto';
import { copyFileSync, cpSync, existsSync, renameSync, rmSync } from 'node:fs';
import { extname, join } from 'node:path';

/**
 * What many tests make in the same way is made once in a run, and copied from then on. Files of tests run side by side:
 * whoever makes a thing makes it under a name of its own, and puts it in place whole.
 */
const folder = process.env.CORRIDOR_TEST_KEPT;

/** @param words tells everything that the file depends on but its name's ending */
export async function makeOnce(
  path: string,
  words: readonly string[],
  make: (path: string) => Promise<unknown>,
): Promise<string> {
  if (folder === undefined) await make(path);
  else copyFileSync(await keep(folder, nameOf(words, extname(path)), make), path);
  return path;
}

/** The same for a folder with all that is in it. */
export async function makeFolderOnce(
  path: string,
  words: readonly string[],
  make: (path: string) => Promise<unknown>,
): Promise<string> {
  if (folder === undefined) await make(path);
  else cpSync(await keep(folder, nameOf(words, ''), make), path, { recursive: true });
  return path;
}

const nameOf = (words: readonly string[], ending: string): string =>
  `${createHash('sha256').update(JSON.stringify(words)).digest('hex')}${ending}`;

async function keep(within: string, name: string, make: (path: string) => Promise<unknown>): Promise<string> {
  const kept = join(within, name);
  if (existsSync(kept)) return kept;
  const own = join(within, `${randomUUID()}${extname(name)}`);
  await make(own);
  try {
    renameSync(own, kept);
  } catch (fault) {
    // A folder is not put over one that somebody else has made meanwhile.
    rmSync(own, { recursive: true, force: true });
    if (!existsSync(kept)) throw fault;
  }
  return kept;
}
