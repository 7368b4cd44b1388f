import type { Loudness } from '../show/enclosure.ts';
import type { Timeline } from './timeline.ts';

/** All that the sound report of one production shows; times are seconds, levels as in EBU R 128. */
export type ReportFacts = Readonly<{
  title: string;
  show?: string;
  recording: Readonly<{
    name: string;
    seconds: number;
    /** `pcm_s16le in wav, 48 kHz, stereo` */
    sound: string;
  }>;
  before: Readonly<{ loudness: Loudness; timeline: Timeline }>;
  after: Readonly<{ loudness: Loudness; timeline: Timeline; seconds: number }>;
  target: Readonly<{ integrated: number; tolerance: number; truePeak: number }>;
  /** The leveller's gain on the recording's line, dB for each 100 ms step, make-up gain included. */
  gain: Float32Array;
  /** Stretches of the recording that were kept, and where each lies in the master; what is between was cut. */
  passages: readonly Readonly<{ from: number; to: number; at: number }>[];
  talkStartsAt: number;
  /** Where the bed of music sounds, on the master's line; absent where there is none. */
  bed?: Readonly<{ from: number; to: number }>;
  /** On the master's line. */
  chapters: readonly Readonly<{ start: number; title: string }>[];
  /** The room report in plain words. */
  remarks: readonly Readonly<{ says: string; advice?: string }>[];
  /** Further rows of the table. */
  figures: readonly Readonly<{ name: string; before: string; after: string }>[];
  /** Whether a single channel was counted as if it were two (dual mono). */
  dualMono?: boolean;
  /** Whether the proof holds; absent where nobody has tried. */
  holds?: boolean;
}>;
