import { CorridorError } from '../errors.ts';
import { type FrameHead, openScan } from './mp3.ts';
import { readInfoFrame } from './mp3-info.ts';

/** Where the MP3 frames of a file stand: enough to cut out any stretch of them, small whatever the file's length. */
export type Mp3Outline = Readonly<{
  /** Byte of the first MP3 frame that sounds, behind ID3v2 and the Info frame. */
  firstFrame: number;
  /** MP3 frames without the Info frame. */
  frames: number;
  /** Hz */
  sampleRate: number;
  channels: 1 | 2;
  /** kbit/s, where every MP3 frame stands where an encoder of constant bitrate puts it. */
  bitrate: number | 'varies';
  /** Frames of sound in an MP3 frame. */
  soundPerFrame: 1152 | 576;
  /** Frames of sound before the first and behind the last, as the Info frame says; decoders are 529 later. */
  delay: number;
  padding: number;
  /** Byte of MP3 frame 0, 1000, 2000 … */
  marks: readonly number[];
  /** Byte behind the last whole MP3 frame. */
  end: number;
}>;

const MARK_EVERY = 1000;

export type Outlining = Readonly<{
  add(chunk: Uint8Array): void;
  /** @throws CorridorError recording-damaged */
  end(): Mp3Outline;
}>;

/** Reads an MP3 that arrives in chunks. */
export function openOutline(): Outlining {
  let cut = { delay: 0, padding: 0 };
  let hasInfo = false;
  let first: FrameHead | undefined;
  let isEven = true;
  let [frames, end] = [0, 0];
  const marks: number[] = [];
  const scan = openScan((head, at, frame) => {
    const info = first || hasInfo ? undefined : readInfoFrame(frame);
    if (info) {
      hasInfo = true;
      cut = { delay: info.lame?.delay ?? 0, padding: info.lame?.padding ?? 0 };
      return;
    }
    first ??= head;
    if (frames % MARK_EVERY === 0) marks.push(at);
    isEven &&= at === (marks[0] ?? 0) + evenOffset(first, frames) && head.bitrate === first.bitrate;
    frames++;
    end = at + head.size;
  });
  const finish = (): Mp3Outline => {
    scan.end();
    if (!first) throw soundless();
    const { sampleRate, channels, soundFrames: soundPerFrame } = first;
    const bitrate = isEven ? first.bitrate : 'varies';
    const firstFrame = marks[0] ?? 0;
    return { firstFrame, frames, sampleRate, channels, bitrate, soundPerFrame, ...cut, marks, end };
  };
  return { add: scan.add, end: finish };
}

/** Bytes of so many MP3 frames of constant bitrate: LAME begins without padding and pads as soon as a byte is owed. */
function evenOffset(
  { sampleRate, bitrate, soundFrames }: Pick<FrameHead, 'sampleRate' | 'bitrate' | 'soundFrames'>,
  frames: number,
): number {
  const scaled = soundFrames * 125 * bitrate;
  const debt = scaled % sampleRate;
  const paddings = Math.ceil((Math.max(0, frames - 1) * debt) / sampleRate);
  return (frames * (scaled - debt)) / sampleRate + paddings;
}

/** Bytes [from, to) of a file; the MP3 frame that stands at `from`. */
export type Mp3Slice = Readonly<{ from: number; to: number; firstFrame: number }>;

/**
 * Where the MP3 frames [from, to) stand; where the bitrate varies, the marks around them. A decoder needs the MP3 frame
 * before to tell a frame's sound exactly, and one further where the bit reservoir is on.
 */
export function sliceOf(outline: Mp3Outline, from: number, to: number): Mp3Slice {
  const [first, last] = [clamp(from, outline.frames), clamp(to, outline.frames)];
  const byteOf = (frame: number): number =>
    frame >= outline.frames ? outline.end : byteOfFrame(outline, frame);
  if (outline.bitrate !== 'varies') return { from: byteOf(first), to: byteOf(last), firstFrame: first };
  const mark = Math.floor(first / MARK_EVERY) * MARK_EVERY;
  return { from: byteOf(mark), to: byteOf(Math.ceil(last / MARK_EVERY) * MARK_EVERY), firstFrame: mark };
}

function byteOfFrame(outline: Mp3Outline, frame: number): number {
  const { bitrate, sampleRate, soundPerFrame: soundFrames } = outline;
  if (bitrate === 'varies') return outline.marks[frame / MARK_EVERY] ?? outline.end;
  return outline.firstFrame + evenOffset({ bitrate, sampleRate, soundFrames }, frame);
}

const clamp = (frame: number, frames: number): number => Math.min(Math.max(0, frame), frames);

const soundless = (): CorridorError =>
  new CorridorError(
    'recording-damaged',
    'There is no MP3 frame in the file: its data are damaged, or it is no MP3.',
    'Copy the file again; if it plays there, save it as WAV.',
  );
