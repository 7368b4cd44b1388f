import { glide, STEEPEST, type Wishes } from './glide.ts';
import { floorOf, type Steps, steadyIn, stretchesOf } from './speech.ts';
import { readSyllables } from './syllables.ts';
import { FLOOR, STEPS_PER_SECOND } from './timeline.ts';
import { type Belonging, levelOfWords, type Utterance, utterancesOf, voicesAround } from './voices.ts';

/**
 * Brings near and far voices together. Every utterance gets one gain, nearly all of the distance between voices and
 * little of what a voice does by itself; pauses are ramps from one gain to the next. The centre, 0 dB, is the voice
 * that speaks most. Gains stay within +-14 dB of it when gentle, +-20 dB when strong, and move by 10 dB/s at most.
 * What is heard without syllables is music: it is nobody's voice, and gets one gain from its stroke to its end.
 */
export type Levelling = 'off' | 'gentle' | 'strong';

type Strength = Readonly<{
  /** Share of the distance between voices that is taken away, and of the movement within a voice. */
  between: number;
  within: number;
  /** dB either way */
  reach: number;
}>;

const strengths: Readonly<Record<Exclude<Levelling, 'off'>, Strength>> = {
  gentle: { between: 0.85, within: 0.25, reach: 14 },
  strong: { between: 1, within: 0.6, reach: 20 },
};

/** A stretch that wants one gain (dB), and how much it matters. */
type Wish = Steps & Readonly<{ gain: number; level: number; weight: number }>;

/**
 * The gain in dB at the beginning of every step of 100 ms, to be drawn linearly in between.
 * `cleaned` is LUFS per step, `speech` is 1 where somebody speaks.
 */
export function planGain(cleaned: Float32Array, speech: Uint8Array, levelling: Levelling): Float32Array {
  const wishes = levelling === 'off' ? [] : wishesOf(cleaned, speech, strengths[levelling]);
  return wishes.length === 0 ? new Float32Array(cleaned.length) : glide(drawWishes(cleaned, wishes));
}

function wishesOf(cleaned: Float32Array, speech: Uint8Array, strength: Strength): Wish[] {
  const spoken = readSyllables(cleaned, speech);
  const talk = utterancesOf(cleaned, spoken);
  if (talk.length === 0) return [];
  const voices = voicesAround(talk);
  const gains = talk.map((utterance, i) => plainGain(utterance, voices[i] as Belonging, strength));
  const levels = talk.map(({ level }) => level);
  const centre = { gain: middleOf(talk, gains), level: middleOf(talk, levels) };
  const roomAt = listenToRoom(cleaned, speech);
  const said = notOverNeighbours(
    talk.map((utterance, i): Wish => {
      const lift = highestLift(utterance.level, roomAt((utterance.from + utterance.to) >> 1), centre.level);
      const gain = within(strength.reach, Math.min(lift, (gains[i] as number) - centre.gain));
      return { ...utterance, gain, weight: isStray(utterance, voices[i] as Belonging) ? STRAY : SPOKEN };
    }),
  );
  const music = musicIn(cleaned, { speech, spoken, softest: centre.level - MUSIC_DEPTH });
  return [...said, ...hold(music, { said, loudest: centre.level, strength })].sort((a, b) => a.from - b.from);
}

const within = (reach: number, gain: number): number => Math.max(-reach, Math.min(reach, gain));

const plainGain = ({ level }: Utterance, voice: Belonging, { between, within }: Strength): number =>
  -between * voice.level - within * (level - voice.level);

/** The value in the middle of the talk, each weighing as long as it lasts. */
function middleOf(talk: readonly Steps[], values: readonly number[]): number {
  const order = values.map((_, i) => i).sort((a, b) => (values[a] as number) - (values[b] as number));
  const length = (i: number): number => (talk[i] as Steps).to - (talk[i] as Steps).from;
  let left = order.reduce((sum, i) => sum + length(i), 0) / 2;
  for (const i of order) {
    left -= length(i);
    if (left <= 0) return values[i] as number;
  }
  return 0;
}

/** Steps either way within which a room is the same. */
const AROUND = 15 * STEPS_PER_SECOND;

/** LUFS of the room around a step; FLOOR where nobody pauses, since then it is never heard. */
function listenToRoom(cleaned: Float32Array, speech: Uint8Array): (at: number) => number {
  const floor = floorOf(cleaned);
  return (at) =>
    speech.subarray(Math.max(0, at - AROUND), at + AROUND).includes(0) ? (floor[at] as number) : FLOOR;
}

/** dB from a voice down to its room at which nothing may be lifted, and by how much more for every dB of distance. */
const DROWNED = 5;
const LIFT_PER_DB = 2;
/** dB that the room stays below the talk even behind the gain of a far voice. */
const ROOM_DEPTH = 12;

/**
 * What the room allows: lifting a voice lifts its room. A voice less than 5 dB over it is left alone, one of 12 dB gets
 * all of gentle's reach; and no room comes nearer than 12 dB to the voice that speaks most.
 */
const highestLift = (level: number, noise: number, talk: number): number =>
  Math.max(0, Math.min(LIFT_PER_DB * (level - noise - DROWNED), talk - ROOM_DEPTH - noise));

const SPOKEN = 1;
/** Steps: what is shorter and of a voice that says less than this in four minutes is a laugh, a cough, a door. */
const SHORT = 15;
const RARE = 3 * STEPS_PER_SECOND;
const STRAY = 0.03;
const isStray = ({ from, to }: Steps, voice: Belonging): boolean => to - from < SHORT && voice.steps < RARE;

/** dB by which something short that is said without a pause before and after may be lifted over what stands around it. */
const INSERTED = 3;

