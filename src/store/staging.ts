import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { chmod, lstat, mkdir, open, readdir, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Clock } from '../clock.ts';
import { blame, isFile, openBody, openMeter, watchSource } from './body.ts';
import { diskFailure, isAbsent } from './disk.ts';
import type { ObjectBody } from './store.ts';

/** Bytes that are complete on the disk and wait for their name; `borrowed` ones are the caller's own file. */
export type Staged = Readonly<{ path: string; sha256: string; borrowed: boolean }>;

export type Staging = Readonly<{
  stage(body: ObjectBody, signal: AbortSignal | undefined): Promise<Staged>;
  discard(staged: Staged): Promise<void>;
  /** A path for something small that is to be renamed. */
  spare(): string;
}>;

const DAY = 24 * 60 * 60 * 1000;

/** A hidden folder on the disk of the store, where files are written until they are whole. */
export function openStaging({ incoming, subject, clock }: StagingOptions): Staging {
  const spare = () => join(incoming, randomUUID());
  let swept: Promise<void> | undefined;

  const prepare = async () => {
    await mkdir(incoming, { recursive: true });
    swept ??= sweep(incoming, clock.now().getTime() - DAY);
    await swept;
  };

  const told = (work: Promise<void>) =>
    work.catch((error) => {
      throw diskFailure(error, subject);
    });

  /** Gives the hash of what was written; without a target it is only read. */
  async function pour(
    body: ObjectBody,
    target: string | undefined,
    signal: AbortSignal | undefined,
  ): Promise<string> {
    const { stream } = await openBody(body);
    const hash = createHash('sha256');
    const meter = openMeter((chunk) => hash.update(chunk));
    const sink = target === undefined ? nowhere() : createWriteStream(target, { flags: 'wx', flush: true });
    const bySource = watchSource(stream, sink);
    try {
      await pipeline([stream, meter.stream, sink], signal ? { signal } : {});
      return hash.digest('hex');
    } catch (error) {
      if (target !== undefined) await rm(target, { force: true });
      throw blame({ thrown: error, bySource: bySource(), signal }, (thrown) => diskFailure(thrown, subject));
    }
  }

  async function borrow(file: string, signal: AbortSignal | undefined): Promise<Staged> {
    const sha256 = await pour({ file }, undefined, signal);
    await told(settle(file, clock.now()));
    return { sha256, path: file, borrowed: true };
  }

  async function stage(body: ObjectBody, signal: AbortSignal | undefined): Promise<Staged> {
    await told(prepare());
    if (isFile(body) && body.consume && (await isBeside(body.file, incoming)))
      return borrow(body.file, signal);
    const path = spare();
    return { sha256: await pour(body, path, signal), path, borrowed: false };
  }

  const discard = async ({ path, borrowed }: Staged) => {
    if (!borrowed) await rm(path, { force: true });
  };
  return { stage, discard, spare };
}

type StagingOptions = Readonly<{ incoming: string; subject: string; clock: Clock }>;

const nowhere = () => new Writable({ write: (_chunk, _encoding, done) => done() });

/** A plain file on the same disk can be renamed; a link to one would leave its bytes where they are. */
async function isBeside(file: string, folder: string): Promise<boolean> {
  const [found, home] = await Promise.all([lstat(file).catch(() => undefined), stat(folder)]);
  return (found?.isFile() ?? false) && found?.dev === home.dev;
}

/** Makes a borrowed file what a written one would be: on the disk for good, readable by a web server, of now. */
async function settle(path: string, now: Date): Promise<void> {
  await chmod(path, 0o644);
  await utimes(path, now, now);
  await syncPath(path);
}

export async function syncPath(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Takes away what killed processes left. Another process may sweep at the same time, so absence is fine. */
async function sweep(folder: string, before: number): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const found = await stat(path).catch((error) => {
      if (!isAbsent(error)) throw error;
    });
    if (found && found.mtimeMs < before) await rm(path, { recursive: true, force: true });
  }
}
