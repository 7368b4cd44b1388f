import type { Cleaning, Recipe } from '../show/recipe.ts';
import type { SignalFacts } from './meter.ts';
import type { Routing } from './mixing.ts';
import { FLOOR, levelOf } from './timeline.ts';

/**
 * What is taken off a recording before it is worked on, decided from what was measured. ffmpeg does it, with filters
 * that the bundled build of 2018 has as well as any newer one. The rumble filter is no part of it: it is always on, and
 * in the mix.
 */
export type Treatment = Readonly<{
  /** The mains whose hum goes. */
  hum: 50 | 60 | null;
  /** dB taken off the broadband noise. */
  noise: number | null;
  /** LUFS at which that noise lies; given with `noise`. */
  noiseFloor?: number;
  /** Whether clipped peaks are drawn anew. */
  clicks: boolean;
  /** So much is clipped that drawing it anew may cost what lies between. */
  heavy?: true;
  /** Samples that are no number are read as 0 first: one of them would silence all that follows it in a filter. */
  broken?: true;
}>;

export const untreated: Treatment = { hum: null, noise: null, clicks: false };

export type CleaningFacts = Readonly<{
  signal: SignalFacts;
  /** LUFS while somebody speaks. */
  speechLevel: number;
  /** LUFS in the pauses. */
  noiseLevel: number;
  /** Frames of the recording. */
  frames: number;
}>;

/** `auto` treats what a listener would notice; `on` also what is less, as long as there is something to treat. */
export function decideTreatment(facts: CleaningFacts, asked: Recipe['cleaning']): Treatment {
  const hum = decideHum(facts, asked.hum);
  const noise = decideNoise(facts, asked.noise);
  const clicks = decideClicks(facts, asked.clicks);
  if (hum === null && noise === null && !clicks) return untreated;
  return {
    hum,
    noise,
    ...(noise === null ? {} : { noiseFloor: rounded(broadbandOf(facts)) }),
    clicks,
    ...(clicks && clippedShareOf(facts.signal, facts.frames) > CLIPPED_HEAVILY
      ? { heavy: true as const }
      : {}),
    ...(facts.signal.broken > 0 ? { broken: true } : {}),
  };
}

// -- hum ---------------------------------------------------------------------------------------------------------------

/** dB over what lies around it: less is no line but the shape of the noise. */
const HUM_PROMINENCE = 10;
/**
 * dB under the voices from which hum is below hearing: voices played at 70 dB SPL put it at 20 dB SPL, the threshold
 * for 150 Hz (ISO 226; lower tones need more).
 */
const HUM_UNHEARD = 50;

/** Without a line there is no knowing which mains it would be, so `on` needs one too. */
function decideHum(facts: CleaningFacts, asked: Cleaning): 50 | 60 | null {
  if (asked === 'off') return null;
  return asked === 'on' ? (facts.signal.hum?.hertz ?? null) : heardHum(facts);
}

/** The mains whose hum a listener would hear behind voices of such a level (LUFS). */
export function heardHum({
  signal: { hum },
  speechLevel,
}: Pick<CleaningFacts, 'signal' | 'speechLevel'>): 50 | 60 | null {
  if (hum === null) return null;
  const isHeard = hum.prominence >= HUM_PROMINENCE && speechLevel - loudnessOfHum(hum) < HUM_UNHEARD;
  return isHeard ? hum.hertz : null;
}

/** LUFS: both channels add 3 dB, the weighting takes 2 dB off around 100 Hz (BS.1770-4). */
const loudnessOfHum = ({ level }: Readonly<{ level: number }>): number => level + 1;

// -- noise -------------------------------------------------------------------------------------------------------------

/** dB between voice and noise from which nobody minds the noise, also after the leveller. */
export const QUIET_ENOUGH = 20;
/** dB below which voice and noise cannot be told apart: music, a crowd, a fault of the measurement. */
const SMALLEST_RATIO = 3;
/** dB taken off right below QUIET_ENOUGH, and more for every dB that the noise is nearer: 12 at a ratio of 10. */
const LEAST_REDUCTION = 4;
const REDUCTION_PER_DB = 0.8;
/** More is heard as warble in what remains. */
const MOST_REDUCTION = 12;
/** What `on` takes off where `auto` would take nothing. */
const ASKED_REDUCTION = 6;
/** LUFS; softer noise is out of the filter's reach, and out of everybody's hearing. */
const SOFTEST_NOISE = -83;

function decideNoise(facts: CleaningFacts, asked: Cleaning): number | null {
  const floor = broadbandOf(facts);
  const ratio = facts.speechLevel - floor;
  const canBeTreated = ratio >= SMALLEST_RATIO && floor > SOFTEST_NOISE;
  if (asked === 'off' || !canBeTreated) return null;
  if (ratio >= QUIET_ENOUGH) return asked === 'on' ? ASKED_REDUCTION : null;
  const called = LEAST_REDUCTION + REDUCTION_PER_DB * (QUIET_ENOUGH - ratio);
  return rounded(Math.min(MOST_REDUCTION, Math.max(called, asked === 'on' ? ASKED_REDUCTION : 0)));
}

/** Most of what pauses hold may be hum; so many dB of them are noise at the least. */
const LEAST_BROADBAND = -6;

/** LUFS of the pauses without hum. */
function broadbandOf({ noiseLevel, signal: { hum } }: CleaningFacts): number {
  if (hum === null) return noiseLevel;
  const rest = levelOf(energyOf(noiseLevel) - energyOf(loudnessOfHum(hum)));
  return Math.max(noiseLevel + LEAST_BROADBAND, rest);
}

