import type { Recipe } from '../show/recipe.ts';
import type { Inspection } from './inspection.ts';
import { type LoudnessReport, printShape, type Shape, shapeOf } from './loudness.ts';

/** A stored sound: its key in the private store, and the hash of its bytes. */
export type Source = Readonly<{ key: string; sha256: string }>;

export type Role = 'intro' | 'talk' | 'outro';

/** A sound that was inspected and measured. */
export type MeasuredPart = Readonly<{
  role: Role;
  source: Source;
  inspection: Inspection;
  report: LoudnessReport;
}>;

/** Parts, gains and filters that make the master: pure data, everything a render needs. */
export type MasteringPlan = Readonly<{
  parts: readonly PlannedPart[];
  /** Seconds that a part overlaps the one before it; one fewer than parts. */
  overlaps: readonly number[];
  shape: Shape;
  /** Hz */
  sampleRate: number;
  /** kbit/s */
  bitrate: number;
  /** dBFS at which the limiter holds peaks. */
  ceiling: number;
  /** Where the talk begins on the master's line, seconds. */
  talkStartsAt: number;
  /** Length of the master, seconds. */
  seconds: number;
}>;

export type PlannedPart = Readonly<{
  source: Source;
  channels: number /** dB */;
  gain: number;
  seconds: number;
}>;

/** What a proof that failed asks of the next render. */
export type Correction = Readonly<{ /** dB */ gain: number /** dB */; ceiling: number }>;
export const noCorrection: Correction = { gain: 0, ceiling: 0 };

/** Peaks between the samples, and those that MP3's quantisation adds, reach this far above the limiter's ceiling. */
const PEAK_MARGIN = 1.2;
/** LAME scales its input by 0.95 at bitrates below 160 kbit/s. */
const lameGain = (bitrate: number): number => (bitrate < 160 ? -20 * Math.log10(0.95) : 0);
const EDGE_FADE = 0.02;

export function planMaster(
  parts: readonly MeasuredPart[],
  recipe: Recipe,
  correction = noCorrection,
): MasteringPlan {
  const talk = parts.find((part) => part.role === 'talk');
  if (!talk) throw new TypeError('A master needs a talk.');
  const shape = shapeOf(talk.inspection.channels);
  const bitrate = recipe.bitrate[shape];
  const overlaps = planOverlaps(parts, recipe.crossfade);
  const wanted = {
    lift: recipe.target.integrated + lameGain(bitrate),
    ceiling: recipe.target.truePeak - PEAK_MARGIN,
  };
  return {
    parts: parts.map((part) => planPart(part, wanted, correction)),
    overlaps,
    shape,
    sampleRate: sampleRateFor(talk.inspection.sampleRate),
    bitrate,
    ceiling: round(wanted.ceiling + correction.ceiling),
    talkStartsAt: parts[0]?.role === 'intro' ? round(parts[0].report.seconds - (overlaps[0] ?? 0)) : 0,
    seconds: round(sum(parts.map((part) => part.report.seconds)) - sum(overlaps)),
  };
}

/** Every part gets the gain that brings it to the target: intro, talk and outro are matched in loudness. */
function planPart(
  { source, inspection, report }: MeasuredPart,
  { lift, ceiling }: Readonly<{ lift: number; ceiling: number }>,
  correction: Correction,
): PlannedPart {
  const { integrated, truePeak } = report.loudness;
  const plain = lift - integrated;
  const gain = plain + limiterCost(truePeak + plain - ceiling) + correction.gain;
  return {
    source,
    channels: inspection.channels,
    gain: round(gain),
    seconds: report.seconds,
  };
}

/** LU that the limiter takes from speech whose peaks reach so many dB over its ceiling; a guess that saves a render. */
const limiterCost = (overshoot: number): number => Math.min(0.8, 0.13 * Math.max(0, overshoot));

/** The crossfade, or a quarter of the shorter neighbour where that is less. */
function planOverlaps(parts: readonly MeasuredPart[], crossfade: number): number[] {
  return parts.slice(1).map((part, index) => {
    const before = parts[index]?.report.seconds ?? 0;
    return round(Math.min(crossfade, before / 4, part.report.seconds / 4));
  });
}

/** 44.1 kHz for recordings of that family, else 48 kHz (feed.md 5). */
const sampleRateFor = (recorded: number): number => (recorded % 11025 === 0 ? 44100 : 48000);

/** The plan as ffmpeg's filter graph: one input a part, one output named `master`. */
export function printGraph(plan: MasteringPlan): string {
  const shaped = plan.parts.map((part, index) => `[${index}:a:0]${printPart(part, plan)}[p${index}]`);
  const joined = plan.overlaps.map((overlap, index) => {
    const left = index === 0 ? 'p0' : `j${index - 1}`;
    return `[${left}][p${index + 1}]acrossfade=d=${overlap}:c1=tri:c2=tri[j${index}]`;
  });
  const last = joined.length === 0 ? 'p0' : `j${joined.length - 1}`;
  return [...shaped, ...joined, `[${last}]${printLimiter(plan)}[master]`].join(';');
}

/** A mono master is worked on as one channel, at half the cost, and doubled at the end. */
function printLine(shape: Shape, channels: number): string {
  if (shape === 'stereo') return printShape(shape, channels);
  if (channels === 1) return 'aformat=channel_layouts=mono';
  return 'aformat=channel_layouts=stereo,pan=mono|c0=0.5*c0+0.5*c1';
}

/** Short fades at the edges keep a recording that starts in the middle of a sound from clicking. */
function printPart(part: PlannedPart, plan: MasteringPlan): string {
  return [
    printLine(plan.shape, part.channels),
    `aresample=${plan.sampleRate}`,
    'aformat=sample_fmts=fltp',
    `volume=${part.gain}dB`,
    `afade=t=in:d=${EDGE_FADE}`,
  ].join(',');
}

/** At twice the rate the limiter sees most of the peaks between the samples; the proof measures what is left. */
function printLimiter({ ceiling, sampleRate, shape }: MasteringPlan): string {
  const limit = 10 ** (ceiling / 20);
  return [
    `aresample=${2 * sampleRate}`,
    `alimiter=limit=${limit.toFixed(6)}:level=0:attack=5:release=50`,
    `aresample=${sampleRate}`,
    ...(shape === 'mono' ? ['pan=stereo|c0=c0|c1=c0'] : []),
  ].join(',');
}

/** MP3, joint stereo, constant rate with a Xing header; no tags, these are written later; the same bytes every time. */
export function printEncoding({ sampleRate, bitrate }: MasteringPlan): readonly string[] {
  return [
    ...['-map', '[master]', '-map_metadata', '-1'],
    ...['-codec:a', 'libmp3lame', '-b:a', `${bitrate}k`, '-joint_stereo', '1'],
    ...['-ar', String(sampleRate), '-ac', '2'],
    ...['-fflags', '+bitexact', '-flags:a', '+bitexact'],
    ...['-id3v2_version', '0', '-write_xing', '1', '-f', 'mp3'],
  ];
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0);
const round = (value: number): number => Math.round(value * 1000) / 1000;
