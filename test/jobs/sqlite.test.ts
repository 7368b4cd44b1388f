import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { sqliteQueue } from '../../src/jobs/sqlite.ts';
import { type Database, openSqlite } from '../../src/sqlite.ts';
import { jobQueueContract } from '../contracts/job-queue.ts';
import { until } from '../waiting.ts';
import { setUpFile } from './bench.ts';

jobQueueContract('SQLite', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'corridor-jobs-'));
  const connections: Database[] = [];
  return {
    queue() {
      const db = openSqlite(join(folder, 'catalogue.db'));
      connections.push(db);
      return sqliteQueue(db, { clock: systemClock });
    },
    async close() {
      for (const connection of connections) connection.close();
      rmSync(folder, { recursive: true });
    },
  };
});

describe('the embedded queue', () => {
  const file = setUpFile();
  const { add, handle, rows } = file;

  test('takes part in a transaction of its connection', async () => {
    const seen: unknown[] = [];
    const other = file.another();
    handle(async ({ payload }) => void seen.push(payload));
    handle(async ({ payload }) => void seen.push(payload), other);
    const save = file.db.transaction((fault?: Error) => {
      add({ payload: fault ? 'rolled back' : 'committed' });
      expect(other.pending()).toEqual([]);
      if (fault) throw fault;
    });
    expect(() => save(new Error('no'))).toThrow('no');
    expect(file.queue.pending()).toEqual([]);
    save();
    await until(() => rows() === 0);
    expect(seen).toEqual(['committed']);
  });

  test('takes no job of a transaction that is still open on its connection', async () => {
    const seen: unknown[] = [];
    handle(async ({ payload }) => void seen.push(payload));
    file.db.exec('BEGIN');
    add({ payload: 'uncertain' });
    for (let n = 0; n < 5; n += 1) await turn();
    file.db.exec('ROLLBACK');
    add({ payload: 'certain' });
    await until(() => rows() === 0);
    expect(seen).toEqual(['certain']);
  });

  test('runs a failed job again when it is due, not before', async () => {
    const failedAt: number[] = [];
    const start = file.clock.now().getTime();
    handle(async () => {
      failedAt.push((file.clock.now().getTime() - start) / 1000);
      throw new Error('not yet');
    });
    add({ maxAttempts: 4 });
    for (let seconds = 0; seconds <= 14; seconds += 1) {
      const due = file.queue.pending().some(({ dueAt }) => dueAt <= file.clock.now());
      const runs = failedAt.length + (due ? 1 : 0);
      const isQuiet = (): boolean => file.queue.pending().every(({ state }) => state === 'waiting');
      await until(() => failedAt.length === runs && isQuiet());
      file.clock.advance(1);
    }
    expect(failedAt).toEqual([0, 2, 6, 14]);
    expect(rows()).toBe(0);
  });

  test('finds its table again, unless that is of another version', () => {
    add();
    sqliteQueue(file.db, { clock: file.clock });
    expect(rows()).toBe(1);
    file.db.exec('UPDATE jobs_version SET version = 0; ALTER TABLE jobs DROP COLUMN last_error');
    sqliteQueue(file.db, { clock: file.clock }).add({ lane: 'sound', subject: 'new', payload: null });
    expect(file.another().pending()).toMatchObject([{ subject: 'new' }]);
  });

  test('tells once that its file cannot be written, and goes on when it can', async () => {
    const told: unknown[] = [];
    const db = file.connect();
    const queue = sqliteQueue(db, { clock: file.clock, poll: 0.02, trouble: (fault) => told.push(fault) });
    handle(async () => undefined, queue);
    db.pragma('query_only = ON');
    add();
    await until(() => told.length > 0);
    db.pragma('query_only = OFF');
    await until(() => rows() === 0);
    expect(told).toHaveLength(1);
  });
});
