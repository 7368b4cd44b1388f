/** Timelines of talk made of numbers: LUFS per 100 ms step, and who speaks in it. The same seed, the same talk. */
export type Conversation = Readonly<{
  cleaned: Float32Array;
  /** Place in `levels` of who speaks; -1 where nobody does. */
  said: Int8Array;
}>;

export type Talkers = Readonly<{
  seed?: number;
  seconds?: number;
  /** LUFS, by voice; they take turns. */
  levels?: readonly number[];
  room?: number;
  /** Seconds, from and to. */
  turns?: readonly [number, number];
  pauses?: readonly [number, number];
  /** dB either way from step to step, and from turn to turn. */
  wobble?: number;
  phrase?: number;
}>;

/** Between 0 and 1, evenly; mulberry32. */
export function openDice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export function makeRoom(level: number, seconds: number, { seed = 1, wobble = 1 } = {}): Float32Array {
  const dice = openDice(seed);
  return Float32Array.from({ length: 10 * seconds }, () => level + wobble * (2 * dice() - 1));
}

export function converse(talkers: Talkers = {}): Conversation {
  const {
    seed = 1,
    seconds = 180,
    levels = [-20, -36],
    room = -50,
    turns = [1, 8],
    pauses = [0.2, 1.5],
  } = talkers;
  const { wobble = 6, phrase = 0 } = talkers;
  const dice = openDice(seed);
  const between = ([from, to]: readonly [number, number]): number =>
    Math.round(10 * (from + dice() * (to - from)));
  const cleaned = makeRoom(room, seconds, { seed });
  const said = new Int8Array(cleaned.length).fill(-1);
  for (let at = between(pauses), turn = 0; at < cleaned.length; turn++) {
    const who = turn % levels.length;
    const end = Math.min(cleaned.length, at + between(turns));
    const level = (levels[who] as number) + phrase * (2 * dice() - 1);
    for (let gap = 0, i = at; i < end; i++, gap--) {
      if (gap <= 0 && dice() < 0.06) gap = 1 + Math.round(dice());
      const dip = gap > 0 && i > at && i < end - 1 ? 18 : 0;
      cleaned[i] = together(cleaned[i] as number, level + wobble * (2 * dice() - 1) - dip);
      said[i] = who;
    }
    at = end + between(pauses);
  }
  return { cleaned, said };
}

export type Note = Readonly<{
  /** LUFS at its stroke. */
  from: number;
  seconds: number;
  /** dB per second. */
  steep: number;
  /** Strings that are not quite in tune: seconds from one dip to the next, and dB of it. */
  beat?: Readonly<{ every: number; deep: number }>;
}>;

/** A note that is struck once and dies away. */
export const fading = ({ from, seconds, steep, beat = { every: 1, deep: 0 } }: Note): Float32Array =>
  Float32Array.from({ length: Math.round(10 * seconds) }, (_, i) => {
    const dip = beat.deep * Math.sin((Math.PI * i) / (10 * beat.every)) ** 8;
    return from - (steep * i) / 10 - dip;
  });

/** dB by which the echo of one step lies below it. */
const ECHO = 5;

/** The same talk in a room whose echo takes so long to fall by 60 dB. */
export function echoing(power: Float32Array, seconds: number): Float32Array {
  const kept = 10 ** (-6 / (10 * seconds));
  let tail = 0;
  return power.map((level) => {
    const heard = 10 ** (level / 10) + tail;
    tail = kept * (tail + 10 ** ((level - ECHO) / 10));
    return 10 * Math.log10(heard);
  });
}

/** A sound and something even below it. */
export const over = (power: Float32Array, below: number): Float32Array =>
  power.map((level) => together(level, below));

const together = (a: number, b: number): number => 10 * Math.log10(10 ** (a / 10) + 10 ** (b / 10));

export const joined = (...pieces: readonly Float32Array[]): Float32Array =>
  Float32Array.from(pieces.flatMap((piece) => Array.from(piece)));

export const level = (dB: number, seconds: number): Float32Array => new Float32Array(10 * seconds).fill(dB);
