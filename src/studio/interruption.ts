import type { PendingJob } from '../jobs/queue.ts';
import type { House } from './house.ts';

/** Milliseconds; whoever works takes up what is due within one of the looks that it takes five times a second. */
const GRACE = 5000;

/**
 * Whether nobody does an episode's owed work, since the program that did it has ended. Only the queue can tell: whoever
 * works takes up all that is owed, so one living process is enough. An attempt that is due later is waited for.
 */
export function isInterrupted(
  { queue, clock }: Pick<House, 'queue' | 'clock'>,
  own: readonly PendingJob[],
): boolean {
  const now = clock.now().getTime();
  const all = queue.pending();
  const running = all.filter(({ state }) => state === 'running');
  if (running.some(({ abandoned }) => !abandoned)) return false;
  if (own.some(({ dueAt }) => dueAt.getTime() > now)) return false;
  const hasJustCome = all.some(({ dueAt }) => dueAt.getTime() <= now && dueAt.getTime() > now - GRACE);
  return running.length > 0 || !hasJustCome;
}
