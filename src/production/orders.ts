import { createHash } from 'node:crypto';
import type { Inspection } from '../sound/inspection.ts';
import type { LoudnessReport, Shape } from '../sound/loudness.ts';
import type { MasteringPlan, Source } from '../sound/mastering.ts';
import type { TagSheet } from '../sound/tags.ts';

/**
 * Pieces of sound work. An order carries all it needs and is named by the fingerprint of what it reads, so doing it
 * twice is harmless, and what was done once is never done again, whoever asks.
 */
export type WorkOrder =
  | Readonly<{ kind: 'inspect'; source: Source }>
  | Readonly<{ kind: 'measure'; source: Source; channels: number; shape: Shape; seconds?: number }>
  | Readonly<{ kind: 'render'; plan: MasteringPlan /** 0, then corrections */; attempt: number }>
  | Readonly<{ kind: 'prove'; render: Source; seconds: number; attempt: number }>
  | Readonly<{ kind: 'tag'; render: Source; sheet: TagSheet }>;

export type OrderKind = WorkOrder['kind'];

/** A file that the workshop made and put into the private store. */
export type MadeFile = Source & Readonly<{ bytes: number }>;

/** What comes back of each kind of order. */
export type Deliveries = Readonly<{
  inspect: Inspection;
  measure: LoudnessReport;
  render: MadeFile;
  prove: LoudnessReport;
  tag: MadeFile;
}>;

export type Delivery = Deliveries[OrderKind];

/** Raised when the same order would be carried out differently than before. */
const EDITION = 1;

export const fingerprintOf = (order: WorkOrder): string =>
  createHash('sha256')
    .update(JSON.stringify([EDITION, sorted(order)]))
    .digest('hex');

/** The same data in one order of keys, so that equal orders have equal texts. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, entry]) => entry !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, entry]) => [key, sorted(entry)]),
  );
}
