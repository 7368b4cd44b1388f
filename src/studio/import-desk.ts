import type { Downloads } from './downloading.ts';
import type { House } from './house.ts';

/** What everybody needs who takes a part of somebody's podcast over. */
export type Importing = Readonly<{
  house: House;
  downloads: Downloads;
  /** Takes down what was odd. */
  note: (place: string, says: string) => void;
  signal: AbortSignal | undefined;
}>;
