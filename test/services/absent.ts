import { describe, it } from 'vitest';

/**
 * Like `describe`, where a reason tells that something is absent: skipped with the reason, failed if CORRIDOR_TEST_ALL=1.
 */
export function describeUnless(reason: string | undefined, name: string, fn: () => void): void {
  if (reason === undefined) {
    describe(name, fn);
  } else if (process.env.CORRIDOR_TEST_ALL === '1') {
    it(name, () => {
      throw new Error(reason);
    });
  } else {
    console.warn(`Skipped: ${name}; ${reason}`);
    describe.skip(`${name} (${reason})`, fn);
  }
}
