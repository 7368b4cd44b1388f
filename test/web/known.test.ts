import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ReportJson } from '../../src/web/json.ts';
import { openWebHouse, soundFile, speechOf, talks, type WebHouse } from './house.ts';

/** A recording that the house already has, handed in on the page under another title. */
const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const hasBrowser = existsSync(executablePath) && existsSync('dist/web/islands/studio.js');
const inBrowser = hasBrowser
  ? 'is told beside the form, which keeps what was typed'
  : 'is told beside the form (there is no browser: apt-get install chromium, then npm run build)';

describe('a recording that is already there', () => {
  let house: WebHouse;
  let speech: Buffer<ArrayBuffer>;
  const upload = (title: string, ...more: (readonly [string, string])[]) =>
    house.upload([['title', title], ...more, ['recording', soundFile(speech)]]);
  const episodes = async () => {
    const answer = await house.ask('/api/shows/talks/episodes');
    return ((await answer.json()) as { episodes: ReportJson[] }).episodes;
  };
  const html = { Accept: 'text/html,application/xhtml+xml' };

  beforeAll(async () => {
    house = await openWebHouse();
    await house.studio.shows.create(talks);
    speech = await speechOf(house.folder);
    await upload('The bolt', ['notes', 'As it was.']);
    await upload('The nut', ['again', 'true']);
  });
  afterAll(() => house.close());

  test('is told with a link under another title, and changes nothing', async () => {
    const before = { episodes: await episodes(), files: house.leftovers() };
    const answer = await upload('The screw', ['notes', 'Other words.'], ['publish', 'now']);
    expect(answer.status).toBe(409);
    expect(await answer.json()).toMatchObject({
      error: {
        code: 'episode-exists',
        message: 'This recording is already there as episode “The bolt”.',
        reference: expect.stringMatching(/./),
      },
      links: { page: '/episodes/talks/the-bolt', self: '/api/shows/talks/episodes/the-bolt' },
    });
    expect({ episodes: await episodes(), files: house.leftovers() }).toEqual(before);
  });

  test('takes what is said anew under its own title, however it is spaced', async () => {
    const answer = await upload(' The  bolt ', ['notes', 'Now so.']);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({
      known: true,
      episode: { slug: 'the-bolt', title: 'The bolt', notes: 'Now so.' },
    });
  });

  test('is the one of that title where several episodes have it', async () => {
    const answer = await upload('The nut', ['notes', 'Of the nut.']);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ known: true, episode: { slug: 'the-nut' } });
    expect((await episodes()).map(({ episode }) => episode.title).sort()).toEqual(['The bolt', 'The nut']);
  });

  test('makes a further episode where that is asked for', async () => {
    const answer = await upload('The screw', ['again', 'true']);
    expect(answer.status).toBe(201);
    expect(await answer.json()).toMatchObject({ known: false, episode: { slug: 'the-screw' } });
  });

  test('is another show’s first', async () => {
    await house.studio.shows.create({ ...talks, title: 'Walks', slug: 'walks' });
    const parts = [
      ['title', 'The screw'],
      ['recording', soundFile(speech)],
    ] as const;
    expect((await house.upload(parts, '/api/shows/walks/episodes')).status).toBe(201);
  });

  test('is told on a page without scripts, with a button to the episode', async () => {
    const parts = [
      ['show', 'talks'],
      ['title', '<b>Bold</b>'],
      ['recording', soundFile(speech)],
    ] as const;
    const answer = await house.upload(parts, '/api/episodes', { headers: html });
    const page = await answer.text();
    expect(answer.status).toBe(409);
    expect(page).toContain('This recording is already there as episode “The bolt”.');
    expect(page).toContain('<a class="button primary" href="/episodes/talks/the-bolt">Open the episode</a>');
    expect(page).not.toContain('<b>Bold');
  });

  test.skipIf(!hasBrowser)(inBrowser, async () => {
    const path = join(house.folder, 'screw.wav');
    await writeFile(path, speech);
    const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
    try {
      const page = await browser.newPage();
      await page.goto(house.at('/?show=talks'));
      await page.setInputFiles('[name=recording]', path);
      await page.fill('[name=title]', 'The washer');
      await page.click('text=Keep as draft');
      const link = page.locator('[data-alert] .notice a');
      expect(await link.getAttribute('href')).toBe('/episodes/talks/the-bolt');
      expect(await page.textContent('[data-alert] .notice')).toContain('already there as episode “The bolt”');
      expect(await page.inputValue('[name=title]')).toBe('The washer');
      await link.click();
      await page.waitForURL('**/episodes/talks/the-bolt');
    } finally {
      await browser.close();
    }
  });
});
