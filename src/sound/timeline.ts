/**
 * The loudness of a sound, drawn ten times a second. Everything that is decided about a recording (gates, range, speech,
 * gain) is decided on these few thousand numbers; nobody has to touch the samples again.
 */
export const STEPS_PER_SECOND = 10;

/** dB written where there is nothing. */
export const FLOOR = -120;

/** One value for every whole step of 100 ms; step k begins at frame Math.round(k * rate / 10). */
export type Timeline = Readonly<{
  /** LUFS of the step: K-weighted, all channels (mono counted twice), ungated (BS.1770-4). */
  power: Float32Array;
  /** The same behind the rumble filter: what the master is planned with. */
  cleaned: Float32Array;
  /** dBFS, highest sample of the step in any channel. */
  peak: Float32Array;
}>;

/** A timeline as text: every column in base64, Int16 little-endian, hundredths of a dB. */
export type StoredTimeline = Readonly<{ steps: number; power: string; cleaned: string; peak: string }>;

export const printTimeline = ({ power, cleaned, peak }: Timeline): StoredTimeline => ({
  steps: power.length,
  power: printCurve(power),
  cleaned: printCurve(cleaned),
  peak: printCurve(peak),
});

export const readTimeline = ({ power, cleaned, peak }: StoredTimeline): Timeline => ({
  power: readCurve(power),
  cleaned: readCurve(cleaned),
  peak: readCurve(peak),
});

/** dB as base64 of Int16 little-endian in hundredths; what lies beyond +-327 dB is held there. */
export function printCurve(dB: Float32Array): string {
  const bytes = Buffer.alloc(2 * dB.length);
  dB.forEach((value, i) => {
    bytes.writeInt16LE(Math.max(-32_768, Math.min(32_767, Math.round(100 * value) || 0)), 2 * i);
  });
  return bytes.toString('base64');
}

export function readCurve(text: string): Float32Array {
  const bytes = Buffer.from(text, 'base64');
  const curve = new Float32Array(bytes.length >> 1);
  for (let i = 0; i < curve.length; i += 1) curve[i] = bytes.readInt16LE(2 * i) / 100;
  return curve;
}

/** Steps in the windows of EBU Tech 3341: 400 ms, also the gating block of BS.1770-4, and 3 s. */
const MOMENT = 4;
const SHORT_TERM = 30;

/** LUFS over the last 400 ms of every step, over fewer at the start. */
export const momentary = (power: Float32Array): Float32Array => levelsOf(trailing(energiesOf(power), MOMENT));

/** LUFS over the last 3 s of every step, over fewer at the start. */
export const shortTerm = (power: Float32Array): Float32Array =>
  levelsOf(trailing(energiesOf(power), SHORT_TERM));

const SILENCE_GATE = -70;
/** LU below what passes the first gate. */
const LOUDNESS_GATE = 10;
const RANGE_GATE = 20;

/** Integrated loudness in LUFS (BS.1770-4: blocks of 400 ms, 75 % overlap, gates -70 and -10); -70 when nothing passes. */
export function integratedOf(power: Float32Array): number {
  const blocks = wholeWindows(power, MOMENT);
  const loud = aboveGates(blocks, LOUDNESS_GATE);
  return loud.length === 0 ? SILENCE_GATE : levelOf(meanOf(loud));
}

/** Loudness range in LU (EBU Tech 3342: short-term windows, gates -70 and -20, 10th to 95th percentile); 0 when nothing passes. */
export function rangeOf(power: Float32Array): number {
  const heard = aboveGates(wholeWindows(power, SHORT_TERM), RANGE_GATE).sort();
  const at = (share: number): number => heard[Math.round((heard.length - 1) * share)] as number;
  return heard.length === 0 ? 0 : levelOf(at(0.95)) - levelOf(at(0.1));
}

/** The timeline after a gain that goes step by step; past its end a gain stays as it was last. */
export function levelled(power: Float32Array, gain: Float32Array): Float32Array {
  return power.map((value, i) => Math.max(FLOOR, value + (gain[Math.min(i, gain.length - 1)] ?? 0)));
}

function aboveGates(energies: Float64Array, below: number): Float64Array {
  const silence = energyOf(SILENCE_GATE);
  const heard = energies.filter((energy) => energy > silence);
  const gate = meanOf(heard) * energyOf(-below);
  return heard.filter((energy) => energy > gate);
}

const wholeWindows = (power: Float32Array, span: number): Float64Array =>
  trailing(energiesOf(power), span).subarray(span - 1);

/** Every mean is summed anew: a running sum would keep the rounding of loud passages as noise in the quiet ones. */
function trailing(energies: Float64Array, span: number): Float64Array {
  const means = new Float64Array(energies.length);
  for (let i = 0; i < means.length; i += 1) {
    const first = Math.max(0, i - span + 1);
    let sum = 0;
    for (let k = first; k <= i; k += 1) sum += energies[k] as number;
    means[i] = sum / (i - first + 1);
  }
  return means;
}

const meanOf = (values: Float64Array): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

const energyOf = (dB: number): number => 10 ** (dB / 10);
/** Loops, since the arrays' own `from` takes ten times as long, and plans are made while all cores wait. */
function energiesOf(dB: Float32Array): Float64Array {
  const energies = new Float64Array(dB.length);
  for (let i = 0; i < dB.length; i += 1) energies[i] = energyOf(dB[i] as number);
  return energies;
}

function levelsOf(energies: Float64Array): Float32Array {
  const levels = new Float32Array(energies.length);
  for (let i = 0; i < energies.length; i += 1) levels[i] = levelOf(energies[i] as number);
  return levels;
}

/** dB of a power, never below the floor. */
export const levelOf = (energy: number): number => (energy > 1e-12 ? 10 * Math.log10(energy) : FLOOR);

export type GrowingCurve = Readonly<{ push(value: number): void; length(): number; read(): Float32Array }>;

/** Numbers without known end; room doubles, so that each is moved about once. */
export function openCurve(): GrowingCurve {
  let room = new Float32Array(1024);
  let length = 0;
  return {
    push(value) {
      if (length === room.length) {
        const wider = new Float32Array(2 * length);
        wider.set(room);
        room = wider;
      }
      room[length] = value;
      length += 1;
    },
    length: () => length,
    read: () => room.slice(0, length),
  };
}

/** Curves that follow one another, as one. */
export function joinCurves(pieces: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
