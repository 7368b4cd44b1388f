import type { Recipe } from '../show/recipe.ts';
import { lengthOf, type Passage, SEAM } from './cuts.ts';
import type { Clip } from './mixing.ts';
import type { MeasuredPart } from './part.ts';
import type { Talk } from './talk.ts';

/**
 * Lays bumpers, talk and music out on the master's line: intros before the talk, outros behind it, each overlapping its
 * neighbour; the bumper fades under the talk, which itself is never faded, since its first word would go with it.
 */
export type Layout = Readonly<{
  clips: readonly Clip[];
  /** Frames of the whole. */
  frames: number;
  /** Frame at which the talk begins. */
  talkStartsAt: number;
}>;

/** How the sounds are put together, at which rate. */
type Manner = Readonly<{ recipe: Recipe; sampleRate: number }>;

/** Seconds: keeps a sound that begins or ends in its middle from clicking. */
const EDGE = 0.02;

export function layOut(parts: readonly MeasuredPart[], talk: Talk, manner: Manner): Layout {
  const line = parts.flatMap((part, source) => (part.role === 'bed' ? [] : [{ part, source }]));
  const lengths = line.map(({ part }) => framesOf(part, talk, manner));
  const overlaps = planOverlaps(lengths, manner);
  const starts: number[] = [];
  for (const [i] of lengths.entries()) {
    starts.push(i === 0 ? 0 : (starts[i - 1] ?? 0) + (lengths[i - 1] ?? 0) - (overlaps[i - 1] ?? 0));
  }
  const talkAt = line.findIndex(({ part }) => part.role === 'talk');
  const talkStartsAt = starts[talkAt] ?? 0;
  const clips = line.flatMap(({ part, source }, i) => {
    if (i === talkAt) return talkClips(talk, source, talkStartsAt, manner);
    const overlap = { before: overlaps[i - 1] ?? 0, behind: overlaps[i] ?? 0 };
    return [bumperClip({ part, source, at: starts[i] ?? 0, frames: lengths[i] ?? 0, overlap }, manner)];
  });
  const bed = parts.flatMap((part, source) =>
    part.role === 'bed' ? [bedClip({ part, source, at: talkStartsAt }, talk, manner)] : [],
  );
  const frames = (starts.at(-1) ?? 0) + (lengths.at(-1) ?? 0);
  return { clips: [...clips, ...bed.map((clip) => within(clip, frames))], frames, talkStartsAt };
}

const framesOf = ({ role, hearing }: MeasuredPart, { passages }: Talk, { sampleRate }: Manner): number =>
  role === 'talk' ? Math.round(lengthOf(passages) * sampleRate) : hearing.frames;

/** The recipe's overlap, or a quarter of the shorter neighbour where that is less. */
const planOverlaps = (lengths: readonly number[], { recipe, sampleRate }: Manner): number[] =>
  lengths.slice(1).map((length, i) => {
    const shorter = Math.min(lengths[i] ?? 0, length);
    return Math.round(Math.min(recipe.assembly.overlap * sampleRate, shorter / 4));
  });

/** Every kept passage is a clip; where something was cut, the neighbours overlap in a short seam. */
function talkClips(
  { passages, routing, integrated }: Talk,
  source: number,
  start: number,
  manner: Manner,
): Clip[] {
  const { sampleRate, recipe } = manner;
  const inFrames = (seconds: number): number => Math.round(seconds * sampleRate);
  return passages.map((passage: Passage, i) => ({
    source,
    from: inFrames(passage.from),
    frames: inFrames(passage.to) - inFrames(passage.from),
    at: start + inFrames(passage.at),
    routing,
    rumble: true,
    gain: recipe.target.integrated - integrated,
    levelled: true,
    fadeIn: inFrames(i === 0 ? EDGE : SEAM),
    fadeOut: inFrames(i === passages.length - 1 ? EDGE : SEAM),
  }));
}

type Placed = Readonly<{ part: MeasuredPart; source: number; at: number; frames: number }>;
type Bumper = Placed & Readonly<{ overlap: Readonly<{ before: number; behind: number }> }>;

/** What stands beside the talk: as it came, from its beginning, so many dB below where the recipe wants the whole. */
const besideTalk = ({ part, source, at, frames }: Placed, below: number, { recipe }: Manner) =>
  ({
    source,
    from: 0,
    frames,
    at,
    routing: 'as-is',
    rumble: false,
    gain: recipe.target.integrated - below - part.hearing.loudness.integrated,
  }) as const;

/** Matched to the talk in loudness: both stand where the recipe wants the whole. */
function bumperClip({ overlap, ...placed }: Bumper, manner: Manner): Clip {
  const { recipe, sampleRate } = manner;
  const fade = Math.round(recipe.assembly.fade * sampleRate);
  const edge = Math.round(EDGE * sampleRate);
  return {
    ...besideTalk(placed, 0, manner),
    fadeIn: Math.max(overlap.before, edge),
    fadeOut: Math.max(overlap.behind, overlap.behind > 0 ? fade : 0, edge),
  };
}

/** Seconds over which the music goes down before a word and comes up behind it. */
const DUCKING = 0.4;
const BED_FADE = 3;

/** Music under the first words: softer than the talk, softer still while somebody speaks. */
function bedClip(bed: Omit<Placed, 'frames'>, talk: Talk, manner: Manner): Clip {
  const { recipe, sampleRate } = manner;
  const { level, duck, seconds } = recipe.assembly.bed;
  const frames = Math.min(bed.part.hearing.frames, Math.round(seconds * sampleRate));
  const points = duckUnder(talk, frames / sampleRate, duck);
  return {
    ...besideTalk({ ...bed, frames }, level, manner),
    points: points.map(([time, dB]) => [Math.round(time * sampleRate), dB]),
    fadeIn: Math.round(EDGE * sampleRate),
    fadeOut: Math.round(Math.min(BED_FADE, frames / sampleRate / 2) * sampleRate),
  };
}

/** Points (seconds, dB) of a bed that makes way for every word of the talk that stands over it. */
function duckUnder({ speech, passages }: Talk, seconds: number, duck: number): [number, number][] {
  const speaks = (time: number): boolean => {
    const passage = passages.findLast(({ at }) => at <= time);
    return passage ? speech[Math.round((passage.from + time - passage.at) * 10)] === 1 : false;
  };
  const points: [number, number][] = [];
  for (let step = 0; step <= seconds * 10; step++) {
    const near = [-DUCKING, 0, DUCKING].some((apart) => speaks(step / 10 + apart));
    points.push([step / 10, near ? -duck : 0]);
  }
  return thinned(smoothed(points));
}

/** Steps become ramps of as long as DUCKING. */
function smoothed(points: readonly [number, number][]): [number, number][] {
  const reach = Math.round((DUCKING * 10) / 2);
  return points.map(([time], i) => {
    const near = points.slice(Math.max(0, i - reach), i + reach + 1);
    return [time, Math.round((near.reduce((sum, [, dB]) => sum + dB, 0) / near.length) * 100) / 100];
  });
}

/** Without points that lie between two equal ones. */
const thinned = (points: readonly [number, number][]): [number, number][] =>
  points.filter(([, dB], i) => dB !== points[i - 1]?.[1] || dB !== points[i + 1]?.[1]);

const within = (clip: Clip, frames: number): Clip => ({
  ...clip,
  frames: Math.max(0, Math.min(clip.frames, frames - clip.at)),
});
