import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ObjectStore } from '../../src/store/store.ts';

export type StoreUnderTest = Readonly<{
  /** Opened with the public base `https://example.org/a b`, percent-encoded already. */
  store: ObjectStore;
  /** Whatever an aborted write might have left where `list` does not look. */
  leftovers(): Promise<readonly string[]>;
  close(): Promise<void>;
}>;

export const publicBase = 'https://example.org/a%20b/';
const plain = { contentType: 'text/plain; charset=utf-8' };
const sound = { contentType: 'audio/mpeg', cacheControl: 'public, max-age=31536000, immutable' };
const MEGABYTE = 1024 ** 2;

const keysBelow = async (store: ObjectStore, prefix: string): Promise<string[]> => {
  const keys: string[] = [];
  for await (const { key } of store.list(prefix)) keys.push(key);
  return keys;
};
const read = async (store: ObjectStore, key: string): Promise<string> => text((await store.get(key)).body);

/** Bytes made while they are read; `breakAfter` fails there, `onChunk` watches. */
function flow(
  bytes: number,
  options: { breakAfter?: number; onChunk?: (sent: number) => void } = {},
): Readable {
  const chunk = Buffer.alloc(64 * 1024, 'corridor');
  return Readable.from(
    (async function* () {
      for (let sent = 0; sent < bytes; sent += chunk.length) {
        if (sent >= (options.breakAfter ?? Infinity)) throw new Error('the microphone fell over');
        options.onChunk?.(sent);
        yield chunk.subarray(0, bytes - sent);
      }
    })(),
    { objectMode: false },
  );
}

