import { open, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hashFile } from '../hashing.ts';
import {
  type Deliveries,
  fingerprintOf,
  type MadeFile,
  type OrderKind,
  type WorkingSound,
  type WorkOrder,
} from '../production/orders.ts';
import { mediaTypes } from '../show/formats.ts';
import { certificateKey, masterKey, renderKey } from '../show/keys.ts';
import { printCertificate } from '../sound/certificate.ts';
import type { Hearing } from '../sound/hearing.ts';
import { guardedInput, type Inspection, readInspection } from '../sound/inspection.ts';
import type { Source } from '../sound/part.ts';
import { readFollower, readWaveHead, readWaveSeconds } from '../sound/wave.ts';
import type { ObjectStore } from '../store/store.ts';
import { convertedSound, convertMaster } from './converting.ts';
import type { Crew } from './crew.ts';
import { isOfTheHouse, runFfmpeg } from './ffmpeg.ts';
import { nameForeign } from './foreign.ts';
import { type Hands, measureSound, type Watch } from './measuring.ts';
import { shrinkCover } from './picture.ts';
import { proveMp3 } from './proving.ts';
import { renderMp3 } from './rendering.ts';
import type { Scratch } from './scratch.ts';
import { tagFurther, tagMp3 } from './tagging.ts';
import type { Tool } from './tool.ts';
import { corridorVersion, lameVersion } from './versions.ts';

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
      case 'convert':
        return convert(parts, order, { withHands, watch });
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
  const seconds = await waveSecondsOf(path, head);
  return seconds === undefined ? inspection : { ...inspection, seconds };
}

/**
 * How long a WAVE file says it is, and what lies behind that: sound which its head does not tell of cannot be read, and
 * so counts as missing.
 */
async function waveSecondsOf(path: string, head: Uint8Array): Promise<number | undefined> {
  const seconds = readWaveSeconds(head);
  const found = readWaveHead(head);
  if (seconds === undefined || found?.bytes === undefined) return undefined;
  return seconds + (await bytesBehind(path, found.offset + found.bytes)) / found.bytesPerSecond;
}

/** Chunks behind the samples; no program writes as many. */
const MOST_CHUNKS = 100;

/** Bytes from the end of the samples that belong to no chunk. */
async function bytesBehind(path: string, end: number): Promise<number> {
  const { size } = await stat(path);
  let at = end + (end % 2);
  for (let chunks = 0; chunks < MOST_CHUNKS && at < size; chunks++) {
    const follower = readFollower(await readHead(path, at), size - at);
    if (follower === 'end') return 0;
    if (follower === 'unknown') return size - at;
    at += follower.bytes;
  }
  return 0;
}

type RenderOrder = Extract<WorkOrder, { kind: 'render' }>;
type Rendering = Readonly<{ withHands: <T>(work: (hands: Hands) => Promise<T>) => Promise<T>; watch: Watch }>;

async function render(parts: Parts, order: RenderOrder, { withHands, watch }: Rendering) {
  const { plan } = order;
  const { program, version } = await parts.tool();
  const asked = lameVersion(program);
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
  const lame = await asked;
  return { ...made, ffmpeg: version, corridor: corridorVersion(), ...(lame === undefined ? {} : { lame }) };
}

type ConvertOrder = Extract<WorkOrder, { kind: 'convert' }>;

/** Of its time, so much is encoding; the rest is hearing what came of it. */
const ENCODING = 0.8;

/** The samples that it is made from go before those come that it is measured by: together they would fill disks. */
async function convert(parts: Parts, order: ConvertOrder, { withHands, watch }: Rendering) {
  const { plan, format } = order;
  return parts.scratch.within(async (folder) => {
    const file = join(folder, `render.${format}`);
    await withHands((hands) => encode(parts, order, { file, hands, watch: partOf(watch, 0, ENCODING) }));
    const { seconds, loudness } = await withHands((hands) => {
      const hearing = { hands, watch: partOf(watch, ENCODING, 1), seconds: plan.seconds };
      return measureSound(file, convertedSound(plan, format), hearing);
    });
    const key = renderKey(fingerprintOf(order), format);
    const made = await keep(parts.store, { key, file, contentType: mediaTypes[format] }, watch);
    return { ...made, seconds, loudness };
  });
}

type Encoding = Readonly<{ file: string; hands: Hands; watch: Watch }>;

function encode(
  { store }: Parts,
  { plan, ...wish }: ConvertOrder,
  { file, ...means }: Encoding,
): Promise<void> {
  const sources = plan.sources.map(({ source }) => source);
  return withLocalCopies(store, sources, (paths) =>
    convertMaster({ plan, paths, wish, output: file }, means),
  );
}

/** The watch over a part of the work. */
const partOf = ({ onProgress, ...watch }: Watch, from: number, to: number): Watch =>
  onProgress ? { ...watch, onProgress: (fraction) => onProgress(from + (to - from) * fraction) } : watch;

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

async function tag({ store, scratch, tool }: Parts, order: TagOrder, watch: Watch): Promise<MadeFile> {
  const { sheet, format } = order;
  return scratch.within(async (folder) => {
    const cover = sheet.cover && (await store.withLocalCopy(sheet.cover.key, shrinkCover));
    const file = await store.withLocalCopy(order.render.key, async (render) => {
      const tagging = { render, sheet, cover, folder };
      if (!format) return tagMp3(tagging);
      return tagFurther(format, tagging, { ...(await tool()), signal: watch.signal });
    });
    const key = masterKey(fingerprintOf(order), format);
    return keep(store, { key, file, ...(format ? { contentType: mediaTypes[format] } : {}) }, watch);
  });
}

type Kept = Readonly<{ key: string; file: string; contentType?: string }>;

async function keep(
  store: ObjectStore,
  { key, file, contentType = 'audio/mpeg' }: Kept,
  { signal }: Watch,
): Promise<MadeFile> {
  const { size: bytes } = await stat(file);
  const sha256 = await hashFile(file);
  const options = signal ? { signal } : {};
  await store.put(key, { file, consume: true }, { contentType }, options);
  return { key, sha256, bytes };
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

async function readHead(path: string, from = 0): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, from);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
