import { copyFileSync, existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type BetterSQLite3Database, drizzle } from 'drizzle-orm/better-sqlite3';
import { migrate } from 'drizzle-orm/better-sqlite3/migrator';
import { CorridorError } from '../errors.ts';
import { type Database, openSqlite } from '../sqlite.ts';
import * as schema from './schema.ts';

/** The door to drizzle's connection. Queries are written with the operators that it hands on. */
export { and, desc, eq, isNotNull, isNull, ne, or, sql } from 'drizzle-orm';

export type Tables = BetterSQLite3Database<typeof schema>;
export type OpenDatabase = Readonly<{ file: Database; tables: Tables }>;

/** Beside the source in development and in the package alike: both `src/` and `dist/` lie one floor below the root. */
const migrations = fileURLToPath(new URL('../../src/catalogue/migrations', import.meta.url));

/**
 * Opens the catalogue and brings it to the present schema; a copy of an older one is kept beside it.
 * @throws CorridorError catalogue-unusable
 */
export function openDatabase(path: string): OpenDatabase {
  const file = openSqlite(path);
  const tables = drizzle(file, { schema, casing: 'snake_case' });
  try {
    bringUpToDate(file, tables, path);
  } catch (cause) {
    file.close();
    throw cause instanceof CorridorError ? cause : migrationFailed(cause);
  }
  return { file, tables };
}

/**
 * drizzle runs migrations inside a transaction, where switching foreign keys off does nothing: a rebuilt parent table
 * would silently delete its children. So they are switched off before, and checked after.
 */
function bringUpToDate(file: Database, tables: Tables, path: string): void {
  const applied = countApplied(file);
  const known = readdirSync(migrations).filter((name) => name.endsWith('.sql')).length;
  if (applied > known) throw tooNew();
  if (applied === known) return;
  if (applied > 0) keepCopy(file, path, applied);
  file.pragma('foreign_keys = OFF');
  migrate(tables, { migrationsFolder: migrations });
  const orphans = file.pragma('foreign_key_check') as unknown[];
  if (orphans.length > 0) throw migrationFailed(new Error(`${orphans.length} rows lost their parents`));
  file.pragma('foreign_keys = ON');
}

function countApplied(file: Database): number {
  const table = file
    .prepare("SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = '__drizzle_migrations'")
    .pluck()
    .get();
  return table === 0 ? 0 : Number(file.prepare('SELECT count(*) FROM __drizzle_migrations').pluck().get());
}

function keepCopy(file: Database, path: string, edition: number): void {
  const copy = `${path}.before-${edition}`;
  if (existsSync(copy)) return;
  file.pragma('wal_checkpoint(TRUNCATE)');
  copyFileSync(path, copy);
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
