import type { Loudness } from '../show/enclosure.ts';
import { loudnessOf, type SignalFacts, type Stretch, signalOf } from './meter.ts';
import { printTimeline, type StoredTimeline } from './timeline.ts';

/** What one decode of a sound tells, from beginning to end. */
export type Hearing = Readonly<{
  loudness: Loudness;
  /** Decoded length. */
  seconds: number;
  /** The same in samples per channel, at the rate of the work. */
  frames: number;
  /** The decoder met the end of the data in the middle of something. */
  brokenOff: boolean;
  /** Ten points a second. */
  timeline: StoredTimeline;
  signal: SignalFacts;
}>;

export function hearingOf(
  stretch: Stretch,
  { sampleRate, channels, brokenOff }: Readonly<{ sampleRate: number; channels: 1 | 2; brokenOff: boolean }>,
): Hearing {
  const { integrated, range, truePeak } = loudnessOf(stretch);
  return {
    loudness: { integrated: rounded(integrated), range: rounded(range), truePeak: rounded(truePeak) },
    seconds: stretch.frames / sampleRate,
    frames: stretch.frames,
    brokenOff,
    timeline: printTimeline(stretch.timeline),
    signal: signalOf(stretch, channels),
  };
}

/** Hundredths say more than any ear hears, and keep equal sounds' figures equal. */
const rounded = (value: number): number => Math.round(value * 100) / 100;
