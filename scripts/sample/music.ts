import { chance, lowPass, reverberate } from './acoustics.ts';
import { lay, RATE, type Sound, settle, silence } from './sound.ts';

/** A note begins on an eighth and is a MIDI number; 62 is D4. */
type Note = readonly [eighth: number, midi: number, force?: number];
type Piece = Readonly<{
  seconds: number;
  eighth: number;
  loudness: number;
  melody: readonly Note[];
  bass: readonly Note[];
  /** From eighth to eighth, the notes that lie underneath. */
  pad: readonly (readonly [from: number, to: number, midi: readonly number[]])[];
}>;

// D major pentatonic: no note of it can clash with another. The loudness is off -16 LUFS on purpose, one piece too
// loud and one too quiet, so that the studio has something to put right.
export const intro: Piece = {
  seconds: 6,
  eighth: 0.27,
  loudness: -12.5,
  melody: [
    [0, 69],
    [1, 71],
    [2, 74, 1],
    [4, 78, 0.9],
    [5, 76],
    [6, 74],
    [7, 71],
    [8, 69, 1],
    [9, 71],
    [10, 74],
    [12, 76, 1],
    [13, 78],
    [14, 81, 1],
    [14, 74, 0.6],
  ],
  bass: [
    [0, 38],
    [3, 45],
    [4, 47],
    [8, 43],
    [11, 50],
    [12, 45],
    [14, 38, 1],
  ],
  pad: [
    [0, 4, [50, 57, 62, 66]],
    [4, 8, [47, 54, 59, 62]],
    [8, 12, [43, 55, 59, 62]],
    [12, 22, [50, 57, 62, 64]],
  ],
};

export const outro: Piece = {
  seconds: 8,
  eighth: 0.29,
  loudness: -21,
  melody: [
    [0, 81, 0.9],
    [1, 78],
    [2, 76],
    [3, 74, 0.9],
    [5, 71],
    [6, 69],
    [8, 78, 0.9],
    [9, 76],
    [10, 74],
    [11, 71, 0.9],
    [13, 69],
    [14, 66],
    [16, 69],
    [17, 71],
    [18, 74, 1],
    [18, 66, 0.6],
  ],
  bass: [
    [0, 43],
    [3, 50],
    [4, 45],
    [8, 47],
    [11, 54],
    [12, 43],
    [14, 45],
    [18, 38, 1],
  ],
  pad: [
    [0, 4, [43, 55, 59, 62]],
    [4, 8, [45, 57, 61, 64]],
    [8, 12, [47, 54, 59, 62]],
    [12, 18, [43, 55, 59, 64]],
    [18, 28, [50, 57, 62, 66]],
  ],
};

/** Both channels of a piece: marimba, plucked bass and a soft pad in one small hall. */
export function play(piece: Piece): Sound[] {
  const channels = [-1, 1].map((side) => {
    const stage = silence(piece.seconds);
    for (const [eighth, midi, force = 0.7] of piece.melody)
      lay(stage, bar(midi, force * pan(midi, side)), eighth * piece.eighth);
    for (const [eighth, midi, force = 0.8] of piece.bass)
      lay(stage, pluck(midi, force * 0.27), eighth * piece.eighth);
    for (const [from, to, chord] of piece.pad) {
      for (const midi of chord)
        lay(stage, breath(midi, (to - from) * piece.eighth, side), from * piece.eighth);
    }
    return fade(reverberate(stage, { wet: 0.33, decay: 1.6, spread: side > 0 ? 23 : 0 }));
  });
  return settle(channels, piece.loudness).map((channel) => channel.map(round));
}

const hertzOf = (midi: number): number => 440 * 2 ** ((midi - 69) / 12);

/** Low bars stand on the left of a marimba, high ones on the right. */
const pan = (midi: number, side: number): number => 0.75 + side * 0.25 * ((midi - 73) / 9);

/** A marimba's bar: its own tone, the double octave of the tuned arch, and the knock of the mallet. */
function bar(midi: number, force: number): Sound {
  const hertz = hertzOf(midi);
  const next = chance(midi);
  return silence(2.2).map((_, i) => {
    const time = i / RATE;
    const tone = Math.sin(2 * Math.PI * hertz * time) * Math.exp(-time / (110 / hertz + 0.2));
    const arch = 0.28 * Math.sin(2 * Math.PI * hertz * 3.98 * time) * Math.exp(-time / 0.06);
    const knock = 0.12 * next() * Math.exp(-time / 0.004);
    return force * 0.5 * (tone + arch + knock) * Math.min(1, time / 0.002);
  });
}

/** A soft string: each overtone weaker and shorter than the one before. */
function pluck(midi: number, force: number): Sound {
  const hertz = hertzOf(midi);
  return silence(1.6).map((_, i) => {
    const time = i / RATE;
    const overtone = (n: number) =>
      (Math.sin(2 * Math.PI * hertz * n * time) / n ** 1.6) * Math.exp((-time * n) / 0.55);
    return force * (overtone(1) + overtone(2) + overtone(3) + overtone(4)) * Math.min(1, time / 0.006);
  });
}

/** A held note that swells in and out past its end; two voices a little out of tune, differently on either side. */
function breath(midi: number, seconds: number, side: number): Sound {
  const hertz = hertzOf(midi);
  const total = seconds + 0.5;
  const held = silence(total).map((_, i) => {
    const time = i / RATE;
    const swell = Math.min(1, time / 0.45, (total - time) / 0.7);
    const voice = (detune: number) => 2 * Math.abs(2 * ((hertz * detune * time) % 1) - 1) - 1;
    return 0.045 * swell * (voice(1 + side * 0.0016) + voice(0.9985));
  });
  return lowPass(held, 1400);
}

function fade(sound: Sound): Sound {
  const left = (i: number) => (sound.length - i) / (1.4 * RATE);
  return sound.map((sample, i) => sample * Math.sin((Math.PI / 2) * Math.min(1, left(i))) ** 2);
}

/** Peaks bend instead of breaking: straight up to a half, never above 0.85. */
const round = (sample: number): number => {
  const over = Math.abs(sample) - 0.5;
  return over <= 0 ? sample : Math.sign(sample) * (0.5 + 0.35 * Math.tanh(over / 0.35));
};
