import { highPass, openSection, RUMBLE_HERTZ } from './filters.ts';
import { addRun, runsOf } from './gain-runs.ts';
import { openLimiter } from './limiter.ts';
import { readCurve } from './timeline.ts';

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
      const sum = mixed(frames);
      limiter.process(sum, frames);
      return sum;
    },
  };
}

const silence = (channels: number, frames: number): Float32Array[] =>
  Array.from({ length: channels }, () => new Float32Array(frames));

// -- one clip -----------------------------------------------------------------------------------------------------

/** Adds what its clip has to say in `frames` frames of the master from `at` on. */
type Voice = (sum: readonly Float32Array[], at: number, frames: number) => void;

type Part = Readonly<{ clip: Clip; mix: Mix; read: ReadFrames; curve: Float32Array | undefined }>;

function openVoice({ clip, mix, read, curve }: Part): Voice {
  const wires = wiresOf(clip.routing, mix.channels);
  const channels = [...new Set(wires.map(({ channel }) => channel))];
  const gains = { clip, curve, sampleRate: mix.sampleRate };
  let prepare: readonly Prepare[] | undefined;
  const readLines = (first: number, frames: number): readonly Float32Array[] => {
    const block = frames === 0 ? [] : read(clip.source, clip.from + first, frames);
    return channels.map((channel) => block[channel] ?? nothing);
  };

  return (sum, at, frames) => {
    const first = Math.max(0, at - clip.at);
    const end = Math.min(clip.frames, Math.min(at + frames, mix.frames) - clip.at);
    if (first >= end) return;
    prepare ??= settled(clip, first, mix.sampleRate, readLines);
    const preparing = prepare;
    const prepared = readLines(first, end - first).map((line, n) => {
      const own = preparing[n] ?? soundOnly;
      return faded(own(line, end - first), clip, first);
    });
    const wired = wires.map(({ channel, sign }, to) => ({
      line: prepared[channels.indexOf(channel)] as Float32Array,
      sum: (sum[to] as Float32Array).subarray(clip.at + first - at),
      sign,
    }));
    for (const run of runsOf(gains, first, end)) addRun(run, run.from - first, wired);
  };
}

const nothing = new Float32Array(0);

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

/** Gives so many frames of a line as the clip has them; what is missing or no number is silence. */
type Prepare = (line: Float32Array, frames: number) => Float32Array;

/** Seconds after which nothing is left of how the rumble filter began. */
const SETTLING = 0.1;

/** The filter hears a little of what comes before, so that a cut does not thump and a mixer may start anywhere. */
function settled(
  clip: Clip,
  first: number,
  sampleRate: number,
  readLines: (first: number, frames: number) => readonly Float32Array[],
): readonly Prepare[] {
  const frames = clip.rumble ? Math.min(clip.from + first, Math.round(SETTLING * sampleRate)) : 0;
  return readLines(first - frames, frames).map((line) => {
    if (!clip.rumble) return soundOnly;
    const filtering = openFiltering(sampleRate);
    filtering(line, frames);
    return filtering;
  });
}

/** What it gives holds until the next call. */
function openFiltering(sampleRate: number): Prepare {
  const filter = openSection(highPass(sampleRate, RUMBLE_HERTZ));
  let out = new Float32Array(0);
  return (line, frames) => {
    if (out.length < frames) out = new Float32Array(frames);
    filter(atLength(line, frames), frames, out);
    return out.subarray(0, frames);
  };
}

function soundOnly(line: Float32Array, frames: number): Float32Array {
  const whole = atLength(line, frames);
  return isSound(whole) ? whole : whole.map((sample) => (Number.isFinite(sample) ? sample : 0));
}

function atLength(line: Float32Array, frames: number): Float32Array {
  if (line.length >= frames) return line.subarray(0, frames);
  const longer = new Float32Array(frames);
  longer.set(line);
  return longer;
}

/** A sum of finite 32-bit numbers is finite in 64 bits. */
function isSound(line: Float32Array): boolean {
  let sum = 0;
  for (let i = 0; i < line.length; i += 1) sum += line[i] as number;
  return Number.isFinite(sum);
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
