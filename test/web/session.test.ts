import { once } from 'node:events';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeOf, openWebHouse, talks, type WebHouse } from './house.ts';

const token = 'a secret of this test';
const html = { Accept: 'text/html' };
const form = { 'Content-Type': 'application/x-www-form-urlencoded' };

describe('with a token', () => {
  let house: WebHouse;
  beforeAll(async () => {
    house = await openWebHouse({ CORRIDOR_TOKEN: token });
    await house.studio.shows.create(talks);
  });
  afterAll(() => house.close());

  const signIn = (shown: string, headers: Record<string, string> = {}) =>
    house.ask('/sign-in', {
      method: 'POST',
      headers: { ...form, ...html, ...headers },
      body: new URLSearchParams({ token: shown, to: '/?show=talks' }),
    });
  const cookieOf = (answer: Response) =>
    answer.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ');

  test.each([
    ['GET', '/api/shows'],
    ['POST', '/api/shows'],
    ['GET', '/api/shows/talks/episodes'],
    ['POST', '/api/shows/talks/episodes'],
    ['POST', '/api/episodes'],
    ['GET', '/api/shows/talks/episodes/one'],
    ['GET', '/api/shows/talks/episodes/one/events'],
    ['POST', '/api/shows/talks/episodes/one/publish'],
    ['DELETE', '/api/shows/talks/episodes/one'],
    ['GET', '/shows/new'],
    ['GET', '/'],
    ['GET', '/nothing'],
  ])('%s %s is only for those who show it', async (method, path) => {
    const answer = await house.ask(path, { method });
    expect([answer.status, await codeOf(answer)]).toEqual([401, 'sign-in-required']);
    expect(answer.headers.get('www-authenticate')).toContain('Bearer');
  });

  test('health, style and public files ask for nothing', async () => {
    expect((await house.ask('/healthz')).status).toBe(200);
    expect((await house.ask('/assets/studio.css')).status).toBe(200);
    expect((await house.ask('/feed/talks/feed.xml')).status).toBe(404);
  });

  test('the token as bearer opens, another does not', async () => {
    const ask = (bearer: string) =>
      house.ask('/api/shows', { headers: { Authorization: `Bearer ${bearer}` } });
    expect((await ask(token)).status).toBe(200);
    expect((await ask(`${token}!`)).status).toBe(401);
    expect((await ask(token.slice(0, -1))).status).toBe(401);
  });

  test('browsers are led to the form and back to where they wanted to go', async () => {
    const led = await house.ask('/?show=talks', { headers: html });
    expect([led.status, led.headers.get('location')]).toEqual([303, '/sign-in?to=%2F%3Fshow%3Dtalks']);
    const answer = await signIn(token);
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/?show=talks']);
    const [cookie = ''] = answer.headers.getSetCookie();
    expect(cookie).toMatch(/; expires=.*; samesite=strict; httponly/i);
    expect(cookie).not.toMatch(/; secure/i);
    const page = await house.ask('/', { headers: { ...html, Cookie: cookieOf(answer) } });
    expect(await page.text()).toContain('Sign out');
  });

  test('behind https the cookie is for https alone', async () => {
    const answer = await signIn(token, { 'X-Forwarded-Proto': 'https' });
    expect(answer.headers.getSetCookie().every((line) => /; secure/i.test(line))).toBe(true);
  });

  test('a cookie that was altered or made up opens nothing', async () => {
    const cookie = cookieOf(await signIn(token));
    const until = Buffer.from(JSON.stringify({ until: Date.now() + 1e9 })).toString('base64');
    for (const shown of [
      cookie.replace(/corridor=./, 'corridor=x'),
      `corridor=${until}`,
      `corridor=${until}; corridor.sig=abc`,
    ]) {
      expect((await house.ask('/api/shows', { headers: { Cookie: shown } })).status).toBe(401);
    }
  });

  test('signing out ends it in the browser', async () => {
    const cookie = cookieOf(await signIn(token));
    const answer = await house.ask('/sign-out', { method: 'POST', headers: { Cookie: cookie } });
    expect(answer.headers.getSetCookie()[0]).toMatch(/^corridor=;/);
  });

  test.each(['//elsewhere.example', '/\\elsewhere.example', 'https://elsewhere.example'])(
    'never leads to %s',
    async (to) => {
      const body = new URLSearchParams({ token, to });
      const answer = await house.ask('/sign-in', { method: 'POST', headers: form, body });
      expect(answer.headers.get('location')).toBe('/');
    },
  );
});

test('too many wrong tokens make an address wait, even with the right one', async () => {
  const house = await openWebHouse({ CORRIDOR_TOKEN: token });
  const ask = (bearer: string) => house.ask('/api/shows', { headers: { Authorization: `Bearer ${bearer}` } });
  for (let i = 0; i < 10; i++) expect((await ask('wrong')).status).toBe(401);
  const answer = await ask(token);
  expect(answer.status).toBe(429);
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(800);
  await house.close();
});

describe('requests from elsewhere', () => {
  let house: WebHouse;
  beforeAll(async () => {
    house = await openWebHouse();
    await house.studio.shows.create(talks);
  });
  afterAll(() => house.close());

  test.each<[string, Record<string, string>, number]>([
    ['another origin', { Origin: 'https://elsewhere.example' }, 403],
    ['no readable origin', { Origin: 'null' }, 403],
    ['a cross-site browser', { 'Sec-Fetch-Site': 'cross-site' }, 403],
    ['a sister site', { 'Sec-Fetch-Site': 'same-site' }, 403],
    ['the own page', { 'Sec-Fetch-Site': 'same-origin' }, 422],
    ['a program', {}, 422],
  ])('%s that wants to change something', async (_what, headers, status) => {
    const answer = await raw(house.port, {
      method: 'POST',
      path: '/api/shows',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: '{"title":""}',
    });
    expect(answer.statusCode).toBe(status);
  });

  test('the own origin, where browsers say no more', async () => {
    const Origin = `http://127.0.0.1:${house.port}`;
    const answer = await raw(house.port, {
      method: 'POST',
      path: '/api/shows',
      headers: { Origin, 'Content-Type': 'application/json' },
      body: '{"title":""}',
    });
    expect(answer.statusCode).toBe(422);
  });

  test('a foreign name that points to this machine sees nothing of the studio', async () => {
    const headers = { Host: 'rebound.example:8080' };
    expect((await raw(house.port, { method: 'GET', path: '/api/shows', headers })).statusCode).toBe(403);
    expect((await raw(house.port, { method: 'GET', path: '/', headers })).statusCode).toBe(403);
    expect((await raw(house.port, { method: 'GET', path: '/healthz', headers })).statusCode).toBe(200);
    for (const Host of ['localhost', `localhost:${house.port}`, '[::1]:80', '127.0.0.1']) {
      expect(
        (await raw(house.port, { method: 'GET', path: '/api/shows', headers: { Host } })).statusCode,
      ).toBe(200);
    }
  });
});

type Raw = Readonly<{ method: string; path: string; headers: Record<string, string>; body?: string }>;

async function raw(port: number, { method, path, headers, body }: Raw) {
  const sent = request({ port, host: '127.0.0.1', method, path, headers });
  const answer = once(sent, 'response');
  sent.end(body);
  const [response] = (await answer) as [import('node:http').IncomingMessage];
  response.resume();
  return response;
}
