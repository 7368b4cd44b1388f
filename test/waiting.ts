import { setTimeout as pause } from 'node:timers/promises';

/**
 * Resolves as soon as the condition holds, and fails after `timeout` milliseconds. Looks every ten milliseconds.
 *
 *     await until(() => seen.length === 3, { timeout: 5000 });
 */
export async function until(
  condition: () => boolean | Promise<boolean>,
  { timeout = 5000 }: { timeout?: number } = {},
): Promise<void> {
  const deadline = performance.now() + timeout;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`Still not so after ${timeout} ms: ${condition}`);
    await pause(10);
  }
}
