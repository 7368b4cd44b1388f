/**
 * The embedded queue: one table beside the catalogue's, so that what is owed and the job that carries it are saved in
 * one transaction. Several processes may work on one file. Each holds a job by a lease that it renews at a third of its
 * length; who does not renew loses the job to the next. Jobs of a process of this machine that has ended are taken at
 * once. Other processes' doings are seen by looking five times a second; one's own wake the lanes immediately.
 */
import type { Clock } from '../clock.ts';
import type { Problem } from '../errors.ts';
import type { Database } from '../sqlite.ts';
import { Lane } from './lane.ts';
import type { JobHandler, JobQueue, NewJob, PendingJob } from './queue.ts';
import { FIRST_WAIT } from './retry.ts';
import type { Desk } from './run.ts';
import { jobTable, layTable, type Row, type Table } from './table.ts';
import { hasEnded, thisWorker, type Worker } from './worker.ts';

export type SqliteQueueOptions = Readonly<{
  clock: Clock;
  /** How long a job is held without a sign of life, in seconds. Default 15. */
  lease?: number;
  /** Time between two looks at what other processes did, in seconds. Default 0.2. */
  poll?: number;
  /** From 0 to 1, spreads retries. Default `Math.random`. */
  random?: () => number;
  /** Seconds before the second attempt of a job; twice as many before each further one. Default 2. */
  firstWait?: number;
  /** Told when the file cannot be read or written while lanes run; once until it works again. */
  trouble?: (fault: unknown) => void;
}>;

/**
 * Opens the queue in a SQLite file and makes its table if need be. A lane that is handled keeps the process alive
 * until it is stopped; stop every lane before closing the file. A job that has finished, or failed for good, is gone:
 * its handler is the one to remember that. `add` within a transaction of the same connection counts from its commit.
 *
 * A name for `dedup` that is waiting already stays as it is. One that is running is remembered with the newer payload,
 * and runs once more, with all its attempts, after the present run.
 *
 *     const queue = sqliteQueue(openSqlite('episodes/catalogue.db'), { clock: systemClock });
 *     const stop = queue.handle('sound', async ({ payload, signal }) => master(payload, signal), { concurrency: 2 });
 *     queue.add({ lane: 'sound', subject: 'episode:7', payload: { render: 7 } });
 */
export function sqliteQueue(db: Database, options: SqliteQueueOptions): JobQueue {
  layTable(db);
  return new SqliteQueue(db, options);
}

class SqliteQueue implements JobQueue {
  readonly #db: Database;
  readonly #table: Table;
  readonly #desk: Desk;
  readonly #lease: number;
  readonly #poll: number;
  readonly #here: Worker = thisWorker();
  readonly #lanes = new Set<Lane>();
  #renewedAt = 0;
  #polling: NodeJS.Timeout | undefined;
  #woken: NodeJS.Immediate | undefined;
  #troubled = false;

  constructor(db: Database, options: SqliteQueueOptions) {
    const { clock, lease = 15, poll = 0.2, random = Math.random, firstWait = FIRST_WAIT, trouble } = options;
    this.#db = db;
    this.#table = jobTable(db);
    this.#lease = lease * 1000;
    this.#poll = poll * 1000;
    const tell = (fault: unknown): void => this.#tellOnce(fault, trouble ?? warn);
    this.#desk = { table: this.#table, clock, random, firstWait, trouble: tell };
  }

  add(job: NewJob): void {
    this.#table.add(job, this.#now());
    this.#wake();
  }

  handle(name: string, handler: JobHandler, { concurrency }: { concurrency: number }): () => Promise<void> {
    const lane = new Lane({
      handler,
      concurrency,
      desk: this.#desk,
      next: () => this.#claim(name),
      freed: () => this.#wake(),
    });
    this.#lanes.add(lane);
    this.#polling ??= setInterval(() => this.#look(), this.#poll);
    this.#wake();
    return () => this.#stop(lane);
  }

  pending(subject?: string): readonly PendingJob[] {
    const abandoned = this.#abandoned();
    return this.#table
      .unfinished(subject)
      .map((row) =>
        row.state === 'running' && abandoned(row) ? { ...pendingJob(row), abandoned: true } : pendingJob(row),
      );
  }

  hasten(subject: string): void {
    this.#table.hasten(subject, this.#now());
    this.#wake();
  }

