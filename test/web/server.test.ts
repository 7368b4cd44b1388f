import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ReportJson, ShowJson } from '../../src/web/json.ts';
import { codeOf, openWebHouse, soundFile, speechOf, talks, type WebHouse } from './house.ts';

describe('opening', () => {
  test('a port that is taken is told', async () => {
    const house = await openWebHouse();
    await expect(openWebHouse({ PORT: String(house.port) })).rejects.toMatchObject({ code: 'port-taken' });
    await house.close();
  });

  test.each(['0.0.0.0', '::', '192.0.2.1'])('%s without a token is refused', async (HOST) => {
    await expect(openWebHouse({ HOST })).rejects.toMatchObject({
      code: 'settings-invalid',
      hint: expect.stringContaining('CORRIDOR_TOKEN'),
    });
  });

  test('closing ends streams and lets nobody in', async () => {
    const house = await openWebHouse();
    await house.studio.shows.create(talks);
    const speech = await speechOf(house.folder);
    await house.upload([
      ['title', 'One'],
      ['recording', soundFile(speech)],
    ]);
    const events = await house.ask('/api/shows/talks/episodes/one/events');
    const read = events.text();
    await house.close();
    expect(await read).toContain('event: report');
    await expect(house.ask('/healthz')).rejects.toThrow();
  });
});

describe('the studio', () => {
  let house: WebHouse;
  beforeAll(async () => {
    house = await openWebHouse();
  });
  afterAll(() => house.close());

  const asJson = async <T>(path: string, init?: RequestInit) =>
    (await (await house.ask(path, init)).json()) as T;
  const pageOf = async (path: string) => (await house.ask(path, { headers: { Accept: 'text/html' } })).text();

  test('welcomes with a form, and the form opens a show', async () => {
    expect(await pageOf('/')).toContain('action="/api/shows"');
    const body = new FormData();
    for (const [name, value] of Object.entries(talks)) body.append(name, value);
    const answer = await house.ask('/api/shows', { method: 'POST', body, headers: { Accept: 'text/html' } });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/?show=talks']);
    expect(await pageOf('/?show=talks')).toContain('No episodes yet');
  });

  test('opens a show by JSON, refuses its name a second time, and a path of this machine always', async () => {
    const post = (draft: object) =>
      house.ask('/api/shows', {
        method: 'POST',
        body: JSON.stringify(draft),
        headers: { 'Content-Type': 'application/json' },
      });
    const made = await post({ ...talks, title: 'More', slug: 'more' });
    expect([made.status, made.headers.get('location')]).toEqual([201, '/api/shows/more']);
    expect(await made.json()).toMatchObject({
      title: 'More',
      feedUrl: 'http://localhost:8080/feed/more/feed.xml',
    });
    expect(await codeOf(await post({ ...talks, slug: 'more' }))).toBe('show-exists');
    expect(await codeOf(await post({ ...talks, slug: 'x', cover: '/etc/passwd' }))).toBe('usage-wrong');
    const bad = await house.ask('/api/shows', {
      method: 'POST',
      body: '{',
      headers: { 'Content-Type': 'application/json' },
    });
    expect([bad.status, await codeOf(bad)]).toEqual([400, 'usage-wrong']);
    expect((await asJson<{ shows: ShowJson[] }>('/api/shows')).shows.map(({ slug }) => slug).sort()).toEqual([
      'more',
      'talks',
    ]);
  });

  test('follows an episode from the upload to the feed, then takes it back', async () => {
    const speech = await speechOf(house.folder, 3);
    await house.upload([
      ['title', 'The way'],
      ['publish', 'now'],
      ['recording', soundFile(speech)],
    ]);
    const stop = await house.studio.work();
    const events = await house.ask('/api/shows/talks/episodes/the-way/events');
    expect(events.headers.get('content-type')).toContain('text/event-stream');
    expect(events.headers.get('cache-control')).toBe('no-cache, no-transform');
    expect(events.headers.get('x-accel-buffering')).toBe('no');
    const told = readEvents(await events.text());
    expect(told.map(({ id }) => id)).toEqual(told.map((_, i) => i + 1));
    expect(told.at(-1)).toMatchObject({ name: 'settled', report: { state: 'published' } });
    const percents = told.flatMap(({ report }) => report.progress?.percent ?? []);
    expect(percents).toEqual([...percents].sort((a, b) => a - b));

    const report = await asJson<ReportJson>('/api/shows/talks/episodes/the-way');
    expect(report).toMatchObject({
      state: 'published',
      enclosure: { type: 'audio/mpeg' },
      episode: { wish: 'public' },
    });
    expect(Math.abs((report.loudness?.after.integrated ?? 0) + 16)).toBeLessThanOrEqual(1);
    const address = (url = '') => new URL(url).pathname;
    const sound = await house.ask(address(report.enclosure?.url), { method: 'HEAD' });
    expect(sound.headers.get('content-length')).toBe(String(report.enclosure?.bytes));
    expect(await (await house.ask(address(report.feedUrl))).text()).toContain('The way');
    expect(await pageOf('/?show=talks')).toContain('<audio');

    const withdrawn = await house.ask('/api/shows/talks/episodes/the-way/withdraw', { method: 'POST' });
    expect(withdrawn.status).toBe(200);
    await (await house.ask('/api/shows/talks/episodes/the-way/events')).text();
    expect((await asJson<ReportJson>('/api/shows/talks/episodes/the-way')).state).toBe('withdrawn');
    expect((await house.ask(address(report.enclosure?.url))).status).toBe(404);
    const removed = await house.ask('/api/shows/talks/episodes/the-way', { method: 'DELETE' });
    expect(removed.status).toBe(204);
    await stop();
    expect(await codeOf(await house.ask('/api/shows/talks/episodes/the-way'))).toBe('episode-unknown');
  });

  test('its pages fetch from nowhere else and run no foreign script', async () => {
    const answer = await house.ask('/', { headers: { Accept: 'text/html' } });
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toContain('unsafe');
    expect(await answer.text()).not.toMatch(/ style="|<script>|onclick/);
  });

  test('what is nowhere is told as a page or as JSON', async () => {
    const page = await house.ask('/nothing', { headers: { Accept: 'text/html' } });
    expect([page.status, page.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
    expect(await codeOf(await house.ask('/api/nothing'))).toBe('page-unknown');
    expect(await codeOf(await house.ask('/api/shows/%zz'))).toBe('usage-wrong');
  });
});

function readEvents(text: string): { id: number; name: string; report: ReportJson }[] {
  return text
    .split('\n\n')
    .filter((block) => block.includes('data: '))
    .map((block) => ({
      id: Number(/^id: (\d+)$/m.exec(block)?.[1]),
      name: /^event: (\w+)$/m.exec(block)?.[1] ?? '',
      report: JSON.parse(/^data: (.*)$/m.exec(block)?.[1] ?? '{}') as ReportJson,
    }));
}
