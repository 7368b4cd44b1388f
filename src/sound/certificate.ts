import type { Alternate, Loudness } from '../show/enclosure.ts';
import { fingerprint } from '../show/fingerprint.ts';
import type { Recipe } from '../show/recipe.ts';
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
  tools: Readonly<{ ffmpeg: string }>;
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

type Found = Readonly<{ sha256: string; bytes: number; seconds: number; loudness: Loudness }>;

/** What is not as the certificate says; empty when it holds. */
export function holdAgainst(certificate: Certificate, found: Found): readonly string[] {
  const { enclosure, after } = certificate;
  const faults: string[] = [];
  if (found.sha256 !== enclosure.sha256)
    faults.push('The file is not the one that was certified: its bytes differ.');
  if (found.bytes !== enclosure.bytes)
    faults.push(`The file has ${found.bytes} bytes; certified were ${enclosure.bytes}.`);
  if (Math.abs(found.seconds - enclosure.seconds) > 0.001)
    faults.push(
      `The file lasts ${found.seconds.toFixed(3)} s; certified were ${enclosure.seconds.toFixed(3)} s.`,
    );
  for (const [name, key, unit] of figures) {
    if (Math.abs(found.loudness[key] - after[key]) > SAME)
      faults.push(`${name} measures ${found.loudness[key]} ${unit}; certified was ${after[key]} ${unit}.`);
  }
  return [...faults, ...missedTarget(certificate, found.loudness)];
}

const figures = [
  ['Integrated loudness', 'integrated', 'LUFS'],
  ['Loudness range', 'range', 'LU'],
  ['True peak', 'truePeak', 'dBTP'],
] as const;

/** A master that was certified off its target is held to what was certified alone. */
function missedTarget(
  { recipe: { target }, after }: Certificate,
  { integrated, truePeak }: Loudness,
): readonly string[] {
  if (!isWithin(target, after)) return [];
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
  if (typeof value !== 'object' || value === null) return false;
  const { version, seal, enclosure, after, recipe } = value as Record<string, unknown>;
  return (
    version === 1 &&
    typeof seal === 'string' &&
    [enclosure, after, recipe].every((part) => part instanceof Object)
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
