import { CorridorError } from '../errors.ts';
import type { Loudness } from '../show/enclosure.ts';
import type { LoudnessTarget } from '../show/recipe.ts';

/** Below this nothing passes the absolute gate of BS.1770: silence. */
const SILENCE = -69.9;
/** A shorter sound is no recording of a conversation. */
export const SHORTEST = 1;

/** Loudness is measured in the shape in which it will be published: mono as two equal channels (see below). */
export type Shape = 'mono' | 'stereo';
export const shapeOf = (channels: number): Shape => (channels === 1 ? 'mono' : 'stereo');

/**
 * ffmpeg's filters that bring any sound into its working shape. A mono master is worked on as one channel, at half the
 * cost, and written as two equal ones, so that every meter and every listener agrees on the same loudness: a single
 * channel would read 3 LU lower.
 */
export function printShape(shape: Shape, channels: number): string {
  if (shape === 'stereo') return channels === 1 ? 'pan=stereo|c0=c0|c1=c0' : 'aformat=channel_layouts=stereo';
  if (channels === 1) return 'aformat=channel_layouts=mono';
  return 'aformat=channel_layouts=stereo,pan=mono|c0=0.5*c0+0.5*c1';
}

/** As ffmpeg 4 to 7 word it; Matroska has its own ways. */
const signsOfABreak =
  /corrupt input packet|partial file|Packet corrupt|Error while decoding stream|Error submitting packet to decoder|\[matroska,webm @ \w+\] (?:Read error|File ended prematurely)/;

export const saysBrokenOff = (report: string): boolean => signsOfABreak.test(report);

type Heard = Readonly<{ loudness: Loudness; seconds: number }>;

/** @throws CorridorError recording-too-short, recording-silent */
export function demandSound({ loudness, seconds }: Heard, name: string): void {
  if (seconds < SHORTEST) {
    throw new CorridorError(
      'recording-too-short',
      `The ${name} is ${seconds.toFixed(2)} seconds long; less than ${SHORTEST} second cannot be mastered.`,
      'Check that the whole recording was copied, or record again.',
    );
  }
  if (loudness.integrated <= SILENCE) {
    throw new CorridorError(
      'recording-silent',
      `The ${name} holds only silence (nothing louder than -70 LUFS).`,
      'Check which microphone was chosen and whether it was muted, then record again.',
    );
  }
}

/** How far a master is from where podcast apps want it. */
export type Distance = Readonly<{
  /** LU, positive when too loud */ loudness: number /** dB over the ceiling */;
  peak: number;
}>;

export const distanceFrom = (target: LoudnessTarget, { integrated, truePeak }: Loudness): Distance => ({
  loudness: integrated - target.integrated,
  peak: Math.max(0, truePeak - target.truePeak),
});

/** Whether it may be published. */
export const isWithin = (target: LoudnessTarget, loudness: Loudness): boolean => {
  const { loudness: off, peak } = distanceFrom(target, loudness);
  // -16.3 is 0.30000000000000071 from -16.
  return Math.abs(off) <= target.tolerance + 1e-9 && peak === 0;
};

export function undecodable(): CorridorError {
  return new CorridorError(
    'recording-damaged',
    'The recording could not be decoded: its data are damaged.',
    'Copy the file from the phone or recorder again; if it plays there, save it as WAV.',
  );
}

/**
 * Apple's limit: a master that all corrections left further from its target than the recipe's tolerance may still be
 * published within this, and says so.
 */
const PUBLISHABLE = 1;

export const isPublishable = (target: LoudnessTarget, loudness: Loudness): boolean =>
  isWithin({ ...target, tolerance: Math.max(target.tolerance, PUBLISHABLE) }, loudness);
