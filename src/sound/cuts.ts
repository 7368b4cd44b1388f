import type { Passage } from '../show/passages.ts';
import { speechLevelOf } from './speech.ts';
import { holdsWhisper } from './syllables.ts';
import { FLOOR, STEPS_PER_SECOND } from './timeline.ts';

export { type Passage, placeOf } from '../show/passages.ts';

/**
 * Which parts of a recording are kept: dead air at both ends goes, long pauses are shortened. All is decided in steps of
 * 100 ms, and where in doubt nothing is cut: what sounds about as loud as the voices (music, applause) is wanted.
 */
export type CutFacts = Readonly<{
  /** LUFS of each step. */
  power: Float32Array;
  /** 1 where somebody speaks. */
  speech: Uint8Array;
  /** Length of the recording. */
  seconds: number;
}>;

export type Cuts = CutFacts & Readonly<{ trim: boolean; longestPause: number | null }>;

/** Seconds for which neighbouring passages sound at the same time, so that a cut is a short crossfade. */
export const SEAM = 0.05;
/** Passages begin at whole seams on the new line: reckoned in these, sums stay exact. */
const SEAMS_PER_SECOND = 20;
const SEAMS_PER_STEP = SEAMS_PER_SECOND / STEPS_PER_SECOND;

/** Steps from one to before the other. */
type Span = readonly [from: number, to: number];

export function planPassages({ trim, longestPause, ...facts }: Cuts): readonly Passage[] {
  const whole: Passage = { from: 0, to: facts.seconds, at: 0 };
  const wanted = wantedSpan(facts);
  if (wanted === null) return [whole];
  const kept = trim ? trimmed(wanted, facts) : ([0, facts.seconds * STEPS_PER_SECOND] as const);
  const gone = longestPause === null ? [] : shortenings(wanted, facts, longestPause);
  return laidOut(complementOf(gone, kept));
}

/** What is left of a span without some of its parts, in order. */
function complementOf(gone: readonly Span[], [from, to]: Span): readonly Span[] {
  const starts = [from, ...gone.map(([, end]) => end)];
  const ends = [...gone.map(([start]) => start), to];
  return starts.map((start, i): Span => [start, ends[i] as number]);
}

function laidOut(spans: readonly Span[]): readonly Passage[] {
  let at = 0;
  return spans.map(([from, to]) => {
    const passage = { from: from / STEPS_PER_SECOND, to: to / STEPS_PER_SECOND, at: at / SEAMS_PER_SECOND };
    at += (to - from) * SEAMS_PER_STEP - 1;
    return passage;
  });
}

/** Seconds on the line without what was cut. */
export function lengthOf(passages: readonly Passage[]): number {
  const last = passages.at(-1);
  return last ? last.at + last.to - last.from : 0;
}

// -- both ends ---------------------------------------------------------------------------------------------------------

/** Seconds that stay before the first word (a breath) and behind the last one (the room dies away). */
const BEFORE_FIRST = 0.3;
const BEHIND_LAST = 0.8;
/** Shorter dead air is no trouble to anybody. */
const LEAST_DEAD_AIR = 1;

/** Seconds of dead air at both ends of some passages; none where nobody speaks, since then there is no telling. */
export function deadAirOf(
  facts: CutFacts,
  passages: readonly Passage[],
): readonly [start: number, end: number] {
  const wanted = wantedSpan(facts);
  const [first, last] = [passages[0], passages.at(-1)];
  if (wanted === null || !first || !last) return [0, 0];
  const [start, end] = wanted.map((step) => step / STEPS_PER_SECOND) as [number, number];
  return [Math.max(0, start - first.from), Math.max(0, last.to - end)];
}

function trimmed([first, last]: Span, { seconds }: CutFacts): Span {
  const end = seconds * STEPS_PER_SECOND;
  const isLong = (steps: number): boolean => steps >= LEAST_DEAD_AIR * STEPS_PER_SECOND;
  return [
    isLong(first) ? first - BEFORE_FIRST * STEPS_PER_SECOND : 0,
    isLong(end - last) ? last + BEHIND_LAST * STEPS_PER_SECOND : end,
  ];
}

/** Steps: less is a knock, and no talk around which anything could be dead. */
const LEAST_TALK = STEPS_PER_SECOND;

