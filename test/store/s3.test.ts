import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { problemOf } from '../../src/errors.ts';
import { openStore } from '../../src/store/address.ts';
import type { S3Access } from '../../src/store/s3.ts';
import type { ObjectStore } from '../../src/store/store.ts';
import { objectStoreContract, publicBase } from '../contracts/object-store.ts';
import { describeWithS3, type S3Service, startS3 } from '../services/ceph.ts';
import { freePort } from '../services/processes.ts';

describeWithS3('an S3 service', () => {
  let service: S3Service;
  let scratch: string;
  const access = (): S3Access => ({
    endpoint: service.endpoint,
    region: service.region,
    forcePathStyle: true,
    checksums: 'when-required',
    credentials: { accessKeyId: service.accessKey, secretAccessKey: service.secretKey },
  });
  const open = (url: string, changes: Partial<S3Access> = {}): Promise<ObjectStore> =>
    openStore({ url, publicBase, s3: { ...access(), ...changes }, scratch });
  const filesIn = (folder: string) => (existsSync(folder) ? readdir(folder) : Promise.resolve([]));

  beforeAll(async () => {
    scratch = await mkdtemp(join(tmpdir(), 'corridor-scratch-'));
    service = await startS3();
    for (const name of ['whole', 'part', 'checked', 'other']) await service.createBucket(name);
    await service.createBucket('public', { publicRead: true });
  });
  afterAll(async () => {
    await service?.stop();
    await rm(scratch, { recursive: true, force: true });
  });

  const cases = [
    ['a bucket', 's3://whole', 'whole'],
    ['a prefix in a bucket', 's3://part/of it/', 'part'],
  ] as const;
  for (const [name, url, bucket] of cases) {
    objectStoreContract(name, async () => {
      const folder = join(scratch, bucket);
      return {
        store: await openStore({ url, publicBase, s3: access(), scratch: folder }),
        leftovers: async () => [...(await service.openUploads(bucket)), ...(await filesIn(folder))],
        close: async () => {},
      };
    });
  }

  it('may send and check extra checksums where the service knows them', async () => {
    const store = await open('s3://checked', { checksums: 'when-supported' });
    for (const bytes of [Buffer.from('small'), Buffer.alloc(30 * 1024 ** 2, 'large')]) {
      await store.put('talk.mp3', bytes, { contentType: 'audio/mpeg' });
      expect((await buffer((await store.get('talk.mp3')).body)).equals(bytes)).toBe(true);
      expect(await text((await store.get('talk.mp3', { first: 1, last: 3 })).body)).toMatch(/mal|arg/);
    }
  });

  it('keeps two prefixes of one bucket apart', async () => {
    await (await open('s3://other/a')).put('talk', Buffer.from('a'), { contentType: 'text/plain' });
    expect(await (await open('s3://other/b')).head('talk')).toBeUndefined();
    expect((await (await open('s3://other')).head('a/talk'))?.bytes).toBe(1);
  });

  it('lets the public read where the policy of the bucket says so', async () => {
    await (await open('s3://public')).put('talk.mp3', Buffer.from('sound'), { contentType: 'audio/mpeg' });
    await (await open('s3://other')).put('talk.mp3', Buffer.from('sound'), { contentType: 'audio/mpeg' });
    const answer = await fetch(`${service.endpoint}/public/talk.mp3`, { method: 'HEAD' });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'audio/mpeg']);
    expect((await fetch(`${service.endpoint}/other/talk.mp3`)).status).toBe(403);
  });

  it.each(['s3://shown', 's3://shown-in-part/feed'])('%s is opened to the public, once', async (url) => {
    const bucket = url.split('/')[2] ?? '';
    await service.createBucket(bucket);
    const store = await open(url);
    await store.put('chapters.json', Buffer.from('{}'), { contentType: 'application/json+chapters' });
    const address = `${service.endpoint}/${url.slice('s3://'.length)}/chapters.json`;
    const ask = () => fetch(address, { headers: { origin: 'https://player.example' } });
    expect((await ask()).status).toBe(403);
    expect(await store.openToPublic()).toHaveLength(2);
    const answer = await ask();
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([200, '*']);
    expect(answer.headers.get('access-control-expose-headers')).toContain('Content-Range');
    expect(await store.openToPublic()).toEqual([]);
    await (await open(`s3://${bucket}`)).put('private.txt', Buffer.from('x'), { contentType: 'text/plain' });
    const outside = await fetch(`${service.endpoint}/${bucket}/private.txt`);
    expect(outside.status).toBe(bucket === 'shown' ? 200 : 403);
    expect((await fetch(address, { method: 'DELETE' })).status).toBe(403);
  });

  const acts: readonly [string, (store: ObjectStore) => Promise<unknown>][] = [
    ['put', (store) => store.put('x', Buffer.from('x'), { contentType: 'text/plain' })],
    ['get', (store) => store.get('x')],
    ['head', (store) => store.head('x')],
    ['delete', (store) => store.delete('x')],
    ['list', (store) => store.list('')[Symbol.asyncIterator]().next()],
    ['withLocalCopy', (store) => store.withLocalCopy('x', async () => 1)],
    ['probe', (store) => store.probe()],
  ];

  const wrongKey = { credentials: { accessKeyId: 'nobody', secretAccessKey: 'nothing' } };
  const wrongSecret = () => ({
    credentials: { accessKeyId: service.accessKey, secretAccessKey: 'hush-hush' },
  });

  it.each(acts)('tells a missing bucket on %s', async (_, act) => {
    const expected = { code: 'bucket-missing', message: expect.stringContaining('s3://nowhere') };
    await expect(act(await open('s3://nowhere'))).rejects.toMatchObject(expected);
  });

  it.each(acts)('tells a wrong access key on %s', async (_, act) => {
    await expect(act(await open('s3://other', wrongKey))).rejects.toMatchObject({ code: 'store-refused' });
  });

  it.each(acts)('tells a wrong secret on %s, and keeps it', async (_, act) => {
    const told = await act(await open('s3://other', wrongSecret())).then(() => undefined, problemOf);
    expect(told?.code).toBe('store-refused');
    expect(`${told?.message} ${told?.hint}`).not.toMatch(/hush-hush|\n|\.js/);
  });

  it.each(acts)('tells a service that is not there on %s', async (_, act) => {
    const endpoint = `http://127.0.0.1:${await freePort()}`;
    const expected = { code: 'store-unreachable', message: expect.stringContaining('ECONNREFUSED') };
    await expect(act(await open('s3://other', { endpoint }))).rejects.toMatchObject(expected);
  });

  it('tells a name that no server has', async () => {
    const store = await open('s3://other', { endpoint: 'http://storage.invalid' });
    await expect(store.head('x')).rejects.toMatchObject({ code: 'store-unreachable' });
  });
});
