import { existsSync, renameSync, rmSync } from 'node:fs';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { CorridorError } from '../errors.ts';
import type { Database } from '../sqlite.ts';

/**
 * Brings a catalogue to the present schema: all steps that are missing or none, in one transaction that is begun with
 * the write lock, so that of two processes which open it at once the second finds the work done. drizzle's own
 * migrator takes the lock too late for that. The table that tells what was applied is drizzle's.
 */
export function bringUpToDate(file: Database, path: string, folder: string): void {
  try {
    apply(file, path, folder);
  } catch (cause) {
    throw cause instanceof CorridorError ? cause : migrationFailed(cause);
  }
}

function apply(file: Database, path: string, folder: string): void {
  const known = readMigrationFiles({ migrationsFolder: folder });
  const applied = countApplied(file);
  if (applied > known.length) throw tooNew();
  if (applied === known.length) return;
  if (applied > 0) keepCopy(file, `${path}.before-${applied}`);
  // Inside a transaction the pragma does nothing, and a parent table that is rebuilt would take its children along.
  file.pragma('foreign_keys = OFF');
  file.transaction(() => applyMissing(file, known)).immediate();
  file.pragma('foreign_keys = ON');
}

type Migration = ReturnType<typeof readMigrationFiles>[number];

function applyMissing(file: Database, known: readonly Migration[]): void {
  file.exec(TABLE);
  const applied = countApplied(file);
  if (applied > known.length) throw tooNew();
  const note = file.prepare('INSERT INTO __drizzle_migrations (hash, created_at) VALUES (?, ?)');
  for (const { sql, hash, folderMillis } of known.slice(applied)) {
    for (const statement of sql) file.exec(statement);
    note.run(hash, folderMillis);
  }
  const orphans = file.pragma('foreign_key_check') as unknown[];
  if (orphans.length > 0) throw new Error(`${orphans.length} rows lost their parents`);
}

/** As drizzle makes it. */
const TABLE =
  'CREATE TABLE IF NOT EXISTS __drizzle_migrations (id SERIAL PRIMARY KEY, hash text NOT NULL, created_at numeric)';

function countApplied(file: Database): number {
  const table = file
    .prepare("SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = '__drizzle_migrations'")
    .pluck()
    .get();
  return table === 0 ? 0 : Number(file.prepare('SELECT count(*) FROM __drizzle_migrations').pluck().get());
}

/** A whole copy under its name or none, and with what still stands in the write-ahead log. */
function keepCopy(file: Database, copy: string): void {
  if (existsSync(copy)) return;
  const unfinished = `${copy}.${process.pid}`;
  rmSync(unfinished, { force: true });
  file.prepare('VACUUM INTO ?').run(unfinished);
  renameSync(unfinished, copy);
}

const tooNew = (): CorridorError =>
  new CorridorError(
    'catalogue-unusable',
    'The catalogue was written by a newer Corridor.',
    'Update Corridor, or restore the copy of the catalogue that the update kept beside it.',
  );

const migrationFailed = (cause: unknown): CorridorError =>
  new CorridorError(
    'catalogue-unusable',
    'The catalogue could not be brought to the present version; it was left as it is.',
    'Start the previous version of Corridor, or restore the copy kept beside the catalogue, and report this.',
    cause,
  );
