/**
 * The queue's table and every sentence of SQL about it. A row is an unfinished job; a finished one is deleted, so the
 * table never grows. The catalogue knows what is owed and can fill the table anew, therefore a table of another
 * version is dropped rather than migrated.
 *
 *     waiting --claim--> running --finish--> (deleted)
 *        ^                  |  |
 *        +-- retry, return -+  +--cancel--> cancelled --handler has returned, or lease over--> (deleted)
 *
 * A cancelled row stays while its handler is still busy, because it still holds its group.
 */
import { randomUUID } from 'node:crypto';
import type { Database } from '../sqlite.ts';
import type { NewJob } from './queue.ts';
import type { Worker } from './worker.ts';

const VERSION = 1;

/** Moments are milliseconds since 1970, payload, worker and progress are JSON. */
export type Row = Readonly<{
  id: number;
  lane: string;
  subject: string;
  payload: string;
  dedup: string | null;
  job_group: string | null;
  priority: number;
  state: 'waiting' | 'running' | 'cancelled';
  due_at: number;
  attempt: number;
  max_attempts: number;
  /** One run of the job; whoever holds this name may write its end. */
  claim: string | null;
  worker: string | null;
  lease_until: number | null;
  progress: string | null;
  last_error: string | null;
  /** Added once more under its dedup name while it was running: owed one more run afterwards. */
  again: 0 | 1;
}>;

export type Claimed = Row & Readonly<{ claim: string }>;

const TABLE = `
  CREATE TABLE jobs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    lane TEXT NOT NULL,
    subject TEXT NOT NULL,
    payload TEXT NOT NULL,
    dedup TEXT,
    job_group TEXT,
    priority REAL NOT NULL,
    state TEXT NOT NULL DEFAULT 'waiting',
    due_at INTEGER NOT NULL,
    attempt INTEGER NOT NULL DEFAULT 0,
    max_attempts INTEGER NOT NULL,
    claim TEXT,
    worker TEXT,
    lease_until INTEGER,
    progress TEXT,
    last_error TEXT,
    again INTEGER NOT NULL DEFAULT 0
  );
  CREATE UNIQUE INDEX jobs_dedup ON jobs (dedup) WHERE dedup IS NOT NULL;
  CREATE INDEX jobs_next ON jobs (lane, priority DESC, id) WHERE state = 'waiting';
  CREATE UNIQUE INDEX jobs_claim ON jobs (claim) WHERE claim IS NOT NULL;
  CREATE INDEX jobs_held ON jobs (job_group) WHERE state <> 'waiting';
  CREATE INDEX jobs_subject ON jobs (subject);`;

/** Makes the table; a table of another version gives way. Safe when two processes start together. */
export function layTable(db: Database): void {
  const lay = db.transaction(() => {
    db.exec('CREATE TABLE IF NOT EXISTS jobs_version (version INTEGER NOT NULL)');
    if (db.prepare('SELECT version FROM jobs_version').pluck().get() === VERSION) return;
    db.exec(`DROP TABLE IF EXISTS jobs; ${TABLE} DELETE FROM jobs_version;`);
    db.prepare('INSERT INTO jobs_version VALUES (?)').run(VERSION);
  });
  lay.immediate();
}

export type Table = ReturnType<typeof jobTable>;

export function jobTable(db: Database) {
  return { ...asking(db), ...adding(db), ...claiming(db), ...ending(db) };
}

function asking(db: Database) {
  const unfinished = `SELECT * FROM jobs WHERE state IN ('waiting', 'running')`;
  const all = db.prepare<[], Row>(`${unfinished} ORDER BY id`);
  const some = db.prepare<[string], Row>(`${unfinished} AND subject = ? ORDER BY id`);
  const held = db.prepare<[], Row>(`SELECT * FROM jobs WHERE state <> 'waiting'`);
  return {
    unfinished: (subject?: string): readonly Row[] => (subject === undefined ? all.all() : some.all(subject)),
    held: (): readonly Row[] => held.all(),
  };
}

