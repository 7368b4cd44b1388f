import { FLOOR, levelOf, STEPS_PER_SECOND } from './timeline.ts';

/**
 * When somebody speaks, and what the room sounds like when nobody does. All of it is read from LUFS per 100 ms step:
 * speech stands out of the room and moves with every syllable; a room, a tone and held music lie still.
 */

/** A stretch of steps, `to` not included. */
export type Steps = Readonly<{ from: number; to: number }>;

/** dB over the noise floor at which speech begins, and below which it ends: a voice near the floor must not flutter. */
const OPENS = 7;
const CLOSES = 4;
/** Steps. Gaps of less than 300 ms lie between syllables; a door or a tap on the table lasts less than 200 ms. */
const LONGEST_GAP = 2;
export const LONGEST_TAP = 2;
/** Steps of soft consonants before, and of a voice dying away after, what stands out. */
const ONSET = 1;
const HANGOVER = 2;

/** 1 where somebody speaks, per step of 100 ms; ten seconds of even sound are never speech, however loud. */
export function readSpeech(power: Float32Array): Uint8Array {
  const standing = raise(power, floorOf(power));
  for (const { from, to } of steadyIn(power)) standing.fill(0, from, to);
  const speech = new Uint8Array(power.length);
  for (const { from, to } of joinOver(stretchesOf(standing), LONGEST_GAP)) {
    if (to - from > LONGEST_TAP) speech.fill(1, Math.max(0, from - ONSET), to + HANGOVER);
  }
  return speech;
}

function raise(power: Float32Array, floor: Float32Array): Uint8Array {
  const standing = new Uint8Array(power.length);
  let open = false;
  for (let i = 0; i < power.length; i++) {
    open = (power[i] as number) - (floor[i] as number) >= (open ? CLOSES : OPENS);
    standing[i] = open ? 1 : 0;
  }
  return standing;
}

function joinOver(stretches: readonly Steps[], gap: number): Steps[] {
  const joined: Steps[] = [];
  for (const { from, to } of stretches) {
    const last = joined.at(-1);
    if (last && from - last.to <= gap) joined[joined.length - 1] = { from: last.from, to };
    else joined.push({ from, to });
  }
  return joined;
}

/** The stretches in which a mask is set. */
export function stretchesOf(mask: Uint8Array): Steps[] {
  const found: Steps[] = [];
  for (let from = mask.indexOf(1); from !== -1; ) {
    const end = mask.indexOf(0, from);
    const to = end === -1 ? mask.length : end;
    found.push({ from, to });
    from = mask.indexOf(1, to);
  }
  return found;
}

/** LUFS. No room that is recorded stays below this for long; a muted microphone and a gate do. */
const QUIETEST = -75;
/** dB below its loud steps (all but a twentieth are softer) at which that is for a recording which is very soft as a whole. */
const BELOW_LOUD = 45;
const LOUD = 0.95;
const LOUDEST = 20;
const BINS_PER_DB = 2;

const quietestOf = (power: Float32Array): number => {
  const loud = power.slice().sort()[Math.floor(LOUD * (power.length - 1))] ?? 0;
  return Math.max(FLOOR, Math.min(QUIETEST, Math.round(loud) - BELOW_LOUD));
};
/** Steps either way in which the room is listened for: people take breath meanwhile, and hardly change the room. */
const REACH = 15 * STEPS_PER_SECOND;
/** The share of the steps that even a lively talk leaves to the room. */
const QUIET = 0.05;
/** Where sound moves by so many dB and never leaves the room a step, the room lies at least so far below its peaks. */
const LIVELY = 8;
const DEPTH = 12;

