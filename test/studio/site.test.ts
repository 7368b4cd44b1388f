import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type House, openHouse } from './house.ts';

/** The pages that a publication writes, and what they say of each other. */
let house: House;
beforeAll(async () => {
  house = await openHouse();
  await house.createShow();
  await house.publish(await house.record(1));
  const second = await house.publish(await house.record(2), { title: 'The second' });
  await house.studio.episodes.unlist(second.episode.id);
  await house.settled(second.episode.id);
  await house.createShow({ slug: 'other', title: 'Another show', language: 'de' });
  await house.publish(await house.record(3), { show: 'other', title: 'Die dritte' });
});
afterAll(() => house.close());

const textOf = (key: string): string => readFileSync(join(house.folder, 'feed', key), 'utf8');

describe('the site', () => {
  test('has the player for other people’s pages beside every episode', () => {
    expect(house.publicKeys()).toEqual(
      expect.arrayContaining(['talk/the-first/embed.html', 'talk/the-first/oembed.json']),
    );
    const oembed = JSON.parse(textOf('talk/the-first/oembed.json')) as { html: string };
    expect(oembed.html).toContain('src="https://podcast.example/feed/talk/the-first/embed.html"');
  });

  test('names its pages for search engines, and on the list of all shows, but none that is unlisted', () => {
    const pages = [...textOf('sitemap.xml').matchAll(/<loc>https:\/\/podcast\.example\/feed\/([^<]*)</g)];
    expect(pages.map(([, key]) => key)).toEqual([
      ...['index.html', 'talk/index.html', 'other/index.html'],
      ...['other/die-dritte.html', 'talk/the-first.html'],
    ]);
    expect(textOf('index.html')).toContain('The first');
    expect(textOf('index.html')).not.toContain('The second');
    expect(textOf('talk/index.html')).not.toContain('The second');
    expect(textOf('talk/the-second.html')).toContain('<meta name="robots" content="noindex">');
  });

  test('speaks the language of each show', () => {
    expect(textOf('other/die-dritte.html')).toContain('Abonnieren');
    expect(textOf('talk/the-first.html')).toContain('Subscribe');
  });

  test('writes a page anew that somebody took away', async () => {
    const faults = async () => {
      const [check] = await house.studio.checkFeed('talk');
      return check?.findings.filter(({ rule }) => rule.startsWith('store-')).length;
    };
    rmSync(join(house.folder, 'feed/talk/the-first/embed.html'));
    expect(await faults()).toBe(1);
    const { episode } = house.studio.episodes.find('talk/the-first');
    await house.studio.episodes.publish(episode.id);
    await house.settled(episode.id);
    expect(await faults()).toBe(0);
  });
});