const energyOf = (dB: number): number => 10 ** (dB / 10);
const rounded = (dB: number): number => Math.round(dB * 10) / 10;

// -- clipping ----------------------------------------------------------------------------------------------------------

/** One sample in ten thousand, five a second: below that, clipping is heard on single words only. */
export const CLIPPED_TOO_OFTEN = 1e-4;

/** Of all samples of all channels, 0 to 1. */
export const clippedShareOf = ({ clipped, level }: SignalFacts, frames: number): number =>
  clipped / Math.max(1, frames * level.length);

function decideClicks({ signal, frames }: CleaningFacts, asked: Cleaning): boolean {
  if (asked === 'off' || signal.clipped === 0) return false;
  return asked === 'on' || clippedShareOf(signal, frames) > CLIPPED_TOO_OFTEN;
}

// -- as ffmpeg reads it --------------------------------------------------------------------------------------------------

/**
 * Filters joined by commas, '' when there is nothing to treat. Clipping first, since every filter rounds what was cut
 * off straight; noise last, since hum would pass for noise. The first filter keeps ffmpeg from working in 16 bits.
 */
export function printCleaning({ hum, noise, noiseFloor, clicks, heavy, broken }: Treatment): string {
  if (hum === null && noise === null && !clicks) return '';
  return [
    'aformat=sample_fmts=fltp',
    ...(broken ? [MENDING] : []),
    ...(clicks ? [heavy ? HEAVY_DECLIPPING : DECLIPPING] : []),
    ...(hum === null ? [] : notchesAt(hum)),
    ...(noise === null ? [] : denoising(noise, noiseFloor)),
  ].join(',');
}

const MENDING = "aeval='if(isnan(val(ch))+isinf(val(ch)),0,val(ch))':c=same";

/**
 * Short windows, since the time of drawing peaks anew grows with the cube of the clipped samples in one: an hour of one
 * channel takes 20 s of processor time at 1 to 6 dB over and 70 s at 12 dB, where the usual settings take 160 to 2400 s.
 * So short a window holds few clipped samples, hence the low threshold `t`; fine bins (`n`) keep natural peaks apart.
 * `m=s` (overlap-save) leaves every other sample as it was, and of dense clipping nearly all as well; overlap-add mends
 * that, but raises an error of -40 dB everywhere, which is little beside what heavy clipping has done.
 */
const DECLIPPING = 'adeclip=w=10:o=50:m=s:t=4:n=4000';
const HEAVY_DECLIPPING = 'adeclip=w=10:o=50:t=4:n=4000';
/** One sample in a hundred. */
const CLIPPED_HEAVILY = 1e-2;

/** Hz up to which mains hum has overtones that are heard. */
const HIGHEST_OVERTONE = 420;
/**
 * Hz between the notch's edges (-3 dB). Mains stray by 0.05 Hz, eight times that at the eighth overtone: there the notch
 * still takes 18 dB. A voice loses 0.2 dB.
 */
const NOTCH_WIDTH = 4;

const notchesAt = (mains: 50 | 60): string[] =>
  Array.from(
    { length: Math.floor(HIGHEST_OVERTONE / mains) },
    (_, i) => `bandreject=f=${mains * (i + 1)}:t=h:w=${NOTCH_WIDTH}`,
  );

/**
 * ffmpeg's afftdn takes noise for white; a room's falls by some 3 dB an octave. So the highs are raised before and
 * lowered behind it by filters that are each other's inverse, and both kinds of noise come down about evenly.
 */
const tilted = (by: number): string[] => [`bass=f=400:t=q:w=0.5:g=${-by}`, `treble=f=3000:t=q:w=0.5:g=${by}`];
const TILT = 8;
/**
 * dB from the LUFS of the noise to the number that afftdn wants for its floor, found by trial with white and pink noise:
 * below, the bundled one leaves the noise; above, both take the highs of the voice with it.
 */
const TOLD_OVER_MEASURED = 3;
/** What afftdn takes. */
const FLOORS = { lowest: -80, highest: -20, usual: -50 } as const;
/**
 * Frames of silence behind the sound: the bundled afftdn swallows up to 1800 at the end, a newer one lets everything
 * out two steps (25 ms) late and so loses the last 25 ms. With it the sound is whole, 0 to 40 ms longer, and late by
 * 0 (bundled) or 25 ms.
 */
const RUN_OUT = 1800;

/** Of 12 dB asked, 11 come off in a newer ffmpeg and 8 in the bundled one; voices 15 dB above lose 0.3 dB. */
function denoising(noise: number, floor: number = FLOORS.usual): string[] {
  const told = Math.min(FLOORS.highest, Math.max(FLOORS.lowest, rounded(floor + TOLD_OVER_MEASURED)));
  return [`apad=pad_len=${RUN_OUT}`, ...tilted(TILT), `afftdn=nr=${noise}:nf=${told}`, ...tilted(-TILT)];
}

// -- channels ----------------------------------------------------------------------------------------------------------

/** dB under the other one at which a channel carries nothing but crosstalk. */
const DEAD = 40;
/** Correlation below which two channels are one sound, once upside down: they would cancel on a single loudspeaker. */
const INVERTED = -0.9;

/** How the channels of a recording go into the master. */
export function routingOf({ level: [left = FLOOR, right], correlation }: SignalFacts): Routing {
  if (right === undefined || Math.max(left, right) <= FLOOR) return 'as-is';
  if (right <= FLOOR || left - right >= DEAD) return 'left';
  if (left <= FLOOR || right - left >= DEAD) return 'right';
  return correlation < INVERTED ? 'flip' : 'as-is';
}
