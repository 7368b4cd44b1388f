import { type Filter, highPass, openFilter, RUMBLE_HERTZ } from './filters.ts';
import { openLimiter } from './limiter.ts';
import { readCurve, STEPS_PER_SECOND } from './timeline.ts';

/**
 * Makes the master's sound from its plan, from any frame on. Every frame of a clip is gained by a pure function of its
 * place, and what has a memory (rumble filter, limiter) forgets within a second: mixers that were started apart with a
 * second of lead-in give one sound.
 */

/** left, right: that channel on both; flip: the second channel inverted. Without meaning for one channel. */
export type Routing = 'as-is' | 'left' | 'right' | 'flip';

/** A piece of a source on the master's line. */
export type Clip = Readonly<{
  source: number;
  /** Frame of the source with which the clip begins, its length, and the master's frame at which it begins. */
  from: number;
  frames: number;
  at: number;
  routing: Routing;
  /** Whether what lies below speech is taken away. */
  rumble: boolean;
  /** dB */
  gain: number;
  /** Whether the mix's curve holds for it; it lies on the source's line and is held at the ends. */
  levelled?: boolean;
  /** A further envelope on the clip's own line, in order: dB, linear in between, held outside. */
  points?: readonly (readonly [frame: number, dB: number])[];
  /** Frames, in the shape of a sine: sounds that cross keep their power. */
  fadeIn: number;
  fadeOut: number;
}>;

export type Mix = Readonly<{
  /** Hz */
  sampleRate: number;
  channels: 1 | 2;
  /** Length of the master; behind it is silence. */
  frames: number;
  clips: readonly Clip[];
  /** The leveller's: text of `printCurve`, dB, ten points a second. Once, however many clips a talk is cut into. */
  curve?: string;
  /** dBTP */
  ceiling: number;
}>;

/**
 * Frames of a source, one array per channel of the mix; fewer than asked for where the source ends. Asked for in order,
 * but for a little sound before a clip's beginning, on which its filter settles.
 */
export type ReadFrames = (source: number, from: number, frames: number) => readonly Float32Array[];

/** Gives the master's sound, frame after frame. */
export type Mixer = Readonly<{ next(frames: number): Float32Array[] }>;

export function openMixer(mix: Mix, from: number, read: ReadFrames): Mixer {
  const limiter = openLimiter(mix);
  const curve = mix.curve === undefined ? undefined : readCurve(mix.curve);
  const voices = mix.clips.map((clip) =>
    openVoice({ clip, mix, read, curve: clip.levelled ? curve : undefined }),
  );
  let at = from;
  let begun = false;

  const mixed = (frames: number): Float32Array[] => {
    const sum = silence(mix.channels, frames);
    for (const voice of voices) voice(sum, at, frames);
    at += frames;
    return sum;
  };

  return {
    next(frames) {
      if (!begun) limiter.process(mixed(limiter.latency), limiter.latency);
      begun = true;
      return limiter.process(mixed(frames), frames);
    },
  };
}

const silence = (channels: number, frames: number): Float32Array[] =>
  Array.from({ length: channels }, () => new Float32Array(frames));

// -- one clip -----------------------------------------------------------------------------------------------------

/** Adds what its clip has to say in `frames` frames of the master from `at` on. */
type Voice = (sum: readonly Float32Array[], at: number, frames: number) => void;

type Part = Readonly<{ clip: Clip; mix: Mix; read: ReadFrames; curve: Float32Array | undefined }>;

/** One array per channel of the source that is heard; may be the reader's own, so they are never written to. */
type Lines = ReadonlyMap<number, Float32Array>;
type ReadLines = (first: number, frames: number) => Lines;

