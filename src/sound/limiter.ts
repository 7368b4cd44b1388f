/**
 * A true-peak limiter that looks ahead: both channels are turned down together just before a peak would pass the
 * ceiling, so that no player's converter clips between the samples (ITU-R BS.1770-4 Annex 2).
 *
 * For every frame the reduction it needs is found; the largest of the next 5 and the last 10 ms is held; what is held
 * is let go slowly; a triangular mean over the look-ahead makes the way down a ramp that arrives in time.
 * A reduction is 1 - gain throughout, so that "nothing to do" is an exact 0 and leaves the sound bit for bit.
 */
export type Limiter = Readonly<{
  /** Frames by which the sound comes out later; feed as many further frames to get the end. */
  latency: number;
  /** Limits `frames` of sound where they lie; what stands there afterwards came `latency` frames before. */
  process(block: readonly Float32Array[], frames: number): void;
}>;

/** Seconds; shorter ramps are heard as clicks, longer ones as a dip before the word. */
const LOOK_AHEAD = 0.005;
/** Seconds, longer than a pitch period of 80 Hz less the look-ahead: a deep voice must not modulate the gain. */
const HOLD = 0.01;
/** Seconds, a time constant; forgets everything within a second, so that segments limited apart join. */
const RELEASE = 0.065;
/** A reduction below this (0.000002 dB) is over; without an end the sound would never be left alone again. */
const OVER = 2 ** -22;

/** Frames that are worked on at once; also how long a stretch is left alone when nothing in it is loud. */
const STRETCH = 512;
/** Looking by fours may look past the end: at what an earlier stretch left there, which does no harm. */
const SPARE = 3;

/** @param of ceiling in dBTP, sampleRate in Hz */
export function openLimiter(of: { sampleRate: number; channels: 1 | 2; ceiling: number }): Limiter {
  const latency = framesOf(LOOK_AHEAD, of.sampleRate) + REACH;
  const lines = Array.from({ length: of.channels }, () => new Float32Array(latency + STRETCH + SPARE));
  const reduction = new Float64Array(STRETCH);
  const ceiling = 10 ** (of.ceiling / 20);
  const envelope = openEnvelope(of.sampleRate);

  const limit = (block: readonly Float32Array[], at: number, frames: number): void => {
    lines.forEach((line, channel) => {
      line.set((block[channel] as Float32Array).subarray(at, at + frames), latency);
    });
    const loud = readReductions({ lines, first: latency - REACH, frames, ceiling }, reduction);
    const busy = envelope(reduction, frames, loud);
    lines.forEach((line, channel) => {
      const target = block[channel] as Float32Array;
      if (busy) turnDown(line, reduction, target, at, frames);
      else target.set(line.subarray(0, frames), at);
      line.copyWithin(0, frames, latency + frames);
    });
  };

  return {
    latency,
    process(block, frames) {
      for (let at = 0; at < frames; at += STRETCH) limit(block, at, Math.min(STRETCH, frames - at));
    },
  };
}

const framesOf = (seconds: number, sampleRate: number): number => Math.round(seconds * sampleRate);

function turnDown(
  line: Float32Array,
  reduction: Float64Array,
  target: Float32Array,
  at: number,
  frames: number,
): void {
  for (let i = 0; i < frames; i += 1) target[at + i] = (line[i] as number) * (1 - (reduction[i] as number));
}

// -- what every frame needs ---------------------------------------------------------------------------------------

type Look = Readonly<{ lines: readonly Float32Array[]; first: number; frames: number; ceiling: number }>;

/** Writes the reduction that each of `frames` frames from `first` on needs; false, unwritten, when none can need any. */
function readReductions({ lines, first, frames, ceiling }: Look, into: Float64Array): boolean {
  const loud = lines.filter((line) => mayExceed(line, first - REACH + 1, first + frames + REACH, ceiling));
  if (loud.length === 0) return false;
  into.fill(0, 0, frames);
  for (const line of loud) raiseReductions(line.subarray(first - REACH + 1), ceiling, into, frames);
  return true;
}

/** Samples are asked by fours, as the sum of their squares: nearly all sound is done with at the first question. */
function mayExceed(line: Float32Array, from: number, to: number, ceiling: number): boolean {
  const harmless = ceiling / HIGHEST_RISE;
  const power = harmless * harmless;
  for (let i = from; i < to; i += 4) {
    const a = line[i] as number;
    const b = line[i + 1] as number;
    const c = line[i + 2] as number;
    const d = line[i + 3] as number;
    if (a * a + b * b + c * c + d * d <= power) continue;
    if (Math.max(Math.abs(a), Math.abs(b), Math.abs(c), Math.abs(d)) > harmless) return true;
  }
  return false;
}

