import { open } from 'node:fs/promises';
import { Readable, Transform, type Writable } from 'node:stream';
import { CorridorError } from '../errors.ts';
import type { ObjectBody } from './store.ts';

/** What is to be written, as a stream; `bytes` where the size is known beforehand. */
export type Source = Readonly<{ stream: Readable; bytes?: number }>;

export const isFile = (body: ObjectBody): body is Readonly<{ file: string; consume?: boolean }> =>
  !(body instanceof Uint8Array) && !(body instanceof Readable);

/** @throws CorridorError file-missing */
export async function openBody(body: ObjectBody): Promise<Source> {
  if (body instanceof Readable) return { stream: body };
  if (isFile(body)) return openFile(body.file);
  // Readable.from(bytes) itself would hand out one number after the other.
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  return {
    stream: Readable.from(bytes.length > 0 ? [bytes] : [], { objectMode: false }),
    bytes: bytes.length,
  };
}

async function openFile(path: string): Promise<Source> {
  const file = await open(path).catch((cause) => {
    throw fileMissing(cause);
  });
  const found = await file.stat();
  if (found.isFile()) return { stream: file.createReadStream(), bytes: found.size };
  await file.close();
  throw fileMissing();
}

const fileMissing = (cause?: unknown) =>
  new CorridorError(
    'file-missing',
    'A file that was to be stored is not there or cannot be read.',
    'Look whether it was moved or deleted meanwhile, and start again.',
    cause,
  );

/** Lets bytes through and counts them. */
export function openMeter(onChunk: (chunk: Buffer) => void = () => {}): {
  stream: Transform;
  bytes(): number;
} {
  let bytes = 0;
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      onChunk(chunk);
      done(null, chunk);
    },
  });
  return { stream, bytes: () => bytes };
}

/**
 * Whether the source failed by itself. When what stands behind it fails, it is torn down with the same error, so only
 * the order tells them apart.
 */
export function watchSource(source: Readable, behind: Readable | Writable): () => boolean {
  let failed = source.errored !== null;
  source.once('error', () => {
    failed ||= !behind.destroyed;
  });
  return () => failed;
}

type Failure = Readonly<{ thrown: unknown; bySource: boolean; signal: AbortSignal | undefined }>;

/** Whose fault a failed write is: the caller's wish, the source's own error (told as it is), or the store's. */
export function blame(
  { thrown, bySource, signal }: Failure,
  tell: (thrown: unknown) => CorridorError,
): unknown {
  if (signal?.aborted) return cancelled(signal);
  if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ERR_STREAM_PREMATURE_CLOSE')
    return cutShort(thrown);
  return bySource ? thrown : tell(thrown);
}

const cutShort = (cause: unknown) =>
  new CorridorError(
    'upload-broken',
    'What was to be stored stopped before its end.',
    'Send it again.',
    cause,
  );

/** @throws CorridorError cancelled */
export function checkSignal(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw cancelled(signal);
}

function cancelled(signal: AbortSignal): CorridorError {
  const reason: unknown = signal.reason;
  if (reason instanceof CorridorError) return reason;
  return new CorridorError('cancelled', 'Storing was cancelled.', 'Start it again when you want it.', reason);
}
