import { CLIPPED_TOO_OFTEN, clippedShareOf, heardHum, QUIET_ENOUGH, routingOf } from './cleaning.ts';
import { type CutFacts, deadAirOf, type Passage, planPassages } from './cuts.ts';
import type { SignalFacts } from './meter.ts';
import { noiseOf, speechLevelOf } from './speech.ts';
import { FLOOR, STEPS_PER_SECOND, type Timeline } from './timeline.ts';
import { spreadOf } from './voices.ts';

/** What a recording tells about the place where it was made, and the words in which hosts are told. */
export type RoomFacts = Readonly<{
  /** dB from the noise of the pauses up to the voices; null where nobody speaks, or pauses hold nothing at all. */
  snr: number | null;
  /** Of all samples, 0 to 1. */
  clippedShare: number;
  /** dB from the nearest voice to the farthest. */
  distance: number;
  /** The mains whose hum is heard. */
  hum: 50 | 60 | null;
  /** Seconds at both ends of what is kept in which there is nothing to hear. */
  deadAir: readonly [start: number, end: number];
  pausesShortened: number;
  /** Seconds of each pause inside the talk, as it came, that lasts ten or more. */
  longPauses: readonly number[];
  /** LUFS in the pauses. */
  noise: number;
  /** LUFS while somebody speaks. */
  speech: number;
  channels: 'mono' | 'stereo' | 'one channel dead' | 'one channel inverted';
  /** How far the middle of the wave is off zero, full scale = 1. */
  offset: number;
  /** Samples that are no number. */
  broken: number;
  /** Of the time, 0 to 1, in which somebody speaks. */
  speechShare: number;
}>;

export type HeardRoom = Readonly<{
  signal: SignalFacts;
  timeline: Timeline;
  /** 1 where somebody speaks, per step of the timeline. */
  speech: Uint8Array;
  frames: number;
  seconds: number;
  /** What is kept of it; all, when the recording is read as it came. */
  passages?: readonly Passage[];
}>;

export function readRoom({ signal, timeline, speech, frames, seconds, passages }: HeardRoom): RoomFacts {
  const { power, cleaned } = timeline;
  const kept = passages ?? [{ from: 0, to: seconds, at: 0 }];
  const speechLevel = speechLevelOf(power, speech);
  const noise = noiseOf(power, speech);
  return {
    snr: speechLevel > FLOOR && noise > FLOOR ? speechLevel - noise : null,
    clippedShare: clippedShareOf(signal, frames),
    distance: spreadOf(cleaned, speech).distance,
    hum: heardHum({ signal, speechLevel }),
    deadAir: deadAirOf({ power, speech, seconds }, kept),
    pausesShortened: Math.max(0, kept.length - 1),
    longPauses: longPausesIn({ power, speech, seconds }),
    noise,
    speech: speechLevel,
    channels: channelsOf(signal),
    offset: signal.offset.reduce((most, value) => Math.max(most, Math.abs(value)), 0),
    broken: signal.broken,
    speechShare: speech.reduce((sum, speaks) => sum + speaks, 0) / Math.max(1, speech.length),
  };
}

/** Seconds. */
const LONG_PAUSE = 10;

/** Every pause that shortening to just under ten seconds would touch, found by what would be cut out of it. */
function longPausesIn(facts: CutFacts): readonly number[] {
  const longestPause = LONG_PAUSE - 1 / STEPS_PER_SECOND;
  const passages = planPassages({ ...facts, trim: false, longestPause });
  return passages.slice(1).map(({ from }, i) => from - (passages[i] as Passage).to + longestPause);
}

function channelsOf(signal: SignalFacts): RoomFacts['channels'] {
  const routing = routingOf(signal);
  if (routing === 'as-is') return signal.level.length === 1 ? 'mono' : 'stereo';
  return routing === 'flip' ? 'one channel inverted' : 'one channel dead';
}

// -- in words ----------------------------------------------------------------------------------------------------------

