/** One second-order section: y = b0 x + b1 x' + b2 x'' - a1 y' - a2 y''; a0 is 1. */
export type Biquad = Readonly<{ b0: number; b1: number; b2: number; a1: number; a2: number }>;

/** Speech has nothing below; steps, wind, traffic and desks have. */
export const RUMBLE_HERTZ = 80;

/** The rate for which BS.1770-4 prints its table. */
const STANDARD_RATE = 48_000;
/** The analogue filters behind that table: hertz, quality and dB that give its numbers back. */
const SHELF = { hertz: 1681.974450955533, q: 0.7071752369554196, gain: 3.999843853973347 };
/** Share of the gain that is reached at the corner. */
const SHELF_BEND = 0.4996667741545416;
const LOW_CUT = { hertz: 38.13547087602444, q: 0.5003270373238773 };

/** Pre-filter (the head) and RLB curve of BS.1770-4 for any rate, by the bilinear transform. */
export function kWeighting(sampleRate: number): readonly [Biquad, Biquad] {
  return [headShelf(sampleRate), revisedLowCut(sampleRate)];
}

function headShelf(sampleRate: number): Biquad {
  const k = Math.tan((Math.PI * SHELF.hertz) / sampleRate);
  const high = 10 ** (SHELF.gain / 20);
  const bend = (high ** SHELF_BEND * k) / SHELF.q;
  const a0 = 1 + k / SHELF.q + k * k;
  return {
    b0: (high + bend + k * k) / a0,
    b1: (2 * (k * k - high)) / a0,
    b2: (high - bend + k * k) / a0,
    a1: (2 * (k * k - 1)) / a0,
    a2: (1 - k / SHELF.q + k * k) / a0,
  };
}

/** The table's numerator is 1, -2, 1 and so a little louder than the analogue filter; other rates get the same level. */
function revisedLowCut(sampleRate: number): Biquad {
  const k = Math.tan((Math.PI * LOW_CUT.hertz) / sampleRate);
  const a0 = lowCutScale(sampleRate);
  const b0 = lowCutScale(STANDARD_RATE) / a0;
  return { b0, b1: -2 * b0, b2: b0, a1: (2 * (k * k - 1)) / a0, a2: (1 - k / LOW_CUT.q + k * k) / a0 };
}

function lowCutScale(sampleRate: number): number {
  const k = Math.tan((Math.PI * LOW_CUT.hertz) / sampleRate);
  return 1 + k / LOW_CUT.q + k * k;
}

/** Second-order high-pass after R. Bristow-Johnson's Audio EQ Cookbook; -3 dB at `hertz` with the usual quality. */
export function highPass(sampleRate: number, hertz: number, q = Math.SQRT1_2): Biquad {
  const turn = (2 * Math.PI * hertz) / sampleRate;
  const alpha = Math.sin(turn) / (2 * q);
  const a0 = 1 + alpha;
  const b0 = (1 + Math.cos(turn)) / 2 / a0;
  return { b0, b1: -2 * b0, b2: b0, a1: (-2 * Math.cos(turn)) / a0, a2: (1 - alpha) / a0 };
}

/** A filter remembers across blocks; `out` may be the block itself. */
export type Filter = (block: Float32Array, frames: number, out: Float32Array) => void;

/** Short enough that a dying sound cannot sink into denormal numbers (a hundred times slower) before it is cut off. */
const PIECE = 256;
const NOTHING = 1e-30;

/** Sections one behind the other, exact in between (64 bit). */
export function openFilter(biquads: readonly Biquad[]): Filter {
  const sections = biquads.map((biquad) => ({ biquad, state: new Float64Array(4) }));
  const piece = new Float64Array(PIECE);
  return (block, frames, out) => {
    for (let at = 0; at < frames; at += PIECE) {
      const length = Math.min(PIECE, frames - at);
      for (let i = 0; i < length; i += 1) piece[i] = block[at + i] as number;
      for (const { biquad, state } of sections) passThrough(biquad, state, piece, length);
      for (let i = 0; i < length; i += 1) out[at + i] = piece[i] as number;
    }
  };
}

/**
 * One section by itself, in half the time: what the mixer does to every sample. What is no number counts as silence.
 * `out` is another array than the block.
 */
export function openSection(biquad: Biquad): Filter {
  const state = new Float64Array(4);
  return (block, frames, out) => {
    for (let at = 0; at < frames; at += PIECE) {
      const to = Math.min(frames, at + PIECE);
      if (!passOver(biquad, state, block, out, at, to))
        passOver(biquad, state, numbersOf(block, to), out, at, to);
    }
  };
}

const numbersOf = (block: Float32Array, frames: number): Float32Array =>
  block.subarray(0, frames).map((sample) => (Number.isFinite(sample) ? sample : 0));

/** False, with its state as it was, when a sample is no number: it would stay in the filter for ever. */
function passOver(
  { b0, b1, b2, a1, a2 }: Biquad,
  state: Float64Array,
  block: Float32Array,
  out: Float32Array,
  from: number,
  to: number,
): boolean {
  let x1 = state[0] as number;
  let x2 = state[1] as number;
  let y1 = state[2] as number;
  let y2 = state[3] as number;
  for (let i = from; i < to; i += 1) {
    const x = block[i] as number;
    const y = b0 * x + b1 * x1 + b2 * x2 - a2 * y2 - a1 * y1;
    out[i] = y;
    x2 = x1;
    x1 = x;
    y2 = y1;
    y1 = y;
  }
  if (!Number.isFinite(y1)) return false;
  state[0] = x1;
  state[1] = x2;
  state[2] = y1;
  state[3] = y2;
  dropDenormals(state);
  return true;
}

