import type { Alternate, Loudness } from '../show/enclosure.ts';
import { fingerprint } from '../show/fingerprint.ts';
import { mediaTypes } from '../show/formats.ts';
import type { LoudnessTarget, Recipe } from '../show/recipe.ts';
import { isWithin } from './loudness.ts';
import type { MasteringPlan } from './mastering.ts';
import type { Remark } from './room.ts';

/**
 * What was made of a recording, how, and what was measured on the very file that listeners download. It lies beside
 * the enclosure, so that anybody can hold the one against the other (`corridor prove`).
 */
export type Certificate = Readonly<{
  /** Of this form. */
  version: 1;
  title: string;
  recording: Readonly<{ sha256: string }>;
  enclosure: Readonly<{ sha256: string; bytes: number; seconds: number }>;
  /** The same sound in further formats, where the recipe wants some. */
  alternates?: readonly Omit<Alternate, 'key'>[];
  /** Two equal channels for a mono recording; a single channel is counted as if it were two (dual mono). */
  channels: 'joint stereo' | 'two equal channels' | 'one channel, counted as two';
  recipe: Recipe;
  plan: MasteringPlan;
  /** Renders that were thrown away because the proof was off. */
  corrections: number;
  before: Loudness;
  after: Loudness;
  room: readonly Remark[];
  /** The figures behind that, of the recording and of the talk in the master; absent in certificates of old. */
  noise?: Readonly<{ before: NoiseFigures; after: NoiseFigures }>;
  tools: Readonly<{
    ffmpeg: string;
    /** Corridor itself; absent in certificates of old, as the next one is. */
    corridor?: string;
    /** The MP3 encoder, e.g. `3.100`; absent where ffmpeg's build does not say. */
    lame?: string;
  }>;
}>;

/** Tenths. */
export type NoiseFigures = Readonly<{
  /** LUFS in the pauses, and while somebody speaks. */
  pauses: number;
  speech: number;
  /** dB between the two; null where nobody speaks, or the pauses hold nothing at all. */
  signalToNoise: number | null;
  /** dB from the nearest voice to the farthest. */
  distance: number;
  /** The mains whose hum is heard, hertz. */
  hum: 50 | 60 | null;
  /** Of all samples, 0 to 1. */
  clippedShare: number;
}>;

/** A certificate with the hash of all that it says. */
export type SealedCertificate = Certificate & Readonly<{ seal: string }>;

/** As it lies beside the enclosure: readable JSON with its seal. */
export const printCertificate = (certificate: Certificate): string =>
  `${JSON.stringify({ ...certificate, seal: sealOf(certificate) } satisfies SealedCertificate, undefined, 2)}\n`;

/** What does not hold: `says` in plain words; nothing when the seal is whole. */
export function readCertificate(text: string): Readonly<{ certificate?: SealedCertificate; fault?: string }> {
  const read = parsed(text);
  if (!isCertificate(read)) return { fault: 'This is no certificate that Corridor wrote.' };
  const { seal, ...certificate } = read;
  if (sealOf(certificate) === seal) return { certificate: read };
  return { fault: 'The certificate was changed after it was written: its seal does not fit what it says.' };
}

/** Of everything but the seal itself. */
const sealOf = (certificate: Certificate): string => fingerprint(certificate);

/** LU and dB that two measurements of the same file may lie apart, when another version of ffmpeg decodes it. */
const SAME = 0.05;

/** What is known of a file with sound: when it was made, and as it is found. */
export type Weighed = Readonly<{ sha256: string; bytes: number; seconds: number; loudness: Loudness }>;

/** What is not as the certificate says of the enclosure; empty when it holds. */
export const holdAgainst = ({ enclosure, after, recipe }: Certificate, found: Weighed): readonly string[] =>
  holdTo({ ...enclosure, loudness: after }, found, recipe.target);

/** What is not as it was when the file was made; empty when nothing is. */
export function holdTo(made: Weighed, found: Weighed, target?: LoudnessTarget): readonly string[] {
  const faults: string[] = [];
  if (found.sha256 !== made.sha256) faults.push('The file is not the one that was made: its bytes differ.');
  if (found.bytes !== made.bytes)
    faults.push(`The file has ${found.bytes} bytes; it was made with ${made.bytes}.`);
  if (Math.abs(found.seconds - made.seconds) > 0.001)
    faults.push(
      `The file lasts ${found.seconds.toFixed(3)} s; it was made with ${made.seconds.toFixed(3)} s.`,
    );
  for (const [name, key, unit] of figures) {
    const [is, was] = [found.loudness[key], made.loudness[key]];
    if (Math.abs(is - was) > SAME)
      faults.push(`${name} measures ${is} ${unit}; when it was made it was ${was} ${unit}.`);
  }
  return [...faults, ...(target && isWithin(target, made.loudness) ? missedTarget(target, found) : [])];
}

const figures = [
  ['Integrated loudness', 'integrated', 'LUFS'],
  ['Loudness range', 'range', 'LU'],
  ['True peak', 'truePeak', 'dBTP'],
] as const;

/** Of a file that was on its target; one that was made off it is held to its own figures alone. */
function missedTarget(target: LoudnessTarget, { loudness: { integrated, truePeak } }: Weighed): string[] {
  const off = Math.abs(integrated - target.integrated);
  return [
    ...(off > target.tolerance + SAME
      ? [`It is ${off.toFixed(2)} LU from the ${target.integrated} LUFS that its recipe wants.`]
      : []),
    ...(truePeak > target.truePeak + SAME
      ? [`Its true peak of ${truePeak} dBTP is over the ${target.truePeak} dBTP that its recipe allows.`]
      : []),
  ];
}

function isCertificate(value: unknown): value is SealedCertificate {
  const { version, seal, enclosure, after, recipe, alternates = [] } = fieldsOf(value);
  return (
    version === 1 &&
    typeof seal === 'string' &&
    isFile(enclosure) &&
    hasFigures(after, 'integrated', 'range', 'truePeak') &&
    hasFigures(fieldsOf(recipe).target, 'integrated', 'tolerance', 'truePeak') &&
    Array.isArray(alternates) &&
    alternates.every(isAlternate)
  );
}

const isAlternate = (value: unknown): boolean => {
  const { mediaType, loudness } = fieldsOf(value);
  return (
    isFile(value) &&
    Object.values<unknown>(mediaTypes).includes(mediaType) &&
    hasFigures(loudness, 'integrated', 'range', 'truePeak')
  );
};

const isFile = (value: unknown): boolean =>
  /^[0-9a-f]{64}$/.test(String(fieldsOf(value).sha256)) && hasFigures(value, 'bytes', 'seconds');

const hasFigures = (value: unknown, ...names: readonly string[]): boolean =>
  names.every((name) => typeof fieldsOf(value)[name] === 'number');

const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {};

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
