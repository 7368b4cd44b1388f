import { open, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { printCleaning, type Treatment } from '../sound/cleaning.ts';
import { guardedInput } from '../sound/inspection.ts';
import { printShape, type Shape, saysBrokenOff, undecodable } from '../sound/loudness.ts';
import { bytesPerSample } from '../sound/pcm.ts';
import { readWaveHead, type WaveHead } from '../sound/wave.ts';
import { isOfTheHouse, runFfmpeg } from './ffmpeg.ts';
import type { RawPlace } from './tasks.ts';

/**
 * A sound as plain samples in its working shape and rate, so that any piece of it can be read by itself, exact to the
 * sample. A WAVE file that is already so is read where it lies; everything else is decoded into the scratch folder,
 * and pieces may be read while the rest is still being decoded.
 */
export type RawSound = Readonly<{
  place: RawPlace;
  /** Resolves with the frames that are there as soon as these are so many, or all. @throws what `all` throws */
  upTo(frames: number): Promise<number>;
  /** @throws CorridorError ffmpeg-missing, ffmpeg-failed, disk-full, recording-damaged, cancelled */
  all: Promise<Readonly<{ frames: number; brokenOff: boolean }>>;
}>;

export type Wanted = Readonly<{
  path: string;
  /** Channels as recorded. */
  channels: number;
  shape: Shape;
  /** Hz, of the work. */
  sampleRate: number;
  treatment: Treatment;
}>;

type Means = Readonly<{ program: string; folder: string; signal?: AbortSignal | undefined }>;

export async function openRaw(wanted: Wanted, name: string, means: Means): Promise<RawSound> {
  // The crew may stand in another folder.
  const found = { ...wanted, path: resolve(wanted.path) };
  return (await readInPlace(found)) ?? decode(found, join(means.folder, `${name}.f32`), means);
}

const HEAD_BYTES = 64 * 1024;

async function readInPlace({ path, shape, sampleRate, treatment }: Wanted): Promise<RawSound | undefined> {
  const file = await open(path).catch(() => undefined);
  if (!file) return undefined;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    const head = readWaveHead(buffer.subarray(0, bytesRead));
    if (head?.sampleRate !== sampleRate || printCleaning(treatment) !== '') return undefined;
    const found = placeOf(path, shape, head);
    if (!found) return undefined;
    const held = (await file.stat()).size - head.offset;
    const bytes = Math.min(held, head.bytes ?? held);
    const frames = Math.floor(bytes / (bytesPerSample[found.format] * found.channels));
    if (frames <= 0) return undefined;
    return { place: found, upTo: async () => frames, all: Promise.resolve({ frames, brokenOff: false }) };
  } finally {
    await file.close();
  }
}

/** Of a WAVE file in the working shape, or in stereo where that is mono. */
function placeOf(path: string, shape: Shape, { format, channels, offset }: WaveHead): RawPlace | undefined {
  const wanted = channelsOf(shape);
  if (!format || channels > 2 || channels < wanted) return undefined;
  return { path, format, offset, channels: channels === 2 ? 2 : 1, isMixedDown: channels > wanted };
}

function decode(wanted: Wanted, path: string, means: Means): RawSound {
  const channels = channelsOf(wanted.shape);
  const frameBytes = 4 * channels;
  const run = decodeInto(wanted, path, means);
  let isOver = false;
  const all = run.then(async ({ brokenOff }) => ({ frames: await countFrames(path, frameBytes), brokenOff }));
  all.catch(() => undefined).finally(() => (isOver = true));
  const upTo = async (frames: number): Promise<number> => {
    while (!isOver) {
      const there = await countFrames(path, frameBytes);
      if (there >= frames) return there;
      await pause(LOOK_AGAIN);
    }
    return (await all).frames;
  };
  return { place: { path, format: 'f32le', offset: 0, channels, isMixedDown: false }, upTo, all };
}

/** Milliseconds between two looks at a file that grows. */
const LOOK_AGAIN = 50;

async function decodeInto(
  { path: input, channels, shape, sampleRate, treatment }: Wanted,
  output: string,
  { program, signal }: Means,
): Promise<{ brokenOff: boolean }> {
  const { text, failure } = await runFfmpeg({
    program,
    inputs: [{ path: input, options: guardedInput }],
    options: [
      ...['-map', '0:a:0', '-af', printPreparation({ channels, shape, sampleRate, treatment })],
      ...['-ar', String(sampleRate), '-ac', String(channelsOf(shape))],
      ...['-codec:a', 'pcm_f32le', '-f', 'f32le'],
    ],
    output,
    ...(signal ? { signal } : {}),
  });
  if (failure && isOfTheHouse(failure)) throw failure;
  const { size } = await stat(output).catch(() => ({ size: 0 }));
  if (size === 0) throw undecodable();
  return { brokenOff: saysBrokenOff(text) };
}

/** Into the working shape and rate, then cleaned where that was decided. */
const printPreparation = ({ channels, shape, sampleRate, treatment }: Omit<Wanted, 'path'>): string =>
  [printShape(shape, channels), `aresample=${sampleRate}`, printCleaning(treatment)]
    .filter((filter) => filter !== '')
    .join(',');

const channelsOf = (shape: Shape): 1 | 2 => (shape === 'mono' ? 1 : 2);

const countFrames = async (path: string, frameBytes: number): Promise<number> =>
  Math.floor((await stat(path).catch(() => ({ size: 0 }))).size / frameBytes);
