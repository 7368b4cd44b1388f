import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { CorridorError } from '../errors.ts';
import { decodeText } from '../show/text-bytes.ts';
import type { LocalFile } from '../studio/studio.ts';

/** Files that people name on the command line. */

const LARGEST_TEXT = 1_000_000;

/** @throws CorridorError file-missing */
export async function findFile(path: string): Promise<LocalFile & { bytes: number }> {
  return { file: path, name: basename(path), bytes: await sizeOf(path) };
}

/** @throws CorridorError file-missing, value-invalid */
export async function readTextFile(path: string): Promise<string> {
  if ((await sizeOf(path)) > LARGEST_TEXT)
    throw unfit(`${path} is too large for a text.`, 'Give a text file under 1 MB.');
  return decodeText(await readFile(path), { what: `${path} is`, refuse: unfit });
}

const unfit = (message: string, hint: string, cause?: unknown): CorridorError =>
  new CorridorError('value-invalid', message, hint, cause);

async function sizeOf(path: string): Promise<number> {
  const facts = await stat(path).catch((cause: unknown) => {
    throw fileMissing(`There is no file ${path}, or it may not be read.`, cause);
  });
  if (!facts.isFile()) throw fileMissing(`${path} is not a file.`);
  return facts.size;
}

const fileMissing = (message: string, cause?: unknown): CorridorError =>
  new CorridorError('file-missing', message, 'Check the path; quote it if there are blanks in it.', cause);
