import type { Recording } from '../show/recording.ts';
import { eq, sql, type Tables } from './database.ts';
import { episodes, recordings, showBumpers } from './schema.ts';

export type KeptRecordings = Readonly<{
  /** Keeps a recording; one that is known already stays as it was. */
  add(recording: Recording): void;
  find(sha256: string): Recording | undefined;
  /** Forgets a recording that no episode and no show uses; says whether it did. */
  forgetUnused(sha256: string): boolean;
}>;

export function keepRecordings(tables: Tables): KeptRecordings {
  const find = (sha256: string) =>
    tables.select().from(recordings).where(eq(recordings.sha256, sha256)).get();
  return {
    add: (recording) => void tables.insert(recordings).values(recording).onConflictDoNothing().run(),
    find,
    forgetUnused: (sha256) => {
      const used = sql`exists (select 1 from ${episodes} where ${episodes.recording} = ${sha256})
        or exists (select 1 from ${showBumpers} where ${showBumpers.recording} = ${sha256})`;
      const where = sql`${recordings.sha256} = ${sha256} and not (${used})`;
      return tables.delete(recordings).where(where).run().changes > 0;
    },
  };
}
