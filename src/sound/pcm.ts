/** How decoded sound travels: interleaved samples without any head, little-endian, as ffmpeg names the formats. */
export type PcmFormat = 's16le' | 's24le' | 's32le' | 'f32le';

export const bytesPerSample: Record<PcmFormat, number> = { s16le: 2, s24le: 3, s32le: 4, f32le: 4 };

/** Puts samples of one channel, the first at `first`, then every `step`-th, into an array. */
type Unpick = (bytes: Uint8Array, first: number, step: number, frames: number, into: Float32Array) => void;

const unpickers: Record<PcmFormat, Unpick> = {
  s16le: (bytes, first, step, frames, into) => {
    unpick(new Int16Array(...aligned(bytes, 2)), first, step, frames, 2 ** -15, into);
  },
  s24le: unpickTriples,
  s32le: (bytes, first, step, frames, into) => {
    unpick(new Int32Array(...aligned(bytes, 4)), first, step, frames, 2 ** -31, into);
  },
  f32le: (bytes, first, step, frames, into) => {
    unpick(new Float32Array(...aligned(bytes, 4)), first, step, frames, 1, into);
  },
};

/**
 * Reads interleaved samples into one array per channel, full scale as 1; gives the number of whole frames read. Bytes
 * of a broken frame at the end stay unread, and so does what the arrays have no room for.
 */
export function readPcm(
  bytes: Uint8Array,
  format: PcmFormat,
  channels: number,
  into: readonly Float32Array[],
): number {
  const whole = Math.floor(bytes.byteLength / (bytesPerSample[format] * channels));
  const frames = Math.min(whole, ...into.map((line) => line.length));
  const straight = isAligned(bytes, format) ? bytes : bytes.slice();
  into.forEach((line, channel) => {
    unpickers[format](straight, channel, channels, frames, line);
  });
  return frames;
}

/** Writes the first `frames` frames of a block as interleaved f32le. */
export function printPcm(block: readonly Float32Array[], frames: number): Uint8Array {
  const samples = new Float32Array(frames * block.length);
  block.forEach((line, channel) => {
    weave(line, frames, samples, channel, block.length);
  });
  return new Uint8Array(samples.buffer);
}

function weave(line: Float32Array, frames: number, into: Float32Array, first: number, step: number): void {
  for (let i = 0, at = first; i < frames; i += 1, at += step) into[at] = line[i] as number;
}

/** Typed arrays look at bytes in the machine's own order: little-endian on all that Node and ffmpeg are packed for. */
function aligned(bytes: Uint8Array, size: number): [ArrayBufferLike, number, number] {
  return [bytes.buffer, bytes.byteOffset, Math.floor(bytes.byteLength / size)];
}

const isAligned = (bytes: Uint8Array, format: PcmFormat): boolean =>
  format === 's24le' || bytes.byteOffset % bytesPerSample[format] === 0;

function unpick(
  samples: Int16Array | Int32Array | Float32Array,
  first: number,
  step: number,
  frames: number,
  scale: number,
  into: Float32Array,
): void {
  for (let i = 0, at = first; i < frames; i += 1, at += step) into[i] = (samples[at] as number) * scale;
}

function unpickTriples(
  bytes: Uint8Array,
  first: number,
  step: number,
  frames: number,
  into: Float32Array,
): void {
  for (let i = 0, at = 3 * first; i < frames; i += 1, at += 3 * step) {
    const low = ((bytes[at] as number) << 8) | ((bytes[at + 1] as number) << 16);
    into[i] = (low | ((bytes[at + 2] as number) << 24)) * 2 ** -31;
  }
}
