import { fileURLToPath } from 'node:url';
import { type BetterSQLite3Database, drizzle } from 'drizzle-orm/better-sqlite3';
import { type Database, openSqlite } from '../sqlite.ts';
import { bringUpToDate } from './migration.ts';
import * as schema from './schema.ts';

/** The door to drizzle's connection. Queries are written with the operators that it hands on. */
export {
  and,
  count,
  desc,
  eq,
  getTableColumns,
  gt,
  inArray,
  isNotNull,
  isNull,
  lt,
  lte,
  ne,
  or,
  sql,
} from 'drizzle-orm';

export type Tables = BetterSQLite3Database<typeof schema>;
export type OpenDatabase = Readonly<{ file: Database; tables: Tables }>;

/** Beside the source in development and in the package alike: both `src/` and `dist/` lie one floor below the root. */
const ownMigrations = fileURLToPath(new URL('../../src/catalogue/migrations', import.meta.url));

/**
 * Opens the catalogue and brings it to the present schema; a copy of an older one is kept beside it.
 * @throws CorridorError catalogue-unusable
 */
export function openDatabase(path: string, migrations = ownMigrations): OpenDatabase {
  const file = openPatiently(path);
  try {
    bringUpToDate(file, path, migrations);
  } catch (thrown) {
    file.close();
    throw thrown;
  }
  return { file, tables: drizzle(file, { schema, casing: 'snake_case' }) };
}

/** As long as openSqlite waits for others, milliseconds. */
const PATIENCE = 5_000;

/**
 * SQLite waits for others that write, but not for one that is just giving the same fresh file its write-ahead log:
 * then it refuses at once, and is asked again.
 */
function openPatiently(path: string): Database {
  const deadline = performance.now() + PATIENCE;
  for (;;) {
    try {
      return openSqlite(path);
    } catch (thrown) {
      if (!isBusy(thrown) || performance.now() > deadline) throw thrown;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}

function isBusy(thrown: unknown): boolean {
  const cause = thrown instanceof Error ? thrown.cause : undefined;
  return cause instanceof Error && 'code' in cause && String(cause.code).startsWith('SQLITE_BUSY');
}
