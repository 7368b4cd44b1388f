import { once } from 'node:events';
import { request } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWebHouse, type WebHouse } from './house.ts';

/** Enough for the network to need several pieces. */
const sound = Buffer.from(Array.from({ length: 300_000 }, (_, i) => i % 251));
const feed = `<?xml version="1.0"?><rss>${'<item>hello</item>'.repeat(200)}</rss>`;

describe('the public files', () => {
  let house: WebHouse;
  const mp3 = '/feed/talks/one/one-abc.mp3';

  beforeAll(async () => {
    house = await openWebHouse();
    const { store } = house.studio.publicFiles;
    if (!store) throw new Error('This studio keeps its public files in a folder.');
    const forEver = 'public, max-age=31536000, immutable';
    await store.put('talks/one/one-abc.mp3', sound, { contentType: 'audio/mpeg', cacheControl: forEver });
    await store.put('talks/feed.xml', Buffer.from(feed), {
      contentType: 'application/rss+xml; charset=utf-8',
      cacheControl: 'public, max-age=300',
    });
    await store.put('talks/index.html', Buffer.from('<p>Talks</p>'), {
      contentType: 'text/html; charset=utf-8',
      cacheControl: 'public, max-age=300',
    });
  });
  afterAll(() => house.close());

  test('HEAD tells what GET gives', async () => {
    const head = await house.ask(mp3, { method: 'HEAD' });
    const got = await house.ask(mp3);
    for (const name of [
      'content-length',
      'content-type',
      'etag',
      'last-modified',
      'accept-ranges',
      'cache-control',
    ]) {
      expect(head.headers.get(name)).toBe(got.headers.get(name));
    }
    expect(head.headers.get('content-type')).toBe('audio/mpeg');
    expect(head.headers.get('content-length')).toBe('300000');
    expect(head.headers.get('etag')).toMatch(/^"[^"]+"$/);
    expect(head.headers.get('cache-control')).toContain('immutable');
    expect(Buffer.from(await got.arrayBuffer()).equals(sound)).toBe(true);
  });

  test.each([
    ['bytes=0-0', 0, 0],
    ['bytes=1000-200999', 1000, 200_999],
    ['bytes=299990-', 299_990, 299_999],
    ['bytes=-10', 299_990, 299_999],
  ])('%s gives exactly that part', async (Range, first, last) => {
    const answer = await house.ask(mp3, { headers: { Range } });
    expect(answer.status).toBe(206);
    expect(answer.headers.get('content-range')).toBe(`bytes ${first}-${last}/300000`);
    expect(answer.headers.get('content-length')).toBe(String(last - first + 1));
    expect(answer.headers.get('content-type')).toBe('audio/mpeg');
    expect(Buffer.from(await answer.arrayBuffer()).equals(sound.subarray(first, last + 1))).toBe(true);
  });

  test('a part beyond the end is 416 with the size', async () => {
    const answer = await house.ask(mp3, { headers: { Range: 'bytes=300000-' } });
    expect([answer.status, answer.headers.get('content-range')]).toEqual([416, 'bytes */300000']);
  });

  test('conditions: 304 without a body, If-Range, and no part of another version', async () => {
    const etag = (await house.ask(mp3, { method: 'HEAD' })).headers.get('etag') ?? '';
    const same = await house.ask(mp3, { headers: { 'If-None-Match': etag } });
    expect([same.status, await same.text(), same.headers.get('etag')]).toEqual([304, '', etag]);
    const part = await house.ask(mp3, { headers: { Range: 'bytes=0-9', 'If-Range': etag } });
    const whole = await house.ask(mp3, { headers: { Range: 'bytes=0-9', 'If-Range': '"other"' } });
    expect([part.status, whole.status]).toEqual([206, 200]);
    await Promise.all([part.arrayBuffer(), whole.arrayBuffer()]);
  });

  test('sound is never compressed, text is when asked, with a tag of its own', async () => {
    const audio = await raw(house.port, mp3, { 'Accept-Encoding': 'gzip' });
    expect([audio.headers['content-encoding'], audio.headers['content-length']]).toEqual([
      undefined,
      '300000',
    ]);
    const plain = await raw(house.port, '/feed/talks/feed.xml', {});
    const packed = await raw(house.port, '/feed/talks/feed.xml', { 'Accept-Encoding': 'gzip, br' });
    expect(packed.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'Accept-Encoding' });
    expect(packed.headers.etag).toMatch(/^W\/".*-gzip"$/);
    expect(packed.body.length).toBeLessThan(plain.body.length / 5);
    expect(gunzipSync(packed.body).toString()).toBe(feed);
    expect(plain.headers).toMatchObject({
      'content-type': 'application/rss+xml; charset=utf-8',
      vary: 'Accept-Encoding',
    });
    expect(plain.headers['content-length']).toBe(String(feed.length));
    const again = await raw(house.port, '/feed/talks/feed.xml', {
      'Accept-Encoding': 'gzip',
      'If-None-Match': packed.headers.etag ?? '',
    });
    expect(again.status).toBe(304);
  });

  test('any origin may read, also with a range', async () => {
    const asked = await house.ask(mp3, {
      method: 'OPTIONS',
      headers: { 'Access-Control-Request-Headers': 'range' },
    });
    expect(asked.status).toBe(204);
    expect(asked.headers.get('access-control-allow-headers')).toContain('Range');
    const read = await house.ask(mp3, { headers: { Origin: 'https://player.example' } });
    await read.arrayBuffer();
    expect(read.headers.get('access-control-allow-origin')).toBe('*');
    expect(read.headers.get('access-control-expose-headers')).toContain('Content-Range');
    expect(read.headers.get('x-content-type-options')).toBe('nosniff');
    expect(read.headers.get('content-security-policy')).toBeNull();
  });

  test('pages are asked for anew each time, and a folder means its page', async () => {
    const page = await house.ask('/feed/talks/');
    expect(page.headers.get('cache-control')).toBe('no-cache');
    expect(await page.text()).toBe('<p>Talks</p>');
  });

  test.each([
    '/feed/',
    '/feed/talks',
    '/feed/none.mp3',
    '/feed/.corridor/x',
    '/feed/talks//feed.xml',
    '/feed/%2e%2e/episodes/catalogue.db',
    '/feed/..%2fepisodes%2fcatalogue.db',
    '/feed/%5c..%5cx',
    '/feed/%00',
    '/feed/%zz',
  ])('%s is not there, and nothing is listed', async (path) => {
    const answer = await raw(house.port, path, {});
    expect([answer.status, answer.body.toString()]).toEqual([404, 'Not found\n']);
  });

  test('nobody writes here', async () => {
    const answer = await house.ask(mp3, { method: 'PUT', body: 'x' });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
  });
});

/** As it goes over the wire: fetch would unpack and tidy. */
async function raw(port: number, path: string, headers: Record<string, string>) {
  const sent = request({ port, host: '127.0.0.1', path, headers });
  const answer = once(sent, 'response');
  sent.end();
  const [response] = (await answer) as [import('node:http').IncomingMessage];
  const pieces: Buffer[] = [];
  for await (const piece of response) pieces.push(piece as Buffer);
  return { status: response.statusCode, headers: response.headers, body: Buffer.concat(pieces) };
}
