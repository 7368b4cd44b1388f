import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { RunningJob } from '../../src/jobs/queue.ts';
import { until } from '../waiting.ts';
import { endingsContract } from './job-endings.ts';
import { gate, type OpenBench, setUpShop } from './job-shop.ts';

/** What every JobQueue does, whatever carries its jobs. */
export function jobQueueContract(name: string, open: OpenBench): void {
  describe(`job queue: ${name}`, () => {
    describe('carrying', () => carriageContract(open));
    endingsContract(open);
  });
}

function carriageContract(open: OpenBench): void {
  const shop = setUpShop(open);
  const { add, handle, empty, only } = shop;

  describe('order', () => {
    test('runs jobs as they were added, higher priority first', async () => {
      for (const [payload, priority] of [['a'], ['b'], ['urgent', 9], ['later', -1], ['c']] as const)
        add({ payload, ...(priority !== undefined && { priority }) });
      const seen: unknown[] = [];
      handle(async ({ payload }) => void seen.push(payload));
      await until(empty);
      expect(seen).toEqual(['urgent', 'a', 'b', 'c', 'later']);
    });

    test('hands over what was added, and takes from its own lane only', async () => {
      const payload = { deep: [1, { 'sp ä ce': null }], text: "'; DROP TABLE jobs; --" };
      add({ lane: 'home', subject: 'show:1' });
      add({ payload, subject: 'episode:7', maxAttempts: 2 });
      const { handler, run } = gate();
      handle(handler);
      const { job, pass } = await run(0);
      expect(job).toMatchObject({ payload, subject: 'episode:7', attempt: 1, lastAttempt: false });
      pass();
      await until(() => shop.queue.pending('episode:7').length === 0);
      expect(only()).toMatchObject({ lane: 'home', state: 'waiting', attempt: 0 });
    });

    test('runs at most as many at a time as asked', async () => {
      for (let n = 0; n < 7; n += 1) add();
      let now = 0;
      let most = 0;
      handle(
        async () => {
          now += 1;
          most = Math.max(most, now);
          await turn();
          now -= 1;
        },
        shop.queue,
        3,
      );
      await until(empty);
      expect(most).toBe(3);
    });

    test('one queue adds, another runs', async () => {
      const seen: unknown[] = [];
      handle(async ({ payload }) => void seen.push(payload), shop.other);
      add({ payload: 'over there' });
      await until(() => seen.length === 1);
      expect(seen).toEqual(['over there']);
    });
  });

  describe('the same name', () => {
    test('waiting: the first stays', async () => {
      add({ dedup: 'feed', payload: 1 });
      add({ dedup: 'feed', payload: 2 }, shop.other);
      add({ dedup: 'else', payload: 3 });
      add({ payload: 4 });
      add({ payload: 5 });
      expect(shop.queue.pending().map(({ payload }) => payload)).toEqual([1, 3, 4, 5]);
    });

    test('running: runs once more afterwards, however often it was added', async () => {
      const { handler, runs, run } = gate();
      handle(handler);
      add({ dedup: 'feed', payload: 1 });
      const first = await run(0);
      for (const payload of [2, 3, 4]) add({ dedup: 'feed', payload }, shop.other);
      expect(only()).toMatchObject({ state: 'running' });
      first.pass();
      const second = await run(1);
      expect(second.job).toMatchObject({ payload: 4, attempt: 1 });
      second.pass();
      await until(empty);
      expect(runs).toHaveLength(2);
    });

    test('running and failing for good: still runs once more', async () => {
      const { handler, run } = gate();
      handle(handler);
      add({ dedup: 'feed', maxAttempts: 1 });
      const first = await run(0);
      add({ dedup: 'feed', maxAttempts: 1 });
      first.fail(new Error('no'));
      const second = await run(1);
      expect(second.job).toMatchObject({ attempt: 1, lastAttempt: true });
      second.pass();
      await until(empty);
    });

    test('finished: a new job', async () => {
      let runs = 0;
      handle(async () => {
        runs += 1;
      });
      for (const wanted of [1, 2]) {
        add({ dedup: 'feed' });
        await until(() => runs === wanted && empty());
      }
    });
  });

  test('a group has one running job over all queues, and others are not held up', async () => {
    const busy = new Map<string, number>();
    let most = 0;
    let together = 0;
    const handler = async ({ payload }: RunningJob): Promise<void> => {
      const group = String(payload);
      busy.set(group, (busy.get(group) ?? 0) + 1);
      most = Math.max(most, busy.get(group) ?? 0);
      together = Math.max(together, [...busy.values()].filter((count) => count > 0).length);
      for (let n = 0; n < 5; n += 1) await turn();
      busy.set(group, (busy.get(group) ?? 0) - 1);
    };
    for (let n = 0; n < 40; n += 1) add({ group: `show:${n % 2}`, payload: n % 2 });
    handle(handler, shop.queue, 4);
    handle(handler, shop.other, 4);
    await until(empty, { timeout: 20_000 });
    expect(most).toBe(1);
    expect(together).toBe(2);
  });

  test('progress is seen by other queues, and the last value is kept', async () => {
    const { handler, run } = gate();
    handle(handler);
    add();
    const { job, fail } = await run(0);
    expect(only(undefined, shop.other).progress).toBeUndefined();
    for (let done = 0; done <= 100; done += 1) job.progress({ done });
    await until(() => JSON.stringify(only(undefined, shop.other).progress) === '{"done":100}');
    job.progress({ done: 101 });
    fail(new Error('so close'));
    await until(() => only().state === 'waiting');
    expect(only(undefined, shop.other).progress).toEqual({ done: 101 });
  });

  test('two queues drain five hundred jobs, each exactly once', async () => {
    const seen: unknown[] = [];
    const by = [0, 0];
    const handler =
      (at: 0 | 1) =>
      async ({ payload }: RunningJob) => {
        seen.push(payload);
        by[at] = (by[at] ?? 0) + 1;
        await turn();
      };
    handle(handler(0), shop.queue, 4);
    handle(handler(1), shop.other, 4);
    for (let n = 0; n < 500; n += 1) add({ payload: n });
    await until(empty, { timeout: 20_000 });
    expect(seen).toHaveLength(500);
    expect(new Set(seen).size).toBe(500);
    expect(Math.min(...by)).toBeGreaterThan(0);
  });
}
