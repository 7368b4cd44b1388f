import { STEPS_PER_SECOND } from './timeline.ts';

/** How loud a clip is from frame to frame: its gain, the leveller's curve and its own points, as straight lines in dB. */

/** What of a clip says how loud it is (mixing.ts). */
type Gained = Readonly<{
  from: number;
  gain: number;
  points?: readonly (readonly [frame: number, dB: number])[];
}>;

/** A straight stretch of an envelope on the clip's line: dB at frame `since`, dB a frame from there, before `until`. */
type Run = Readonly<{ since: number; until: number; level: number; slope: number }>;

/** That part of it, from frame `from` to before `to`, which is heard now. */
export type HeardRun = Run & Readonly<{ from: number; to: number }>;

export type Gains = Readonly<{ clip: Gained; curve: Float32Array | undefined; sampleRate: number }>;

/** The runs that cover the clip's frames from `from` to before `to`. A run begins at the same place for all who ask. */
export function* runsOf(gains: Gains, from: number, to: number): Generator<HeardRun> {
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

function pointsRun(points: NonNullable<Gained['points']>, at: number): Run {
  const after = points.findIndex(([frame]) => frame > at);
  const [since, level] = points.at(after === -1 ? -1 : Math.max(0, after - 1)) as readonly [number, number];
  if (after === -1) return { since, until: Number.POSITIVE_INFINITY, level, slope: 0 };
  const [until, next] = points[after] as readonly [number, number];
  if (after === 0) return { since: 0, until, level, slope: 0 };
  return { since, until, level, slope: (next - level) / (until - since) };
}

/** Frames of a run over which a straight line in dB is one in amplitude: 0.7 ms, in which it bends by nothing. */
const GROUP = 32;

/** A prepared line of the source, the channel of the mix to which it is added, and whether upside down. */
type Wired = Readonly<{ line: Float32Array; sum: Float32Array; sign: 1 | -1 }>;

/**
 * Adds the frames of a run, the first of which is frame `at` of the lines. Groups are counted from the run's own
 * beginning, so that every frame is gained alike wherever a block begins.
 */
export function addRun(
  { since, from, to, level, slope }: HeardRun,
  at: number,
  wired: readonly Wired[],
): void {
  if (slope === 0) {
    const amplitude = amplitudeOf(level);
    for (const wire of wired) addSloping(wire, amplitude, 0, at, at + to - from);
    return;
  }
  let begin = from - since - ((from - since) % GROUP);
  let first = amplitudeOf(level + slope * begin);
  for (let frame = from; frame < to; ) {
    const end = Math.min(to, since + begin + GROUP);
    const next = amplitudeOf(level + slope * (begin + GROUP));
    const rise = (next - first) / GROUP;
    const amplitude = first + rise * (frame - since - begin);
    for (const wire of wired) addSloping(wire, amplitude, rise, at + frame - from, at + end - from);
    begin += GROUP;
    first = next;
    frame = end;
  }
}

function addSloping(
  { line, sum, sign }: Wired,
  amplitude: number,
  rise: number,
  from: number,
  to: number,
): void {
  const [first, step] = [sign * amplitude, sign * rise];
  for (let i = from; i < to; i += 1) {
    sum[i] = (sum[i] as number) + (line[i] as number) * (first + step * (i - from));
  }
}

const amplitudeOf = (dB: number): number => 10 ** (dB / 20);