/** Something worth knowing about a recording, and what would be better next time. */
export type Remark = Readonly<{ says: string; advice?: string }>;

/** `after`: of the master, when there is one. */
type Words = (before: RoomFacts, after?: RoomFacts) => Remark | null;

/** More is not read. */
const MOST_REMARKS = 6;

/** For a host who is no engineer, the most important first. */
export function printRoom(before: RoomFacts, after?: RoomFacts): readonly Remark[] {
  const remarks = inOrder.flatMap((words) => words(before, after) ?? []);
  return remarks.length === 0 ? [praise] : remarks.slice(0, MOST_REMARKS);
}

/** Stands alone: no other remark is made beside it. */
export const praise: Remark = { says: 'Everything is fine: clear voices in a quiet room.' };

const ofVoices: Words = ({ speechShare }) =>
  speechShare > 0
    ? null
    : {
        says: 'Nobody seems to speak in this recording.',
        advice: 'If somebody does, check which microphone was chosen.',
      };

const ofChannels: Words = ({ channels }, after) => {
  if (channels === 'one channel dead')
    return {
      says: told('One channel is silent.', after && 'The other one is now heard on both sides.'),
      advice: 'Next time check the cable and the input, or record in mono.',
    };
  if (channels !== 'one channel inverted') return null;
  return {
    says: told(
      'The two channels are upside down to each other and would cancel out on a single loudspeaker.',
      after && 'One of them was turned round.',
    ),
    advice: 'Next time try another cable: this one is wired the wrong way.',
  };
};

const ofClipping: Words = ({ clippedShare }, after) => {
  if (clippedShare <= CLIPPED_TOO_OFTEN) return null;
  const isMended = after && after.clippedShare < clippedShare / 2;
  return {
    says: told(
      `${percent(clippedShare)} of the sound is clipped: it was recorded too loud.`,
      isMended && 'What was cut off was drawn anew, as well as that can be done.',
    ),
    advice: 'Next time turn the recording level down, or keep the phone further from the nearest mouth.',
  };
};

/** dB that listeners notice as one voice being further away, and that even good evening out leaves. */
const FAR = 6;
const NOTICED = 2;

const ofDistance: Words = ({ distance }, after) => {
  if (distance < FAR) return null;
  const isEvened = after && after.distance < distance - NOTICED;
  return {
    says: told(`The second voice is ${dB(distance)} further away.`, isEvened && sayEvened(after.distance)),
    advice: 'Next time put the phone between you.',
  };
};

const sayEvened = (distance: number): string =>
  distance > FAR
    ? `Brought nearer: they are still ${apart(distance)}.`
    : `Evened out: voices are now ${apart(distance)}.`;

const apart = (distance: number): string => (distance < 0.5 ? 'equally loud' : `${dB(distance)} apart`);

/** dB between voices and noise below which words are lost. */
const HARD_TO_HEAR = 10;

const ofNoise: Words = ({ snr }, after) => {
  if (snr === null || snr >= QUIET_ENOUGH) return null;
  const cleaned = after?.snr ?? snr;
  return {
    says: told(
      `The room is ${snr < HARD_TO_HEAR ? 'very ' : ''}noisy: voices stand only ${dB(Math.max(0, snr))} above it.`,
      cleaned > snr + NOTICED && `Cleaned: they now stand ${dB(cleaned)} above it.`,
    ),
    advice: 'Next time find a quieter place, or bring the phone closer.',
  };
};

const ofHum: Words = ({ hum }, after) =>
  hum === null
    ? null
    : {
        says: told(`The room hums at ${hum} Hz (mains).`, after?.hum === null && 'The hum was taken out.'),
        advice: 'Next time keep the phone away from chargers, lamps and cables.',
      };

/** LUFS; a phone on the table between two people records about -30. */
const VERY_QUIET = -45;
/** LUFS from which on what 16 bits add (-89) is heard behind the voice. */
const EXTREMELY_QUIET = -65;

