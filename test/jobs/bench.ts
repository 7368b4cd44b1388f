import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import type { JobQueue, NewJob, RunningJob } from '../../src/jobs/queue.ts';
import { sqliteQueue } from '../../src/jobs/sqlite.ts';
import type { Worker } from '../../src/jobs/worker.ts';
import { type Database, openSqlite } from '../../src/sqlite.ts';

/** In seconds. */
export const LEASE = 15;

/** Moves only when it is told to. */
export class StillClock {
  #moment = Date.parse('2026-01-01T00:00:00Z');
  now = (): Date => new Date(this.#moment);
  advance(seconds: number): void {
    this.#moment += seconds * 1000;
  }
}

/** A queue with a still clock in a file of its own, fresh for every test. Retries wait their whole time. */
export function setUpFile() {
  let folder: string;
  let connections: Database[];
  let stops: (() => Promise<void>)[];
  let here: { db: Database; clock: StillClock; queue: JobQueue };

  const connect = (): Database => {
    const connection = openSqlite(join(folder, 'catalogue.db'));
    connections.push(connection);
    return connection;
  };
  const queueOn = (db: Database, clock: StillClock): JobQueue =>
    sqliteQueue(db, { clock, lease: LEASE, poll: 0.02, random: () => 1 });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'corridor-jobs-'));
    connections = [];
    stops = [];
    const [db, clock] = [connect(), new StillClock()];
    here = { db, clock, queue: queueOn(db, clock) };
  });

  afterEach(async () => {
    await Promise.all(stops.map((stop) => stop()));
    for (const connection of connections) connection.close();
    rmSync(folder, { recursive: true });
  });

  return {
    get db(): Database {
      return here.db;
    },
    get clock(): StillClock {
      return here.clock;
    },
    get queue(): JobQueue {
      return here.queue;
    },
    connect,
    another: (): JobQueue => queueOn(connect(), here.clock),
    add: (job: Partial<NewJob> = {}): void =>
      here.queue.add({ lane: 'sound', subject: 'episode:1', payload: null, ...job }),
    handle: (handler: (job: RunningJob) => Promise<void>, by = here.queue): void =>
      void stops.push(by.handle('sound', handler, { concurrency: 1 })),
    rows: (): unknown => here.db.prepare('SELECT count(*) FROM jobs').pluck().get(),
    leaseUntil: (): unknown => here.db.prepare('SELECT lease_until FROM jobs').pluck().get(),
    /** As if this worker had taken the only job and not been heard of since. */
    holdFor(worker: Worker, { attempt = 1 } = {}): void {
      const until = here.clock.now().getTime() + LEASE * 1000;
      here.db
        .prepare(
          `UPDATE jobs SET state = 'running', attempt = ?, claim = 'theirs', worker = ?, lease_until = ?`,
        )
        .run(attempt, JSON.stringify(worker), until);
    },
  };
}

/** A handler that goes on until its signal fires. */
export const untilFired = ({ signal }: RunningJob): Promise<void> =>
  new Promise((_, fail) => {
    signal.addEventListener('abort', () => fail(signal.reason));
    if (signal.aborted) fail(signal.reason);
  });
