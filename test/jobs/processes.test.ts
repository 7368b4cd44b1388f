import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import type { JobQueue } from '../../src/jobs/queue.ts';
import { sqliteQueue } from '../../src/jobs/sqlite.ts';
import { type Database, openSqlite } from '../../src/sqlite.ts';
import { until } from '../waiting.ts';

const PROGRAM = fileURLToPath(new URL('./fixtures/worker.ts', import.meta.url));

describe('workers in processes of their own', () => {
  let folder: string;
  let file: string;
  let db: Database;
  let queue: JobQueue;
  let children: ChildProcess[];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'corridor-workers-'));
    file = join(folder, 'catalogue.db');
    db = openSqlite(file);
    queue = sqliteQueue(db, { clock: systemClock, lease: 3600 });
    children = [];
  });

  afterEach(() => {
    for (const child of children) child.kill('SIGKILL');
    db.close();
    rmSync(folder, { recursive: true });
  });

  const start = async (manner: 'hang' | 'drain') => {
    const child = spawn(process.execPath, ['--import', 'tsx', PROGRAM, file, manner], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    children.push(child);
    let told = '';
    child.stdout.on('data', (chunk: Buffer) => {
      told += chunk.toString();
    });
    await until(() => told.includes('ready\n'), { timeout: 20_000 });
    return { child, taken: (): readonly string[] => told.split('\n').filter((line) => /^\d+$/.test(line)) };
  };

  test('a job of a killed process is taken at once, long before its lease is over', async () => {
    queue.add({ lane: 'sound', subject: 'episode:1', payload: 1 });
    const { child, taken } = await start('hang');
    await until(() => taken().length === 1);
    const seen: unknown[] = [];
    const stop = queue.handle('sound', async ({ payload, attempt }) => void seen.push([payload, attempt]), {
      concurrency: 1,
    });
    queue.add({ lane: 'sound', subject: 'episode:2', payload: 2 });
    await until(() => queue.pending('episode:2').length === 0);
    expect(queue.pending()).toMatchObject([{ subject: 'episode:1', state: 'running' }]);

    expect(queue.pending()[0]).not.toHaveProperty('abandoned');

    child.kill('SIGKILL');
    await until(() => queue.pending().length === 0, { timeout: 5000 });
    expect(seen).toEqual([
      [2, 1],
      [1, 2],
    ]);
    await stop();
  });

  test('two drain five hundred jobs, each exactly once', async () => {
    const workers = await Promise.all([start('drain'), start('drain')]);
    for (let n = 0; n < 500; n += 1) queue.add({ lane: 'sound', subject: `episode:${n}`, payload: n });
    const ended = Promise.all(workers.map(({ child }) => once(child, 'close')));
    for (const { child } of workers) child.stdin.end();
    await ended;
    const taken = workers.map((worker) => worker.taken().map(Number));
    expect(taken.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: 500 }, (_, n) => n));
    expect(Math.min(...taken.map(({ length }) => length))).toBeGreaterThan(0);
  });
});
