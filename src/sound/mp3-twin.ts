import { CorridorError } from '../errors.ts';
import { BITRATES, HEAD_BYTES, readFrame, scanFrames } from './mp3.ts';

/**
 * Two equal channels out of one: an MP3 frame of a single channel becomes one of joint stereo whose middle is that
 * channel and whose side is silent (ISO 11172-3, 2.4.1.7 and 2.4.3.4.9.2). The coded sound is taken over bit by bit; only
 * the side information is written anew. So sound that both channels share is encoded once instead of twice, by an encoder
 * that gives its bits to nothing else.
 */
export type Twin = Readonly<{
  /** kbit/s of the frames with two channels */
  bitrate: number;
  sampleRate: number;
}>;

/** Bytes of side information in MPEG 1. */
const SIDE = { one: 17, two: 32 };
/** Bits of side information about one channel in one granule, of which there are two in a frame. */
const GRANULE = 59;

/**
 * The highest bitrate of a single channel, in kbit/s, whose frames always fit into those of two; undefined where none
 * does.
 */
export function singleBitrate({ bitrate, sampleRate }: Twin): number | undefined {
  const room = frameBytes(bitrate, sampleRate) - SIDE.two;
  return BITRATES.findLast(
    (single) => single > 0 && frameBytes(single, sampleRate) + 1 - SIDE.one <= room && single < bitrate,
  );
}

/** Without the byte of padding that some frames have. */
const frameBytes = (bitrate: number, sampleRate: number): number =>
  Math.floor((144_000 * bitrate) / sampleRate);

/** Takes the frames of a file piece by piece, in their order. @throws CorridorError ffmpeg-failed */
export type Pairing = (frames: Uint8Array) => Uint8Array;

/**
 * Frames of one channel as frames of two, padded as LAME would have padded them. They have to stand alone, without a bit
 * reservoir.
 */
export function openPairing(twin: Twin): Pairing {
  let index = 0;
  return (frames) => {
    const pairs: Uint8Array[] = [];
    scanFrames(frames, (_, __, frame) => {
      pairs.push(pairFrame(frame, twin, isPadded(index, twin)));
      index++;
    });
    return Buffer.concat(pairs);
  };
}

/** LAME begins without padding and pads as soon as a byte is owed (ISO 11172-3, 2.4.2.3, padding_bit). */
function isPadded(index: number, { bitrate, sampleRate }: Twin): boolean {
  const debt = (144_000 * bitrate) % sampleRate;
  const paid = (count: number): number => Math.ceil((Math.max(0, count - 1) * debt) / sampleRate);
  return paid(index + 1) > paid(index);
}

/** No CRC, joint stereo, middle and side. */
const [PROTECTION_ABSENT, JOINT_MIDDLE_SIDE] = [0x01, 0x60];

function pairFrame(frame: Uint8Array, twin: Twin, isPadded: boolean): Uint8Array {
  const head = readFrame(frame, 0);
  const second = frame[1] as number;
  if (head?.mode !== 'mono' || head.version !== 1 || !(second & PROTECTION_ABSENT)) {
    throw unfaithful('an MP3 frame is not of one channel of MPEG 1 without a checksum');
  }
  const pair = new Uint8Array(frameBytes(twin.bitrate, twin.sampleRate) + Number(isPadded));
  const [third, fourth] = [frame[2] as number, frame[3] as number];
  const bitrateBits = BITRATES.indexOf(twin.bitrate) << 4;
  pair.set([
    0xff,
    second,
    bitrateBits | (third & 0x0c) | (isPadded ? 2 : 0),
    JOINT_MIDDLE_SIDE | (fourth & 0x0f),
  ]);
  const bits = pairSide(frame, pair);
  copyMain(frame, pair, Math.ceil(bits / 8));
  return pair;
}

/** The side information of both channels; tells how many bits of coded sound belong to it. */
function pairSide(frame: Uint8Array, pair: Uint8Array): number {
  const from = readBits(frame, HEAD_BYTES);
  const to = writeBits(pair, HEAD_BYTES);
  if (from(9) !== 0) throw unfaithful('an MP3 frame begins in the one before');
  from(5);
  to(0, 9 + 3);
  // Whether the second granule takes over scale factors of the first: of the middle, and of a side that has none.
  to(from(4), 4);
  to(0, 4);
  return pairGranule(from, to) + pairGranule(from, to);
}

/** A middle is louder than the channels that it stands for by the root of two: two steps of gain, of 1.5 dB each. */
const LOUDER = 2;

function pairGranule(from: Reading, to: Writing): number {
  const [length, bigValues, gain, compress] = [from(12), from(9), from(8), from(4)];
  const isSwitched = from(1);
  to(length, 12);
  to(bigValues, 9);
  to(Math.min(255, gain + LOUDER), 8);
  to(compress, 4);
  to(isSwitched, 1);
  // The blocks' form, which both channels must share, stands in the first three bits of a switched granule.
  const form = from(3);
  to(form, 3);
  const rest = GRANULE - 12 - 9 - 8 - 4 - 1 - 3;
  to(from(rest), rest);
  to(0, 12 + 9 + 8 + 4);
  to(isSwitched, 1);
  to(isSwitched ? form : 0, 3);
  to(0, rest);
  return length;
}

function copyMain(frame: Uint8Array, pair: Uint8Array, bytes: number): void {
  const [from, to] = [HEAD_BYTES + SIDE.one, HEAD_BYTES + SIDE.two];
  if (from + bytes > frame.length || to + bytes > pair.length)
    throw unfaithful(`${bytes} bytes of sound do not fit into an MP3 frame`);
  pair.set(frame.subarray(from, from + bytes), to);
}

/** So many bits as a number, at most 25 of them, and on to the next. */
type Reading = (count: number) => number;
/** Into bytes that are zero so far; as many bits at most, but any number of zeros. */
type Writing = (value: number, count: number) => void;

function readBits(bytes: Uint8Array, start: number): Reading {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = start * 8;
  return (count) => {
    const word = view.getUint32(at >> 3) << (at & 7);
    at += count;
    return word >>> (32 - count);
  };
}

function writeBits(bytes: Uint8Array, start: number): Writing {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = start * 8;
  return (value, count) => {
    if (value > 0) {
      const word = (value << (32 - count)) >>> (at & 7);
      view.setUint32(at >> 3, (view.getUint32(at >> 3) | word) >>> 0);
    }
    at += count;
  };
}

const unfaithful = (what: string): CorridorError =>
  new CorridorError(
    'ffmpeg-failed',
    `The sound cannot be laid on both channels: ${what}.`,
    'The work is tried again; if it fails each time, run `corridor doctor`.',
  );
