import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { readTranscript } from '../../src/show/transcript/reading.ts';
import { makeSpeech } from '../sounds.ts';
import { openWebHouse, talks, type WebHouse } from './house.ts';

/** The listeners' pages in a real browser, where there is one. */
const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const ready = existsSync(executablePath);
const name = ready
  ? 'the listeners’ site in a browser'
  : 'the listeners’ site in a browser (there is none: apt-get install chromium)';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const at = 'http://localhost:8080/feed/';
const words = [
  ...['WEBVTT', '', '00:00:00.000 --> 00:00:04.000', '<v Anna>Good morning from the corridor.', ''],
  ...['00:00:04.000 --> 00:00:08.000', '<v Anna>It is quiet here.', ''],
  ...['00:00:10.000 --> 00:00:14.000', '<v Ben>The corridor & its coffee.', ''],
  ...['00:00:15.000 --> 00:00:19.000', '<v Anna>Good night.', ''],
].join('\n');

describe.skipIf(!ready)(name, () => {
  let house: WebHouse;
  let browser: Browser;

  beforeAll(async () => {
    house = await openWebHouse();
    const stop = await house.studio.work();
    for (const [slug, language, title] of [
      ['talks', 'en', talks.title],
      ['flur', 'de', 'Gespräche aus den Fluren der Nordlicht-Werke, zwischen zwei Besprechungen aufgenommen'],
      ['hiwar', 'ar', 'حديث الممر'],
    ] as const) {
      await house.studio.shows.create({ ...talks, title, slug, language, link: 'https://nordlicht.example' });
      const { report } = await house.studio.episodes.receive({
        title: 'First',
        show: slug,
        wish: 'public',
        notes: 'About **coffee**.\n\n- [One](https://nordlicht.example)\n- Two',
        chapters: [
          { start: 0, title: 'Morning' },
          { start: 10, title: 'Coffee', url: 'https://nordlicht.example/coffee' },
        ],
        transcript: readTranscript(words),
        recording: {
          file: await makeSpeech(join(house.folder, 'talk.wav'), { seconds: 20 }),
          name: 'talk.wav',
        },
      });
      for await (const each of house.studio.episodes.watch(report.episode.id, AbortSignal.timeout(60_000)))
        if (each.problem) throw new Error(each.problem.message);
    }
    await stop();
    browser = await chromium.launch({
      executablePath,
      args: ['--no-sandbox', '--disable-gpu', '--mute-audio'],
    });
  });
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
  });
  afterAll(async () => {
    await browser?.close();
    await house?.close();
  });

  type Visit = Readonly<{ page: Page; strangers: readonly string[]; faults: readonly string[] }>;

  /** Under the public address; what is asked of anybody else is written down, and not answered. */
  async function visit(path: string, options: BrowserContextOptions = {}): Promise<Visit> {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    const [strangers, faults]: [string[], string[]] = [[], []];
    page.on('pageerror', ({ message }) => faults.push(message));
    await context.route('**/*', (route) => {
      const url = route.request().url();
      if (url.startsWith(at))
        return route.continue({ url: url.replace('http://localhost:8080', house.at('')) });
      strangers.push(url);
      return route.abort();
    });
    await page.goto(at + path);
    return { page, strangers, faults };
  }

  const episode = 'talks/first.html';

  describe.each([
    ['', 'en'],
    ['talks/', 'en'],
    [episode, 'en'],
    ['flur/first.html', 'de'],
    ['talks/first/embed.html', 'en'],
    ['hiwar/', 'ar'],
    ['hiwar/first.html', 'ar'],
  ])('/%s', (path, language) => {
    test.each([
      [390, 'light'],
      [1280, 'dark'],
    ] as const)(
      'has no barrier, asks no stranger and fits, %d pixels wide and %s',
      async (width, colorScheme) => {
        const { page, strangers, faults } = await visit(path, {
          viewport: { width, height: 800 },
          colorScheme,
        });
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() =>
          (globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string }[] }> } }).axe.run(),
        );
        expect(violations.map(({ id }) => id)).toEqual([]);
        expect(strangers).toEqual([]);
        expect(faults).toEqual([]);
        expect(
          await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
        ).toBeLessThanOrEqual(0);
        expect(await page.getAttribute('html', 'lang')).toBe(language);
      },
    );
  });

  test('a show of Arabic words runs from right to left, and what is English on its pages says so', async () => {
    const { page } = await visit('hiwar/', { viewport: { width: 390, height: 800 } });
    expect(await page.getAttribute('html', 'dir')).toBe('rtl');
    const end = await page.evaluate(() => {
      const { x, width } = (document.querySelector('h1') as Element).getBoundingClientRect();
      const range = document.createRange();
      range.selectNodeContents(document.querySelector('h1') as Element);
      return { column: x + width, words: range.getBoundingClientRect().right };
    });
    expect(Math.abs(end.column - end.words)).toBeLessThan(2);
    expect(await page.getAttribute('#subscribe-title', 'lang')).toBe('en');
    expect(await page.getAttribute('h1', 'lang')).toBeNull();
  });

  test('on paper there are the words alone: whose they are, and what was said', async () => {
    const { page } = await visit(episode, { viewport: { width: 800, height: 1000 } });
    await page.emulateMedia({ media: 'print' });
    const words = await page.innerText('body');
    for (const said of [talks.title, 'First', 'coffee', 'Morning', 'It is quiet here.'])
      expect(words).toContain(said);
    for (const unsaid of ['Subscribe', 'Scan', 'Download', 'Copy', 'Follow along'])
      expect(words).not.toContain(unsaid);
    expect(await page.locator('svg, audio, input, button, img').filter({ visible: true }).count()).toBe(0);
  });

  test('the player for other people’s pages fits into 320 pixels and 200 of height, whatever the show is called', async () => {
    const { page } = await visit('flur/first/embed.html', { viewport: { width: 320, height: 200 } });
    expect(
      await page.evaluate(() => [
        document.documentElement.scrollWidth,
        document.documentElement.scrollHeight,
      ]),
    ).toEqual([320, 200]);
  });

  const marked = (page: Page) => page.textContent('.words [aria-current]');
  const second = (page: Page) => page.evaluate(() => document.querySelector('audio')?.currentTime ?? 0);

  test('a moment of the transcript is played, followed, and stands in the address', async () => {
    const { page, faults } = await visit(episode);
    await page.click('.moment >> text=0:10');
    await page.waitForFunction(() => (document.querySelector('audio')?.currentTime ?? 0) > 10.2);
    expect(await marked(page)).toBe('The corridor & its coffee.');
    expect(await page.textContent('.chapters [aria-current]')).toContain('Coffee');
    expect(page.url()).toBe(`${at}${episode}#t=10`);
    await page.waitForFunction(
      () => document.querySelector('.words [aria-current]')?.textContent === 'Good night.',
    );
    expect(faults).toEqual([]);
  });

  test('a sentence leads to its own second, a chapter to its beginning', async () => {
    const { page } = await visit(episode);
    await page.click('text=It is quiet here.');
    await page.waitForFunction(() => (document.querySelector('audio')?.currentTime ?? 0) >= 4);
    expect(await second(page)).toBeLessThan(8);
    await page.click('.chapters >> text=Coffee');
    await page.waitForFunction(() => (document.querySelector('audio')?.currentTime ?? 0) >= 10);
  });

  test('a link to a second shows its words, and plays from there without loading before', async () => {
    const { page } = await visit(`${episode}#t=12`);
    await page.waitForSelector('.words [aria-current]');
    expect(await marked(page)).toBe('The corridor & its coffee.');
    expect(await page.evaluate(() => document.querySelector('audio')?.readyState)).toBe(0);
    await page.evaluate(() => document.querySelector('audio')?.play());
    await page.waitForFunction(() => (document.querySelector('audio')?.currentTime ?? 0) >= 12);
  });

  test('a search leaves the paragraphs that have it, marks it, and tells how many they are', async () => {
    const { page } = await visit(episode);
    const shown = () => page.locator('.turn:visible').count();
    expect(await shown()).toBe(3);
    await page.fill('[type=search]', 'CORRIDOR');
    expect(await shown()).toBe(2);
    expect(await page.locator('mark').allTextContents()).toEqual(['corridor', 'corridor']);
    expect(await page.textContent('.tools [role=status]')).toBe('Paragraphs found: 2');
    await page.fill('[type=search]', 'corridor & its (');
    expect(await page.textContent('.tools [role=status]')).toBe('Nothing was found.');
    await page.fill('[type=search]', '');
    expect([await shown(), await page.locator('mark').count()]).toEqual([3, 0]);
    expect(await page.textContent('.words >> nth=1')).toBe('The corridor & its coffee.');
  });

  test('the address of the moment that plays can be copied', async () => {
    const { page } = await visit(`${episode}#t=7`, { permissions: ['clipboard-read', 'clipboard-write'] });
    await page.click('[data-link]');
    await page.waitForSelector('.said:not(:empty)');
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`${at}${episode}#t=7`);
  });

  test('without scripts everything is there, and a second leads to its paragraph', async () => {
    const { page } = await visit(`${episode}#t=10`, {
      javaScriptEnabled: false,
      viewport: { width: 390, height: 500 },
    });
    expect(await page.isVisible('audio')).toBe(true);
    expect(await page.isVisible('.tools')).toBe(false);
    expect(await page.isVisible('[data-skip]')).toBe(false);
    expect(await page.locator('.turn').count()).toBe(3);
    // The browser scrolls there once it has laid out the page.
    const top = async () => (await page.locator('[id="t=10"]').boundingBox())?.y ?? Number.NaN;
    await expect.poll(top, { timeout: 10_000 }).toBeLessThan(500);
    expect(await top()).toBeGreaterThanOrEqual(0);
  });
});
