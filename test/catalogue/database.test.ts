import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDatabase } from '../../src/catalogue/database.ts';
import { openRows } from './rows.ts';

const present = fileURLToPath(new URL('../../src/catalogue/migrations', import.meta.url));
type Journal = {
  entries: { idx: number; version: string; when: number; tag: string; breakpoints: boolean }[];
};
const editions = (JSON.parse(readFileSync(join(present, 'meta/_journal.json'), 'utf8')) as Journal).entries
  .length;

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'corridor-catalogue-'));
  path = join(folder, 'catalogue.db');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The present migrations and one more. */
function further(sql: string): string {
  const migrations = join(folder, 'migrations');
  cpSync(present, migrations, { recursive: true });
  const file = join(migrations, 'meta/_journal.json');
  const journal = JSON.parse(readFileSync(file, 'utf8')) as Journal;
  const last = journal.entries.at(-1)?.when ?? 0;
  const entry = { idx: editions, version: '6', when: last + 1000, tag: '9999_further', breakpoints: true };
  writeFileSync(file, JSON.stringify({ ...journal, entries: [...journal.entries, entry] }));
  writeFileSync(join(migrations, '9999_further.sql'), sql);
  return migrations;
}

function fill(): void {
  const { catalogue, add } = openRows(path);
  add(1);
  add(2);
  catalogue.close();
}

/** How many rows a table has, as another connection sees it. */
function count(table: string, of = path, migrations?: string): unknown {
  const { file } = openDatabase(of, migrations);
  try {
    return file.prepare(`SELECT count(*) FROM ${table}`).pluck().get();
  } finally {
    file.close();
  }
}

const rebuildRecordings = [
  'PRAGMA foreign_keys=OFF;',
  'CREATE TABLE `__new_recordings` (`sha256` text PRIMARY KEY NOT NULL, `key` text NOT NULL, `bytes` integer NOT NULL, `name` text NOT NULL, `received_at` integer NOT NULL, `seconds` real);',
  'INSERT INTO `__new_recordings` SELECT `sha256`, `key`, `bytes`, `name`, `received_at`, NULL FROM `recordings`;',
  'DROP TABLE `recordings`;',
  'ALTER TABLE `__new_recordings` RENAME TO `recordings`;',
  'PRAGMA foreign_keys=ON;',
].join('--> statement-breakpoint\n');

describe('opening', () => {
  test('twice finds what was written the first time', () => {
    fill();
    expect(count('episodes')).toBe(2);
    expect(existsSync(`${path}.before-${editions}`)).toBe(false);
  });

  test('guards foreign keys from the first moment on', () => {
    const { file } = openDatabase(path);
    expect(file.pragma('foreign_keys', { simple: true })).toBe(1);
    file.close();
  });

  test('leaves a catalogue of a newer Corridor alone and says so', () => {
    fill();
    const newer = further('CREATE TABLE guests (name text);');
    expect(count('guests', path, newer)).toBe(0);
    expect(() => openDatabase(path)).toThrow(
      expect.objectContaining({
        code: 'catalogue-unusable',
        message: expect.stringContaining('newer Corridor'),
      }),
    );
    expect(count('episodes', path, newer)).toBe(2);
  });
});

describe('a further migration', () => {
  test('that rebuilds a parent table keeps all children', () => {
    fill();
    const migrations = further(rebuildRecordings);
    const { file } = openDatabase(path, migrations);
    expect(file.prepare('SELECT count(*) FROM episodes').pluck().get()).toBe(2);
    expect(file.prepare('SELECT seconds FROM recordings').pluck().all()).toEqual([null]);
    expect(file.pragma('foreign_keys', { simple: true })).toBe(1);
    expect(() => file.exec('DELETE FROM recordings')).toThrow(/FOREIGN KEY/);
    file.close();
  });

  test('runs once', () => {
    const migrations = further('CREATE TABLE guests (name text);');
    openDatabase(path, migrations).file.close();
    expect(count('guests', path, migrations)).toBe(0);
  });

  test.each([
    [
      'stops in the middle',
      'CREATE TABLE guests (name text);--> statement-breakpoint\nALTER TABLE nobody ADD x;',
    ],
    [
      'takes parents from their children',
      'CREATE TABLE guests (name text);--> statement-breakpoint\nDELETE FROM recordings;',
    ],
  ])('that %s is undone as a whole', (_, sql) => {
    fill();
    expect(() => openDatabase(path, further(sql))).toThrow(
      expect.objectContaining({
        code: 'catalogue-unusable',
        message: expect.stringContaining('left as it is'),
      }),
    );
    expect(count('recordings')).toBe(1);
    expect(count("sqlite_master WHERE name = 'guests'")).toBe(0);
  });
});

describe('the copy beside', () => {
  const copy = () => `${path}.before-${editions}`;

  test('is the catalogue as it was, and opens in the version before', () => {
    fill();
    openDatabase(path, further('DROP TABLE deliveries;')).file.close();
    expect(count('episodes', copy())).toBe(2);
    expect(count('deliveries', copy())).toBe(0);
  });

  test('holds what another process has written but not yet folded into the file', () => {
    const { catalogue, add } = openRows(path);
    const reader = openDatabase(path).file;
    reader.exec('BEGIN; SELECT count(*) FROM episodes;');
    reader.prepare('SELECT count(*) FROM episodes').get();
    add(1);
    openDatabase(path, further('CREATE TABLE guests (name text);')).file.close();
    expect(count('episodes', copy())).toBe(1);
    reader.close();
    catalogue.close();
  });

  test('is kept when the migration fails, and never overwritten', () => {
    fill();
    expect(() => openDatabase(path, further('nonsense;'))).toThrow();
    const first = readFileSync(copy());
    rmSync(join(folder, 'migrations'), { recursive: true });
    const { catalogue, add } = openRows(path.replace('.db', '-2.db'));
    add(3);
    catalogue.close();
    openDatabase(path, further('CREATE TABLE guests (name text);')).file.close();
    expect(readFileSync(copy()).equals(first)).toBe(true);
  });
});
