import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { open, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import {
  type Deliveries,
  fingerprintOf,
  type MadeFile,
  type OrderKind,
  type WorkOrder,
} from '../production/orders.ts';
import { masterKey, renderKey } from '../show/keys.ts';
import { guardedInput, type Inspection, readInspection } from '../sound/inspection.ts';
import { type LoudnessReport, printMeasurement, readLoudness, type Shape } from '../sound/loudness.ts';
import { printEncoding, printGraph, type Source } from '../sound/mastering.ts';
import { readWaveSeconds } from '../sound/wave.ts';
import type { ObjectStore } from '../store/store.ts';
import { demandFfmpeg, isOfTheHouse, runFfmpeg } from './ffmpeg.ts';
import { nameForeign } from './foreign.ts';
import { printId3 } from './id3.ts';
import { shrinkCover } from './picture.ts';
import type { Scratch } from './scratch.ts';
import type { Tool } from './tool.ts';

/** Carries out work orders. It needs the private store and ffmpeg, and knows nothing of the catalogue. */
export type Workshop = Readonly<{
  /** @throws CorridorError recording-…, ffmpeg-missing, ffmpeg-failed, disk-full, store-…, cancelled */
  carryOut<K extends OrderKind>(
    order: Extract<WorkOrder, { kind: K }>,
    watch?: Watch,
  ): Promise<Deliveries[K]>;
  /** The same for a file on the local disk that is in no store. */
  inspectFile(path: string, signal?: AbortSignal): Promise<Inspection>;
  measureFile(path: string, sound: Heard, watch?: Watch): Promise<LoudnessReport>;
}>;

export type Watch = Readonly<{ signal?: AbortSignal /** 0 to 1 */; onProgress?: (fraction: number) => void }>;
type Heard = Readonly<{ channels: number; shape: Shape; seconds?: number }>;
type Parts = Readonly<{ tool: () => Promise<Tool>; store: ObjectStore; scratch: Scratch }>;

export function openWorkshop(parts: Parts): Workshop {
  const { store } = parts;
  const inspectFile = (path: string, signal?: AbortSignal) => inspect(parts, path, signal);
  const measureFile = (path: string, sound: Heard, watch: Watch = {}) => measure(parts, path, sound, watch);
  const carryOut = async (order: WorkOrder, watch: Watch = {}) => {
    switch (order.kind) {
      case 'inspect':
        return store.withLocalCopy(order.source.key, (path) => inspectFile(path, watch.signal));
      case 'measure':
        return store.withLocalCopy(order.source.key, (path) => measureFile(path, order, watch));
      case 'prove':
        return store.withLocalCopy(order.render.key, (path) =>
          measureFile(path, { channels: 2, shape: 'stereo', seconds: order.seconds }, watch),
        );
      case 'render':
        return render(parts, order, watch);
      case 'tag':
        return tag(parts, order, watch);
    }
  };
  return { carryOut: carryOut as Workshop['carryOut'], inspectFile, measureFile };
}

/** Looks at the container only; nothing is decoded. ffmpeg wants an output, so it gets one that ends at once. */
async function inspect({ tool }: Parts, path: string, signal?: AbortSignal): Promise<Inspection> {
  const head = await readHead(path);
  const foreign = await nameForeign(head);
  if (foreign) throw foreign;
  const { text, failure } = await runFfmpeg({
    program: (await tool()).program,
    inputs: [{ path, options: guardedInput }],
    options: ['-map', '0:a:0?', '-t', '0', '-f', 'null'],
    output: '-',
    ...(signal ? { signal } : {}),
  });
  if (failure && isOfTheHouse(failure)) throw failure;
  const inspection = readInspection(text);
  const declared = readWaveSeconds(head);
  return declared === undefined ? inspection : { ...inspection, seconds: declared };
}

async function measure({ tool }: Parts, path: string, sound: Heard, watch: Watch): Promise<LoudnessReport> {
  const { text, failure } = await runFfmpeg({
    program: (await tool()).program,
    inputs: [{ path, options: guardedInput }],
    options: ['-map', '0:a:0', '-af', printMeasurement(sound.shape, sound.channels), '-f', 'null'],
    output: '-',
    ...told(watch, sound.seconds),
  });
  if (failure && isOfTheHouse(failure)) throw failure;
  return readLoudness(text);
}

type RenderOrder = Extract<WorkOrder, { kind: 'render' }>;

async function render(parts: Parts, order: RenderOrder, watch: Watch): Promise<MadeFile> {
  const { plan } = order;
  return parts.scratch.within((folder) =>
    withLocalCopies(
      parts.store,
      plan.parts.map((part) => part.source),
      async (paths) => {
        const output = join(folder, 'render.mp3');
        await demandFfmpeg({
          program: (await parts.tool()).program,
          inputs: paths.map((path) => ({ path, options: guardedInput })),
          options: ['-filter_complex', printGraph(plan), ...printEncoding(plan)],
          output,
          ...told(watch, plan.seconds),
        });
        return keep(parts.store, renderKey(fingerprintOf(order)), output, watch);
      },
    ),
  );
}

type TagOrder = Extract<WorkOrder, { kind: 'tag' }>;

/** An ID3v2 block stands before the frames, so tagging is writing one file after the other. */
async function tag(parts: Parts, order: TagOrder, watch: Watch): Promise<MadeFile> {
  const { store } = parts;
  const { cover } = order.sheet;
  return parts.scratch.within(async (folder) => {
    const picture = cover && (await store.withLocalCopy(cover.key, shrinkCover));
    const output = join(folder, 'master.mp3');
    await writeFile(output, printId3(order.sheet, picture));
    await store.withLocalCopy(order.render.key, (path) =>
      pipeline(createReadStream(path), createWriteStream(output, { flags: 'a' })),
    );
    return keep(store, masterKey(fingerprintOf(order)), output, watch);
  });
}

async function keep(store: ObjectStore, key: string, file: string, { signal }: Watch): Promise<MadeFile> {
  const { size: bytes } = await stat(file);
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  const options = signal ? { signal } : {};
  await store.put(key, { file, consume: true }, { contentType: 'audio/mpeg' }, options);
  return { key, sha256: hash.digest('hex'), bytes };
}

function withLocalCopies<T>(
  store: ObjectStore,
  [first, ...rest]: readonly Source[],
  use: (paths: string[]) => Promise<T>,
): Promise<T> {
  if (!first) return use([]);
  return store.withLocalCopy(first.key, (path) =>
    withLocalCopies(store, rest, (paths) => use([path, ...paths])),
  );
}

function told({ signal, onProgress }: Watch, seconds: number | undefined) {
  return {
    ...(signal ? { signal } : {}),
    ...(onProgress && seconds ? { onTime: (done: number) => onProgress(Math.min(1, done / seconds)) } : {}),
  };
}

const HEAD_BYTES = 64 * 1024;

async function readHead(path: string): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