/**
 * A peak rises over two samples only where the line bends at one of them, so the whole filter is spared for most of a
 * loud passage: of speech only the very tops are left. `line` begins REACH - 1 samples before the first frame.
 */
function raiseReductions(line: Float32Array, ceiling: number, into: Float64Array, frames: number): void {
  let here = line[REACH - 1] as number;
  let next = line[REACH] as number;
  let isHigh = swing(line[REACH - 2] as number, here, next) > ceiling;
  for (let i = 0; i < frames; i += 1) {
    const afterNext = line[i + REACH + 1] as number;
    const isNextHigh = swing(here, next, afterNext) > ceiling;
    if (isHigh || isNextHigh) raiseReduction(into, i, peakWithin(line, i), ceiling);
    here = next;
    next = afterNext;
    isHigh = isNextHigh;
  }
}

/** How high a line that goes through `here` may get nearby. */
function swing(before: number, here: number, after: number): number {
  return Math.abs(here) + HIGHEST_SWING * Math.abs(before - 2 * here + after);
}

function raiseReduction(into: Float64Array, at: number, peak: number, ceiling: number): void {
  const needed = 1 - ceiling / peak;
  if (needed > (into[at] as number)) into[at] = needed;
}

// -- peaks between the samples ------------------------------------------------------------------------------------

/** Samples to either side that shape what lies between two: 16 taps a phase. */
const REACH = 8;
/** Kaiser's window; with it the peak of a tone is found within 0.1 dB up to 0.45 of the sample rate. */
const KAISER = 4.5;

/**
 * Fourfold oversampling with its symmetry used, nearest samples first. Half way, left and right weigh the same; the
 * points at one and three quarters are mirror images, so they share the weights of two samples' sum and difference.
 */
const MIDDLE = Float64Array.from({ length: REACH }, (_, k) => weight(1 / 2, -k));
const EVEN = Float64Array.from({ length: REACH }, (_, k) => (weight(1 / 4, -k) + weight(1 / 4, k + 1)) / 2);
const ODD = Float64Array.from({ length: REACH }, (_, k) => (weight(1 / 4, -k) - weight(1 / 4, k + 1)) / 2);

/** How far a tone of 0.45 of the sample rate rises over its samples, as a share of their second difference. */
const HIGHEST_SWING = 1.4;
/** How far a peak rises over the four points a sample that are looked at: 1 / cos(pi / 8), at half the sample rate. */
const RISE_OVER_POINTS = 1.0824;
/** How far a peak rises over the samples around it, at most. */
const HIGHEST_RISE = RISE_OVER_POINTS * Math.max(norm(1 / 2), norm(1 / 4));

/** The highest |value| between the middle two of the 2 REACH samples from `from` on, those two included. */
function peakWithin(line: Float32Array, from: number): number {
  let middle = 0;
  let even = 0;
  let odd = 0;
  for (let k = 0; k < REACH; k += 1) {
    const a = line[from + REACH - 1 - k] as number;
    const b = line[from + REACH + k] as number;
    middle += (MIDDLE[k] as number) * (a + b);
    even += (EVEN[k] as number) * (a + b);
    odd += (ODD[k] as number) * (a - b);
  }
  const left = line[from + REACH - 1] as number;
  const right = line[from + REACH] as number;
  const points = Math.max(Math.abs(left), Math.abs(even) + Math.abs(odd), Math.abs(middle), Math.abs(right));
  const top = topOf(left, even + odd, middle, even - odd, right);
  return Math.max(points, Math.min(top, points * RISE_OVER_POINTS));
}

/** Of five equidistant points: the top of the parabola through the highest and its neighbours, where it lies within. */
function topOf(a: number, b: number, c: number, d: number, e: number): number {
  const left = Math.max(Math.abs(a), Math.abs(b));
  const right = Math.max(Math.abs(d), Math.abs(e));
  if (Math.abs(c) >= Math.max(left, right)) return topOfThree(b, c, d);
  return left > right ? topOfThree(a, b, c) : topOfThree(c, d, e);
}

function topOfThree(a: number, b: number, c: number): number {
  const bend = a + c - 2 * b;
  const tilt = c - a;
  // The top lies tilt / (2 bend) steps left of the middle.
  if (bend === 0 || Math.abs(tilt) > 2 * Math.abs(bend)) return 0;
  return Math.abs(b - (tilt * tilt) / (8 * bend));
}

