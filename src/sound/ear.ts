import { LONGEST_PIECE, openWeigher, type Weighed, type Weigher } from './filters.ts';
import { HISTORY } from './true-peak.ts';

/** What the meter finds out about each channel, piece by piece: its weighed sums, its faults, its clipping. */
type Hearing = Readonly<{ sampleRate: number; channels: 1 | 2 }>;

/** Hears so many new samples of each channel; gives the ear of each, which is one ear as long as both are the same. */
export type Ears = (block: readonly Float32Array[], at: number, length: number) => readonly Ear[];

export function openEars({ sampleRate, channels }: Hearing): Ears {
  const ears = Array.from({ length: channels }, () => openEar(sampleRate));
  const [left, right] = ears as [Ear, Ear?];
  const both = [left, left] as const;
  let areOne = right !== undefined;
  return (block, at, length) => {
    if (areOne && right && !areEqual(block[0] as Float32Array, block[1] as Float32Array, at, at + length)) {
      areOne = false;
      takeAfter(right, left);
    }
    const heard = areOne ? [left] : ears;
    heard.forEach((ear, channel) => {
      hear(ear, block[channel] as Float32Array, at, length);
    });
    return areOne ? both : ears;
  };
}

/** Most recordings in stereo are one microphone twice. What is no number is never equal. */
function areEqual(left: Float32Array, right: Float32Array, from: number, to: number): boolean {
  for (let i = from; i < to; i += 1) if (left[i] !== right[i]) return false;
  return true;
}

/** One channel: its last samples with the new ones behind them, and what the new ones tell. */
export type Ear = Readonly<{ line: Float32Array; weigher: Weigher; run: Run }> &
  Weighed & { frames: number; broken: number; clipped: number };

function takeAfter(ear: Ear, other: Ear): void {
  ear.line.set(other.line);
  ear.weigher.follow(other.weigher);
  Object.assign(ear.run, other.run);
  ear.frames = other.frames;
}

function openEar(sampleRate: number): Ear {
  const line = new Float32Array(HISTORY + LONGEST_PIECE);
  const weighed: Weighed = { offset: 0, square: 0, peak: 0, power: 0, cleaned: 0 };
  return {
    line,
    weigher: openWeigher(sampleRate),
    run: { length: 0, value: 0 },
    ...weighed,
    frames: 0,
    broken: 0,
    clipped: 0,
  };
}

function hear(ear: Ear, block: Float32Array, at: number, length: number): void {
  const { line, weigher } = ear;
  const end = HISTORY + length;
  line.copyWithin(0, ear.frames, ear.frames + HISTORY);
  line.set(block.subarray(at, at + length), HISTORY);
  ear.frames = length;
  ear.broken = weigher.weigh(line, HISTORY, end, ear) ? 0 : mend(line, HISTORY, end);
  if (ear.broken > 0) weigher.weigh(line, HISTORY, end, ear);
  ear.clipped = countClipped(ear, end);
}

/** One sample that is no number would stay in the filters for ever. */
function mend(line: Float32Array, from: number, to: number): number {
  let broken = 0;
  for (let i = from; i < to; i += 1) {
    if (Number.isFinite(line[i])) continue;
    line[i] = 0;
    broken += 1;
  }
  return broken;
}

/** Samples that stand still at full scale, up to now. */
type Run = { length: number; value: number };
const FULL_SCALE = 0.999;
const STANDSTILL = 1e-4;
const SHORTEST_RUN = 3;

/** A run that began before this piece counts here from the sample on with which it becomes long enough. */
function countClipped({ line, peak, run }: Ear, end: number): number {
  let clipped = 0;
  if (peak < FULL_SCALE) run.length = 0;
  else
    for (let i = HISTORY; i < end; i += 1) {
      const value = line[i] as number;
      if (Math.abs(value) < FULL_SCALE) run.length = 0;
      else if (run.length > 0 && Math.abs(value - run.value) <= STANDSTILL) run.length += 1;
      else {
        run.length = 1;
        run.value = value;
      }
      if (run.length >= SHORTEST_RUN) clipped += run.length === SHORTEST_RUN ? SHORTEST_RUN : 1;
    }
  return clipped;
}
