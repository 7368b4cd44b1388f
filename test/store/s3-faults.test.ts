import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { openStore } from '../../src/store/address.ts';
import type { ObjectStore, PutOptions } from '../../src/store/store.ts';
import { describeWithS3, type S3Service, startS3 } from '../services/ceph.ts';
import { type FaultProxy, startFaultProxy } from '../services/s3-fault-proxy.ts';

const plain = { contentType: 'text/plain' };
const sound = { contentType: 'audio/mpeg' };
const large = Buffer.alloc(30 * 1024 ** 2, 'corridor');
/** What streams in goes in parts; what is in memory, in one piece. */
const streamed = () => Readable.from([large], { objectMode: false });

describeWithS3('a connection to S3 that fails', () => {
  let service: S3Service;
  let proxy: FaultProxy;
  let scratch: string;
  let store: ObjectStore;
  let hasty: ObjectStore;
  let direct: ObjectStore;

  beforeAll(async () => {
    scratch = await mkdtemp(join(tmpdir(), 'corridor-scratch-'));
    service = await startS3();
    await service.createBucket('shaky');
    proxy = await startFaultProxy(service.endpoint);
    const access = {
      region: service.region,
      forcePathStyle: true,
      checksums: 'when-required' as const,
      credentials: { accessKeyId: service.accessKey, secretAccessKey: service.secretKey },
    };
    const openAt = (endpoint: string, patience: number) =>
      openStore({ url: 's3://shaky', s3: { ...access, endpoint, patience }, scratch });
    store = await openAt(proxy.endpoint, 2_000);
    hasty = await openAt(proxy.endpoint, 300);
    direct = await openAt(service.endpoint, 30_000);
  });
  beforeEach(() => proxy.judge(() => undefined));
  afterAll(async () => {
    await proxy?.stop();
    await service?.stop();
    await rm(scratch, { recursive: true, force: true });
  });

  const broken = { status: 500, code: 'InternalError' };
  it.each(['reset', 'busy', 'stall', broken] as const)('is tried again after one %s', async (fault) => {
    proxy.judge(({ nth }) => (nth === 1 ? fault : undefined));
    await store.put('again', Buffer.from('x'), plain);
    expect(proxy.count('PUT')).toBeGreaterThanOrEqual(2);
    expect((await direct.head('again'))?.bytes).toBe(1);
  });

  it('is tried again for a single part of a large object', async () => {
    proxy.judge(({ method, nth }) => (method === 'PUT' && nth === 2 ? 'reset' : undefined));
    await store.put('parts', streamed(), sound);
    expect(proxy.count('PUT')).toBeGreaterThanOrEqual(4);
    expect((await buffer((await direct.get('parts')).body)).equals(large)).toBe(true);
  });

  it.each(['reset', 'busy', 'stall', broken] as const)(
    'is told after every attempt was a %s',
    async (fault) => {
      proxy.judge(() => fault);
      const expected = { code: 'store-unreachable', message: expect.stringContaining('s3://shaky') };
      await expect(hasty.put('never', Buffer.from('x'), plain)).rejects.toMatchObject(expected);
      expect(proxy.count('PUT')).toBe(3);
      await expect(hasty.head('never')).rejects.toMatchObject(expected);
      await expect(hasty.get('never')).rejects.toMatchObject(expected);
    },
  );

  it('leaves no parts behind when one of them cannot be sent', async () => {
    proxy.judge(({ url }) => (url.includes('partNumber=2') ? 'busy' : undefined));
    await expect(store.put('parts/lost', streamed(), sound)).rejects.toMatchObject({
      code: 'store-unreachable',
    });
    expect(await direct.head('parts/lost')).toBeUndefined();
    expect(await service.openUploads('shaky')).toEqual([]);
  });

  it.each(['cut', 'pause'] as const)('is told while reading, after a %s', async (fault) => {
    await direct.put('read', large, sound);
    proxy.judge(() => fault);
    const { body } = await store.get('read');
    await expect(buffer(body)).rejects.toMatchObject({ code: 'store-unreachable' });
    const copy = store.withLocalCopy('read', async () => 'never used');
    await expect(copy).rejects.toMatchObject({ code: 'store-unreachable' });
    expect(await readdir(scratch)).toEqual([]);
  });

  it('is noticed when bytes were altered on the way, large or small', async () => {
    proxy.judge(({ method }) => (method === 'PUT' ? 'alter' : undefined));
    for (const [key, bytes] of [
      ['altered/small', Buffer.from('x')],
      ['altered/large', large],
      ['altered/parts', streamed()],
    ] as const) {
      await expect(store.put(key, bytes, sound)).rejects.toMatchObject({ code: 'store-unfaithful' });
      expect(await direct.head(key)).toBeUndefined();
    }
    expect(await service.openUploads('shaky')).toEqual([]);
  });

  it.each([{ 'content-type': 'application/octet-stream' }, { 'content-length': '4' }])(
    'takes back what the service keeps otherwise: %j',
    async (answerHeaders) => {
      proxy.judge(({ method }) => (method === 'HEAD' ? { answerHeaders } : undefined));
      await expect(store.put('other', Buffer.from('x'), plain)).rejects.toMatchObject({
        code: 'store-unfaithful',
        message: expect.stringMatching(/octet-stream|4 bytes/),
      });
      expect(await direct.head('other')).toBeUndefined();
    },
  );

  it('is not believed when it says that it has what it has not', async () => {
    const { etag } = await direct.put('lied/known', Buffer.from('as it was'), plain);
    const anHourAgo = new Date(Date.now() - 3_600_000).toUTCString();
    const lie = (key: string, options: PutOptions = {}) =>
      expect(store.put(key, Buffer.from('as it is'), plain, options)).rejects.toMatchObject({
        code: 'store-unfaithful',
        message: expect.stringContaining('s3://shaky'),
      });
    await store.keepsConditions();
    proxy.judge(({ method }) => (method === 'PUT' ? 'lie' : undefined));
    await lie('lied/new');
    await lie('lied/known', { onlyOver: etag });
    proxy.judge(({ method }) =>
      method === 'PUT' ? 'lie' : { answerHeaders: { 'last-modified': anHourAgo } },
    );
    await lie('lied/known');
    expect(await direct.head('lied/new')).toBeUndefined();
    expect((await direct.head('lied/known'))?.etag).toBe(etag);
  });

  it('may be for reading alone: told with what to do, and nothing is changed', async () => {
    await direct.put('kept', Buffer.from('as it was'), plain);
    proxy.judge(({ method }) =>
      ['GET', 'HEAD'].includes(method) ? undefined : { status: 403, code: 'AccessDenied' },
    );
    const refused = { code: 'store-refused', message: expect.stringContaining('AccessDenied') };
    await expect(store.put('kept', Buffer.from('as it is'), plain)).rejects.toMatchObject(refused);
    await expect(store.put('kept/large', large, sound)).rejects.toMatchObject(refused);
    await expect(store.delete('kept')).rejects.toMatchObject(refused);
    await expect(store.probe()).rejects.toMatchObject(refused);
    expect(proxy.count('PUT') + proxy.count('POST')).toBe(3);
    expect((await buffer((await store.get('kept')).body)).toString()).toBe('as it was');
  });

  it('needs no ACL, where a service has none', async () => {
    proxy.judge(({ url, headers }) =>
      /[?&]acl\b/.test(url) || Object.keys(headers).some((name) => /^x-amz-(acl|grant)/.test(name))
        ? { status: 400, code: 'AccessControlListNotSupported' }
        : undefined,
    );
    await store.put('plain', Buffer.from('x'), plain);
    await store.put('plain/large', large, sound);
    expect((await direct.head('plain/large'))?.bytes).toBe(large.length);
  });

  it.each([
    [{ status: 501, code: 'NotImplemented' }, /knows no policy/],
    [{ status: 405, code: 'MethodNotAllowed' }, /knows no policy/],
    [{ status: 403, code: 'AccessDenied' }, /may not change the policy/],
  ])('may have no settings of its own: %j', async (refusal, message) => {
    proxy.judge(({ url }) => (/[?&](policy|cors)\b/.test(url) ? refusal : undefined));
    await expect(store.openToPublic()).rejects.toMatchObject({
      code: 'store-refused',
      message: expect.stringMatching(message),
      hint: expect.stringContaining('bucket check'),
    });
  });

  it('leaves alone what another writer put there a moment later', async () => {
    proxy.judge(async ({ method }) => {
      if (method === 'HEAD') await direct.put('shared', Buffer.from('the other one'), sound);
      return undefined;
    });
    const mine = await store.put('shared', Buffer.from('mine'), plain);
    expect(mine).toMatchObject({ bytes: 4, ...plain });
    expect(await direct.head('shared')).toMatchObject({ bytes: 13, ...sound });
    expect(mine.etag).not.toBe((await direct.head('shared'))?.etag);
  });

  it('stops sending at once when it is cancelled', async () => {
    const stop = new AbortController();
    proxy.judge(({ method }) => {
      if (method === 'PUT') stop.abort();
      return method === 'PUT' ? 'stall' : undefined;
    });
    const put = store.put('stopped', large, sound, { signal: stop.signal });
    await expect(put).rejects.toMatchObject({ code: 'cancelled' });
    expect(await service.openUploads('shaky')).toEqual([]);
    expect(existsSync(scratch)).toBe(true);
  });
});
