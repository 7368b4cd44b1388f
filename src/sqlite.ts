import { existsSync, mkdirSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type Sqlite from 'better-sqlite3';
import { CorridorError } from './errors.ts';

type Driver = typeof Sqlite;

/**
 * Version 12 runs with Node 20, but built with the headers of Node 24.19 or newer it ends the process when a statement is
 * collected (nodejs/node#65446). Version 13 speaks Node-API, demands Node 22, and comes ready for all usual machines.
 */
async function loadDriver(): Promise<Driver> {
  const [major = 0] = process.versions.node.split('.').map(Number);
  if (major < 22) return import12();
  try {
    const { default: driver }: { default: Driver } = await import('better-sqlite3-node-api' as string);
    new driver(':memory:').close();
    return driver;
  } catch {
    return import12();
  }
}

const import12 = async (): Promise<Driver> => (await import('better-sqlite3')).default;

const driver = await loadDriver();

/** An open SQLite file. The catalogue and the embedded queue share one, so that both commit together. */
export type Database = Sqlite.Database;

/**
 * Opens a SQLite file for reading and writing, and makes it and its folder if need be.
 * Fails with `catalogue-unusable`, which tells what is in the way and what to do about it. `patience` is how long to
 * wait, in seconds, while another connection writes. A transaction that reads before it writes should be begun as
 * `immediate`: SQLite does not wait for others in the middle of one.
 *
 *     const db = openSqlite('episodes/catalogue.db');
 */
export function openSqlite(path: string, { patience = 5 } = {}): Database {
  try {
    if (path !== ':memory:') makeFolder(dirname(path));
    return prepared(new driver(path, { timeout: patience * 1000 }));
  } catch (fault) {
    throw catalogueUnusable(path, fault);
  }
}

function prepared(db: Database): Database {
  try {
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = NORMAL');
    db.pragma('foreign_keys = ON');
    proveWritable(db);
    return db;
  } catch (fault) {
    db.close();
    throw fault;
  }
}

/** Writes one page as it was: a read-only or full disk is better told at the start than in the first upload. */
function proveWritable(db: Database): void {
  const rewrite = db.transaction(() => {
    const version = db.pragma('user_version', { simple: true });
    db.pragma(`user_version = ${String(version)}`);
  });
  rewrite.immediate();
}

type Telling = readonly [what: string, now: string];

const TELLINGS: readonly (readonly [code: RegExp, (name: string) => Telling])[] = [
  [
    /^SQLITE_(NOTADB|CORRUPT|FORMAT)/,
    (name) => [
      `${name} is not a usable SQLite file: it is damaged, or another program wrote it.`,
      'Move it away and put the last backup in its place, or start with an empty catalogue.',
    ],
  ],
  [
    /^EISDIR/,
    (name) => [
      `A folder stands where the file ${name} should be.`,
      'Move the folder away, or name another place for the catalogue.',
    ],
  ],
  [
    /^(SQLITE_FULL|SQLITE_IOERR_SHMSIZE|ENOSPC|EDQUOT)/,
    (name) => [`The disk that holds ${name} is full.`, 'Make room on that disk, then start again.'],
  ],
  [
    /^(SQLITE_BUSY|SQLITE_LOCKED)/,
    (name) => [
      `Another program keeps ${name} locked.`,
      'Close the program that has the file open, e.g. a database browser or a backup, then start again.',
    ],
  ],
  [
    /^(EEXIST|ENOTDIR)/,
    (name) => [
      `A file stands where the folder of ${name} should be.`,
      'Move that file away, or name another place for the catalogue.',
    ],
  ],
  [
    /^(SQLITE_READONLY|SQLITE_CANTOPEN|SQLITE_PERM|SQLITE_AUTH|EACCES|EPERM|EROFS)/,
    (name) => [
      `${name} may not be opened for writing.`,
      'Give the user who runs Corridor the right to write the file and its folder, then start again.',
    ],
  ],
];

function catalogueUnusable(path: string, fault: unknown): CorridorError {
  const name = basename(path);
  const code = codeOf(path, fault);
  const telling = TELLINGS.find(([pattern]) => pattern.test(code))?.[1];
  const [what, now] = telling?.(name) ?? [
    `${name} cannot be opened${code && ` (${code})`}.`,
    'Run the command once more with --verbose to see the cause.',
  ];
  return new CorridorError('catalogue-unusable', what, now, fault);
}

/** SQLite says the same of a folder as of a missing right, so the folder is looked for. */
function codeOf(path: string, fault: unknown): string {
  if (existsSync(`${path}/.`)) return 'EISDIR';
  return fault instanceof Error && 'code' in fault ? String(fault.code) : '';
}

/** Folder by folder: Node's own way of making them all never ends below /proc, where nothing can be made. */
function makeFolder(path: string): void {
  if (isFolder(path)) return;
  makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (fault) {
    if (!isFolder(path)) throw fault;
  }
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
