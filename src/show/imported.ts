import type { Episode, Master } from './episode.ts';
import { fingerprint } from './fingerprint.ts';

/** What is remarked of a master that was taken over from another host, byte for byte. */
export const IMPORTED = 'Imported as it was: its sound was not mastered here.';

type Heard = Readonly<{ recording: string; recipe?: Episode['recipe'] | null }>;

/**
 * Whether a master is the recording itself, as another host had it. Its sound stays, whatever is said of the episode, until
 * it gets a recipe of its own or another recording.
 */
export const isImported = ({ recording, recipe }: Heard, master: Master | null | undefined): boolean =>
  !recipe && master?.enclosure.sha256 === recording;

/** The name under which the catalogue knows that the file of such a master is there. */
export const importedFingerprint = (sha256: string): string => fingerprint({ imported: sha256 });
