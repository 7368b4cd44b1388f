import type { Loudness } from '../show/enclosure.ts';
import { type Ear, openEars } from './ear.ts';
import { LONGEST_PIECE } from './filters.ts';
import { findHum, type Hum, openHum } from './hum.ts';
import {
  FLOOR,
  integratedOf,
  joinCurves,
  levelOf,
  openCurve,
  rangeOf,
  STEPS_PER_SECOND,
  type Timeline,
} from './timeline.ts';
import { HISTORY, highestBetween } from './true-peak.ts';

/**
 * Listens to a sound once, sample by sample, and writes down all that is ever asked about it. A long sound may be heard
 * in stretches, by several listeners at a time: each first hears a second of what came before, so that its filters
 * stand as if it had heard everything, and the stretches joined say what one listener would have said.
 */
export type Stretch = Readonly<{
  frames: number;
  timeline: Timeline;
  /** For every whole second seven levels in dBFS (RMS): at 50, 100, 150, 60, 120, 180 Hz, and the mean around them. */
  hum: Float32Array;
  /** Linear. */
  truePeak: number;
  sums: StretchSums;
}>;

export type StretchSums = Readonly<{
  /** Sum of squares per channel. */
  square: readonly number[];
  /** Sum of left times right; of mono, of its squares. */
  product: number;
  /** Sum of samples per channel. */
  offset: readonly number[];
  /** Samples, in any channel, that stand in a run of three or more at full scale. */
  clipped: number;
  /** Samples that were no number or infinite; they are heard as 0. */
  broken: number;
}>;

export type Meter = Readonly<{
  /** Hears what comes right before the stretch (a second is enough), and writes nothing down. */
  leadIn(block: readonly Float32Array[], frames: number): void;
  add(block: readonly Float32Array[], frames: number): void;
  /** All that was added. A last step of less than 100 ms counts in sums and peaks only. */
  end(): Stretch;
}>;

type Hearing = Readonly<{
  sampleRate: number;
  channels: 1 | 2;
  /** Only how loud it is: nothing is found out about hum and the channels' likeness, in two thirds of the time. */
  loudnessOnly?: boolean;
}>;

export function openMeter(of: Hearing): Meter {
  const ears = openEars(of);
  let tally = openTally(of);
  const add = (block: readonly Float32Array[], frames: number): void => {
    for (let at = 0; at < frames; ) {
      const length = Math.min(LONGEST_PIECE, frames - at, tally.left());
      tally.write(ears(block, at, length), length);
      at += length;
    }
  };
  const leadIn = (block: readonly Float32Array[], frames: number): void => {
    add(block, frames);
    tally = openTally(of);
  };
  return { leadIn, add, end: () => tally.read() };
}

type Tally = Readonly<{ left(): number; write(ears: readonly Ear[], frames: number): void; read(): Stretch }>;

function openTally({ sampleRate, channels, loudnessOnly = false }: Hearing): Tally {
  const columns = { power: openCurve(), cleaned: openCurve(), peak: openCurve() };
  const hum = openHum(sampleRate);
  const sums = {
    square: Array<number>(channels).fill(0),
    product: 0,
    offset: Array<number>(channels).fill(0),
    clipped: 0,
    broken: 0,
  };
  const step = { begin: 0, end: Math.round(sampleRate / STEPS_PER_SECOND), power: 0, cleaned: 0, peak: 0 };
  let frames = 0;
  let truePeak = 0;

  function closeStep(): void {
    // A mono sound is played by two loudspeakers.
    const share = 2 / channels / (step.end - step.begin);
    columns.power.push(loudnessAt(step.power * share));
    columns.cleaned.push(loudnessAt(step.cleaned * share));
    columns.peak.push(levelOf(step.peak ** 2));
    const next = Math.round(((columns.power.length() + 1) * sampleRate) / STEPS_PER_SECOND);
    Object.assign(step, { begin: step.end, end: next, power: 0, cleaned: 0, peak: 0 });
  }

  function write(ears: readonly Ear[], count: number): void {
    ears.forEach((ear, channel) => {
      sums.square[channel] = (sums.square[channel] as number) + ear.square;
      sums.offset[channel] = (sums.offset[channel] as number) + ear.offset;
      sums.clipped += ear.clipped;
      sums.broken += ear.broken;
      step.power += ear.power;
      step.cleaned += ear.cleaned;
      step.peak = Math.max(step.peak, ear.peak);
      if (channel > 0 && ear === ears[0]) return;
      truePeak = highestBetween(ear.line, count, ear.peak, truePeak);
    });
    if (!loudnessOnly) compare(ears as [Ear, Ear?], count);
    frames += count;
    if (frames === step.end) closeStep();
  }

  function compare([left, right = left]: readonly [Ear, Ear?], count: number): void {
    sums.product += right === left ? left.square : productOf(left.line, right.line, HISTORY + count);
    hum.add(left.line, right.line, HISTORY, HISTORY + count);
  }

  return {
    left: () => step.end - frames,
    write,
    read: () => ({
      frames,
      timeline: { power: columns.power.read(), cleaned: columns.cleaned.read(), peak: columns.peak.read() },
      hum: hum.read(),
      truePeak,
      sums: { ...sums, square: [...sums.square], offset: [...sums.offset] },
    }),
  };
}