/** What the port promises, whichever store stands behind it. */
export function objectStoreContract(name: string, open: () => Promise<StoreUnderTest>): void {
  describe(`${name} keeps the promises of an object store`, () => {
    let store: ObjectStore;
    let under: StoreUnderTest;
    let desk: string;
    beforeAll(async () => {
      under = await open();
      store = under.store;
      desk = await mkdtemp(join(tmpdir(), 'corridor-desk-'));
    });
    afterAll(async () => {
      await under?.close();
      if (desk) await rm(desk, { recursive: true, force: true });
    });

    describe('writing', () => {
      it('keeps bytes, type and cache-control, and tells them alike from put, head and get', async () => {
        const put = await store.put('facts/talk.mp3', Buffer.from('hello'), sound);
        expect(put).toMatchObject({ key: 'facts/talk.mp3', bytes: 5, ...sound });
        expect(put.etag).toMatch(/^"[^"]+"$/);
        expect(Math.abs(put.modified.getTime() - Date.now())).toBeLessThan(60_000);
        const head = await store.head('facts/talk.mp3');
        const { object, body } = await store.get('facts/talk.mp3');
        expect(head).toEqual(put);
        expect(object).toEqual(put);
        expect(await text(body)).toBe('hello');
      });

      it('knows no cache-control where none was given', async () => {
        await store.put('facts/page.html', Buffer.from('<p>'), { contentType: 'text/html; charset=utf-8' });
        expect(await store.head('facts/page.html')).not.toHaveProperty('cacheControl');
      });

      it('keeps an empty object', async () => {
        expect((await store.put('facts/empty.txt', new Uint8Array(), plain)).bytes).toBe(0);
        expect(await read(store, 'facts/empty.txt')).toBe('');
        await expect(store.get('facts/empty.txt', { first: 0 })).rejects.toMatchObject({
          code: 'range-unsatisfiable',
        });
      });

      it('keeps a part of a larger buffer, as its view says', async () => {
        await store.put(
          'facts/view.txt',
          new Uint8Array(Buffer.from('xxhelloxx').buffer.slice(0)).subarray(0, 0),
          plain,
        );
        const whole = new TextEncoder().encode('xxhelloxx');
        await store.put('facts/view.txt', whole.subarray(2, 7), plain);
        expect(await read(store, 'facts/view.txt')).toBe('hello');
      });

      it('replaces bytes, facts and etag', async () => {
        const first = await store.put('again/feed.xml', Buffer.from('one'), sound);
        const second = await store.put('again/feed.xml', Buffer.from('two!'), plain);
        expect(second.etag).not.toBe(first.etag);
        expect(await store.head('again/feed.xml')).toEqual(second);
        expect(second).not.toHaveProperty('cacheControl');
        expect(await read(store, 'again/feed.xml')).toBe('two!');
      });

      it('gives the same bytes the same etag', async () => {
        const first = await store.put('etag/a', Buffer.from('same'), plain);
        const second = await store.put('etag/a', Buffer.from('same'), plain);
        expect(second.etag).toBe(first.etag);
        expect((await store.head('etag/a'))?.etag).toBe(first.etag);
      });

      it('copies a file, and takes one that may be consumed', async () => {
        const file = join(desk, 'talk.wav');
        await writeFile(file, 'sound');
        await store.put('file/copied.wav', { file }, sound);
        expect(existsSync(file)).toBe(true);
        await store.put('file/taken.wav', { file, consume: true }, sound);
        expect(existsSync(file)).toBe(false);
        expect(await read(store, 'file/taken.wav')).toBe('sound');
        expect((await store.head('file/copied.wav'))?.etag).toBe((await store.head('file/taken.wav'))?.etag);
      });

      it('tells a file that is not there', async () => {
        const lost = store.put('file/lost.wav', { file: join(desk, 'lost') }, sound);
        await expect(lost).rejects.toMatchObject({ code: 'file-missing' });
      });

      it('gives one whole object when several write to the same key', async () => {
        const texts = Array.from({ length: 8 }, (_, index) => String(index).repeat(50_000 + index));
        await Promise.all(texts.map((each) => store.put('race/feed.xml', Buffer.from(each), plain)));
        const { object, body } = await store.get('race/feed.xml');
        const found = await text(body);
        expect(texts).toContain(found);
        expect(object.bytes).toBe(found.length);
      });

      it('takes a stream of 40 MB without holding it', async () => {
        const [bytes, before] = [40 * MEGABYTE, process.memoryUsage().rss];
        let highest = 0;
        const watch = () => {
          highest = Math.max(highest, process.memoryUsage().rss - before);
        };
        const stored = await store.put('large/talk.wav', flow(bytes, { onChunk: watch }), sound);
        expect(stored.bytes).toBe(bytes);
        expect(highest).toBeLessThan(120 * MEGABYTE);
        const { body } = await store.get('large/talk.wav', { first: bytes - 8 });
        expect(await text(body)).toBe('corridor');
      });
    });

    describe('a write that does not come to its end', () => {
      const untouched = async (key: string) => {
        expect(await store.head(key)).toBeUndefined();
        expect(await under.leftovers()).toEqual([]);
      };

      it.each([0, 1, 30])(
        'leaves nothing when its source fails after %i MB, and tells why',
        async (megabytes) => {
          const broken = flow(40 * MEGABYTE, { breakAfter: megabytes * MEGABYTE });
          await expect(store.put('half/failed', broken, sound)).rejects.toThrow('the microphone fell over');
          await untouched('half/failed');
        },
      );

      it.each([1, 30])('leaves nothing when it is cancelled after %i MB', async (megabytes) => {
        const stop = new AbortController();
        const onChunk = (sent: number) => sent >= megabytes * MEGABYTE && stop.abort();
        const put = store.put('half/cancelled', flow(40 * MEGABYTE, { onChunk }), sound, {
          signal: stop.signal,
        });
        await expect(put).rejects.toMatchObject({ code: 'cancelled' });
        await untouched('half/cancelled');
      });

      it('does not begin when it was cancelled before', async () => {
        const put = store.put('half/never', Buffer.from('x'), plain, { signal: AbortSignal.abort() });
        await expect(put).rejects.toMatchObject({ code: 'cancelled' });
        await untouched('half/never');
      });

      it('leaves nothing when its source is cut off without an error', async () => {
        const source: Readable = flow(40 * MEGABYTE, {
          onChunk: (sent) => sent > MEGABYTE && source.destroy(),
        });
        await expect(store.put('half/cut', source, sound)).rejects.toMatchObject({ code: 'upload-broken' });
        await untouched('half/cut');
      });

      it('leaves what stood there before, and the file it was to take', async () => {
        const file = join(desk, 'kept.wav');
        await writeFile(file, randomBytes(1000));
        await store.put('half/kept', Buffer.from('before'), sound);
        const stop = new AbortController();
        const put = store.put('half/kept', { file, consume: true }, sound, { signal: stop.signal });
        stop.abort();
        await expect(put).rejects.toMatchObject({ code: 'cancelled' });
        expect(await read(store, 'half/kept')).toBe('before');
        expect(existsSync(file)).toBe(true);
      });
    });

    describe('reading', () => {
      beforeAll(() => store.put('range/ten', Buffer.from('0123456789'), plain));

      it.each([
        [{ first: 2, last: 4 }, '234'],
        [{ first: 0, last: 0 }, '0'],
        [{ first: 7 }, '789'],
        [{ first: 7, last: 100 }, '789'],
      ])('gives %j as %s', async (range, expected) => {
        const { object, body } = await store.get('range/ten', range);
        expect(await text(body)).toBe(expected);
        expect(object.bytes).toBe(10);
      });

      it.each([{ first: 10 }, { first: 11, last: 12 }, { first: 3, last: 2 }, { first: -1 }, { first: 0.5 }])(
        'cannot give %j',
        async (range) => {
          await expect(store.get('range/ten', range)).rejects.toMatchObject({ code: 'range-unsatisfiable' });
        },
      );

      it('tells what is missing', async () => {
        await expect(store.get('no/such')).rejects.toMatchObject({ code: 'object-missing' });
        await expect(store.get('no/such', { first: 0 })).rejects.toMatchObject({ code: 'object-missing' });
        expect(await store.head('no/such')).toBeUndefined();
        expect(await store.head('range')).toBeUndefined();
        expect(await store.head('range/ten/deeper')).toBeUndefined();
        await expect(store.withLocalCopy('no/such', async () => 1)).rejects.toMatchObject({
          code: 'object-missing',
        });
      });

      it('hands out a file with the same bytes and ending, and removes what it made', async () => {
        const bytes = randomBytes(3 * MEGABYTE);
        await store.put('copy/talk.flac', bytes, sound);
        const path = await store.withLocalCopy('copy/talk.flac', async (found) => {
          expect((await readFile(found)).equals(bytes)).toBe(true);
          return found;
        });
        expect(basename(path)).toBe('talk.flac');
        expect(await under.leftovers()).toEqual([]);
        const failing = store.withLocalCopy('copy/talk.flac', () => Promise.reject(new Error('no use')));
        await expect(failing).rejects.toThrow('no use');
        expect(await under.leftovers()).toEqual([]);
        expect((await buffer((await store.get('copy/talk.flac')).body)).equals(bytes)).toBe(true);
      });
    });

    describe('listing and deleting', () => {
      it('lists in the order of the keys, below a prefix that may end within a name', async () => {
        const keys = ['list/a', 'list/a-b/x', 'list/a.txt', 'list/a/z', 'list/ab', 'list/b/c/d', 'list/Z'];
        // A folder cannot hold both `a` and `a/z`.
        const possible = keys.filter((key) => key !== 'list/a');
        for (const key of possible) await store.put(key, Buffer.from(key), plain);
        expect(await keysBelow(store, 'list/')).toEqual([...possible].sort());
        expect(await keysBelow(store, 'list/a')).toEqual(['list/a-b/x', 'list/a.txt', 'list/a/z', 'list/ab']);
        expect(await keysBelow(store, 'list/b/c/d')).toEqual(['list/b/c/d']);
        expect(await keysBelow(store, 'list/nothing')).toEqual([]);
        expect(await keysBelow(store, '../')).toEqual([]);
        for await (const found of store.list('list/ab'))
          expect(found).toMatchObject({ key: 'list/ab', bytes: 7, modified: expect.any(Date) });
      });

      it('lists more than one page', async () => {
        const keys = Array.from({ length: 1001 }, (_, index) => `many/${String(index).padStart(4, '0')}`);
        for (let start = 0; start < keys.length; start += 16)
          await Promise.all(
            keys.slice(start, start + 16).map((key) => store.put(key, Buffer.from('x'), plain)),
          );
        expect(await keysBelow(store, 'many/')).toEqual(keys);
      });

      it('deletes, and minds nothing that is gone already', async () => {
        await store.put('gone/talk', Buffer.from('x'), plain);
        await store.delete('gone/talk');
        await store.delete('gone/talk');
        await store.delete('gone');
        expect(await store.head('gone/talk')).toBeUndefined();
        expect(await keysBelow(store, 'gone')).toEqual([]);
        expect((await store.put('gone/talk', Buffer.from('y'), plain)).bytes).toBe(1);
      });
    });

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
        await expect(store.put(key, Buffer.from('x'), plain)).rejects.toMatchObject(refusal);
        await expect(store.get(key)).rejects.toMatchObject(refusal);
        await expect(store.head(key)).rejects.toMatchObject(refusal);
        await expect(store.delete(key)).rejects.toMatchObject(refusal);
        await expect(store.withLocalCopy(key, async () => 1)).rejects.toMatchObject(refusal);
        expect(() => store.publicUrl(key)).toThrow(expect.objectContaining(refusal));
      });

      it('takes a long name and every printable character', async () => {
        const key = ['odd/ !"#$%&\'()*+,-.09:;<=>?@AZ[]^_`az{|}~', 'x'.repeat(240), 'y'.repeat(240)].join(
          '/',
        );
        await store.put(key, Buffer.from('x'), plain);
        expect(await read(store, key)).toBe('x');
        expect(await keysBelow(store, 'odd/')).toEqual([key]);
        await store.delete(key);
      });

      it('percent-encodes each segment of an address', () => {
        expect(store.publicUrl('show/a talk #1?.mp3')).toBe(`${publicBase}show/a%20talk%20%231%3F.mp3`);
      });
    });

    it('can be probed, and keeps nothing of it', async () => {
      await store.probe();
      expect(await keysBelow(store, 'corridor-probe')).toEqual([]);
    });
  });
}
