import { CorridorError } from '../errors.ts';
import type { Loudness } from '../show/enclosure.ts';
import type { LoudnessTarget } from '../show/recipe.ts';
import { holdsWhisper } from './syllables.ts';
import { readTimeline, type StoredTimeline } from './timeline.ts';

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

/** Why another meter reads less of a master in true mono: BS.1770-4 adds channels up, and 10 lg 2 is 3.01. */
export const dualMonoWords =
  'The single channel is counted as two, because players send it to both loudspeakers (dual mono): a meter that takes the one channel alone reads 3 LU lower.';

/** As ffmpeg 4 to 7 word it; Matroska has its own ways. */
const signsOfABreak =
  /corrupt input packet|partial file|Packet corrupt|Error while decoding stream|Error submitting packet to decoder|\[matroska,webm @ \w+\] (?:Read error|File ended prematurely)/;

export const saysBrokenOff = (report: string): boolean => signsOfABreak.test(report);

type Heard = Readonly<{
  loudness: Loudness;
  seconds: number;
  /** Tells a whisper from silence; without it, what passes no gate is silence. */
  timeline?: StoredTimeline;
}>;

/**
 * Only a recording may be a whisper below the gate: music so soft was not meant to be heard.
 * @throws CorridorError recording-too-short, recording-silent
 */
export function demandSound(heard: Heard, name: string): void {
  const isRecording = name === 'recording';
  if (heard.seconds < SHORTEST) {
    throw new CorridorError(
      'recording-too-short',
      `The ${name} is ${heard.seconds.toFixed(2)} seconds long; less than ${SHORTEST} second cannot be mastered.`,
      isRecording ? 'Check that the whole recording was copied, or record again.' : another(name),
    );
  }
  if (heard.loudness.integrated <= SILENCE && !(isRecording && whispers(heard))) {
    throw new CorridorError(
      'recording-silent',
      `The ${name} holds only silence: there is no sound in it louder than -70 LUFS.`,
      isRecording
        ? 'Check which microphone was chosen and whether it was muted, then record again.'
        : another(name),
    );
  }
}

const another = (name: string): string => `Choose another file for the ${name}, or leave it out.`;

const whispers = ({ timeline }: Heard): boolean =>
  timeline !== undefined && holdsWhisper(readTimeline(timeline).cleaned);

/** How far a master is from where podcast apps want it. */
export type Distance = Readonly<{
  /** LU, positive when too loud */ loudness: number /** dB over the ceiling */;
  peak: number;
}>;

export const distanceFrom = (target: LoudnessTarget, { integrated, truePeak }: Loudness): Distance => ({
  loudness: integrated - target.integrated,
  peak: Math.max(0, truePeak - target.truePeak),
});

/** Whether it is as loud as was wanted, whatever its peaks. */
export const isAsLoudAs = (target: LoudnessTarget, loudness: Loudness): boolean =>
  // -16.3 is 0.30000000000000071 from -16.
  Math.abs(distanceFrom(target, loudness).loudness) <= target.tolerance + 1e-9;

/** Whether it may be published. */
export const isWithin = (target: LoudnessTarget, loudness: Loudness): boolean =>
  isAsLoudAs(target, loudness) && distanceFrom(target, loudness).peak === 0;

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
