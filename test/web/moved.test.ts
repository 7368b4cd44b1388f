import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWebHouse, talks, type WebHouse } from './house.ts';

/** The address of a feed whose show has moved away (feed.md 10). */
describe('the feed of a show that has moved', () => {
  let house: WebHouse;
  const to = 'https://new.example/feed.xml';
  const rss = { contentType: 'application/rss+xml; charset=utf-8' };

  beforeAll(async () => {
    house = await openWebHouse();
    await house.studio.shows.create(talks);
    const { store } = house.studio.publicFiles;
    await store?.put('talks/feed.xml', Buffer.from('<rss/>'), rss);
    await store?.put('talks/one/one.mp3', Buffer.from('sound'), { contentType: 'audio/mpeg' });
  });
  afterAll(() => house.close());

  test('answers with 301 to GET and HEAD, until it is back', async () => {
    await house.studio.moveShow('talks', { to, unchecked: true });
    for (const method of ['GET', 'HEAD']) {
      const answer = await house.ask('/feed/talks/feed.xml', { method });
      expect([answer.status, answer.headers.get('location')]).toEqual([301, to]);
      expect(answer.headers.get('access-control-allow-origin')).toBe('*');
      expect(answer.headers.get('cache-control')).toBe('public, max-age=300');
    }
    await house.studio.moveShow('talks', {});
    expect((await house.ask('/feed/talks/feed.xml')).status).toBe(200);
  });

  test('leaves its sounds where they are', async () => {
    await house.studio.moveShow('talks', { to, unchecked: true });
    expect((await house.ask('/feed/talks/one/one.mp3')).status).toBe(200);
    expect((await house.ask('/feed/talks/feed.xml', { method: 'OPTIONS' })).status).toBe(204);
    expect((await house.ask('/feed/nobody/feed.xml')).status).toBe(404);
  });
});
