import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll } from 'vitest';
import type { ObjectStore } from '../../src/store/store.ts';

export type StoreUnderTest = Readonly<{
  /** Opened with the public base `https://example.org/a b`, percent-encoded already. */
  store: ObjectStore;
  /** Whatever an aborted write might have left where `list` does not look. */
  leftovers(): Promise<readonly string[]>;
  close(): Promise<void>;
}>;

export const publicBase = 'https://example.org/a%20b/';
export const plain = { contentType: 'text/plain; charset=utf-8' };
export const sound = { contentType: 'audio/mpeg', cacheControl: 'public, max-age=31536000, immutable' };
export const MEGABYTE = 1024 ** 2;

export const keysBelow = async (store: ObjectStore, prefix: string): Promise<string[]> => {
  const keys: string[] = [];
  for await (const { key } of store.list(prefix)) keys.push(key);
  return keys;
};
export const read = async (store: ObjectStore, key: string): Promise<string> =>
  text((await store.get(key)).body);

/** Bytes made while they are read; `breakAfter` fails there, `onChunk` watches. */
export function flow(
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

/** What a group of promises works with; asked for within the tests, since the store is opened before them. */
export type Bench = Readonly<{
  store(): ObjectStore;
  leftovers(): Promise<readonly string[]>;
  /** A folder for files that are to be stored. */
  desk(): string;
}>;

export function openBench(open: () => Promise<StoreUnderTest>): Bench {
  let under: StoreUnderTest | undefined;
  let desk = '';
  beforeAll(async () => {
    under = await open();
    desk = await mkdtemp(join(tmpdir(), 'corridor-desk-'));
  });
  afterAll(async () => {
    await under?.close();
    if (desk !== '') await rm(desk, { recursive: true, force: true });
  });
  const opened = (): StoreUnderTest => {
    if (under === undefined) throw new Error('The store is not open yet.');
    return under;
  };
  return { store: () => opened().store, leftovers: () => opened().leftovers(), desk: () => desk };
}
