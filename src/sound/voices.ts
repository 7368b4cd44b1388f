import { type Steps, stretchesOf } from './speech.ts';
import { readSyllables } from './syllables.ts';
import { FLOOR, STEPS_PER_SECOND } from './timeline.ts';

/**
 * Who is near and who is far. Nobody is recognised here: a voice is a level around which utterances gather. Every
 * utterance drifts to where most of its like are (mean shift), so there may be any number of voices, and one that
 * swells and fades with its phrases stays one.
 */

/** Speech of one level: LUFS of its words, gaps between them and a door in the middle left out. */
export type Utterance = Steps & Readonly<{ level: number }>;

export function utterancesOf(cleaned: Float32Array, speech: Uint8Array): Utterance[] {
  return stretchesOf(speech)
    .flatMap((run) => utterancesIn(tame(cleaned, run), run))
    .filter(({ level }) => level > FLOOR);
}

function utterancesIn(levels: Float32Array, { from }: Steps): Utterance[] {
  const turns = turnsIn(levels);
  return turns.map((turn, n) => {
    const end = turns[n + 1] ?? levels.length;
    return { from: from + turn, to: from + end, level: levelOfWords(levels.subarray(turn, end)) };
  });
}

/** Steps either way among which four others as loud make a step an ordinary one; dB that it may stand out else. */
const AMONG = 8;
const ORDINARY = 5;
const OUTSTANDING = 3;

/** A run of speech in which nothing brief is far louder than all else: no door, no tap, no laugh of 0.3 s. */
function tame(cleaned: Float32Array, { from, to }: Steps): Float32Array {
  const tamed = cleaned.slice(from, to);
  const loudest = new Float32Array(ORDINARY);
  for (let i = from; i < to; i++) {
    const [first, end] = [Math.max(0, i - AMONG), Math.min(cleaned.length, i + AMONG + 1)];
    const enough = (cleaned[i] as number) - OUTSTANDING;
    if (hasCompany(cleaned, { from: first, to: end }, enough)) continue;
    loudest.fill(FLOOR);
    for (let k = first; k < end; k++) rankIn(loudest, cleaned[k] as number);
    tamed[i - from] = (loudest[0] as number) + OUTSTANDING;
  }
  return tamed;
}

/** Nearly every step has, and most of them soon: that saves the ranking. */
function hasCompany(cleaned: Float32Array, { from, to }: Steps, enough: number): boolean {
  let company = 0;
  for (let i = from; i < to && company < ORDINARY; i++) if ((cleaned[i] as number) >= enough) company++;
  return company === ORDINARY;
}

/** Keeps the loudest levels, the softest of them first. */
function rankIn(loudest: Float32Array, level: number): void {
  if (level <= (loudest[0] as number)) return;
  let rank = 0;
  for (; rank < ORDINARY - 1 && (loudest[rank + 1] as number) < level; rank++) {
    loudest[rank] = loudest[rank + 1] as number;
  }
  loudest[rank] = level;
}

/** Steps on either side that are compared: a change of level has to last that long. */
const LASTING = 8;
/** dB between them that make another utterance, though nobody paused. */
const ANOTHER = 7;

/** Where in a run of speech utterances begin. */
function turnsIn(levels: Float32Array): number[] {
  const contrasts = contrastsIn(levels);
  const turns = [0];
  for (let i = LASTING; i < contrasts.length; i++) {
    if ((contrasts[i] as number) < ANOTHER) continue;
    const turn = i + highestOf(contrasts.subarray(i, i + LASTING));
    turns.push(turn);
    i = turn + LASTING - 1;
  }
  return turns;
}

/** dB between what comes before and after every step. */
function contrastsIn(levels: Float32Array): Float32Array {
  const sums = new Float64Array(levels.length + 1);
  for (let i = 0; i < levels.length; i++) sums[i + 1] = (sums[i] as number) + energyOf(levels[i] as number);
  const energy = (at: number): number =>
    Math.max(energyOf(FLOOR), (sums[at + LASTING] as number) - (sums[at] as number));
  const contrasts = new Float32Array(Math.max(0, levels.length - LASTING + 1));
  for (let i = LASTING; i < contrasts.length; i++) {
    contrasts[i] = Math.abs(10 * Math.log10(energy(i) / energy(i - LASTING)));
  }
  return contrasts;
}

/** e to the power is three times as quick as 10 to the power. */
const energyOf = (level: number): number => Math.exp((Math.LN10 / 10) * level);

function highestOf(values: Float32Array): number {
  let highest = 0;
  for (let i = 1; i < values.length; i++)
    if ((values[i] as number) > (values[highest] as number)) highest = i;
  return highest;
}

/** dB below the loud steps under which there is a gap between words; dB below a typical word from which a step counts. */
const GAP = 20;
const GATE = 12;

/** Loudness in LUFS of what is typical for a piece: deaf to gaps, and to a word of somebody else at its end. */
export function levelOfWords(levels: Float32Array): number {
  const typical = typicalOf(levels.slice().sort());
  if (typical <= FLOOR) return FLOOR;
  const words = levels.filter((level) => level >= typical - GATE && level <= typical + GATE);
  return 10 * Math.log10(words.reduce((sum, level) => sum + energyOf(level), 0) / words.length);
}