/** What sample `k` adds to the point `at` between samples 0 and 1; a constant sound stays as it is. */
function weight(at: number, k: number): number {
  return tap(at, k) / taps(at).reduce((sum, value) => sum + value, 0);
}

function norm(at: number): number {
  const all = taps(at);
  const sum = all.reduce((total, value) => total + value, 0);
  return all.reduce((total, value) => total + Math.abs(value / sum), 0);
}

function taps(at: number): number[] {
  return Array.from({ length: 2 * REACH }, (_, i) => tap(at, i - REACH + 1));
}

function tap(at: number, k: number): number {
  const x = k - at;
  return (Math.sin(Math.PI * x) / (Math.PI * x)) * bessel(KAISER * Math.sqrt(1 - (x / REACH) ** 2));
}

/** The modified Bessel function of order 0, for Kaiser's window. */
function bessel(x: number): number {
  let [sum, term] = [1, 1];
  for (let k = 1; k < 30; k += 1) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

// -- how the gain moves -------------------------------------------------------------------------------------------

/** Works on `frames` reductions in place. */
type Stage = (reduction: Float64Array, frames: number) => void;

/** Makes needed reductions smooth, in place and late by the look-ahead; false when there is none at all. */
function openEnvelope(
  sampleRate: number,
): (reduction: Float64Array, frames: number, loud: boolean) => boolean {
  const lookAhead = framesOf(LOOK_AHEAD, sampleRate);
  const hold = openHold(lookAhead + framesOf(HOLD, sampleRate));
  const smooth = openSmoothing(1 - Math.exp(-1 / (RELEASE * sampleRate)), Math.floor(lookAhead / 2));
  let resting = true;

  return (reduction, frames, loud) => {
    if (!loud && resting) return false;
    if (!loud) reduction.fill(0, 0, frames);
    hold(reduction, frames);
    smooth(reduction, frames);
    // Reductions are never negative: a mean of 0 means that all it remembers is 0, and then nothing is held either.
    resting = reduction[frames - 1] === 0 && !loud;
    return true;
  };
}

/** The highest of the last `span` values: a queue of those that are not hidden behind a later, higher one. */
function openHold(span: number): Stage {
  const mask = 2 ** Math.ceil(Math.log2(span + 1)) - 1;
  const queue = new Float64Array(mask + 1);
  const expiries = new Float64Array(mask + 1);
  let [first, end, passed] = [0, 0, 0];
  let [highest, expiry] = [0, Number.POSITIVE_INFINITY];

  const admit = (value: number, now: number): void => {
    while (end > first && (queue[(end - 1) & mask] as number) <= value) end -= 1;
    while (end > first && (expiries[first & mask] as number) <= now) first += 1;
    if (value > 0) {
      queue[end & mask] = value;
      expiries[end & mask] = now + span;
      end += 1;
    }
    highest = end > first ? (queue[first & mask] as number) : 0;
    expiry = end > first ? (expiries[first & mask] as number) : Number.POSITIVE_INFINITY;
  };

  return (reduction, frames) => {
    for (let i = 0; i < frames; i += 1) {
      const value = reduction[i] as number;
      if (value > 0 || passed + i >= expiry) admit(value, passed + i);
      reduction[i] = highest;
    }
    passed += frames;
  };
}

/** Adding and taking away what has no place for it rounds to multiples of 2^-36. */
const ROUNDING = 1.5 * 2 ** (52 - 36);

/**
 * Up at once, down by a share of the way every frame; then the mean of the last `span` values, twice, which is a
 * triangle. Rounded values keep the running sums exact: they are the same wherever they began, and come back to 0.
 */
function openSmoothing(share: number, span: number): Stage {
  const [once, twice] = [new Float64Array(span), new Float64Array(span)];
  const kept = { released: 0, sum: 0, total: 0, at: 0 };
  const part = 1 / span;

  return (reduction, frames) => {
    let { released, sum, total, at } = kept;
    for (let i = 0; i < frames; i += 1) {
      const held = reduction[i] as number;
      released = held >= released ? held : released + (held - released) * share;
      if (released < OVER) released = 0;
      const value = released + ROUNDING - ROUNDING;
      sum += value - (once[at] as number);
      once[at] = value;
      const mean = sum * part + ROUNDING - ROUNDING;
      total += mean - (twice[at] as number);
      twice[at] = mean;
      at = at + 1 === span ? 0 : at + 1;
      reduction[i] = total * part;
    }
    Object.assign(kept, { released, sum, total, at });
  };
}