function openVoice({ clip, mix, read, curve }: Part): Voice {
  const wires = wiresOf(clip.routing, mix.channels);
  const readLines: ReadLines = (first, frames) => {
    const block = frames === 0 ? [] : read(clip.source, clip.from + first, frames);
    return new Map(wires.map(({ channel }) => [channel, soundOnly(block[channel], frames)]));
  };
  let filters: ReadonlyMap<number, Filter> | undefined;
  let gains: Gains | undefined;

  return (sum, at, frames) => {
    const first = Math.max(0, at - clip.at);
    const end = Math.min(clip.frames, Math.min(at + frames, mix.frames) - clip.at);
    if (first >= end) return;
    gains ??= { clip, curve, sampleRate: mix.sampleRate };
    filters ??= settledFilters(clip, first, mix.sampleRate, readLines);
    const lines = new Map<number, Float32Array>();
    for (const [channel, line] of readLines(first, end - first)) {
      lines.set(channel, faded(filtered(line, filters.get(channel)), clip, first));
    }
    for (const run of runsOf(gains, first, end)) {
      wires.forEach(({ channel, sign }, to) => {
        const line = (lines.get(channel) as Float32Array).subarray(run.from - first, run.to - first);
        addRun(run, sign, line, (sum[to] as Float32Array).subarray(run.from + clip.at - at));
      });
    }
  };
}

/** Which channel of the source feeds a channel of the master, and whether upside down. */
type Wire = Readonly<{ channel: number; sign: 1 | -1 }>;

const left: Wire = { channel: 0, sign: 1 };
const right: Wire = { channel: 1, sign: 1 };
const wirings: Readonly<Record<Routing, readonly [Wire, Wire]>> = {
  'as-is': [left, right],
  left: [left, left],
  right: [right, right],
  flip: [left, { channel: 1, sign: -1 }],
};

const wiresOf = (routing: Routing, channels: 1 | 2): readonly Wire[] =>
  channels === 1 ? [left] : wirings[routing];

/** The line at the length asked for; what is missing or no number is silence. */
function soundOnly(line: Float32Array = new Float32Array(0), frames: number): Float32Array {
  if (line.length >= frames && isSound(line, frames)) return line.subarray(0, frames);
  const clean = new Float32Array(frames);
  clean.set(line.subarray(0, frames));
  return clean.map((sample) => (Number.isFinite(sample) ? sample : 0));
}

/** A sum of finite 32-bit numbers is finite in 64 bits; four sums, since each addition waits for the one before. */
function isSound(line: Float32Array, frames: number): boolean {
  let [a, b, c, d] = [0, 0, 0, 0];
  let i = 0;
  for (; i + 3 < frames; i += 4) {
    a += line[i] as number;
    b += line[i + 1] as number;
    c += line[i + 2] as number;
    d += line[i + 3] as number;
  }
  for (; i < frames; i += 1) a += line[i] as number;
  return Number.isFinite(a + b + c + d);
}

/** Seconds after which nothing is left of how the rumble filter began. */
const SETTLING = 0.1;

/** The filter hears a little of what comes before, so that a cut does not thump and a mixer may start anywhere. */
function settledFilters(
  clip: Clip,
  first: number,
  sampleRate: number,
  readLines: ReadLines,
): ReadonlyMap<number, Filter> {
  if (!clip.rumble) return new Map();
  const frames = Math.min(clip.from + first, Math.round(SETTLING * sampleRate));
  const lines = readLines(first - frames, frames);
  return new Map([...lines].map(([channel, line]) => [channel, settled(sampleRate, line)]));
}

function settled(sampleRate: number, line: Float32Array): Filter {
  const filter = openFilter([highPass(sampleRate, RUMBLE_HERTZ)]);
  filtered(line, filter);
  return filter;
}

function filtered(line: Float32Array, filter: Filter | undefined): Float32Array {
  if (filter === undefined) return line;
  const out = new Float32Array(line.length);
  filter(line, line.length, out);
  return out;
}

function faded(line: Float32Array, { frames, fadeIn, fadeOut }: Clip, first: number): Float32Array {
  const fadesOutAt = Math.max(0, frames - fadeOut - first);
  if (first >= fadeIn && fadesOutAt >= line.length) return line;
  const out = line.slice();
  for (let i = 0; i < out.length && first + i < fadeIn; i += 1) {
    out[i] = (out[i] as number) * risen(first + i, fadeIn);
  }
  for (let i = fadesOutAt; i < out.length; i += 1) {
    out[i] = (out[i] as number) * risen(frames - 1 - first - i, fadeOut);
  }
  return out;
}

/** Half a frame off the ends, so that a fade in and a fade out of one length are mirror images of power 1. */
const risen = (frame: number, length: number): number => Math.sin(((frame + 0.5) / length) * (Math.PI / 2));

// -- its gain -----------------------------------------------------------------------------------------------------