/** BS.1770-4: a sine of 997 Hz at full scale in one channel is -3.01 LUFS. */
const loudnessAt = (power: number): number => Math.max(FLOOR, levelOf(power) - 0.691);

function productOf(left: Float32Array, right: Float32Array, end: number): number {
  let product = 0;
  for (let i = HISTORY; i < end; i += 1) product += (left[i] as number) * (right[i] as number);
  return product;
}

/** One sound from pieces that follow one another; each but the last is a whole number of seconds long. */
export function mergeStretches(stretches: readonly Stretch[]): Stretch {
  const join = (column: (stretch: Stretch) => Float32Array): Float32Array =>
    joinCurves(stretches.map(column));
  const add = (figure: (stretch: Stretch) => number): number =>
    stretches.reduce((total, stretch) => total + figure(stretch), 0);
  const channels = [...(stretches[0]?.sums.square ?? []).keys()];
  return {
    frames: add(({ frames }) => frames),
    timeline: {
      power: join(({ timeline }) => timeline.power),
      cleaned: join(({ timeline }) => timeline.cleaned),
      peak: join(({ timeline }) => timeline.peak),
    },
    hum: join(({ hum }) => hum),
    truePeak: Math.max(0, ...stretches.map(({ truePeak }) => truePeak)),
    sums: {
      square: channels.map((c) => add(({ sums }) => sums.square[c] as number)),
      product: add(({ sums }) => sums.product),
      offset: channels.map((c) => add(({ sums }) => sums.offset[c] as number)),
      clipped: add(({ sums }) => sums.clipped),
      broken: add(({ sums }) => sums.broken),
    },
  };
}

/** Loudness as listeners' apps reckon it: LUFS, LU, dBTP. */
export const loudnessOf = ({ timeline, truePeak }: Stretch): Loudness => ({
  integrated: integratedOf(timeline.power),
  range: rangeOf(timeline.power),
  truePeak: levelOf(truePeak ** 2),
});

export type SignalFacts = Readonly<{
  /** RMS per channel in dBFS, without the offset. */
  level: readonly number[];
  /** Of left and right, -1 to 1; 1 for mono and for silence. */
  correlation: number;
  /** Mean of the samples per channel, full scale = 1. */
  offset: readonly number[];
  /** Samples. */
  clipped: number;
  broken: number;
  /** null when nobody would hear one. */
  hum: Hum | null;
}>;

/** Correlation, and dB between the levels, at which what two channels do not share lies 57 dB below them. */
const SAME = { correlation: 1 - 1e-6, apart: 0.01 };

/** Whether both channels carry one sound, as most phones record it; of one channel, true. */
export const isTwiceTheSame = ({ level: [left = FLOOR, right = left], correlation }: SignalFacts): boolean =>
  correlation >= SAME.correlation && Math.abs(left - right) <= SAME.apart;

/** `channels` as the stretch was heard. */
export function signalOf({ frames, timeline, hum, sums }: Stretch, channels: 1 | 2): SignalFacts {
  const count = Math.max(1, frames);
  const offset = sums.offset.map((sum) => sum / count);
  const offsetOf = (channel: number): number => offset[channel] as number;
  const variance = sums.square.map((sum, channel) => Math.max(0, sum / count - offsetOf(channel) ** 2));
  const level = variance.map(levelOf);
  const isSilent = level.some((dB) => dB <= FLOOR);
  const shared = channels === 1 ? 0 : sums.product / count - offsetOf(0) * offsetOf(1);
  const correlation = shared / Math.sqrt((variance[0] as number) * (variance[1] ?? 1));
  return {
    level,
    correlation: channels === 1 || isSilent ? 1 : Math.max(-1, Math.min(1, correlation)),
    offset,
    clipped: sums.clipped,
    broken: sums.broken,
    hum: findHum(hum, timeline.power),
  };
}
