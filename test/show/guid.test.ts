import { expect, test } from 'vitest';
import { showGuid } from '../../src/show/guid.ts';

test.each([
  'https://podnews.net/rss',
  'http://podnews.net/rss',
  'podnews.net/rss',
  'https://podnews.net/rss///',
])('%s has the guid that the podcast namespace gives as its check value', (feedUrl) => {
  expect(showGuid(feedUrl)).toBe('9b024349-ccf0-5f69-a609-6b82873eab3c');
});

test('another address, letters beyond ASCII included, has another UUID of version 5', () => {
  const guid = showGuid('https://bücher.example/feed.xml');
  expect(guid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(guid).not.toBe(showGuid('https://bucher.example/feed.xml'));
});
