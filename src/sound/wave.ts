import type { PcmFormat } from './pcm.ts';

/** What the head of a RIFF/WAVE file says: where its samples are and how they are written. */
export type WaveHead = Readonly<{
  /** Absent where the samples are of a kind that only ffmpeg reads. */
  format?: PcmFormat;
  channels: number;
  /** Hz */
  sampleRate: number;
  /** Byte at which the samples begin. */
  offset: number;
  /** Bytes of samples as declared; absent where the file was written as a stream. */
  bytes?: number;
  /** Bytes of one second. */
  bytesPerSecond: number;
}>;

/** Reads the chunks of a WAVE file up to its samples. Source: Microsoft RIFF specification, WAVEFORMATEXTENSIBLE. */
export function readWaveHead(head: Uint8Array): WaveHead | undefined {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  if (head.byteLength < 12 || readName(view, 0) !== 'RIFF' || readName(view, 8) !== 'WAVE') return undefined;
  let format: Omit<WaveHead, 'offset' | 'bytes'> = { channels: 0, sampleRate: 0, bytesPerSecond: 0 };
  for (let at = 12; at + 8 <= view.byteLength; ) {
    const name = readName(view, at);
    const size = view.getUint32(at + 4, true);
    if (name === 'fmt ' && at + 24 <= view.byteLength) format = readFormat(view, at + 8, size);
    if (name === 'data') return { ...format, offset: at + 8, ...(isUnknown(size) ? {} : { bytes: size }) };
    at += 8 + size + (size % 2);
  }
  return undefined;
}

/**
 * How long a RIFF/WAVE file says it is. ffmpeg believes the file's size instead, so a cut copy would pass unnoticed.
 */
export function readWaveSeconds(head: Uint8Array): number | undefined {
  const found = readWaveHead(head);
  if (found?.bytes === undefined || found.bytesPerSecond === 0) return undefined;
  return found.bytes / found.bytesPerSecond;
}

/** What follows the samples: another chunk, to be skipped to see what follows that; or bytes of no kind that is known. */
export type Follower = 'end' | 'unknown' | Readonly<{ /** with its head */ bytes: number }>;

/**
 * Tells what begins at a place behind the samples. Recorders that lost power have often written more sound than their
 * head had been told of; it is recognised by what it is not.
 * @param start the first bytes there, eight at least where the file has as many
 * @param left bytes from there to the end of the file
 */
export function readFollower(start: Uint8Array, left: number): Follower {
  // Tags that some programs append without a chunk around them, and room that a recorder kept free.
  if (left < 8 || isTag(start) || start.every((byte) => byte === 0)) return 'end';
  const view = new DataView(start.buffer, start.byteOffset, start.byteLength);
  const size = view.getUint32(4, true);
  const isNamed = start.subarray(0, 4).every((byte) => byte >= 0x20 && byte <= 0x7e);
  return isNamed && size <= left - 8 ? { bytes: 8 + size + (size % 2) } : 'unknown';
}

const isTag = (start: Uint8Array): boolean =>
  /^(?:ID3[^ -~]|TAG|APETAGEX)/.test(String.fromCharCode(...start.subarray(0, 8)));

const INTEGER = 1;
const FLOAT = 3;
const EXTENSIBLE = 0xfffe;

function readFormat(view: DataView, at: number, size: number): Omit<WaveHead, 'offset' | 'bytes'> {
  const tag = view.getUint16(at, true);
  const isLong = tag === EXTENSIBLE && size >= 26 && at + 26 <= view.byteLength;
  const kind = isLong ? view.getUint16(at + 24, true) : tag;
  const channels = view.getUint16(at + 2, true);
  const bits = view.getUint16(at + 14, true);
  const isPlain = view.getUint16(at + 12, true) === (channels * bits) / 8;
  const format = isPlain ? formatOf(kind, bits) : undefined;
  return {
    channels,
    sampleRate: view.getUint32(at + 4, true),
    bytesPerSecond: view.getUint32(at + 8, true),
    ...(format ? { format } : {}),
  };
}

function formatOf(kind: number, bits: number): PcmFormat | undefined {
  if (kind === FLOAT) return bits === 32 ? 'f32le' : undefined;
  if (kind !== INTEGER) return undefined;
  return ({ 16: 's16le', 24: 's24le', 32: 's32le' } as const)[bits as 16 | 24 | 32];
}

/** 0 and 0xFFFFFFFF stand for "written as a stream, length unknown". */
const isUnknown = (size: number): boolean => size === 0 || size >= 0xffffff00;

const readName = (view: DataView, at: number): string =>
  String.fromCharCode(view.getUint8(at), view.getUint8(at + 1), view.getUint8(at + 2), view.getUint8(at + 3));
