import { setTimeout as pause } from 'node:timers/promises';

/** Between two looks; what is waited for may happen in another process, so there is nothing to listen to. */
const INTERVAL = 150;

/** Looks until something is so. @throws the signal's reason when it fires first */
export async function waitUntil(isSo: () => boolean, signal?: AbortSignal): Promise<void> {
  while (!isSo()) {
    await pause(INTERVAL, undefined, signal ? { signal } : {}).catch(() => undefined);
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
    await pause(INTERVAL, undefined, signal ? { signal } : {}).catch(() => undefined);
  }
}