  cancel(subject: string): void {
    this.#table.cancel(subject);
    this.#wake();
  }

  async #stop(lane: Lane): Promise<void> {
    await lane.stop();
    this.#lanes.delete(lane);
    if (this.#lanes.size > 0) return;
    clearInterval(this.#polling);
    clearImmediate(this.#woken);
    this.#polling = this.#woken = undefined;
  }

  /** After the present turn, when a transaction around this call is over, and once for many calls. */
  #wake(): void {
    if (this.#lanes.size === 0) return;
    this.#woken ??= setImmediate(() => {
      this.#woken = undefined;
      this.#look();
    });
  }

  #look(): void {
    // Within somebody's transaction nothing is certain yet, and what we wrote could be rolled back.
    if (!this.#db.open || this.#db.inTransaction) return;
    try {
      this.#renewLeases();
      this.#watchClaims();
      for (const lane of this.#lanes) lane.take();
      this.#troubled = false;
    } catch (fault) {
      this.#desk.trouble(fault);
    }
  }

  #claim(lane: string): ReturnType<Table['claim']> {
    const now = this.#now();
    return this.#table.claim({ lane, worker: this.#here, now, leaseUntil: now + this.#lease });
  }

  #renewLeases(): void {
    const now = this.#now();
    // The difference may be negative: a clock can be set back.
    if (Math.abs(now - this.#renewedAt) < this.#lease / 3) return;
    this.#renewedAt = now;
    const claims = this.#claims();
    if (claims.length > 0) this.#table.renew(claims, now + this.#lease);
  }

  #watchClaims(): void {
    const held = this.#table.held();
    const holding = new Set(
      held.flatMap(({ state, claim }) => (state === 'running' && claim ? [claim] : [])),
    );
    for (const lane of this.#lanes) lane.keep(holding);
    const abandoned = this.#abandoned();
    if (held.some(abandoned)) this.#recover(abandoned);
  }

  /** Reads again under the write lock, because the worker may have shown a sign of life meanwhile. */
  #recover(abandoned: (row: Row) => boolean): void {
    const recover = this.#db.transaction(() => {
      for (const row of this.#table.held().filter(abandoned)) this.#release(row);
    });
    recover.immediate();
  }

  /**
   * A job whose last attempt was cut short is delivered once more, with its signal fired, so that its handler can
   * write down the failure instead of the job vanishing. After that it is gone.
   */
  #release({ claim, state, attempt, max_attempts }: Row): void {
    if (claim === null) return;
    if (state === 'cancelled') this.#table.forget(claim);
    else if (attempt > max_attempts) this.#table.finish(claim, this.#now());
    else this.#table.orphan(claim, JSON.stringify(endedMidway));
  }

  /** Tells of rows that somebody holds whether that one is gone; never of one's own. */
  #abandoned(): (row: Row) => boolean {
    const own = new Set(this.#claims());
    return (row) => !own.has(row.claim ?? '') && this.#isAbandoned(row);
  }

  #isAbandoned({ lease_until, worker }: Row): boolean {
    if ((lease_until ?? 0) <= this.#now()) return true;
    return worker !== null && hasEnded(JSON.parse(worker) as Worker, this.#here);
  }

  #claims(): readonly string[] {
    return [...this.#lanes].flatMap((lane) => lane.claims);
  }

  #now(): number {
    return this.#desk.clock.now().getTime();
  }

  #tellOnce(fault: unknown, tell: (fault: unknown) => void): void {
    if (!this.#troubled) tell(fault);
    this.#troubled = true;
  }
}

const warn = (fault: unknown): void => process.emitWarning(fault instanceof Error ? fault : String(fault));

function pendingJob(row: Row): PendingJob {
  return {
    lane: row.lane,
    subject: row.subject,
    payload: JSON.parse(row.payload) as unknown,
    state: row.state === 'running' ? 'running' : 'waiting',
    attempt: row.attempt,
    dueAt: new Date(row.due_at),
    ...(row.progress !== null && { progress: JSON.parse(row.progress) as unknown }),
    ...(row.last_error !== null && { lastError: JSON.parse(row.last_error) as Problem }),
  };
}

const endedMidway: Problem = {
  code: 'unexpected',
  message: 'The program ended in the middle of this work.',
  hint: 'It is taken up again by itself.',
};
