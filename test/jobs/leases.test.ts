import { describe, expect, test } from 'vitest';
import type { RunningJob } from '../../src/jobs/queue.ts';
import { thisWorker } from '../../src/jobs/worker.ts';
import { until } from '../waiting.ts';
import { LEASE, setUpFile, untilFired } from './bench.ts';

const elsewhere = { place: 'elsewhere', pid: 1, born: '1' };
const numberUsedAgain = { ...thisWorker(), born: '1' };

describe('a lease', () => {
  const file = setUpFile();
  const { add, handle, rows } = file;

  test('is renewed for as long as the job takes, so that nobody else takes it', async () => {
    let runs = 0;
    const work = (job: RunningJob): Promise<void> => {
      runs += 1;
      return untilFired(job);
    };
    add();
    handle(work);
    await until(() => runs === 1);
    handle(work, file.another());
    for (let step = 0; step < 20; step += 1) {
      file.clock.advance(LEASE / 3);
      const renewed = file.clock.now().getTime() + LEASE * 1000;
      await until(() => file.leaseUntil() === renewed);
    }
    expect(runs).toBe(1);
  });

  test('of a silent worker elsewhere holds to its end, not longer', async () => {
    const seen: unknown[] = [];
    add({ payload: 'held' });
    file.holdFor(elsewhere);
    const isAbandoned = () => file.queue.pending().map(({ abandoned = false }) => abandoned);
    expect(isAbandoned()).toEqual([false]);
    file.clock.advance(LEASE);
    expect(isAbandoned()).toEqual([true]);
    file.clock.advance(-LEASE);
    handle(async ({ payload, attempt }) => void seen.push([payload, attempt]));
    const looksAround = async (payload: string): Promise<void> => {
      add({ subject: 'look', payload });
      await until(() => file.queue.pending('look').length === 0);
    };
    await looksAround('first');
    file.clock.advance(LEASE - 1);
    await looksAround('second');
    expect(file.queue.pending()).toMatchObject([{ payload: 'held', state: 'running' }]);
    file.clock.advance(1);
    await until(() => rows() === 0);
    expect(seen).toEqual([
      ['first', 1],
      ['second', 1],
      ['held', 2],
    ]);
  });

  test('is over at once when the number of its process belongs to another by now', async () => {
    const attempts: number[] = [];
    add();
    file.holdFor(numberUsedAgain);
    handle(async ({ attempt }) => void attempts.push(attempt));
    await until(() => rows() === 0);
    expect(attempts).toEqual([2]);
  });

  test.skipIf(process.platform !== 'linux')('is not over while the living process holds it', async () => {
    add();
    file.holdFor(thisWorker());
    handle(async () => undefined);
    add({ subject: 'look' });
    await until(() => file.queue.pending('look').length === 0);
    expect(file.queue.pending()).toMatchObject([{ state: 'running' }]);
  });

  test('once lost fires the signal, and the loser can no longer end the job', async () => {
    let lost = false;
    add();
    handle((job) =>
      untilFired(job).finally(() => {
        lost = true;
      }),
    );
    await until(() => file.queue.pending()[0]?.state === 'running');
    file.holdFor(elsewhere);
    await until(() => lost);
    add({ subject: 'look' });
    await until(() => file.queue.pending('look')[0]?.state === 'running');
    expect(file.queue.pending('episode:1')).toMatchObject([{ state: 'running', attempt: 1 }]);
  });

  test('ended by death on the last attempt: the job is handed over once more, signal fired, then gone', async () => {
    const seen: unknown[] = [];
    add({ maxAttempts: 3 });
    file.holdFor(numberUsedAgain, { attempt: 3 });
    handle(async ({ signal, lastAttempt }) => {
      seen.push([signal.aborted, lastAttempt, (signal.reason as Error).message]);
      signal.throwIfAborted();
    });
    await until(() => rows() === 0);
    expect(seen).toEqual([[true, true, 'The program ended 3 times in the middle of this work.']]);
  });

  test('ended by death even then: the job is gone', async () => {
    let runs = 0;
    add({ maxAttempts: 3 });
    file.holdFor(numberUsedAgain, { attempt: 4 });
    handle(async () => {
      runs += 1;
    });
    await until(() => rows() === 0);
    expect(runs).toBe(0);
  });
});
