import type { WishedFormat } from '../show/formats.ts';
import type { Hearing } from '../sound/hearing.ts';
import type { MasteringPlan } from '../sound/mastering.ts';
import type { MeasuredPart } from '../sound/part.ts';
import type { Goal } from './facts.ts';
import type { Deliveries, MadeFile } from './orders.ts';

/** The render that the master was made from, and the ones that a correction replaced. */
export type Renders = Readonly<{ kept: MadeFile; replaced: readonly MadeFile[] }>;

/** All that a finished production found out: what reports and certificates are made of. */
export type Proven = Readonly<{
  goal: Goal;
  parts: readonly MeasuredPart[];
  /** The talk before any treatment. */
  recorded: Hearing;
  plan: MasteringPlan;
  render: Deliveries['render'];
  proof: Hearing;
  renders: Renders;
  /** Absent formats were not wanted. */
  further: readonly Converted[];
}>;

/** A further format that was made, and measured. */
export type Converted = WishedFormat &
  Readonly<{ renders: Readonly<{ kept: Deliveries['convert']; replaced: readonly MadeFile[] }> }>;

/** Of every format, the MP3 first. */
export const rendersOf = ({ renders, further }: Proven): readonly Renders[] => [
  renders,
  ...further.map((converted) => converted.renders),
];
