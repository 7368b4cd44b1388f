/**
 * Where the sound of a master is cut so that its pieces can be encoded side by side and joined without a seam.
 *
 * LAME without its bit reservoir lets every MP3 frame stand alone, but it listens back: the overlap of the transform
 * reaches one MP3 frame, the smoothed perceptual entropy 18. So every piece but the first begins early, and what it
 * encodes of its neighbour's sound is dropped.
 */
export type Segment = Readonly<{
  index: number;
  /** Frame of sound at which the encoder begins: a multiple of 1152. */
  from: number;
  /** Frames of sound to encode, what leads in and out included. */
  frames: number;
  /** MP3 frames to drop at the front. */
  lead: number;
  /** MP3 frames to keep behind those; the last segment keeps all to its end. */
  keep: number | 'rest';
}>;

export type ToSegment = Readonly<{
  /** Frames of sound. */
  frames: number;
  sampleRate: 44100 | 48000;
  /** kbit/s */
  bitrate: number;
  /** How many segments are encoded at the same time. */
  workers: number;
}>;

/** Frames of sound in an MP3 frame of MPEG 1. */
export const MP3_FRAME = 1152;
/** MP3 frames, one above the reach of LAME's memory: with 10 one seam in ten still differed, with 20 one in fifty. */
const LEAD_IN = 20;
/** MP3 frames: LAME writes a frame once it has 224 frames of sound beyond it. */
const LEAD_OUT = 2;
/** Seconds: long enough that the start of an encoder weighs nothing, short enough to be held in memory as MP3. */
const USUAL = 240;
/** Seconds; below this the lead-in weighs more than a second worker gains. */
const SHORTEST = 5;

/** Segments of about four minutes, as many for every worker; shorter ones where that gives all workers something to do. */
export function planSegments(of: ToSegment): readonly Segment[] {
  const starts = planStarts(of);
  return starts.map((start, index) => {
    const lead = index === 0 ? 0 : LEAD_IN;
    const next = starts[index + 1];
    const from = (start - lead) * MP3_FRAME;
    const to = next === undefined ? of.frames : Math.min(of.frames, (next + LEAD_OUT) * MP3_FRAME);
    return { index, from, frames: to - from, lead, keep: next === undefined ? 'rest' : next - start };
  });
}

/** The first MP3 frame that each segment keeps. The encoders begin where the pattern of paddings does. */
function planStarts(of: ToSegment): number[] {
  const period = paddingPeriod(of.sampleRate, of.bitrate);
  const count = countSegments(of);
  const even = of.frames / MP3_FRAME / count;
  return Array.from({ length: count }, (_, index) =>
    index === 0 ? 0 : Math.round((index * even - LEAD_IN) / period) * period + LEAD_IN,
  );
}

function countSegments({ frames, sampleRate, workers }: ToSegment): number {
  const seconds = frames / sampleRate;
  const wanted = Math.ceil(seconds / USUAL / workers) * workers;
  return Math.max(1, Math.min(wanted, Math.floor(seconds / SHORTEST)));
}

/**
 * MP3 frames after which an encoder of constant bitrate has paid its debt of fractional bytes and pads its frames in
 * the same order again (ISO 11172-3, 2.4.2.3, padding_bit): 49 for 128 kbit/s at 44.1 kHz, 1 at 48 kHz.
 */
export function paddingPeriod(sampleRate: number, bitrate: number): number {
  return sampleRate / greatestDivisor(sampleRate, (144_000 * bitrate) % sampleRate);
}

const greatestDivisor = (a: number, b: number): number => (b === 0 ? a : greatestDivisor(b, a % b));
