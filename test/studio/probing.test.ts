import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { readSettings } from '../../src/config.ts';
import { type Answer, ask, isSilence, type Reply } from '../../src/feed/hosting/answer.ts';
import type { Reach } from '../../src/feed/hosting/network.ts';
import { inquireSound } from '../../src/feed/hosting/sound-inquiry.ts';
import { openStudio } from '../../src/studio/open.ts';
import { openProbe, type ProbeOptions, pursue, type Resolve } from '../../src/studio/probing.ts';
import type { Studio } from '../../src/studio/studio.ts';

/** Asking servers of strangers: what they may do, and where no question is ever sent. */

const servers: Server[] = [];
const folder = mkdtempSync(join(tmpdir(), 'corridor-probing-'));
let studio: Studio;

beforeAll(async () => {
  studio = await openStudio(
    readSettings({
      EPISODES_STORE: `file:${join(folder, 'episodes')}`,
      FEED_STORE: `file:${join(folder, 'feed')}`,
      CATALOGUE: join(folder, 'catalogue.db'),
      SCRATCH_DIR: join(folder, 'scratch'),
    }),
  );
});
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});
afterAll(async () => {
  await studio.close();
  rmSync(folder, { recursive: true, force: true });
});

/** @returns a port of this machine, and the paths that were asked for there */
async function serve(listener: RequestListener): Promise<{ port: number; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    listener(request, response);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, asked };
}

const get = (url: string, options: Partial<ProbeOptions> = {}, most = 1000): Promise<Answer> =>
  openProbe({ reach: 'loopback', ...options })(ask('GET', url, { most }));
const reasonOf = (answer: Answer): string => (isSilence(answer) ? answer.reason : `status ${answer.status}`);
const replyOf = (answer: Answer): Reply => {
  if (isSilence(answer)) throw new Error(answer.says);
  return answer;
};

/** A resolver that knows a few names, and counts how often it is asked. */
function names(table: Record<string, readonly string[]>): { resolver: Resolve; asked: string[] } {
  const asked: string[] = [];
  const resolver: Resolve = async (host) => {
    asked.push(host);
    return (table[host] ?? []).map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  };
  return { resolver, asked };
}