function passThrough(
  { b0, b1, b2, a1, a2 }: Biquad,
  state: Float64Array,
  piece: Float64Array,
  length: number,
) {
  let x1 = state[0] as number;
  let x2 = state[1] as number;
  let y1 = state[2] as number;
  let y2 = state[3] as number;
  for (let i = 0; i < length; i += 1) {
    const x = piece[i] as number;
    const y = b0 * x + b1 * x1 + b2 * x2 - a2 * y2 - a1 * y1;
    piece[i] = y;
    x2 = x1;
    x1 = x;
    y2 = y1;
    y1 = y;
  }
  state[0] = x1;
  state[1] = x2;
  state[2] = y1;
  state[3] = y2;
  dropDenormals(state);
}

function dropDenormals(state: Float64Array): void {
  for (let i = 0; i < state.length; i += 1) if (Math.abs(state[i] as number) < NOTHING) state[i] = 0;
}

/** What one pass over a piece of one channel tells; sums over its samples. */
export type Weighed = {
  offset: number;
  square: number;
  /** Highest absolute sample, linear. */
  peak: number;
  /** Sum of squares behind the K-weighting, and behind the rumble filter after it. */
  power: number;
  cleaned: number;
};

/**
 * The meter's inner loop: three sections and five sums in one pass. Hands over nothing and stays as it was when a
 * sample is no number. A piece is at most LONGEST_PIECE samples, again because of denormals.
 */
export type Weigher = Readonly<{
  weigh(line: Float32Array, from: number, to: number, into: Weighed): boolean;
  /** Goes on as if it had heard what another one has heard. */
  follow(other: Weigher): void;
  /** What the filters remember. */
  state: Float64Array;
}>;
export const LONGEST_PIECE = 1024;

export function openWeigher(sampleRate: number): Weigher {
  const [head, lowCut] = kWeighting(sampleRate);
  const rumble = highPass(sampleRate, RUMBLE_HERTZ);
  const state = new Float64Array(8);
  return {
    weigh: (line, from, to, into) => weigh(head, lowCut, rumble, state, line, from, to, into),
    follow: (other) => state.set(other.state),
    state,
  };
}

/**
 * Direct form I shares the memory between the sections. Both high-passes have the numerator b0 (1, -2, 1), so their b0
 * waits until the sums. Two samples a turn: the older outputs then need not be moved, which is a third of the time.
 */
function weigh(
  { b0, b1, b2, a1, a2 }: Biquad,
  { b0: cGain, a1: c1, a2: c2 }: Biquad,
  { b0: dGain, a1: d1, a2: d2 }: Biquad,
  state: Float64Array,
  line: Float32Array,
  from: number,
  to: number,
  into: Weighed,
): boolean {
  let x1 = state[0] as number;
  let x2 = state[1] as number;
  let y1 = state[2] as number;
  let y2 = state[3] as number;
  let z1 = state[4] as number;
  let z2 = state[5] as number;
  let w1 = state[6] as number;
  let w2 = state[7] as number;
  let offset = 0;
  let square = 0;
  let peak = 0;
  let power = 0;
  let cleaned = 0;
  const even = to - ((to - from) % 2);
  let i = from;
  for (; i < even; i += 2) {
    const older = line[i] as number;
    const y = b0 * older + b1 * x1 + b2 * x2 - a2 * y2 - a1 * y1;
    const z = y - 2 * y1 + y2 - c2 * z2 - c1 * z1;
    const w = z - 2 * z1 + z2 - d2 * w2 - d1 * w1;
    const newer = line[i + 1] as number;
    y2 = b0 * newer + b1 * older + b2 * x1 - a2 * y1 - a1 * y;
    z2 = y2 - 2 * y + y1 - c2 * z1 - c1 * z;
    w2 = z2 - 2 * z + z1 - d2 * w1 - d1 * w;
    offset += older + newer;
    square += older * older + newer * newer;
    power += z * z + z2 * z2;
    cleaned += w * w + w2 * w2;
    const high = Math.abs(older);
    if (high > peak) peak = high;
    const higher = Math.abs(newer);
    if (higher > peak) peak = higher;
    x2 = older;
    x1 = newer;
    y1 = y2;
    y2 = y;
    z1 = z2;
    z2 = z;
    w1 = w2;
    w2 = w;
  }
  if (i < to) {
    const last = line[i] as number;
    const y = b0 * last + b1 * x1 + b2 * x2 - a2 * y2 - a1 * y1;
    const z = y - 2 * y1 + y2 - c2 * z2 - c1 * z1;
    const w = z - 2 * z1 + z2 - d2 * w2 - d1 * w1;
    offset += last;
    square += last * last;
    power += z * z;
    cleaned += w * w;
    peak = Math.max(peak, Math.abs(last));
    x2 = x1;
    x1 = last;
    y2 = y1;
    y1 = y;
    z2 = z1;
    z1 = z;
    w2 = w1;
    w1 = w;
  }
  if (!Number.isFinite(square)) return false;
  state.set([x1, x2, y1, y2, z1, z2, w1, w2]);
  dropDenormals(state);
  into.offset = offset;
  into.square = square;
  into.peak = peak;
  into.power = power * cGain ** 2;
  into.cleaned = cleaned * (cGain * dGain) ** 2;
  return true;
}
