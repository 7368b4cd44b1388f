import { CorridorError } from '../errors.ts';
import type { Loudness } from '../show/enclosure.ts';
import type { LoudnessTarget } from '../show/recipe.ts';
import { readClock } from './inspection.ts';

/** What one decode of a sound tells: loudness (EBU R 128), true length, and whether the end is missing. */
export type LoudnessReport = Readonly<{
  loudness: Loudness;
  /** Decoded length in seconds. */
  seconds: number;
  /** The decoder met the end of the data in the middle of something. */
  brokenOff: boolean;
}>;

/** Below this nothing passes the absolute gate of BS.1770: silence. */
const SILENCE = -69.9;
/** A shorter sound is no recording of a conversation. */
export const SHORTEST = 1;

/** Loudness is measured in the shape in which it will be published: mono as two equal channels (see below). */
export type Shape = 'mono' | 'stereo';
export const shapeOf = (channels: number): Shape => (channels === 1 ? 'mono' : 'stereo');

/**
 * Brings any sound into its published shape. A mono sound becomes two equal channels at full level, so that every
 * meter and every listener agrees on the same loudness; a single channel would read 3 LU lower.
 */
export function printShape(shape: Shape, channels: number): string {
  const stereo = channels === 1 ? 'pan=stereo|c0=c0|c1=c0' : 'aformat=channel_layouts=stereo';
  if (shape === 'stereo' || channels === 1) return stereo;
  return `${stereo},pan=stereo|c0=0.5*c0+0.5*c1|c1=0.5*c0+0.5*c1`;
}

export const printMeasurement = (shape: Shape, channels: number): string =>
  `${printShape(shape, channels)},ebur128=peak=true:framelog=verbose`;

/** As ffmpeg 4 to 7 word it; Matroska has its own ways. */
const signsOfABreak =
  /corrupt input packet|partial file|Packet corrupt|Error while decoding stream|Error submitting packet to decoder|\[matroska,webm @ \w+\] (?:Read error|File ended prematurely)/;

/**
 * Reads ffmpeg's report after a pass through the ebur128 filter.
 * @throws CorridorError recording-damaged when nothing could be decoded
 */
export function readLoudness(report: string): LoudnessReport {
  const summary = report.slice(report.lastIndexOf('Summary:'));
  const times = [...report.matchAll(/time=(\d+:\d+:\d+\.\d+)/g)];
  const seconds = readClock(times.at(-1)?.[1]) ?? 0;
  if (!summary.startsWith('Summary:')) throw undecodable();
  return {
    loudness: {
      integrated: readFigure(summary, /I:\s+(\S+) LUFS/, -70),
      range: readFigure(summary, /LRA:\s+(\S+) LU/, 0),
      truePeak: readFigure(summary, /Peak:\s+(\S+) dBFS/, -144),
    },
    seconds,
    brokenOff: signsOfABreak.test(report),
  };
}

/** @throws CorridorError recording-too-short, recording-silent */
export function demandSound({ loudness, seconds }: LoudnessReport, name: string): void {
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
  return Math.abs(off) <= target.tolerance && peak === 0;
};

function readFigure(text: string, pattern: RegExp, whenInfinite: number): number {
  const value = Number(pattern.exec(text)?.[1]);
  return Number.isFinite(value) ? value : whenInfinite;
}

function undecodable(): CorridorError {
  return new CorridorError(
    'recording-damaged',
    'The recording could not be decoded: its data are damaged.',
    'Copy the file from the phone or recorder again; if it plays there, save it as WAV.',
  );
}
