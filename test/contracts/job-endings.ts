import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { CorridorError } from '../../src/errors.ts';
import { until } from '../waiting.ts';
import { gate, type OpenBench, setUpShop } from './job-shop.ts';

/** The part of the queue's contract about jobs that do not simply succeed: failed, stopped or cancelled. */
export function endingsContract(open: OpenBench): void {
  describe('endings', () => {
    const shop = setUpShop(open);
    const { add, handle, empty, only } = shop;

    describe('failure', () => {
      test('waits longer and longer, tells why, and gives up after the last attempt', async () => {
        const attempts: [number, boolean][] = [];
        handle(async ({ attempt, lastAttempt }) => {
          attempts.push([attempt, lastAttempt]);
          throw new Error(`broken ${attempt}`);
        });
        add({ maxAttempts: 3 });
        for (const [attempt, shortest] of [
          [1, 1],
          [2, 2.5],
        ] as const) {
          await until(() => attempts.length === attempt && only().state === 'waiting');
          const { dueAt, lastError } = only();
          expect(lastError?.message).toContain(`broken ${attempt}`);
          expect(dueAt.getTime() - Date.now()).toBeGreaterThan(shortest * 1000);
          shop.queue.hasten('episode:1');
        }
        await until(empty);
        expect(attempts).toEqual([
          [1, false],
          [2, false],
          [3, true],
        ]);
      });

      test('that trying again cannot mend ends the job at once', async () => {
        let attempts = 0;
        handle(async () => {
          attempts += 1;
          throw new CorridorError('recording-not-sound', 'No sound.', 'Upload another.');
        });
        add();
        await until(empty);
        expect(attempts).toBe(1);
      });

      test('thrown before the first await is a failure like any other', async () => {
        handle((): Promise<void> => {
          throw new Error('at once');
        });
        add();
        await until(() => only().lastError?.message.includes('at once') === true);
      });
    });

    describe('stopping', () => {
      test('fires the signal, waits for the handler and gives the job back unharmed', async () => {
        const { handler, run } = gate();
        const stop = handle(handler);
        add({ maxAttempts: 1, payload: 'mine' });
        add({ payload: 'next', subject: 'episode:2' });
        const { job } = await run(0);
        await stop();
        expect(job.signal.aborted).toBe(true);
        expect(shop.queue.pending().map(({ state, attempt }) => ({ state, attempt }))).toEqual([
          { state: 'waiting', attempt: 0 },
          { state: 'waiting', attempt: 0 },
        ]);
        const there = gate();
        handle(there.handler, shop.other);
        const again = await there.run(0);
        expect(again.job).toMatchObject({ payload: 'mine', attempt: 1, lastAttempt: true });
        again.pass();
        (await there.run(1)).pass();
        await until(empty);
      });

      test('lets a handler finish that does not mind the signal', async () => {
        let finish = (): void => undefined;
        const stop = handle(() => new Promise((pass) => (finish = pass)));
        add();
        await until(() => only().state === 'running');
        await turn();
        const stopped = stop();
        finish();
        await stopped;
        expect(empty()).toBe(true);
      });
    });

    describe('cancelling', () => {
      test('removes waiting jobs of the subject only', () => {
        add({ subject: 'episode:1' });
        add({ subject: 'episode:2' });
        shop.other.cancel('episode:1');
        expect(only().subject).toBe('episode:2');
      });

      test('reaches a running handler of another queue, and the job does not come back', async () => {
        const { handler, run, runs } = gate();
        handle(handler);
        add({ subject: 'episode:9', dedup: 'once', group: 'show:1' });
        const { job } = await run(0);
        shop.other.cancel('episode:9');
        expect(shop.other.pending('episode:9')).toEqual([]);
        await until(() => job.signal.aborted, { timeout: 1500 });
        add({ subject: 'episode:9', dedup: 'once', group: 'show:1', payload: 'new' });
        const next = await run(1);
        expect(next.job.payload).toBe('new');
        next.pass();
        await until(empty);
        expect(runs).toHaveLength(2);
      });

      test('keeps the group until the handler has returned', async () => {
        const finishers: (() => void)[] = [];
        const handler = (): Promise<void> => new Promise((pass) => void finishers.push(pass));
        handle(handler, shop.queue, 2);
        add({ subject: 'old', group: 'show:1' });
        await until(() => finishers.length === 1);
        shop.queue.cancel('old');
        add({ subject: 'new', group: 'show:1' });
        add({ subject: 'free' });
        await until(() => finishers.length === 2);
        expect(only('new').state).toBe('waiting');
        finishers[0]?.();
        await until(() => finishers.length === 3);
        expect(only('new').state).toBe('running');
        for (const finish of finishers) finish();
      });
    });
  });
}
