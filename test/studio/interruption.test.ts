import { expect, test } from 'vitest';
import { thisWorker } from '../../src/jobs/worker.ts';
import { isInterrupted } from '../../src/studio/interruption.ts';
import { LEASE, setUpFile } from '../jobs/bench.ts';

/** What the queue tells of whether anybody works. */
const file = setUpFile();
const alive = thisWorker();
const ended = { ...alive, born: '1' };
const isLeftAlone = (): boolean => isInterrupted(file, file.queue.pending('episode:1'));

test('work that has just come in is awaited, and left alone when nobody takes it', () => {
  file.add();
  expect(isLeftAlone()).toBe(false);
  file.clock.advance(6);
  expect(isLeftAlone()).toBe(true);
});

test('an attempt that is due later is awaited', () => {
  file.add({ dueAt: new Date(file.clock.now().getTime() + 60_000) });
  file.clock.advance(30);
  expect(isLeftAlone()).toBe(false);
  file.clock.advance(40);
  expect(isLeftAlone()).toBe(true);
});

test('somebody who works on it is trusted for as long as the lease lasts', () => {
  file.add();
  file.holdFor({ ...alive, place: 'another machine' });
  file.clock.advance(LEASE - 1);
  expect(isLeftAlone()).toBe(false);
  file.clock.advance(1);
  expect(isLeftAlone()).toBe(true);
});

test('whoever works on another episode takes this one, too', () => {
  file.add({ subject: 'episode:2' });
  file.holdFor({ ...alive, place: 'another machine' });
  file.add();
  file.clock.advance(LEASE - 1);
  expect(isLeftAlone()).toBe(false);
});

test.skipIf(process.platform !== 'linux')('a program that has ended leaves it alone at once', () => {
  file.add({ subject: 'episode:2' });
  file.holdFor(ended);
  file.add();
  expect(isLeftAlone()).toBe(true);
});

test('nothing in the queue at all is nobody at work', () => {
  expect(isLeftAlone()).toBe(true);
});
