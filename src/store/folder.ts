import { mkdir, readdir, rename, rmdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isAbsent, systemCode } from './disk.ts';
import { isKey } from './key.ts';
import { syncPath } from './staging.ts';
import type { ListedObject } from './store.ts';

/** Gives a finished file its name. The rename counts only once its folder is on the disk. */
export async function moveInto(from: string, to: string, attempts = 5): Promise<void> {
  const folder = dirname(to);
  await mkdir(folder, { recursive: true });
  try {
    await rename(from, to);
    await syncPath(folder);
  } catch (error) {
    // A delete in another process may have pruned the folder between the two.
    if (systemCode(error) !== 'ENOENT' || attempts <= 1) throw error;
    await moveInto(from, to, attempts - 1);
  }
}

/** Removes a folder and those above it as far as they are empty, up to the root, which stays. */
export async function prune(folder: string, root: string): Promise<void> {
  if (folder === root) return;
  try {
    await rmdir(folder);
  } catch (error) {
    if (['ENOTEMPTY', 'EEXIST', 'ENOENT'].includes(systemCode(error))) return;
    throw error;
  }
  await prune(dirname(folder), root);
}

/** The files below a folder whose key starts with the prefix, in the order in which a bucket lists them. */
export async function* walk(root: string, prefix: string, folder = ''): AsyncGenerator<ListedObject> {
  for (const name of await namesIn(root, folder)) {
    if (name.endsWith('/')) {
      if (name.startsWith(prefix) || prefix.startsWith(name)) yield* walk(root, prefix, name);
    } else if (name.startsWith(prefix) && isKey(name)) {
      const found = await statFile(join(root, name));
      if (found) yield { key: name, bytes: found.size, modified: found.mtime };
    }
  }
}

/** Folders are sorted with their slash, or `a/b` would come before `a-b`. */
async function namesIn(root: string, folder: string): Promise<readonly string[]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true }).catch((error) => {
    if (isAbsent(error)) return [];
    throw error;
  });
  const visible = entries.filter((entry) => !entry.name.startsWith('.'));
  return visible.map((entry) => `${folder}${entry.name}${entry.isDirectory() ? '/' : ''}`).sort();
}

/** What is known of a file; `undefined` where there is none, or something else. */
export async function statFile(path: string) {
  const found = await stat(path).catch((error) => {
    if (!isAbsent(error)) throw error;
  });
  return found?.isFile() ? found : undefined;
}