function adding(db: Database) {
  const add = db.prepare<Record<string, unknown>>(`
    INSERT INTO jobs (lane, subject, payload, dedup, job_group, priority, due_at, max_attempts)
    VALUES (@lane, @subject, @payload, @dedup, @group, @priority, @dueAt, @maxAttempts)
    ON CONFLICT (dedup) WHERE dedup IS NOT NULL
    DO UPDATE SET again = 1, payload = excluded.payload WHERE state = 'running' AND @unchanging = 0`);
  const hasten = db.prepare<[number, string]>(
    `UPDATE jobs SET due_at = ? WHERE subject = ? AND state = 'waiting'`,
  );
  const remove = db.prepare<[string]>(`DELETE FROM jobs WHERE subject = ? AND state = 'waiting'`);
  const cancel = db.prepare<[string]>(
    `UPDATE jobs SET state = 'cancelled', dedup = NULL, again = 0 WHERE subject = ? AND state = 'running'`,
  );
  return {
    add(job: NewJob, now: number): void {
      const { lane, subject, dedup = null, group = null, priority = 0, maxAttempts = 5 } = job;
      const unchanging = job.unchanging ? 1 : 0;
      const payload = JSON.stringify(job.payload ?? null);
      const dueAt = job.dueAt?.getTime() ?? now;
      add.run({ lane, subject, payload, dedup, group, priority, dueAt, maxAttempts, unchanging });
    },
    hasten: (subject: string, now: number): void => void hasten.run(now, subject),
    cancel: db.transaction((subject: string): void => {
      remove.run(subject);
      cancel.run(subject);
    }),
  };
}

type Taking = Readonly<{ lane: string; worker: Worker; now: number; leaseUntil: number }>;

function claiming(db: Database) {
  const candidate = `
    SELECT id FROM jobs AS next
    WHERE lane = @lane AND state = 'waiting' AND due_at <= @now
      AND (job_group IS NULL OR NOT EXISTS
        (SELECT 1 FROM jobs AS busy WHERE busy.job_group = next.job_group AND busy.state <> 'waiting'))
    ORDER BY priority DESC, id LIMIT 1`;
  const look = db.prepare<Record<string, unknown>>(candidate);
  const claim = db.prepare<Record<string, unknown>, Claimed>(`
    UPDATE jobs SET state = 'running', attempt = attempt + 1, again = 0, claim = @claim,
      worker = @worker, lease_until = @leaseUntil, progress = NULL
    WHERE id = (${candidate}) RETURNING *`);
  const renew = db.prepare<[number, string]>(
    'UPDATE jobs SET lease_until = ? WHERE claim IN (SELECT value FROM json_each(?))',
  );
  const progress = db.prepare<[string, string]>(
    `UPDATE jobs SET progress = ? WHERE claim = ? AND state = 'running'`,
  );
  return {
    /** Looks before it claims: the look takes no write lock, and mostly there is nothing. */
    claim({ lane, worker, now, leaseUntil }: Taking): Claimed | undefined {
      if (look.get({ lane, now }) === undefined) return undefined;
      return claim.get({ lane, now, leaseUntil, claim: randomUUID(), worker: JSON.stringify(worker) });
    },
    renew: (claims: readonly string[], until: number): void => void renew.run(until, JSON.stringify(claims)),
    progress: (claim: string, value: unknown): void =>
      void progress.run(JSON.stringify(value ?? null), claim),
  };
}

const RELEASED = `state = 'waiting', claim = NULL, worker = NULL, lease_until = NULL, again = 0`;

/** Every sentence names the claim it ends: whoever lost that claim changes nothing. */
function ending(db: Database) {
  const mine = `claim = ? AND state = 'running'`;
  const renewed = `UPDATE jobs SET ${RELEASED}, attempt = 0, progress = NULL, last_error = NULL, due_at = ?`;
  const afresh = db.prepare<[number, string]>(`${renewed} WHERE ${mine} AND again = 1`);
  const finish = db.prepare<[string]>(`DELETE FROM jobs WHERE ${mine}`);
  const retry = db.prepare<[number, string, string]>(
    `UPDATE jobs SET ${RELEASED}, due_at = ?, last_error = ? WHERE ${mine}`,
  );
  const giveBack = db.prepare<[string]>(`UPDATE jobs SET ${RELEASED}, attempt = attempt - 1 WHERE ${mine}`);
  const orphan = db.prepare<[string, string]>(`UPDATE jobs SET ${RELEASED}, last_error = ? WHERE ${mine}`);
  const forget = db.prepare<[string]>(`DELETE FROM jobs WHERE claim = ? AND state = 'cancelled'`);
  const startedAfresh = (claim: string, now: number): boolean => afresh.run(now, claim).changes > 0;
  return {
    /** Done, or failed for good. */
    finish: db.transaction((claim: string, now: number): void => {
      if (!startedAfresh(claim, now)) finish.run(claim);
    }),
    retry: db.transaction((claim: string, { now, dueAt, error }: Retry): void => {
      if (!startedAfresh(claim, now)) retry.run(dueAt, error, claim);
    }),
    giveBack: (claim: string): void => void giveBack.run(claim),
    /** Its worker is gone: waiting once more, and the attempt is used up. */
    orphan: (claim: string, error: string): void => void orphan.run(error, claim),
    /** Ends a cancelled job. */
    forget: (claim: string): void => void forget.run(claim),
  };
}

type Retry = Readonly<{ now: number; dueAt: number; error: string }>;
