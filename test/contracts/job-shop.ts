import { afterEach, beforeEach } from 'vitest';
import type { JobQueue, NewJob, PendingJob, RunningJob } from '../../src/jobs/queue.ts';
import { until } from '../waiting.ts';

/** One store of jobs with as many queues on it as a test wants, each as if in a process of its own. */
export type QueueBench = Readonly<{ queue(): JobQueue; close(): Promise<void> }>;

export type OpenBench = () => Promise<QueueBench>;

type Handler = (job: RunningJob) => Promise<void>;

/** Two queues on one store, fresh for every test, and short words for what tests do with them. */
export function setUpShop(open: OpenBench) {
  let bench: QueueBench;
  let queue: JobQueue;
  let other: JobQueue;
  let stops: (() => Promise<void>)[];

  beforeEach(async () => {
    bench = await open();
    queue = bench.queue();
    other = bench.queue();
    stops = [];
  });

  afterEach(async () => {
    await Promise.all(stops.map((stop) => stop()));
    await bench.close();
  });

  return {
    get queue(): JobQueue {
      return queue;
    },
    get other(): JobQueue {
      return other;
    },
    add: (job: Partial<NewJob> = {}, to = queue): void =>
      to.add({ lane: 'sound', subject: 'episode:1', payload: null, ...job }),
    handle(handler: Handler, by = queue, concurrency = 1): () => Promise<void> {
      const stop = by.handle('sound', handler, { concurrency });
      stops.push(stop);
      return stop;
    },
    empty: (): boolean => queue.pending().length === 0,
    only: (subject?: string, of = queue): PendingJob => theOnly(of.pending(subject)),
  };
}

function theOnly(jobs: readonly PendingJob[]): PendingJob {
  const [job] = jobs;
  if (job === undefined || jobs.length > 1) throw new Error(`One job expected, not ${jobs.length}`);
  return job;
}

type Held = Readonly<{ job: RunningJob; pass: () => void; fail: (fault: unknown) => void }>;

/** A handler whose runs go on until the test lets them, or their signal fires. */
export function gate() {
  const runs: Held[] = [];
  const handler: Handler = (job) =>
    new Promise((pass, fail) => {
      runs.push({ job, pass, fail });
      if (job.signal.aborted) fail(job.signal.reason);
      job.signal.addEventListener('abort', () => fail(job.signal.reason));
    });
  const run = async (at: number): Promise<Held> => {
    await until(() => runs.length > at);
    const found = runs[at];
    if (found === undefined) throw new Error(`No run ${at}`);
    return found;
  };
  return { handler, runs, run };
}
