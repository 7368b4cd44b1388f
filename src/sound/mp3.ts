/**
 * MPEG audio layer III, MP3 frame by MP3 frame: the header (ISO 11172-3, 2.4.1.3 and 2.4.2.3; ISO 13818-3 for the low
 * rates; MPEG 2.5 as Fraunhofer wrote it) and the way through a file that is read in pieces.
 */
export type FrameHead = Readonly<{
  version: 1 | 2 | 2.5;
  /** kbit/s */
  bitrate: number;
  /** Hz */
  sampleRate: number;
  padded: boolean;
  mode: Mp3Mode;
  channels: 1 | 2;
  /** Bytes of the whole MP3 frame. */
  size: number;
  /** Frames of sound in it. */
  soundFrames: 1152 | 576;
}>;
export type Mp3Mode = (typeof MODES)[number];

const VERSIONS = [2.5, undefined, 2, 1] as const;
const SAMPLE_RATES = {
  1: [44100, 48000, 32000],
  2: [22050, 24000, 16000],
  2.5: [11025, 12000, 8000],
} as const;
/** By their place in the header; place 0 is "free", which no common encoder writes. */
export const BITRATES = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const LOW_BITRATES = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
const MODES = ['stereo', 'joint', 'dual', 'mono'] as const;
export const HEAD_BYTES = 4;

/** The header that stands at a byte, if one does. */
export function readFrame(bytes: Uint8Array, at: number): FrameHead | undefined {
  if (bytes[at] !== 0xff || at + HEAD_BYTES > bytes.length) return undefined;
  const [second, third, fourth] = [bytes[at + 1], bytes[at + 2], bytes[at + 3]] as [number, number, number];
  // The rest of the sync word and the two bits of layer III; and an emphasis that exists.
  if ((second & 0xe6) !== 0xe2 || (fourth & 3) === 2) return undefined;
  const version = VERSIONS[(second >> 3) & 3];
  if (version === undefined) return undefined;
  const bitrate = (version === 1 ? BITRATES : LOW_BITRATES)[third >> 4];
  const sampleRate = SAMPLE_RATES[version][(third >> 2) & 3];
  if (!bitrate || sampleRate === undefined) return undefined;
  const padded = (third & 2) !== 0;
  const mode = MODES[fourth >> 6] as Mp3Mode;
  const soundFrames = version === 1 ? 1152 : 576;
  const size = Math.floor((soundFrames * 125 * bitrate) / sampleRate) + Number(padded);
  return { version, bitrate, sampleRate, padded, mode, channels: mode === 'mono' ? 1 : 2, size, soundFrames };
}

/** Is told of every whole MP3 frame: its header, its byte in the file, and its bytes while the call lasts. */
export type OnFrame = (head: FrameHead, at: number, frame: Uint8Array) => void;
export type Scan = Readonly<{ add(chunk: Uint8Array): void; end(): void }>;

export function scanFrames(bytes: Uint8Array, onFrame: OnFrame): void {
  const scan = openScan(onFrame);
  scan.add(bytes);
  scan.end();
}

/** Goes through an MP3 that arrives in chunks: over ID3v2 in front, over garbage, and past ID3v1 or a cut frame behind. */
export function openScan(onFrame: OnFrame): Scan {
  const steps = openSteps();
  let rest: Uint8Array = new Uint8Array(0);
  /** Byte of the file at which `rest` begins. */
  let offset = 0;
  /** Bytes still to come of an ID3v2 block longer than a chunk. */
  let skip = 0;

  const walk = (bytes: Uint8Array, isEnd: boolean): void => {
    let at = Math.min(skip, bytes.length);
    skip -= at;
    for (let step = steps.next(bytes, at, isEnd); step; step = steps.next(bytes, at, isEnd)) {
      if (step.head) onFrame(step.head, offset + at, bytes.subarray(at, at + step.bytes));
      skip = Math.max(0, at + step.bytes - bytes.length);
      at += step.bytes - skip;
    }
    offset += at;
    // A copy: the chunk's memory may be read into again.
    rest = bytes.slice(at);
  };
  return { add: (chunk) => walk(joined(rest, chunk), false), end: () => walk(rest, true) };
}

/** How many bytes to go on, and the MP3 frame that they are. */
type Step = Readonly<{ bytes: number; head?: FrameHead }>;

/** Tells what stands at a byte; undefined asks for more bytes. */
function openSteps(): { next(bytes: Uint8Array, at: number, isEnd: boolean): Step | undefined } {
  let first: FrameHead | undefined;
  /** Whether what stood before ended here; only then one header is enough to be believed. */
  let isInStep = true;

  const lost = (bytes: Uint8Array, at: number): Step => {
    isInStep = false;
    const next = bytes.indexOf(0xff, at + 1);
    return { bytes: (next === -1 ? bytes.length : next) - at };
  };
  const next = (bytes: Uint8Array, at: number, isEnd: boolean): Step | undefined => {
    const left = bytes.length - at;
    if (left < (isEnd ? HEAD_BYTES : ID3_HEAD)) return undefined;
    if (isInStep && isId3(bytes, at)) return { bytes: readId3Size(bytes, at) };
    const head = readFrame(bytes, at);
    if (!head || (first && !isAlike(head, first))) return lost(bytes, at);
    if (left < head.size + HEAD_BYTES && !isEnd) return undefined;
    if (left < head.size) return lost(bytes, at);
    const isTrusted = isInStep && first !== undefined;
    if (!isTrusted && left > head.size && !follows(bytes, at, head)) return lost(bytes, at);
    first ??= head;
    isInStep = true;
    return { bytes: head.size, head };
  };
  return { next };
}

const isAlike = (a: FrameHead, b: FrameHead): boolean =>
  a.version === b.version && a.sampleRate === b.sampleRate;

function follows(bytes: Uint8Array, at: number, head: FrameHead): boolean {
  const behind = readFrame(bytes, at + head.size);
  return behind !== undefined && isAlike(behind, head);
}

/** Bytes of the head of an ID3v2 block (id3.org, ID3v2.4 structure, 3.1). */
const ID3_HEAD = 10;
const WITH_FOOTER = 0x10;

const isId3 = (bytes: Uint8Array, at: number): boolean =>
  bytes[at] === 0x49 && bytes[at + 1] === 0x44 && bytes[at + 2] === 0x33 && bytes.length - at >= ID3_HEAD;

/** Four bytes of seven bits each. */
function readId3Size(bytes: Uint8Array, at: number): number {
  const body = bytes.subarray(at + 6, at + ID3_HEAD).reduce((size, byte) => size * 128 + (byte & 0x7f), 0);
  return ID3_HEAD + body + ((bytes[at + 5] as number) & WITH_FOOTER ? ID3_HEAD : 0);
}

function joined(before: Uint8Array, after: Uint8Array): Uint8Array {
  if (before.length === 0) return after;
  const both = new Uint8Array(before.length + after.length);
  both.set(before);
  both.set(after, before.length);
  return both;
}
