import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { printReport } from '../../src/sound/report.ts';
import { factsOf } from '../sound/report-facts.ts';
import { makeSpeech } from '../sounds.ts';
import { openWebHouse, talks, type WebHouse } from './house.ts';

/** In a real browser, where there is one; its scripts come from `npm run build`. */
const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const ready = existsSync(executablePath) && existsSync('dist/web/islands/studio.js');

const name = ready
  ? 'the page in a browser'
  : 'the page in a browser (there is none: apt-get install chromium, then npm run build)';

/** On the page: points to scroll sideways, and the figures of a table that take more than one line. */
function howItFits() {
  const isBroken = (cell: Element): boolean => {
    const range = document.createRange();
    range.selectNodeContents(cell);
    const feet = [...range.getClientRects()].filter(({ width }) => width > 0).map(({ bottom }) => bottom);
    return Math.max(...feet) - Math.min(...feet) > 8;
  };
  const cells = [...document.querySelectorAll('td')].filter((cell) => cell.textContent !== '');
  const { scrollWidth, clientWidth } = document.documentElement;
  return {
    beside: scrollWidth - clientWidth,
    broken: cells.filter(isBroken).map((cell) => cell.textContent),
  };
}

describe.skipIf(!ready)(name, () => {
  let house: WebHouse;
  let browser: Browser;
  let stop: () => Promise<void>;
  let speech: string;

  beforeAll(async () => {
    house = await openWebHouse();
    await house.studio.shows.create(talks);
    speech = await makeSpeech(join(house.folder, 'lunch-talk_with-Ada.wav'), { seconds: 3 });
    stop = await house.studio.work();
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  });
  afterAll(async () => {
    await browser?.close();
    await stop?.();
    await house?.close();
  });

  test('hands in a recording and follows it until it is public', async () => {
    const page = await browser.newPage();
    const faults: string[] = [];
    page.on('pageerror', (fault) => faults.push(fault.message));
    await page.goto(house.at('/'));
    await page.setInputFiles('[name=recording]', speech);
    expect(await page.inputValue('[name=title]')).toBe('Lunch talk with Ada');
    await page.click('text=Publish when ready');
    await page.waitForSelector('.episode progress');
    await page.waitForSelector('.state.published');
    expect(await page.textContent('.episode h3')).toBe('Lunch talk with Ada');
    expect(await page.isVisible('.loudness')).toBe(true);
    expect(await page.inputValue('[name=title]')).toBe('');
    expect(faults).toEqual([]);
  });

  test('shows pictures on the page of an episode as soon as its master is there', async () => {
    const page = await browser.newPage();
    const faults: string[] = [];
    page.on('pageerror', (fault) => faults.push(fault.message));
    page.on('console', (said) => said.type() === 'error' && faults.push(said.text()));
    const recording = await makeSpeech(join(house.folder, 'pictured.wav'), { seconds: 20, seed: 4 });
    const { report } = await house.studio.episodes.receive({
      title: 'Pictured',
      recording: { file: recording, name: 'pictured.wav' },
      wish: 'draft',
    });
    await page.goto(house.at(`/episodes/talks/${report.episode.slug}`));
    await page.waitForSelector('.state.ready');
    await page.waitForSelector('.over-time svg.plot');
    expect(await page.locator('.over-time figure').count()).toBe(3);
    const drawn = await page.innerHTML('.over-time .sound');
    await page.reload();
    expect(await page.innerHTML('.over-time .sound')).toBe(drawn);
    await page.click('text=Whole report');
    expect(await page.textContent('h1')).toBe('Pictured');
    expect(await page.evaluate(() => getComputedStyle(document.body).maxWidth)).toBe('1216px');
    for (const width of [390, 360, 320]) {
      await page.setViewportSize({ width, height: 800 });
      expect(await page.evaluate(howItFits)).toEqual({ beside: 0, broken: [] });
    }
    expect(faults).toEqual([]);
  });

  test('a report fits a phone, however long the words in it are', async () => {
    const long = '2026-11-22_Werkstatt_Halle3_Nachtschicht_zweite_Aufnahme.wav';
    const compound = 'Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz';
    const facts = factsOf(60, {
      ...{ title: long, show: compound, remarks: [{ says: compound, advice: long }] },
      recording: { name: long, seconds: 60, sound: compound },
      chapters: [{ start: 0, title: compound }],
      figures: [{ name: compound, before: 'on', after: 'off' }],
    });
    const page = await browser.newPage();
    await page.setContent(printReport(facts));
    for (const width of [390, 360, 320]) {
      await page.setViewportSize({ width, height: 800 });
      expect(await page.evaluate(howItFits)).toEqual({ beside: 0, broken: [] });
    }
    await page.close();
  });

  test('tells a fault beside the form and keeps what was typed', async () => {
    const page = await browser.newPage();
    await page.goto(house.at('/'));
    const buffer = Buffer.from('Dear diary');
    await page.setInputFiles('[name=recording]', { name: 'diary.wav', mimeType: 'audio/wav', buffer });
    await page.fill('[name=notes]', 'Typed with care');
    await page.click('text=Keep as draft');
    expect(await page.textContent('[data-alert] .notice')).toContain('not a sound recording');
    expect(await page.inputValue('[name=notes]')).toBe('Typed with care');
  });

  test('works without scripts, at the width of a phone', async () => {
    const viewport = { width: 390, height: 844 };
    const page = await (await browser.newContext({ javaScriptEnabled: false, viewport })).newPage();
    await page.goto(house.at('/'));
    await page.setInputFiles('[name=recording]', speech);
    await page.fill('[name=title]', 'Plain');
    await page.click('summary:has-text("More")');
    await page.check('[name=again]');
    await page.click('text=Keep as draft');
    await page.waitForURL('**/episodes/talks/plain');
    expect(await page.textContent('h1')).toBe('Plain');
    await page.click('summary:has-text("Remove")');
    await page.click('text=Delete for good');
    await page.waitForURL('**/?show=talks');
  });
});