/** The room's noise floor in LUFS per step: what a twentieth of the thirty seconds around stays below. */
export function floorOf(power: Float32Array): Float32Array {
  const floor = new Float32Array(power.length);
  const quietest = quietestOf(power);
  const counts = new Uint32Array((LOUDEST - quietest) * BINS_PER_DB);
  const binOf = (level: number): number =>
    Math.max(0, Math.min(counts.length - 1, Math.round((level - quietest) * BINS_PER_DB)));
  const tally = (from: number, to: number, by: number): number => {
    const [first, end] = [Math.max(0, from), Math.min(to, power.length)];
    for (let i = first; i < end; i++) {
      const bin = binOf(power[i] as number);
      counts[bin] = (counts[bin] as number) + by;
    }
    return by * Math.max(0, end - first);
  };
  let steps = tally(0, REACH, 1);
  for (let at = 0; at < power.length; at += STEPS_PER_SECOND) {
    steps += tally(at + REACH, at + REACH + STEPS_PER_SECOND, 1);
    floor.fill(readFloor(counts, { steps, quietest }), at, at + STEPS_PER_SECOND);
    steps += tally(at - REACH, at - REACH + STEPS_PER_SECOND, -1);
  }
  return floor;
}

type Tallied = Readonly<{ steps: number; quietest: number }>;

function readFloor(counts: Uint32Array, { steps, quietest }: Tallied): number {
  const low = quietest + levelAt(counts, QUIET * steps);
  const high = quietest + levelAt(counts, 0.9 * steps);
  return high - low < LIVELY ? low : Math.min(low, high - DEPTH);
}

/** The level that so many steps do not exceed, in dB over the quietest. */
function levelAt(counts: Uint32Array, rank: number): number {
  let bin = 0;
  for (let left = rank - (counts[0] as number); left > 0 && bin < counts.length - 1; )
    left -= counts[++bin] as number;
  return bin / BINS_PER_DB;
}

/** dB within which no voice stays for a second, let alone for ten on end. */
const STILL = 6;
const STEADY = 10 * STEPS_PER_SECOND;

/** Stretches of ten seconds and more of even sound, whatever its level: room, tone or music. */
export function steadyIn(power: Float32Array): Steps[] {
  const still = new Uint8Array(power.length);
  for (let i = 0; i + STEPS_PER_SECOND <= power.length; i++) {
    if (spanOf(power, i, i + STEPS_PER_SECOND) <= STILL) still[i] = 1;
  }
  return stretchesOf(still)
    .map(({ from, to }) => ({ from, to: to + STEPS_PER_SECOND - 1 }))
    .filter(({ from, to }) => to - from >= STEADY);
}

function spanOf(power: Float32Array, from: number, to: number): number {
  let low = power[from] as number;
  let high = low;
  for (let i = from + 1; i < to; i++) {
    const level = power[i] as number;
    if (level < low) low = level;
    if (level > high) high = level;
  }
  return high - low;
}

/** LUFS while somebody speaks: the mean in power; FLOOR when nobody does. */
export function speechLevelOf(power: Float32Array, speech: Uint8Array): number {
  const spoken = power.filter((_, i) => speech[i]);
  return levelOf(spoken.reduce((sum, level) => sum + 10 ** (level / 10), 0) / Math.max(1, spoken.length));
}

/** dB below the voices from which on a pause may be room; what is louder is music, unless the whole room is so loud. */
const UNDER_VOICES = 10;
const LEAST_ROOM = 0.02;

/**
 * What the room sounds like in pauses, in LUFS: the softest of their steps, since music or laughter may fill most of
 * them. A muted microphone is no room and is left out; FLOOR when there is no pause to hear the room in.
 */
export function noiseOf(power: Float32Array, speech: Uint8Array): number {
  const loudest = speechLevelOf(power, speech) - UNDER_VOICES;
  const pauses = power.filter((level, i) => level > FLOOR && !speech[i]);
  const soft = pauses.filter((level) => level < loudest);
  return softestOf(soft.length > LEAST_ROOM * pauses.length ? soft : pauses);
}

/** Share of the steps that are softer, and dB from there up to the middle of an even noise. */
const SOFTEST = 0.03;
const EVEN_SPREAD = 1.25;

function softestOf(levels: Float32Array): number {
  const softest = levels.sort()[Math.floor(levels.length * SOFTEST)];
  return softest === undefined ? FLOOR : softest + EVEN_SPREAD;
}