function typicalOf(ranked: Float32Array): number {
  const loud = ranked[Math.max(0, ranked.length - 4)] ?? FLOOR;
  const words = ranked.subarray(ranked.findIndex((level) => level >= loud - GAP));
  return words[Math.floor(0.6 * (words.length - 1))] ?? FLOOR;
}

/** Steps of speech by level: a histogram. */
type Crowd = Float64Array;
const BINS_PER_DB = 2;
const BINS = (20 - FLOOR) * BINS_PER_DB;
const binOf = (level: number): number =>
  Math.max(0, Math.min(BINS - 1, Math.round((level - FLOOR) * BINS_PER_DB)));

function count(crowd: Crowd, { level, from, to }: Utterance, sign: 1 | -1): void {
  const bin = binOf(level);
  crowd[bin] = (crowd[bin] as number) + sign * (to - from);
}

/** dB either way within which utterances are each other's like. */
const ALIKE = 6;
const MOST_MOVES = 50;
const ARRIVED = 0.02;

/** A voice as an utterance finds it: its level in LUFS, and how many steps of speech are its. */
export type Belonging = Readonly<{ level: number; steps: number }>;

function settle(crowd: Crowd, level: number): Belonging {
  let at = level;
  for (let move = 0; move < MOST_MOVES; move++) {
    const drift = driftFrom(crowd, at);
    at += drift;
    if (Math.abs(drift) < ARRIVED) break;
  }
  return {
    level: at,
    steps: crowd.subarray(binOf(at - ALIKE), binOf(at + ALIKE) + 1).reduce((sum, n) => sum + n, 0),
  };
}

/** dB from a level to the middle of its like; the nearer they are, the more they count (Epanechnikov's kernel). */
function driftFrom(crowd: Crowd, level: number): number {
  let weight = 0;
  let pull = 0;
  for (let bin = binOf(level - ALIKE); bin <= binOf(level + ALIKE); bin++) {
    const away = FLOOR + bin / BINS_PER_DB - level;
    const weighs = (crowd[bin] as number) * Math.max(0, ALIKE * ALIKE - away * away);
    weight += weighs;
    pull += weighs * away;
  }
  return weight > 0 ? pull / weight : 0;
}

/** Steps either way within which people keep their places. */
const NEARBY = 120 * STEPS_PER_SECOND;

/** The voice that each utterance belongs to, judged by the four minutes around it. */
export function voicesAround(utterances: readonly Utterance[]): Belonging[] {
  const crowd: Crowd = new Float64Array(BINS);
  let [first, next] = [0, 0];
  return utterances.map(({ from, to, level }) => {
    for (let u = utterances[next]; u && u.from < to + NEARBY; u = utterances[++next]) count(crowd, u, 1);
    for (let u = utterances[first]; u && u.to < from - NEARBY; u = utterances[++first]) count(crowd, u, -1);
    return settle(crowd, level);
  });
}

export type Voice = Readonly<{
  /** LUFS */
  level: number;
  /** of the time in which somebody speaks, 0 to 1 */
  share: number;
}>;

export type Spread = Readonly<{
  /** Loudest first. */
  voices: readonly Voice[];
  /** dB from the nearest voice to the farthest; 0 when one suffices. */
  distance: number;
}>;

/** Voices that lie closer together are one; dB. */
const APART = 5;
/** What holds less of the talk, or fewer steps of a talk that is not so short itself, is a cough, a breath or a chair. */
const FEW = 0.05;
const FEW_STEPS = 3 * STEPS_PER_SECOND;
const SHORT_TALK = 10 * STEPS_PER_SECOND;

/** How far apart the voices of a talk lie; what stands out of the room without syllables is none of them. */
export function spreadOf(cleaned: Float32Array, speech: Uint8Array): Spread {
  const utterances = utterancesOf(cleaned, readSyllables(cleaned, speech));
  const total = utterances.reduce((sum, { from, to }) => sum + to - from, 0);
  const voices = gather(utterances)
    .filter(({ steps }) => steps >= FEW * total && (steps >= FEW_STEPS || total < SHORT_TALK))
    .map(({ level, steps }) => ({ level, share: steps / total }))
    .sort((a, b) => b.level - a.level);
  const [nearest, farthest] = [voices[0], voices.at(-1)];
  return { voices, distance: nearest && farthest ? nearest.level - farthest.level : 0 };
}

function gather(utterances: readonly Utterance[]): Belonging[] {
  const crowd: Crowd = new Float64Array(BINS);
  for (const utterance of utterances) count(crowd, utterance, 1);
  const voices: { level: number; steps: number }[] = [];
  for (const { from, to, level } of utterances) {
    const home = settle(crowd, level).level;
    const voice = voices.find((known) => Math.abs(known.level - home) < APART);
    if (voice) voice.steps += to - from;
    else voices.push({ level: home, steps: to - from });
  }
  return voices;
}
