/** How decoded sound travels: interleaved samples without any head, little-endian, as ffmpeg names the formats. */
export type PcmFormat = 's16le' | 's24le' | 's32le' | 'f32le';

export const bytesPerSample: Record<PcmFormat, number> = { s16le: 2, s24le: 3, s32le: 4, f32le: 4 };

/** Puts samples of one channel, the first at `first`, then every `step`-th, into an array. */
type Unpick = (bytes: Uint8Array, first: number, step: number, frames: number, into: Float32Array) => void;

const unpickers: Record<PcmFormat, Unpick> = {
  s16le: (bytes, first, step, frames, into) => {
    unpickShorts(new Int16Array(...aligned(bytes, 2)), first, step, frames, into);
  },
  s24le: unpickTriples,
  s32le: (bytes, first, step, frames, into) => {
    unpickLongs(new Int32Array(...aligned(bytes, 4)), first, step, frames, into);
  },
  f32le: (bytes, first, step, frames, into) => {
    unpickFloats(new Float32Array(...aligned(bytes, 4)), first, step, frames, into);
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

/** Reads two interleaved channels as their mean, as ffmpeg does it for sounds that it decodes (printShape). */
export function readPcmMean(
  bytes: Uint8Array,
  format: PcmFormat,
  into: readonly [Float32Array, Float32Array],
): number {
  const frames = format === 's16le' ? meanOfShorts(bytes, into[0]) : undefined;
  return frames ?? meanOf(into, readPcm(bytes, format, 2, into));
}

/** What nearly all recorders write, in one pass; undefined where the bytes lie askew. */
function meanOfShorts(bytes: Uint8Array, into: Float32Array): number | undefined {
  if (!isAligned(bytes, 's16le')) return undefined;
  const samples = new Int16Array(...aligned(bytes, 2));
  const frames = Math.min(samples.length >> 1, into.length);
  for (let i = 0; i < frames; i += 1)
    into[i] = ((samples[2 * i] as number) + (samples[2 * i + 1] as number)) * 2 ** -16;
  return frames;
}

function meanOf([left, right]: readonly [Float32Array, Float32Array], frames: number): number {
  for (let i = 0; i < frames; i += 1) left[i] = 0.5 * (left[i] as number) + 0.5 * (right[i] as number);
  return frames;
}

/** The first `frames` frames of a block as interleaved f32le; of one channel, the block's own bytes. */
export function printPcm(block: readonly Float32Array[], frames: number): Uint8Array {
  const [only] = block;
  if (only && block.length === 1) return new Uint8Array(only.buffer, only.byteOffset, 4 * frames);
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

/** One for each kind of array: a loop that meets several kinds takes twice as long. */
function unpickShorts(
  samples: Int16Array,
  first: number,
  step: number,
  frames: number,
  into: Float32Array,
): void {
  for (let i = 0, at = first; i < frames; i += 1, at += step) into[i] = (samples[at] as number) * 2 ** -15;
}

function unpickLongs(
  samples: Int32Array,
  first: number,
  step: number,
  frames: number,
  into: Float32Array,
): void {
  for (let i = 0, at = first; i < frames; i += 1, at += step) into[i] = (samples[at] as number) * 2 ** -31;
}

function unpickFloats(
  samples: Float32Array,
  first: number,
  step: number,
  frames: number,
  into: Float32Array,
): void {
  for (let i = 0, at = first; i < frames; i += 1, at += step) into[i] = samples[at] as number;
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
