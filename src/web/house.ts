import type { Settings } from '../config.ts';
import type { Studio } from '../studio/studio.ts';
import type { Scratch } from '../workshop/scratch.ts';

/** What every route of the web door needs. */
export type House = Readonly<{
  studio: Studio;
  settings: Settings;
  /** Where uploads lie until their form is complete. */
  scratch: Scratch;
  /** Aborted when the server closes: whatever would go on by itself ends then. */
  closing: AbortSignal;
}>;