/** From the first to behind the last step that somebody wants to hear; null when nobody speaks at all. */
function wantedSpan(facts: CutFacts): Span | null {
  const { speech } = facts;
  if (speech.reduce((sum, speaks) => sum + speaks, 0) < LEAST_TALK) return null;
  const loud = loudSteps(facts);
  const isWanted = (_: number, step: number): boolean => speech[step] === 1 || lasts(loud, step);
  return withWhispers([loud.findIndex(isWanted), loud.findLastIndex(isWanted) + 1], facts.power);
}

/** LUFS that a whisper may have which counts as room beside a loud talk; a knock or a chair is louder. */
const WHISPERED = -65;

/** Far below the talk, somebody is heard when it is listened to by itself. */
const isWhispered = (steps: Float32Array): boolean =>
  steps.length >= LEAST_DEAD_AIR * STEPS_PER_SECOND &&
  steps.every((level) => level < WHISPERED) &&
  holdsWhisper(steps);

const withWhispers = ([first, last]: Span, power: Float32Array): Span => [
  isWhispered(power.subarray(0, first)) ? 0 : first,
  isWhispered(power.subarray(last)) ? power.length : last,
];

/** Steps around one that is loud, of which half have to be so: a knock or a phone put down is no music. */
const LASTING = 20;

function lasts(loud: Uint8Array, step: number): boolean {
  if (loud[step] !== 1) return false;
  const around = loud.subarray(Math.max(0, step - LASTING / 2), step + LASTING / 2);
  return around.reduce((sum, value) => sum + value, 0) >= LASTING / 2;
}

/** dB under the voices from which on a sound is quiet. */
const QUIET = 20;
/** dB over the room's noise that are still noise; but what comes so near to the voices is wanted, whatever it is. */
const OVER_NOISE = 6;
const NEAR_VOICES = 10;
/** Share of the moments without speech that hold nothing but the room, even where music is played between the talk. */
const ROOM_SHARE = 0.1;

/** 1 where it is louder than the room. */
function loudSteps({ power, speech }: CutFacts): Uint8Array {
  const voices = speechLevelOf(power, speech);
  const pauses = power.filter((_, step) => speech[step] !== 1).sort();
  const noise = pauses[Math.floor(pauses.length * ROOM_SHARE)] ?? FLOOR;
  const quiet = voices + Math.max(-QUIET, Math.min(noise + OVER_NOISE - voices, -NEAR_VOICES));
  return Uint8Array.from(power, (level) => (level > quiet ? 1 : 0));
}

// -- pauses ------------------------------------------------------------------------------------------------------------

/** What goes out of every pause that is too long. */
function shortenings(wanted: Span, facts: CutFacts, longestPause: number): readonly Span[] {
  const allowed = Math.max(LEAST_PAUSE, Math.round(longestPause * STEPS_PER_SECOND));
  return pausesIn(wanted, facts)
    .filter(([from, to]) => to - from > allowed && !isWhispered(facts.power.subarray(from, to)))
    .map((pause) => quietestCut(pause, allowed, facts.power));
}

/** Steps: no recipe makes people talk without drawing breath. */
const LEAST_PAUSE = 3;

/** Where nobody speaks and nothing else is heard: a cough or a laugh ends a pause. */
function pausesIn([first, last]: Span, facts: CutFacts): readonly Span[] {
  const loud = loudSteps(facts);
  const pauses: Span[] = [];
  for (let from = first; from < last; from += 1) {
    let to = from;
    while (to < last && facts.speech[to] !== 1 && loud[to] !== 1) to += 1;
    if (to > from) pauses.push([from, to]);
    from = to;
  }
  return pauses;
}

/** Shares of what stays of a pause that are left on each side: no cut at the edge of a word. */
const LEAST_SIDE = 0.25;

/** The cut that leaves so many steps and whose edges are the quietest, and of equal ones the most central. */
function quietestCut([from, to]: Span, left: number, power: Float32Array): Span {
  const side = Math.max(1, Math.round(left * LEAST_SIDE));
  const length = to - from - left;
  const loudest = (start: number): number =>
    Math.max(power[start - 1] as number, power[start + length] as number);
  const middle = from + left / 2;
  const starts = Array.from({ length: left - 2 * side + 1 }, (_, i) => from + side + i);
  starts.sort((a, b) => loudest(a) - loudest(b) || Math.abs(a - middle) - Math.abs(b - middle));
  const start = starts[0] as number;
  return [start, start + length];
}
