import { CorridorError } from '../errors.ts';
import { type FrameHead, scanFrames } from './mp3.ts';
import { crc16, infoBytes, type Mp3Shape, printInfoFrame, readInfoFrame } from './mp3-info.ts';
import { MP3_FRAME, type Segment } from './segments.ts';

/**
 * Joins segments that were encoded one by one into what a single encoder would have written. Nothing is kept but
 * counts, so the joined file may be of any length.
 */
export type Join = Readonly<{
  /** Bytes to keep free at the front of the file for the Info frame. */
  infoBytes: number;
  /**
   * The MP3 frames of the next segment, lead-in and lead-out cut off; gives them back to be written.
   * @throws CorridorError ffmpeg-failed
   */
  add(kept: Uint8Array): Uint8Array;
  /**
   * The Info frame, to be written at byte 0: decoders cut the sound to exactly so many frames.
   * @throws CorridorError ffmpeg-failed
   */
  finish(of: Readonly<{ soundFrames: number }>): Uint8Array;
}>;

/** Frames of sound that LAME puts before the first (ENCDELAY). */
export const ENCODER_DELAY = 576;
/** Frames of sound that a decoder is late by itself: 528 of the filter bank and one. */
export const DECODER_DELAY = 529;
const HIGHEST_PADDING = 0xfff;

export function openJoin(shape: Mp3Shape): Join {
  const free = infoBytes(shape);
  let frames = 0;
  let bytes = free;
  let musicCrc = 0;
  const add = (kept: Uint8Array): Uint8Array => {
    let whole = 0;
    scanFrames(kept, (head) => {
      demandShape(head, shape);
      whole += head.size;
      frames++;
    });
    demandWhole(kept.length, whole);
    bytes += kept.length;
    musicCrc = crc16(kept, musicCrc);
    return kept;
  };
  const finish = ({ soundFrames }: { soundFrames: number }): Uint8Array => {
    const padding = frames * MP3_FRAME - ENCODER_DELAY - soundFrames;
    if (padding < 0 || padding > HIGHEST_PADDING) {
      throw unfaithful(`${frames} MP3 frames came back for ${soundFrames} frames of sound`);
    }
    return printInfoFrame(shape, { frames, bytes, delay: ENCODER_DELAY, padding, musicCrc });
  };
  return { infoBytes: free, add, finish };
}

/**
 * The MP3 frames that a segment keeps of what the encoder made of it.
 * @throws CorridorError ffmpeg-failed
 */
export function keepFrames(encoded: Uint8Array, { lead, keep }: Pick<Segment, 'lead' | 'keep'>): Uint8Array {
  const last = keep === 'rest' ? Number.POSITIVE_INFINITY : lead + keep;
  let [count, from, to, size] = [0, 0, 0, 0];
  scanFrames(encoded, (head, at, frame) => {
    if (count === 0 && readInfoFrame(frame)) return;
    if (count === lead) from = at;
    if (count >= lead && count < last) {
      size += head.size;
      to = at + head.size;
    }
    count++;
  });
  if (count <= lead || (keep !== 'rest' && count < last)) {
    throw unfaithful(`${count} MP3 frames came back of a piece, where ${lead} and ${keep} were due`);
  }
  demandWhole(to - from, size);
  return encoded.subarray(from, to);
}

function demandShape(head: FrameHead, shape: Mp3Shape): void {
  if (head.sampleRate === shape.sampleRate && head.bitrate === shape.bitrate && head.mode === shape.mode)
    return;
  throw unfaithful(
    `${shape.bitrate} kbit/s ${shape.mode} at ${shape.sampleRate} Hz became ${head.bitrate} kbit/s ${head.mode} at ${head.sampleRate} Hz`,
  );
}

/** Nothing but MP3 frames, each whole: a gap would shift all that follows. */
function demandWhole(bytes: number, whole: number): void {
  if (whole !== bytes) throw unfaithful(`${bytes - whole} bytes are of no MP3 frame`);
}

const unfaithful = (what: string): CorridorError =>
  new CorridorError(
    'ffmpeg-failed',
    `The pieces of the master do not fit together: ${what}.`,
    'The work is tried again; if it fails each time, run `corridor doctor`.',
  );
