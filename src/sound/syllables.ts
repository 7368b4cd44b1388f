import { LONGEST_TAP, readSpeech, type Steps, speechLevelOf, steadyIn, stretchesOf } from './speech.ts';
import { FLOOR } from './timeline.ts';

/**
 * Whether what stands out of the room is spoken. Speech rises anew with every syllable; a note that fades, a chord and
 * a tone rise once. All of it is read from LUFS per 100 ms step.
 */

/**
 * dB by which a syllable rises out of what went before, and steps in which it does so. Speech is modulated by its
 * syllables, most at 4 Hz and hardly below 1 Hz; a room's echo makes that shallower, from 2 Hz on the more (Houtgast &
 * Steeneken 1985, J. Acoust. Soc. Am. 77). In steps of 100 ms, 2 dB of it are left at an echo of two seconds.
 */
const RISE = 2;
const RISING = 5;
/**
 * Steps from one rise to the next that no talk needs: slow dictation has 1.3 s now and then (measured dry, through
 * echoes, in noise and over music). The beats of a struck string come as seldom again and again, and a word that rises
 * but once is over within a second.
 */
const SELDOM = 15;
const SELDOM_AGAIN = 12;
/** Steps of an even sound with which what follows on it is compared. */
const BESIDE = 10;

/**
 * The steps of speech in which syllables are heard, 1 for each: a note that fades, a chord and a tone stand out of the
 * room as a voice does, but rise only once. `power` is LUFS per step, `speech` what stands out of the room.
 */
export function readSyllables(power: Float32Array, speech: Uint8Array): Uint8Array {
  const spoken = speech.slice();
  const even = new Uint8Array(power.length);
  for (const { from, to } of steadyIn(power)) even.fill(1, from, to);
  for (const run of stretchesOf(speech)) {
    if (continuesEvenSound(power, even, run)) spoken.fill(0, run.from, run.to);
    for (const { from, to } of slowIn(power, run)) spoken.fill(0, from, to);
  }
  for (const { from, to } of stretchesOf(spoken)) if (to - from <= LONGEST_TAP) spoken.fill(0, from, to);
  return spoken;
}

/** The parts of a run between rises that come too seldom for syllables; its ends go with them, being one stroke each. */
function slowIn(power: Float32Array, run: Steps): Steps[] {
  const bounds = [run.from, ...risesIn(power.subarray(run.from, run.to)).map((at) => run.from + at), run.to];
  const parts = bounds.slice(1).map((to, n): Steps => ({ from: bounds[n] as number, to }));
  const lasts = (n: number, steps: number): boolean => {
    const part = parts[n];
    return part !== undefined && part.to - part.from >= steps;
  };
  const isAgain = (n: number): boolean =>
    parts.length === 1 || lasts(n - 1, SELDOM_AGAIN) || lasts(n + 1, SELDOM_AGAIN);
  const isSlow = (n: number): boolean => lasts(n, SELDOM) || (lasts(n, SELDOM_AGAIN) && isAgain(n));
  const last = parts.length - 1;
  return parts.filter((_, n) => isSlow(n) || (n === 0 && isSlow(1)) || (n === last && isSlow(last - 1)));
}

/** The steps at which a sound has risen as a syllable does; its first rise, out of the room, is not among them. */
function risesIn(levels: Float32Array): number[] {
  const rises: number[] = [];
  let [high, low, lowAt] = [levels[0] as number, Number.NaN, 0];
  levels.forEach((level, at) => {
    if (Number.isNaN(low)) {
      high = Math.max(high, level);
      if (high - level >= RISE) [low, lowAt] = [level, at];
    } else if (level < low) {
      [low, lowAt] = [level, at];
    } else if (level - low >= RISE) {
      if (at - lowAt <= RISING) rises.push(at);
      [high, low] = [level, Number.NaN];
    }
  });
  return rises;
}

/** Whether a short run is only the end of an even sound that dies away, or the beginning of one that swells. */
function continuesEvenSound(power: Float32Array, even: Uint8Array, { from, to }: Steps): boolean {
  if (to - from >= SELDOM) return false;
  const run = power.subarray(from, to);
  const loudest = loudestOf(run) - RISE;
  const isAfter =
    even[from - 1] === 1 && loudest <= loudestOf(power.subarray(Math.max(0, from - BESIDE), from));
  const isBefore = even[to] === 1 && loudest <= loudestOf(power.subarray(to, to + BESIDE));
  return (isAfter || isBefore) && risesIn(run).length === 0;
}

const loudestOf = (levels: Float32Array): number =>
  levels.reduce((most, level) => Math.max(most, level), FLOOR);

/** LUFS of a voice below which a file of 16 bits holds dither and hardly any voice: its noise alone reaches -89. */
const SOFTEST_VOICE = -85;
/** Share of the time, so that a few clicks in a muted recording are not taken for talk. */
const LEAST_TALK = 0.1;

/** Whether somebody speaks in a sound so soft that nothing of it passes the absolute gate of BS.1770 (-70 LUFS). */
export function holdsWhisper(power: Float32Array): boolean {
  const spoken = readSyllables(power, readSpeech(power));
  const steps = spoken.reduce((sum, isSpoken) => sum + isSpoken, 0);
  return steps >= LEAST_TALK * power.length && speechLevelOf(power, spoken) >= SOFTEST_VOICE;
}