describe('an answer', () => {
  test('is read no further than wanted', async () => {
    const { port } = await serve((_, response) => response.end('x'.repeat(5000)));
    const some = replyOf(await get(`http://127.0.0.1:${port}/`, {}, 1000));
    expect([some.body.length, some.isWhole]).toEqual([1000, false]);
    const all = replyOf(await get(`http://127.0.0.1:${port}/`, {}, 5000));
    expect([all.body.length, all.isWhole]).toEqual([5000, true]);
  });

  test('that never ends is left', async () => {
    const { port } = await serve((_, response) => {
      const timer = setInterval(() => response.write('x'.repeat(10_000)), 1);
      response.on('close', () => clearInterval(timer));
    });
    expect(replyOf(await get(`http://127.0.0.1:${port}/`)).isWhole).toBe(false);
  });

  test.each([['gzip'], ['GZIP']])(
    'packed as %s is unpacked, and a bomb no further than wanted',
    async (coding) => {
      const bomb = gzipSync(Buffer.alloc(50_000_000));
      const { port } = await serve((_, response) => response.setHeader('content-encoding', coding).end(bomb));
      const { body, isWhole } = replyOf(await get(`http://127.0.0.1:${port}/`));
      expect([body.length, isWhole]).toEqual([1000, false]);
    },
  );

  test.each<readonly [string, RequestListener, string]>([
    [
      'breaks off',
      (_, response) => {
        response.writeHead(200, { 'content-length': '100' }).write('half', () => response.socket?.destroy());
      },
      'broken',
    ],
    ['is reset at once', (request) => request.socket.destroy(), 'broken'],
    ['is no HTTP', (request) => request.socket.end('SSH-2.0-OpenSSH_9\r\n'), 'broken'],
    [
      'cannot be unpacked',
      (_, response) => response.setHeader('content-encoding', 'gzip').end('no gzip'),
      'broken',
    ],
    [
      'redirects to itself',
      (request, response) => response.writeHead(302, { location: request.url ?? '' }).end(),
      'circle',
    ],
    [
      'redirects without end',
      (request, response) => response.writeHead(302, { location: `${request.url}a` }).end(),
      'too-many-redirects',
    ],
    ['redirects to nowhere', (_, response) => response.writeHead(302).end(), 'lost'],
    [
      'redirects to a file',
      (_, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
      'lost',
    ],
    [
      'redirects to a script',
      (_, response) => response.writeHead(302, { location: 'javascript:alert(1)' }).end(),
      'lost',
    ],
  ])('that %s is told', async (_, listener, reason) => {
    const { port } = await serve(listener);
    expect(reasonOf(await get(`http://127.0.0.1:${port}/`))).toBe(reason);
  });

  test('that never comes is waited for so long and no longer', async () => {
    const { port } = await serve(() => {});
    expect(reasonOf(await get(`http://127.0.0.1:${port}/`, { patience: 100 }))).toBe('slow');
    const sound = { place: 'item 1', url: `http://127.0.0.1:${port}/one.mp3`, bytes: 1, type: 'audio/mpeg' };
    const findings = await pursue(inquireSound(sound), openProbe({ reach: 'loopback', patience: 100 }));
    expect(findings.map(({ rule }) => rule)).toEqual(['http-slow']);
  });

  test('that comes drop by drop is not waited for either', async () => {
    const { port } = await serve((_, response) => {
      const timer = setInterval(() => response.write('.'), 20);
      response.on('close', () => clearInterval(timer));
    });
    expect(reasonOf(await get(`http://127.0.0.1:${port}/`, { patience: 150 }))).toBe('slow');
  });

  test('of nobody is told as such', async () => {
    const { port } = await serve(() => {});
    servers.pop()?.close();
    expect(reasonOf(await get(`http://127.0.0.1:${port}/`))).toBe('refused');
    expect(reasonOf(await get('http://nobody.example/', names({})))).toBe('unknown-host');
  });

  test('without a certificate is told as such', async () => {
    const { port } = await serve((_, response) => response.end());
    expect(reasonOf(await get(`https://127.0.0.1:${port}/`))).toBe('certificate');
  });

  test('is not waited for when the check is given up', async () => {
    const giving = new AbortController();
    const { port } = await serve(() => giving.abort());
    await expect(get(`http://127.0.0.1:${port}/`, { signal: giving.signal })).rejects.toMatchObject({
      code: 'cancelled',
    });
  });

  test('behind redirects is told with the way there', async () => {
    const { port, asked } = await serve((request, response) => {
      if (request.url === '/end') response.end('there');
      else response.writeHead(307, { location: '/end#part' }).end();
    });
    const base = `http://127.0.0.1:${port}`;
    const { url, hops } = replyOf(await get(`${base}/start`));
    expect([url, hops]).toEqual([`${base}/end`, [{ status: 307, from: `${base}/start`, to: `${base}/end` }]]);
    expect(asked).toEqual(['GET /start', 'GET /end']);
  });
});

describe('behind the wall', () => {
  const welcome: RequestListener = (_, response) => response.end('inside');
  const reasonAt = async (
    host: string,
    reach: Reach,
    resolver?: Resolve,
  ): Promise<readonly [string, number]> => {
    const { port, asked } = await serve(welcome);
    const options = { reach, ...(resolver ? { resolver } : {}) };
    return [reasonOf(await get(`http://${host}:${port}/`, options)), asked.length];
  };

  test.each(['127.0.0.1', '127.1', '2130706433', '0x7f.1', '017700000001', '[::ffff:127.0.0.1]', '0.0.0.0'])(
    '%s is not asked by a check of the internet',
    async (host) => {
      expect(await reasonAt(host, 'public')).toEqual(['private', 0]);
    },
  );

  test('nor is a name that leads there, alone or among others', async () => {
    const { resolver } = names({
      'inside.example': ['127.0.0.1'],
      'both.example': ['192.0.2.1', '127.0.0.1'],
      localhost: ['127.0.0.1'],
    });
    for (const host of ['inside.example', 'both.example', 'localhost'])
      expect(await reasonAt(host, 'public', resolver)).toEqual(['private', 0]);
  });

  test('a name is resolved once, and what was judged is connected to', async () => {
    let calls = 0;
    const rebinding: Resolve = async () => [{ address: calls++ === 0 ? '127.0.0.1' : '0.0.0.0', family: 4 }];
    expect(await reasonAt('twice.example', 'loopback', rebinding)).toEqual(['status 200', 1]);
    expect(calls).toBe(1);
    expect(await reasonAt('twice.example', 'loopback', rebinding)).toEqual(['private', 0]);
  });

  test('a redirect leads no further than the question might', async () => {
    const inner = await serve(welcome);
    const { port } = await serve((request, response) =>
      response.writeHead(302, { location: request.url?.slice(1) ?? '' }).end(),
    );
    const via = (target: string, reach: Reach) => get(`http://127.0.0.1:${port}/${target}`, { reach });
    expect(reasonOf(await via(`http://0.0.0.0:${inner.port}/`, 'loopback'))).toBe('private');
    expect(inner.asked).toEqual([]);
    expect(reasonOf(await via(`http://127.0.0.1:${inner.port}/`, 'loopback'))).toBe('status 200');
    expect(reasonOf(await via(`http://0.0.0.0:${inner.port}/`, 'everywhere'))).toBe('status 200');
  });
});

describe('a feed that cannot be had', () => {
  const refusal = (target: string) =>
    studio.checkFeed(target).then(
      () => 'none',
      ({ code, message, hint }: { code: string; message: string; hint: string }) =>
        `${code}: ${message} ${hint}`,
    );

  test('because it is in a private network says which setting allows it', async () => {
    for (const host of ['0.0.0.0', '[::]', '0'])
      expect(await refusal(`http://${host}:9/feed.xml`)).toMatch(
        /^feed-unreadable: .*private network\. .*ALLOW_PRIVATE_ADDRESSES=true/,
      );
  });

  test.each<readonly [string, RequestListener, RegExp]>([
    ['it is not there', (_, response) => response.writeHead(404).end(), /answers with 404/],
    [
      'it redirects in a circle',
      (request, response) => response.writeHead(301, { location: request.url ?? '' }).end(),
      /redirects in a circle/,
    ],
    [
      'it leads into a private network',
      (_, response) => response.writeHead(302, { location: 'http://0.0.0.0:9/' }).end(),
      /0\.0\.0\.0, an address of a private network/,
    ],
    ['it breaks off', (request) => request.socket.destroy(), /breaks off/],
    [
      'it unfolds without end',
      (_, response) => response.setHeader('content-encoding', 'gzip').end(gzipSync(Buffer.alloc(65_000_000))),
      /larger than 64 MB/,
    ],
  ])('because %s', async (_, listener, told) => {
    const { port } = await serve(listener);
    expect(await refusal(`http://127.0.0.1:${port}/feed.xml`)).toMatch(told);
  });

  test('because nothing is there at all', async () => {
    const { port } = await serve(() => {});
    servers.pop()?.close();
    expect(await refusal(`http://localhost:${port}/`)).toMatch(/^feed-unreadable: .*cannot be connected to/);
    expect(await refusal('https://')).toMatch(/^feed-unreadable: .*no address/);
    expect(await refusal(join(folder, 'none.xml'))).toMatch(/^file-missing: /);
    expect(await refusal(folder)).toMatch(/^file-missing: /);
  });

  test('because a page is in its place is one finding', async () => {
    const { port, asked } = await serve((_, response) =>
      response.setHeader('content-type', 'text/html').end('<!doctype html><title>Log in & listen</title>'),
    );
    const [check] = await studio.checkFeed(`http://127.0.0.1:${port}/feed.xml`);
    expect(check?.findings.map(({ rule }) => rule)).toEqual(['rss-format']);
    expect(asked).toEqual(['GET /feed.xml']);
  });
});

describe('what may be named', () => {
  test('a file, in whatever letters', async () => {
    const path = join(folder, 'latin.xml');
    writeFileSync(
      path,
      Buffer.from('<rss version="2.0"><channel><title>Gespräche</title></channel></rss>', 'latin1'),
    );
    const [check] = await studio.checkFeed(path);
    expect(check?.findings.map(({ rule }) => rule)).toContain('apple-encoding');
  });

  test('a show of this house, whose feed is not there yet', async () => {
    await studio.shows.create({
      title: 'Talk',
      author: 'Nordlicht Works',
      email: 'podcast@nordlicht.example',
      category: 'Business',
      language: 'en',
      slug: 'talk',
    });
    expect(await studio.checkFeed('talk')).toEqual([]);
    expect(await studio.checkFeed(undefined, { show: 'talk' })).toEqual([]);
    await expect(studio.checkFeed(undefined, { show: 'walk' })).rejects.toMatchObject({
      code: 'show-unknown',
    });
    expect(await studio.checkFeed()).toEqual([]);
  });
});