/** A straight stretch of an envelope on the clip's line: dB at frame `since`, dB a frame from there, before `until`. */
type Run = Readonly<{ since: number; until: number; level: number; slope: number }>;

/** That part of it, from frame `from` to before `to`, which is heard now. */
type HeardRun = Run & Readonly<{ from: number; to: number }>;

type Gains = Readonly<{ clip: Clip; curve: Float32Array | undefined; sampleRate: number }>;

/** The runs that cover the clip's frames from `from` to before `to`. A run begins at the same place for all who ask. */
function* runsOf(gains: Gains, from: number, to: number): Generator<HeardRun> {
  for (let at = from; at < to; ) {
    const run = runAt(gains, at);
    yield { ...run, from: at, to: Math.min(run.until, to) };
    at = run.until;
  }
}

function runAt({ clip, curve, sampleRate }: Gains, at: number): Run {
  const step = sampleRate / STEPS_PER_SECOND;
  const parts = [gainRun(clip.gain, step, at)];
  if (curve !== undefined && curve.length > 0) parts.push(curveRun(curve, clip.from, step, at));
  if (clip.points !== undefined && clip.points.length > 0) parts.push(pointsRun(clip.points, at));
  const since = Math.ceil(Math.max(...parts.map((part) => part.since)));
  return {
    since,
    until: Math.max(at + 1, Math.ceil(Math.min(...parts.map((part) => part.until)))),
    level: parts.reduce((sum, part) => sum + part.level + part.slope * (since - part.since), 0),
    slope: parts.reduce((sum, part) => sum + part.slope, 0),
  };
}

/** Nothing changes, but a run is never longer than a step. */
function gainRun(gain: number, step: number, at: number): Run {
  const since = Math.floor(at / step) * step;
  return { since, until: since + step, level: gain, slope: 0 };
}

function curveRun(curve: Float32Array, from: number, step: number, at: number): Run {
  const point = Math.floor((from + at) / step);
  const level = curve[Math.min(point, curve.length - 1)] as number;
  const next = curve[Math.min(point + 1, curve.length - 1)] as number;
  const since = point * step - from;
  return { since, until: since + step, level, slope: (next - level) / step };
}

function pointsRun(points: NonNullable<Clip['points']>, at: number): Run {
  const after = points.findIndex(([frame]) => frame > at);
  const [since, level] = points.at(after === -1 ? -1 : Math.max(0, after - 1)) as readonly [number, number];
  if (after === -1) return { since, until: Number.POSITIVE_INFINITY, level, slope: 0 };
  const [until, next] = points[after] as readonly [number, number];
  if (after === 0) return { since: 0, until, level, slope: 0 };
  return { since, until, level, slope: (next - level) / (until - since) };
}

/** Frames of a run over which a straight line in dB is one in amplitude: 0.7 ms, in which it bends by nothing. */
const GROUP = 32;

/** Groups are counted from the run's own beginning, so that every frame is gained alike wherever a block begins. */
function addRun(
  { since, from, level, slope }: HeardRun,
  sign: number,
  line: Float32Array,
  sum: Float32Array,
): void {
  if (slope === 0) {
    addSteady(sign * amplitudeOf(level), line, sum, 0, line.length);
    return;
  }
  for (let i = 0; i < line.length; ) {
    const into = (from - since + i) % GROUP;
    const begin = from - since + i - into;
    const end = Math.min(line.length, i + GROUP - into);
    const first = sign * amplitudeOf(level + slope * begin);
    const rise = (sign * amplitudeOf(level + slope * (begin + GROUP)) - first) / GROUP;
    addSloping(first + rise * into, rise, line, sum, i, end);
    i = end;
  }
}

function addSteady(amplitude: number, line: Float32Array, sum: Float32Array, from: number, to: number): void {
  for (let i = from; i < to; i += 1) sum[i] = (sum[i] as number) + (line[i] as number) * amplitude;
}

function addSloping(
  first: number,
  rise: number,
  line: Float32Array,
  sum: Float32Array,
  from: number,
  to: number,
): void {
  for (let i = from; i < to; i += 1) {
    sum[i] = (sum[i] as number) + (line[i] as number) * (first + rise * (i - from));
  }
}

const amplitudeOf = (dB: number): number => 10 ** (dB / 20);
