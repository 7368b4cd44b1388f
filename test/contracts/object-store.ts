import { describe, expect, it } from 'vitest';
import { keysBelow, openBench, type StoreUnderTest } from './object-bench.ts';
import { conditionPromises } from './object-conditions.ts';
import { listingPromises, namingPromises, readingPromises } from './object-reading.ts';
import { endingPromises, writingPromises } from './object-writing.ts';

export { publicBase } from './object-bench.ts';

/** What the port promises, whichever store stands behind it. */
export function objectStoreContract(name: string, open: () => Promise<StoreUnderTest>): void {
  describe(`${name} keeps the promises of an object store`, () => {
    const bench = openBench(open);
    writingPromises(bench);
    conditionPromises(bench);
    endingPromises(bench);
    readingPromises(bench);
    listingPromises(bench);
    namingPromises(bench);

    it('can be probed, and keeps nothing of it', async () => {
      await bench.store().probe();
      expect(await keysBelow(bench.store(), 'corridor-probe')).toEqual([]);
    });
  });
}