/**
 * A breath or a rustle is not lifted over the words beside it, and a moment within a run of words hardly: it may be a word of
 * somebody far away, but most are gaps. What is louder than its neighbours still comes down.
 */
function notOverNeighbours(said: readonly Wish[]): readonly Wish[] {
  let before: Wish | undefined;
  return said.map((wish, i) => {
    const after = said[i + 1];
    const beside = [before, after].flatMap((each) => each?.gain ?? []);
    const isInserted =
      wish.to - wish.from < SHORT && said[i - 1]?.to === wish.from && wish.to === after?.from;
    if (wish.weight === SPOKEN) before = wish;
    if (beside.length === 0 || (wish.weight === SPOKEN && !isInserted)) return wish;
    return { ...wish, gain: Math.min(wish.gain, Math.max(...beside) + (isInserted ? INSERTED : 0)) };
  });
}

/** Even sound of ten seconds and more that is hardly softer than the talk (dB) is wanted, and wants one gain. */
const MUSIC_DEPTH = 10;
const HELD = 20;
/** A note that fades wants the gain that stood before it; where it must give way, it does so behind its loud part. */
const FADING = 0.5;

type Holding = Readonly<{
  said: readonly Wish[] /** LUFS of the talk. */;
  loudest: number;
  strength: Strength;
}>;

/** One gain for every piece: the one that stood before it, and less where it is louder than the talk. */
function hold(music: readonly Music[], { said, loudest, strength }: Holding): Wish[] {
  const heldAt = gainsBefore(said);
  return music.map(({ isEven, ...piece }) => {
    const highest = strength.between * (loudest - piece.level);
    const gain = within(strength.reach, Math.min(isEven ? 0 : heldAt(piece.from), highest));
    return { ...piece, gain, weight: isEven ? HELD : FADING };
  });
}

/** The gain of who spoke before a step, else of who speaks first; of laughs and coughs only where nobody speaks. */
function gainsBefore(said: readonly Wish[]): (at: number) => number {
  const ordinary = said.filter(({ weight }) => weight === SPOKEN);
  const known = ordinary.length > 0 ? ordinary : said;
  return (at) => (known.findLast(({ from }) => from < at) ?? known[0])?.gain ?? 0;
}

type Music = Utterance & Readonly<{ isEven: boolean }>;
type Heard = Readonly<{
  /** What stands out of the room, and of it where syllables are heard; 1 per step. */
  speech: Uint8Array;
  spoken: Uint8Array;
  /** LUFS of even sound that is no music any more. */
  softest: number;
}>;

/** What is heard and is no speech: what fades, whatever its level, and with it the even sound that it belongs to. */
function musicIn(cleaned: Float32Array, { speech, spoken, softest }: Heard): Music[] {
  const levelIn = ({ from, to }: Steps): number => levelOfWords(cleaned.subarray(from, to));
  const even = new Uint8Array(cleaned.length);
  for (const pause of stretchesOf(speech.map((heard) => 1 - heard))) {
    const held = steadyIn(cleaned.subarray(pause.from, pause.to))
      .map(({ from, to }) => ({ from: pause.from + from, to: pause.from + to }))
      .filter((stretch) => levelIn(stretch) > softest);
    for (const { from, to } of held) even.fill(1, from, to);
  }
  return stretchesOf(even.map((plays, i) => (plays === 1 || speech[i] !== spoken[i] ? 1 : 0))).map(
    (piece) => ({
      ...piece,
      level: levelIn(piece),
      isEven: even.subarray(piece.from, piece.to).includes(1),
    }),
  );
}

/** dB below its utterance under which a step is a gap between words, and what it matters then; what a pause matters. */
const GAP_DEPTH = 10;
const GAP = 0.2;
const PAUSE = 0.02;

function drawWishes(cleaned: Float32Array, wishes: readonly Wish[]): Wishes {
  const gain = new Float32Array(cleaned.length);
  const weight = new Float32Array(cleaned.length).fill(PAUSE);
  for (const wish of wishes) {
    gain.fill(wish.gain, wish.from, wish.to);
    for (let i = wish.from; i < wish.to; i++) {
      weight[i] = wish.weight * ((cleaned[i] as number) < wish.level - GAP_DEPTH ? GAP : 1);
    }
  }
  for (let n = 0; n <= wishes.length; n++) {
    const [before, after] = [wishes[n - 1], wishes[n]];
    const pause = { from: before?.to ?? 0, to: after?.from ?? cleaned.length };
    drawPause(gain, { ...pause, before: before?.gain, after: after?.gain });
  }
  return { gain, weight };
}

/** Steps that a gain is held after speech, and by which it arrives before the next. */
const HOLD = 5;
const EARLY = 2;
/** Steps: in a longer pause a voice's lift is taken back, so that the room does not stay lifted; and dB per step of it. */
const LONG = 3 * STEPS_PER_SECOND;
const LEAVE = 0.3;

type Pause = Steps & Readonly<{ before: number | undefined; after: number | undefined }>;

/** Held, then moved just before the next utterance; never over the gains on both sides, so no room is lifted by itself. */
function drawPause(gain: Float32Array, { from, to, before, after }: Pause): void {
  const start = before ?? Math.min(0, after ?? 0);
  const lowest = Math.min(start, after ?? start, to - from > LONG ? 0 : start);
  for (let i = from; i < to; i++) {
    const leaving = Math.max(lowest, start - LEAVE * Math.max(0, i - from - HOLD));
    const way = STEEPEST * Math.max(0, to - EARLY - i);
    gain[i] = after === undefined ? leaving : Math.max(after - way, Math.min(after + way, leaving));
  }
}
