import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CorridorError, isDiskFull } from '../errors.ts';
import type { Scratch } from '../workshop/scratch.ts';

/**
 * The floor where the files of one upload lie until its form is complete: title and cover may come after the
 * recording, so the recording is put down first. Cleared whatever becomes of the upload.
 */
export type Landing = Readonly<{
  land(file: Readable, limit: Limit): Promise<Landed>;
  /** Waits for what is still being written, then takes everything away. */
  clear(): Promise<void>;
}>;

export type Landed = Readonly<{ path: string; bytes: number }>;
export type Limit = Readonly<{ bytes: number; exceeded: () => CorridorError }>;

/** @throws CorridorError disk-full where so many bytes have no room beside what has to stay free */
export async function openLanding(scratch: Scratch, bytes: number): Promise<Landing> {
  if ((await scratch.free()) < bytes) throw diskFull();
  const folder = await scratch.make();
  const writing: Promise<unknown>[] = [];
  return {
    land(file, limit) {
      const landed = write(file, join(folder, String(writing.length)), limit);
      writing.push(landed);
      return landed;
    },
    async clear() {
      await Promise.allSettled(writing);
      await scratch.discard(folder);
    },
  };
}

async function write(file: Readable, path: string, limit: Limit): Promise<Landed> {
  const meter = openMeter(limit);
  try {
    await pipeline(file, meter.stream, createWriteStream(path, { flags: 'wx' }));
  } catch (thrown) {
    throw isDiskFull(thrown) ? diskFull(thrown) : thrown;
  }
  return { path, bytes: meter.bytes() };
}

function openMeter(limit: Limit): { stream: Transform; bytes: () => number } {
  let bytes = 0;
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > limit.bytes) done(limit.exceeded());
      else done(null, chunk);
    },
  });
  return { stream, bytes: () => bytes };
}

const diskFull = (cause?: unknown): CorridorError =>
  new CorridorError(
    'disk-full',
    'The disk of the studio has no room for this recording.',
    'Free some space on it, then upload again.',
    cause,
  );
