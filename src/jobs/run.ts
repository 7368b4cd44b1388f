import type { Clock } from '../clock.ts';
import { CorridorError, failures, problemOf, worthRetrying } from '../errors.ts';
import { Progress } from './progress.ts';
import { ended, type JobHandler, type RunningJob } from './queue.ts';
import { retryDelay } from './retry.ts';
import type { Claimed, Table } from './table.ts';

export type Desk = Readonly<{
  table: Table;
  clock: Clock;
  /** From 0 to 1. */
  random: () => number;
  /** Seconds before a second attempt. */
  firstWait: number;
  trouble: (fault: unknown) => void;
}>;

/** One run of one job, from its claim to what is written about its end. */
export class Run {
  readonly claim: string;
  readonly ended: Promise<void>;
  readonly #row: Claimed;
  readonly #desk: Desk;
  readonly #progress: Progress;
  readonly #interruption = new AbortController();
  #stopped = false;

  constructor(row: Claimed, handler: JobHandler, desk: Desk) {
    this.claim = row.claim;
    this.#row = row;
    this.#desk = desk;
    this.#progress = new Progress((value) => this.#write(() => desk.table.progress(row.claim, value)));
    if (row.attempt > row.max_attempts) this.#interruption.abort(diedTooOften(row));
    this.ended = this.#work(handler);
  }

  /** The lane stops: the job goes back as it was, unless its handler finishes all the same. */
  stop(): void {
    this.#stopped = true;
    this.#interruption.abort(interrupted('The studio is shutting down.', 'It goes on after the next start.'));
  }

  /** The job was cancelled, or somebody else has it by now. */
  lose(): void {
    this.#interruption.abort(interrupted('The work was taken back.', 'Nothing needs to be done.'));
  }

  async #work(handler: JobHandler): Promise<void> {
    // A handler's first lines may already stop its lane, which must know of this run by then.
    await Promise.resolve();
    try {
      await handler(this.#job());
      this.#close(() => this.#desk.table.finish(this.claim, this.#now()));
    } catch (fault) {
      this.#close(() => this.#fail(fault));
    }
  }

  #job(): RunningJob {
    const { payload, subject, attempt, max_attempts } = this.#row;
    return {
      payload: JSON.parse(payload) as unknown,
      subject,
      attempt,
      lastAttempt: attempt >= max_attempts,
      signal: this.#interruption.signal,
      progress: (value) => this.#progress.tell(value),
    };
  }

  #fail(fault: unknown): void {
    const { attempt, max_attempts } = this.#row;
    failures.publish(fault);
    if (this.#stopped) this.#desk.table.giveBack(this.claim);
    else if (attempt >= max_attempts || !worthRetrying(fault))
      this.#desk.table.finish(this.claim, this.#now());
    else this.#retry(JSON.stringify(problemOf(fault)));
  }

  #retry(error: string): void {
    const now = this.#now();
    const { random, firstWait } = this.#desk;
    const wait = retryDelay({ attempt: this.#row.attempt, jitter: random(), first: firstWait });
    this.#desk.table.retry(this.claim, { now, dueAt: now + Math.round(1000 * wait), error });
  }

  #close(write: () => void): void {
    this.#progress.end();
    this.#write(write);
    this.#write(() => this.#desk.table.forget(this.claim));
    ended.publish(this.#row.subject);
  }

  /** A write that fails (full disk) must not end the process: unwritten, the lease runs out and the job runs again. */
  #write(sentence: () => void): void {
    try {
      sentence();
    } catch (fault) {
      this.#desk.trouble(fault);
    }
  }

  #now(): number {
    return this.#desk.clock.now().getTime();
  }
}

const interrupted = (what: string, now: string): CorridorError => new CorridorError('cancelled', what, now);

const diedTooOften = ({ max_attempts }: Claimed): CorridorError =>
  new CorridorError(
    'unexpected',
    `The program ended ${max_attempts} times in the middle of this work.`,
    'See that the machine has memory and disk enough, then try again.',
  );
