import type { Loudness } from '../show/enclosure.ts';
import { fingerprint } from '../show/fingerprint.ts';
import type { FurtherFormat, WishedFormat } from '../show/formats.ts';
import type { Certificate } from '../sound/certificate.ts';
import type { Treatment } from '../sound/cleaning.ts';
import type { Hearing } from '../sound/hearing.ts';
import type { Inspection } from '../sound/inspection.ts';
import type { Shape } from '../sound/loudness.ts';
import type { MasteringPlan } from '../sound/mastering.ts';
import type { Source } from '../sound/part.ts';
import type { TagSheet } from '../sound/tags.ts';

/**
 * Pieces of sound work. An order carries all it needs and is named by the fingerprint of what it reads, so doing it
 * twice is harmless, and what was done once is never done again, whoever asks.
 */
export type WorkOrder =
  | Readonly<{ kind: 'inspect'; source: Source }>
  | (Readonly<{ kind: 'measure'; source: Source; seconds?: number }> & WorkingSound)
  | Readonly<{ kind: 'render'; plan: MasteringPlan /** 0, then corrections */; attempt: number }>
  | Readonly<{ kind: 'prove'; render: Source; seconds: number; attempt: number }>
  | (Readonly<{ kind: 'convert'; plan: MasteringPlan; attempt: number }> & WishedFormat)
  | Readonly<{ kind: 'tag'; render: Source; sheet: TagSheet /** absent for MP3 */; format?: FurtherFormat }>
  | Readonly<{ kind: 'certify'; certificate: Certificate }>;

/** A recording as the work wants it: so many recorded channels, into this shape and rate, cleaned like this. */
export type WorkingSound = Readonly<{
  channels: number;
  shape: Shape;
  /** Hz */
  sampleRate: number;
  treatment: Treatment;
}>;

export type OrderKind = WorkOrder['kind'];

/** A file that the workshop made and put into the private store. */
export type MadeFile = Source & Readonly<{ bytes: number }>;

/** What a sound was made with, as the programs name themselves. Earlier releases told only of ffmpeg. */
export type ToolVersions = Certificate['tools'];

/** What comes back of each kind of order. */
export type Deliveries = Readonly<{
  inspect: Inspection;
  measure: Hearing;
  render: MadeFile & ToolVersions;
  prove: Hearing;
  /** With what was measured on it. */
  convert: MadeFile & Readonly<{ seconds: number; loudness: Loudness }>;
  tag: MadeFile;
  certify: MadeFile;
}>;

export type Delivery = Deliveries[OrderKind];

/** Makes the sound of a plan; corrections of one count from 1. */
export const renderOrder = (plan: MasteringPlan, attempt: number) =>
  ({ kind: 'render', plan, attempt }) as const;

/** Hears what was made of it. */
export const proveOrder = ({ key, sha256 }: Source, { seconds }: MasteringPlan, attempt: number) =>
  ({ kind: 'prove', render: { key, sha256 }, seconds, attempt }) as const;

/** Makes the sound of a plan in a further format, and hears what was made. */
export const convertOrder = (plan: MasteringPlan, { format, bitrate }: WishedFormat, attempt: number) =>
  ({ kind: 'convert', plan, format, bitrate, attempt }) as const;

/** Raised when the same order would be carried out differently than before. */
const EDITION = 2;

export const fingerprintOf = (order: WorkOrder): string => fingerprint([EDITION, order]);
