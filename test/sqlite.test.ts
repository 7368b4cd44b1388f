import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CorridorError } from '../src/errors.ts';
import { openSqlite } from '../src/sqlite.ts';

/** Root has every right, so it becomes somebody else for a moment. */
const isRoot = process.getuid?.() === 0;
const NOBODY = 65534;

describe('opening a SQLite file', () => {
  let folder: string;
  let file: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'corridor-sqlite-'));
    file = join(folder, 'catalogue.db');
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  const refusal = (path = file, patience = 5): CorridorError => {
    try {
      openSqlite(path, { patience }).close();
    } catch (fault) {
      if (fault instanceof CorridorError) return fault;
      throw fault;
    }
    throw new Error('It opened.');
  };

  test('makes the file and its folder, with the settings of the house', () => {
    const db = openSqlite(join(folder, 'a', 'b', 'catalogue.db'));
    const told = (name: string): unknown => db.pragma(name, { simple: true });
    expect(['journal_mode', 'synchronous', 'busy_timeout', 'foreign_keys'].map(told)).toEqual([
      'wal',
      1,
      5000,
      1,
    ]);
    db.close();
    expect(existsSync(join(folder, 'a', 'b', 'catalogue.db'))).toBe(true);
  });

  test('leaves the version of the file as it was', () => {
    const db = openSqlite(file);
    db.pragma('user_version = 7');
    openSqlite(file).close();
    expect(db.pragma('user_version', { simple: true })).toBe(7);
    db.close();
  });

  test('tells of a file that is no database', () => {
    writeFileSync(file, 'Dear diary, '.repeat(500));
    expect(refusal()).toMatchObject({
      code: 'catalogue-unusable',
      message: 'catalogue.db is not a usable SQLite file: it is damaged, or another program wrote it.',
    });
  });

  test('tells of a folder in its place', () => {
    mkdirSync(file);
    expect(refusal().message).toBe('A folder stands where the file catalogue.db should be.');
  });

  test('tells of a file in the place of its folder', () => {
    writeFileSync(file, '');
    expect(refusal(join(file, 'catalogue.db')).message).toBe(
      'A file stands where the folder of catalogue.db should be.',
    );
  });

  test('tells of a missing right', () => {
    chmodSync(folder, 0o555);
    if (isRoot) process.seteuid?.(NOBODY);
    try {
      expect(refusal().message).toBe('catalogue.db may not be opened for writing.');
    } finally {
      if (isRoot) process.seteuid?.(0);
      chmodSync(folder, 0o700);
    }
  });

  test.skipIf(!existsSync('/dev/full'))('tells of a full disk', () => {
    expect(refusal('/dev/full').message).toBe('The disk that holds full is full.');
  });

  test('tells of a file that another program keeps locked', () => {
    const db = openSqlite(file);
    db.exec('BEGIN EXCLUSIVE');
    expect(refusal(file, 0.01).message).toBe('Another program keeps catalogue.db locked.');
    db.close();
  });

  test('never names the place on the disk in what it shows', () => {
    mkdirSync(file);
    const { message, hint } = refusal();
    expect(message + hint).not.toContain(folder);
  });
});
