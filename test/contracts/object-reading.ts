import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Bench, keysBelow, MEGABYTE, plain, publicBase, read, sound } from './object-bench.ts';

/** What reading promises. */
export function readingPromises(bench: Bench): void {
  const { store } = bench;
  describe('reading', () => {
    beforeAll(() => store().put('range/ten', Buffer.from('0123456789'), plain));

    it.each([
      [{ first: 2, last: 4 }, '234'],
      [{ first: 0, last: 0 }, '0'],
      [{ first: 7 }, '789'],
      [{ first: 7, last: 100 }, '789'],
    ])('gives %j as %s', async (range, expected) => {
      const { object, body } = await store().get('range/ten', range);
      expect(await text(body)).toBe(expected);
      expect(object.bytes).toBe(10);
    });

    it.each([{ first: 10 }, { first: 11, last: 12 }, { first: 3, last: 2 }, { first: -1 }, { first: 0.5 }])(
      'cannot give %j',
      async (range) => {
        await expect(store().get('range/ten', range)).rejects.toMatchObject({ code: 'range-unsatisfiable' });
      },
    );

    it('tells what is missing', async () => {
      await expect(store().get('no/such')).rejects.toMatchObject({ code: 'object-missing' });
      await expect(store().get('no/such', { first: 0 })).rejects.toMatchObject({ code: 'object-missing' });
      expect(await store().head('no/such')).toBeUndefined();
      expect(await store().head('range')).toBeUndefined();
      expect(await store().head('range/ten/deeper')).toBeUndefined();
      await expect(store().withLocalCopy('no/such', async () => 1)).rejects.toMatchObject({
        code: 'object-missing',
      });
    });

    it('hands out a file with the same bytes and ending, and removes what it made', async () => {
      const bytes = randomBytes(3 * MEGABYTE);
      await store().put('copy/talk.flac', bytes, sound);
      const path = await store().withLocalCopy('copy/talk.flac', async (found) => {
        expect((await readFile(found)).equals(bytes)).toBe(true);
        return found;
      });
      expect(basename(path)).toBe('talk.flac');
      expect(await bench.leftovers()).toEqual([]);
      const failing = store().withLocalCopy('copy/talk.flac', () => Promise.reject(new Error('no use')));
      await expect(failing).rejects.toThrow('no use');
      expect(await bench.leftovers()).toEqual([]);
      expect((await buffer((await store().get('copy/talk.flac')).body)).equals(bytes)).toBe(true);
    });
  });
}

/** What listing and deleting promise. */
export function listingPromises(bench: Bench): void {
  const { store } = bench;
  describe('listing and deleting', () => {
    it('lists in the order of the keys, below a prefix that may end within a name', async () => {
      const keys = ['list/a', 'list/a-b/x', 'list/a.txt', 'list/a/z', 'list/ab', 'list/b/c/d', 'list/Z'];
      // A folder cannot hold both `a` and `a/z`.
      const possible = keys.filter((key) => key !== 'list/a');
      for (const key of possible) await store().put(key, Buffer.from(key), plain);
      expect(await keysBelow(store(), 'list/')).toEqual([...possible].sort());
      expect(await keysBelow(store(), 'list/a')).toEqual(['list/a-b/x', 'list/a.txt', 'list/a/z', 'list/ab']);
      expect(await keysBelow(store(), 'list/b/c/d')).toEqual(['list/b/c/d']);
      expect(await keysBelow(store(), 'list/nothing')).toEqual([]);
      expect(await keysBelow(store(), '../')).toEqual([]);
      for await (const found of store().list('list/ab'))
        expect(found).toMatchObject({ key: 'list/ab', bytes: 7, modified: expect.any(Date) });
    });

    it('lists more than one page', async () => {
      const keys = Array.from({ length: 1001 }, (_, index) => `many/${String(index).padStart(4, '0')}`);
      for (let start = 0; start < keys.length; start += 16)
        await Promise.all(
          keys.slice(start, start + 16).map((key) => store().put(key, Buffer.from('x'), plain)),
        );
      expect(await keysBelow(store(), 'many/')).toEqual(keys);
    });

    it('deletes, and minds nothing that is gone already', async () => {
      await store().put('gone/talk', Buffer.from('x'), plain);
      await store().delete('gone/talk');
      await store().delete('gone/talk');
      await store().delete('gone');
      expect(await store().head('gone/talk')).toBeUndefined();
      expect(await keysBelow(store(), 'gone')).toEqual([]);
      expect((await store().put('gone/talk', Buffer.from('y'), plain)).bytes).toBe(1);
    });
  });
}

/** What may be a key. */
export function namingPromises(bench: Bench): void {
  const { store } = bench;
  describe('names', () => {
    const wrong = [
      '',
      '/a',
      'a/',
      'a//b',
      '../a',
      'a/../b',
      '.a',
      'a/.b',
      'a\\b',
      'a\nb',
      'ä',
      'a\u007f',
      'x/'.repeat(500),
    ];
    it.each([...wrong, 'a'.repeat(901)])('refuses %j', async (key) => {
      const refusal = { code: 'key-invalid' };
      await expect(store().put(key, Buffer.from('x'), plain)).rejects.toMatchObject(refusal);
      await expect(store().get(key)).rejects.toMatchObject(refusal);
      await expect(store().head(key)).rejects.toMatchObject(refusal);
      await expect(store().delete(key)).rejects.toMatchObject(refusal);
      await expect(store().withLocalCopy(key, async () => 1)).rejects.toMatchObject(refusal);
      expect(() => store().publicUrl(key)).toThrow(expect.objectContaining(refusal));
    });

    it('takes a long name and every printable character', async () => {
      const key = ['odd/ !"#$%&\'()*+,-.09:;<=>?@AZ[]^_`az{|}~', 'x'.repeat(240), 'y'.repeat(240)].join('/');
      await store().put(key, Buffer.from('x'), plain);
      expect(await read(store(), key)).toBe('x');
      expect(await keysBelow(store(), 'odd/')).toEqual([key]);
      await store().delete(key);
    });

    it('percent-encodes each segment of an address', () => {
      expect(store().publicUrl('show/a talk #1?.mp3')).toBe(`${publicBase}show/a%20talk%20%231%3F.mp3`);
    });
  });
}
