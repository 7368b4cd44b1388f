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
  type WorkingSound,
  type WorkOrder,
} from '../production/orders.ts';
import { certificateKey, masterKey, renderKey } from '../show/keys.ts';
import { printCertificate } from '../sound/certificate.ts';
import type { Hearing } from '../sound/hearing.ts';
import { guardedInput, type Inspection, readInspection } from '../sound/inspection.ts';
import type { Source } from '../sound/part.ts';
import { readWaveSeconds } from '../sound/wave.ts';
import type { ObjectStore } from '../store/store.ts';
import type { Crew } from './crew.ts';
import { isOfTheHouse, runFfmpeg } from './ffmpeg.ts';
import { nameForeign } from './foreign.ts';
import { printId3 } from './id3.ts';
import { type Hands, measureSound, type Watch } from './measuring.ts';
import { shrinkCover } from './picture.ts';
import { proveMp3 } from './proving.ts';
import { renderMp3 } from './rendering.ts';
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
  measureFile(
    path: string,
    sound: WorkingSound & Readonly<{ seconds?: number }>,
    watch?: Watch,
  ): Promise<Hearing>;
  /** Hears an MP3 as listeners do. */
  proveFile(path: string, watch?: Watch): Promise<Hearing>;
  /** Ends the processes that worked on sound. */
  close(): Promise<void>;
}>;

type Parts = Readonly<{ tool: () => Promise<Tool>; store: ObjectStore; scratch: Scratch; crew: Crew }>;

export function openWorkshop(parts: Parts): Workshop {
  const { store, scratch, crew } = parts;
  const inspectFile = (path: string, signal?: AbortSignal) => inspect(parts, path, signal);
  const withHands = async <T>(work: (hands: Hands) => Promise<T>): Promise<T> => {
    const { program } = await parts.tool();
    return scratch.within((folder) => work({ crew, program, folder }));
  };
  const measureFile: Workshop['measureFile'] = (path, { seconds, ...sound }, watch = {}) =>
    withHands((hands) => measureSound(path, sound, { hands, watch, seconds }));
  const proveFile: Workshop['proveFile'] = (path, watch = {}) =>
    withHands((hands) => proveMp3(path, { hands, watch }));
  const carryOut = async (order: WorkOrder, watch: Watch = {}) => {
    switch (order.kind) {
      case 'inspect':
        return store.withLocalCopy(order.source.key, (path) => inspectFile(path, watch.signal));
      case 'measure':
        return store.withLocalCopy(order.source.key, (path) => measureFile(path, soundOf(order), watch));
      case 'prove':
        return store.withLocalCopy(order.render.key, (path) => proveFile(path, watch));
      case 'render':
        return render(parts, order, { withHands, watch });
      case 'tag':
        return tag(parts, order, watch);
      case 'certify':
        return certify(parts, order, watch);
    }
  };
  return {
    carryOut: carryOut as Workshop['carryOut'],
    inspectFile,
    measureFile,
    proveFile,
    close: () => crew.close(),
  };
}

const soundOf = ({
  channels,
  shape,
  sampleRate,
  treatment,
  seconds,
}: Extract<WorkOrder, { kind: 'measure' }>) => ({
  channels,
  shape,
  sampleRate,
  treatment,
  ...(seconds === undefined ? {} : { seconds }),
});

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

type RenderOrder = Extract<WorkOrder, { kind: 'render' }>;
type Rendering = Readonly<{ withHands: <T>(work: (hands: Hands) => Promise<T>) => Promise<T>; watch: Watch }>;

async function render(parts: Parts, order: RenderOrder, { withHands, watch }: Rendering) {
  const { plan } = order;
  const { version } = await parts.tool();
  const made = await withHands((hands) =>
    withLocalCopies(
      parts.store,
      plan.sources.map(({ source }) => source),
      async (paths) => {
        const output = await renderMp3(plan, paths, { hands, watch });
        return keep(parts.store, { key: renderKey(fingerprintOf(order)), file: output }, watch);
      },
    ),
  );
  return { ...made, ffmpeg: version };
}

type CertifyOrder = Extract<WorkOrder, { kind: 'certify' }>;

function certify({ store, scratch }: Parts, order: CertifyOrder, watch: Watch): Promise<MadeFile> {
  return scratch.within(async (folder) => {
    const file = join(folder, 'certificate.json');
    await writeFile(file, printCertificate(order.certificate));
    const key = certificateKey(fingerprintOf(order));
    return keep(store, { key, file, contentType: 'application/json' }, watch);
  });
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
    return keep(store, { key: masterKey(fingerprintOf(order)), file: output }, watch);
  });
}

type Kept = Readonly<{ key: string; file: string; contentType?: string }>;

async function keep(
  store: ObjectStore,
  { key, file, contentType = 'audio/mpeg' }: Kept,
  { signal }: Watch,
): Promise<MadeFile> {
  const { size: bytes } = await stat(file);
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  const options = signal ? { signal } : {};
  await store.put(key, { file, consume: true }, { contentType }, options);
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
