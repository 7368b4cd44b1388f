import { setTimeout as pause } from 'node:timers/promises';
import { ended } from '../jobs/queue.ts';

/** Milliseconds between two looks: what is waited for may happen in another process, of which nothing is heard here. */
const INTERVAL = 150;

/** Looks until something is so. @throws the signal's reason when it fires first */
export async function waitUntil(isSo: () => boolean, signal?: AbortSignal): Promise<void> {
  while (!isSo()) {
    await rest(signal);
    signal?.throwIfAborted();
  }
}

/** Every new value of what is looked at, beginning with the first look; ends with `undefined`. */
export async function* changes<T>(
  look: () => Readonly<{ value: T; isLast: boolean }> | undefined,
  signal?: AbortSignal,
): AsyncIterable<T> {
  let before: string | undefined;
  while (!signal?.aborted) {
    const seen = look();
    if (!seen) return;
    const text = JSON.stringify(seen.value);
    if (text !== before) yield seen.value;
    before = text;
    if (seen.isLast) return;
    await rest(signal);
  }
}

/** Until the next look is due, a job has ended in this process, or the signal fires. */
async function rest(signal: AbortSignal | undefined): Promise<void> {
  const woken = new AbortController();
  const wake = (): void => woken.abort();
  ended.subscribe(wake);
  try {
    const stop = signal ? AbortSignal.any([signal, woken.signal]) : woken.signal;
    await pause(INTERVAL, undefined, { signal: stop }).catch(() => undefined);
  } finally {
    ended.unsubscribe(wake);
  }
}
