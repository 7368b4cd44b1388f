import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { type Bench, flow, MEGABYTE, plain, read, sound } from './object-bench.ts';

/** What a finished write promises. */
export function writingPromises(bench: Bench): void {
  const { store } = bench;
  describe('writing', () => {
    it('keeps bytes, type and cache-control, and tells them alike from put, head and get', async () => {
      const put = await store().put('facts/talk.mp3', Buffer.from('hello'), sound);
      expect(put).toMatchObject({ key: 'facts/talk.mp3', bytes: 5, ...sound });
      expect(put.etag).toMatch(/^"[^"]+"$/);
      expect(Math.abs(put.modified.getTime() - Date.now())).toBeLessThan(60_000);
      const head = await store().head('facts/talk.mp3');
      const { object, body } = await store().get('facts/talk.mp3');
      expect(head).toEqual(put);
      expect(object).toEqual(put);
      expect(await text(body)).toBe('hello');
    });

    it('knows no cache-control where none was given', async () => {
      await store().put('facts/page.html', Buffer.from('<p>'), { contentType: 'text/html; charset=utf-8' });
      expect(await store().head('facts/page.html')).not.toHaveProperty('cacheControl');
    });

    it('keeps an empty object', async () => {
      expect((await store().put('facts/empty.txt', new Uint8Array(), plain)).bytes).toBe(0);
      expect(await read(store(), 'facts/empty.txt')).toBe('');
      await expect(store().get('facts/empty.txt', { first: 0 })).rejects.toMatchObject({
        code: 'range-unsatisfiable',
      });
    });

    it('keeps a part of a larger buffer, as its view says', async () => {
      const whole = new TextEncoder().encode('xxhelloxx');
      await store().put('facts/view.txt', whole.subarray(2, 7), plain);
      expect(await read(store(), 'facts/view.txt')).toBe('hello');
    });

    it('replaces bytes, facts and etag', async () => {
      const first = await store().put('again/feed.xml', Buffer.from('one'), sound);
      const second = await store().put('again/feed.xml', Buffer.from('two!'), plain);
      expect(second.etag).not.toBe(first.etag);
      expect(await store().head('again/feed.xml')).toEqual(second);
      expect(second).not.toHaveProperty('cacheControl');
      expect(await read(store(), 'again/feed.xml')).toBe('two!');
    });

    it('gives the same bytes the same etag', async () => {
      const first = await store().put('etag/a', Buffer.from('same'), plain);
      const second = await store().put('etag/a', Buffer.from('same'), plain);
      expect(second.etag).toBe(first.etag);
      expect((await store().head('etag/a'))?.etag).toBe(first.etag);
    });

    it('copies a file, and takes one that may be consumed', async () => {
      const file = join(bench.desk(), 'talk.wav');
      await writeFile(file, 'sound');
      await store().put('file/copied.wav', { file }, sound);
      expect(existsSync(file)).toBe(true);
      await store().put('file/taken.wav', { file, consume: true }, sound);
      expect(existsSync(file)).toBe(false);
      expect(await read(store(), 'file/taken.wav')).toBe('sound');
      expect((await store().head('file/copied.wav'))?.etag).toBe(
        (await store().head('file/taken.wav'))?.etag,
      );
    });

    it('tells a file that is not there', async () => {
      const lost = store().put('file/lost.wav', { file: join(bench.desk(), 'lost') }, sound);
      await expect(lost).rejects.toMatchObject({ code: 'file-missing' });
    });

    it('gives one whole object when several write to the same key', async () => {
      const texts = Array.from({ length: 8 }, (_, index) => String(index).repeat(50_000 + index));
      await Promise.all(texts.map((each) => store().put('race/feed.xml', Buffer.from(each), plain)));
      const { object, body } = await store().get('race/feed.xml');
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
      const stored = await store().put('large/talk.wav', flow(bytes, { onChunk: watch }), sound);
      expect(stored.bytes).toBe(bytes);
      expect(highest).toBeLessThan(120 * MEGABYTE);
      const { body } = await store().get('large/talk.wav', { first: bytes - 8 });
      expect(await text(body)).toBe('corridor');
    });
  });
}

/** What a write promises that does not come to its end. */
export function endingPromises(bench: Bench): void {
  const { store } = bench;
  describe('a write that does not come to its end', () => {
    const untouched = async (key: string) => {
      expect(await store().head(key)).toBeUndefined();
      expect(await bench.leftovers()).toEqual([]);
    };

    it.each([0, 1, 30])(
      'leaves nothing when its source fails after %i MB, and tells why',
      async (megabytes) => {
        const broken = flow(40 * MEGABYTE, { breakAfter: megabytes * MEGABYTE });
        await expect(store().put('half/failed', broken, sound)).rejects.toThrow('the microphone fell over');
        await untouched('half/failed');
      },
    );

    it.each([1, 30])('leaves nothing when it is cancelled after %i MB', async (megabytes) => {
      const stop = new AbortController();
      const onChunk = (sent: number) => sent >= megabytes * MEGABYTE && stop.abort();
      const put = store().put('half/cancelled', flow(40 * MEGABYTE, { onChunk }), sound, {
        signal: stop.signal,
      });
      await expect(put).rejects.toMatchObject({ code: 'cancelled' });
      await untouched('half/cancelled');
    });

    it('does not begin when it was cancelled before', async () => {
      const put = store().put('half/never', Buffer.from('x'), plain, { signal: AbortSignal.abort() });
      await expect(put).rejects.toMatchObject({ code: 'cancelled' });
      await untouched('half/never');
    });

    it('leaves nothing when its source is cut off without an error', async () => {
      const source: Readable = flow(40 * MEGABYTE, {
        onChunk: (sent) => sent > MEGABYTE && source.destroy(),
      });
      await expect(store().put('half/cut', source, sound)).rejects.toMatchObject({ code: 'upload-broken' });
      await untouched('half/cut');
    });

    it('leaves what stood there before, and the file it was to take', async () => {
      const file = join(bench.desk(), 'kept.wav');
      await writeFile(file, randomBytes(1000));
      await store().put('half/kept', Buffer.from('before'), sound);
      const stop = new AbortController();
      const put = store().put('half/kept', { file, consume: true }, sound, { signal: stop.signal });
      stop.abort();
      await expect(put).rejects.toMatchObject({ code: 'cancelled' });
      expect(await read(store(), 'half/kept')).toBe('before');
      expect(existsSync(file)).toBe(true);
    });
  });
}
