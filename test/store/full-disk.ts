import { readdir, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { problemOf } from '../../src/errors.ts';
import { openLocalStore } from '../../src/store/local.ts';

/** Run by `local-full-disk.test.ts` with a folder on a disk of a few megabytes; prints what happened as JSON. */
const folder = process.argv[2] ?? '';
const store = openLocalStore({ folder, address: 'file:./episodes' });
const sound = { contentType: 'audio/wav' };
const chunk = Buffer.alloc(64 * 1024);
const flow = (chunks: number) =>
  Readable.from(
    Array.from({ length: chunks }, () => chunk),
    { objectMode: false },
  );
const free = async () => {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
};

await store.put('talk.wav', flow(16), sound);
const before = await free();
const failed = await store.put('talk.wav', flow(1000), sound).then(
  () => undefined,
  (error: unknown) => problemOf(error),
);
const after = await free();
const kept = await store.head('talk.wav');
const left = await readdir(join(folder, '.incoming'));
await store.put('short.wav', flow(8), sound);
console.log(JSON.stringify({ failed, lost: before - after, kept: kept?.bytes, left }));
