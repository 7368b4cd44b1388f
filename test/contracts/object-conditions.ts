import { describe, expect, it } from 'vitest';
import { type Bench, plain, read } from './object-bench.ts';

/** What a write promises that is meant for one version alone (RFC 9110, 13.1). */
export function conditionPromises(bench: Bench): void {
  const { store } = bench;
  const put = (key: string, text: string, onlyOver?: string | null) =>
    store().put(key, Buffer.from(text), plain, onlyOver === undefined ? {} : { onlyOver });
  const changed = { code: 'object-changed' };

  describe('a write over one version alone', () => {
    it('is kept to', async () => {
      expect(await store().keepsConditions()).toBe(true);
    });

    it('replaces that version, and tells the next one', async () => {
      const first = await put('only/feed.xml', 'one', null);
      const second = await put('only/feed.xml', 'two', first.etag);
      expect(second).toEqual(await store().head('only/feed.xml'));
      expect(await read(store(), 'only/feed.xml')).toBe('two');
    });

    it('fails over another version, and leaves it', async () => {
      const first = await put('only/moved.xml', 'one');
      await put('only/moved.xml', 'two');
      await expect(put('only/moved.xml', 'three', first.etag)).rejects.toMatchObject(changed);
      await expect(put('only/moved.xml', 'three', null)).rejects.toMatchObject(changed);
      expect(await read(store(), 'only/moved.xml')).toBe('two');
      expect(await bench.leftovers()).toEqual([]);
    });

    it('fails where the version is gone', async () => {
      const first = await put('only/gone.xml', 'one');
      await store().delete('only/gone.xml');
      await expect(put('only/gone.xml', 'two', first.etag)).rejects.toMatchObject(changed);
      expect(await store().head('only/gone.xml')).toBeUndefined();
    });

    it('is won by one of many who saw the same version', async () => {
      const first = await put('only/race.xml', 'start');
      const texts = ['a', 'b', 'c', 'd', 'e', 'f'];
      const outcomes = await Promise.allSettled(texts.map((text) => put('only/race.xml', text, first.etag)));
      const won = texts.filter((_, i) => outcomes[i]?.status === 'fulfilled');
      expect(won).toEqual([await read(store(), 'only/race.xml')]);
      expect(await bench.leftovers()).toEqual([]);
    });
  });
}