const ofLevel: Words = ({ speech, speechShare }, after) => {
  if (speechShare === 0 || speech >= VERY_QUIET) return null;
  const isExtreme = speech < EXTREMELY_QUIET;
  return {
    says: told(
      `The recording is ${isExtreme ? 'extremely' : 'very'} quiet: voices at ${Math.round(speech)} LUFS.`,
      isExtreme && after && 'They were brought to full loudness, and the noise of the recording with them.',
    ),
    advice: isExtreme
      ? 'Next time turn the recording level up until loud words come near -12 dBFS, or speak close to the microphone.'
      : 'Next time turn the recording level up, or bring the phone closer.',
  };
};

const ofBrokenSamples: Words = ({ broken }) =>
  broken === 0
    ? null
    : {
        says: `${counted(broken, 'sample')} of the file ${broken === 1 ? 'is' : 'are'} no sound at all; silence is heard there.`,
        advice: 'If it crackles, export the recording again, as a WAV file with 24 bits.',
      };

const LEAST_DEAD_AIR = 1;

const ofDeadAir: Words = ({ deadAir }, after) => {
  const ends = ['at the beginning', 'at the end'].flatMap((place, i) => {
    const length = deadAir[i] as number;
    return length < LEAST_DEAD_AIR ? [] : [{ place, length }];
  });
  if (ends.length === 0) return null;
  const isCut = after && Math.max(...after.deadAir) < LEAST_DEAD_AIR;
  const where = ends.map(({ place, length }) => `${lasting(length)} ${place}`).join(' and ');
  return { says: told(`Nothing is heard for ${where}.`, isCut && 'That was shortened.') };
};

const ofPauses: Words = (before, after) => {
  const { pausesShortened: count } = after ?? before;
  if (count === 0) return sayLongPauses(before.longPauses);
  return { says: `${counted(count, 'long pause')} ${count === 1 ? 'was' : 'were'} shortened.` };
};

/** Told where none was shortened: who has some shortened has said how long the rest may be. */
function sayLongPauses(pauses: readonly number[]): Remark | null {
  if (pauses.length === 0) return null;
  const longest = lasting(Math.max(...pauses));
  const says =
    pauses.length === 1
      ? `There is a pause of ${longest}.`
      : `There are ${pauses.length} pauses of ${LONG_PAUSE} seconds or more; the longest lasts ${longest}.`;
  return { says, advice: `The recipe's longestPause shortens ${pauses.length === 1 ? 'it' : 'them'}.` };
}

/** Of full scale: costs a tenth of a decibel of headroom, and clicks where the sound begins. */
const OFF_CENTRE = 0.01;

const ofOffset: Words = ({ offset }, after) =>
  offset < OFF_CENTRE
    ? null
    : {
        says: told(
          `The whole sound is ${percent(offset)} off its centre (DC offset).`,
          after && 'That was put right.',
        ),
        advice: 'Another adapter or sound card would not do that.',
      };

const inOrder: readonly Words[] = [
  ofVoices,
  ofChannels,
  ofClipping,
  ofDistance,
  ofNoise,
  ofHum,
  ofLevel,
  ofBrokenSamples,
  ofDeadAir,
  ofPauses,
  ofOffset,
];

const told = (...sentences: (string | false | undefined)[]): string => sentences.filter(Boolean).join(' ');

const dB = (value: number): string => `${Math.round(value)} dB`;

function percent(share: number): string {
  if (share < 0.001) return 'Less than 0.1 %';
  return `${share < 0.01 ? (100 * share).toFixed(1) : Math.round(100 * share)} %`;
}

const counted = (count: number, what: string): string =>
  `${count === 1 ? 'One' : count} ${what}${count === 1 ? '' : 's'}`;

const lasting = (seconds: number): string =>
  seconds < 100
    ? counted(Math.round(seconds), 'second').replace('One', 'one')
    : `${Math.round(seconds / 60)} minutes`;
