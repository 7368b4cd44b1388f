import type { Treatment } from './cleaning.ts';
import type { Hearing } from './hearing.ts';
import type { Inspection } from './inspection.ts';

/** A stored sound: its key in the private store, and the hash of its bytes. */
export type Source = Readonly<{ key: string; sha256: string }>;

/** What a sound is to the master. */
export type Role = 'intro' | 'talk' | 'outro' | 'bed';

/** A sound that was inspected and heard. */
export type MeasuredPart = Readonly<{
  role: Role;
  source: Source;
  inspection: Inspection;
  /** As it goes into the mix: after its treatment. */
  hearing: Hearing;
  treatment: Treatment;
}>;
