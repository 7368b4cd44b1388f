import { channel } from 'node:diagnostics_channel';
import type { Problem } from '../errors.ts';

/** Told with a job's subject when a run of it in this process has ended, well or badly, and that is written down. */
export const ended = channel('corridor:job-ended');

/**
 * A queue of jobs. It takes handlers and runs them; it does not hand out rows. Payloads are opaque JSON.
 * A job may be delivered twice (a worker died after its work, before saying so): handlers must not mind.
 */
export interface JobQueue {
  /**
   * Adds a job; with `dedup`, a waiting job of the same name is kept instead of a second one, and a running one runs
   * once more afterwards, with the newer payload. A job that has failed for good is gone: its handler writes that down.
   */
  add(job: NewJob): void;

  /**
   * Runs a lane's jobs until stopped. `stop()` takes no new job, aborts the running ones (their signal fires),
   * gives them back unharmed and resolves when all handlers have returned.
   */
  handle(lane: string, handler: JobHandler, options: { concurrency: number }): () => Promise<void>;

  /** Unfinished jobs, oldest first, with their last told progress; only those whose `subject` fits, if given. */
  pending(subject?: string): readonly PendingJob[];

  /** Makes a waiting job due now, e.g. because somebody pressed "try again". */
  hasten(subject: string): void;

  /** Takes back all unfinished jobs of a subject; running handlers see their signal fire. */
  cancel(subject: string): void;
}

export type NewJob = Readonly<{
  lane: string;
  /** Which thing the job is about, e.g. `episode:7`: for asking, hastening and cancelling. */
  subject: string;
  payload: unknown;
  /** At most one unfinished job of this name. */
  dedup?: string;
  /** With `dedup`: jobs of that name never differ, so one that runs is enough, and none runs afterwards. */
  unchanging?: boolean;
  /** At most one running job of this group, over all processes. */
  group?: string;
  /** Higher runs first. Default 0. */
  priority?: number;
  /** Default 5. */
  maxAttempts?: number;
  /** Not before; by the clock on the wall, whatever happens to it meanwhile. */
  dueAt?: Date;
}>;

export type JobHandler = (job: RunningJob) => Promise<void>;

export type RunningJob = Readonly<{
  payload: unknown;
  subject: string;
  /** From 1. */
  attempt: number;
  lastAttempt: boolean;
  /**
   * Fires when the job is cancelled, its lease is lost, or the lane stops. It may have fired before the handler is
   * called: the last worker died in the middle too often, and the handler is to write that failure down.
   */
  signal: AbortSignal;
  /** Kept with the job; written at most a few times a second. */
  progress(value: unknown): void;
}>;

export type PendingJob = Readonly<{
  lane: string;
  subject: string;
  payload: unknown;
  state: 'waiting' | 'running';
  /** Whoever ran it is gone: it is taken up again wherever its lane is handled. */
  abandoned?: true;
  attempt: number;
  /** When it is due next. */
  dueAt: Date;
  progress?: unknown;
  /** What the last attempt failed with. */
  lastError?: Problem;
}>;
