import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { directionOf } from '../../src/feed/direction.ts';
import { openSite } from '../../src/feed/site.ts';
import { appleCategories } from '../../src/show/categories.ts';
import { address, episodes, published, show } from './fixtures.ts';

/** Pages of shows in a language that there are words for, and in one that there are none for. */
const textsIn = (name: string): Record<string, string> => {
  const folder = new URL(`../../templates/${name}/`, import.meta.url);
  return Object.fromEntries(
    readdirSync(folder).map((file) => [file, readFileSync(new URL(file, folder), 'utf8')]),
  );
};
const messages = textsIn('messages');
const site = openSite(textsIn('site'), messages);
const assets = { stylesheet: 'a.css', player: 'p.js', transcript: 't.js' };
const around = { address, assets };
const showPage = (language: string, of = site) =>
  of.printShowPage({ show: { ...show, language }, episodes }, around);

describe('direction', () => {
  test.each(['ar', 'he', 'fa', 'ur', 'yi', 'ps', 'sd', 'ug', 'dv', 'ar-eg'])(
    '%s: from right to left',
    (language) => {
      expect(directionOf(language)).toBe('rtl');
      expect(showPage(language)).toContain(`<html lang="${language}" dir="rtl">`);
    },
  );

  test.each(['en', 'de-at', 'ja', 'arn', ''])('%j: from left to right', (language) => {
    expect(directionOf(language)).toBe('ltr');
  });

  test('every kind of page has it', () => {
    const arabic = { ...show, language: 'ar' };
    const pages = [
      site.printHome([{ show: arabic, episodes }], around),
      site.printYearPage({ show: arabic, episodes, year: 2026 }, around),
      site.printEpisodePage(arabic, published(1), around),
      site.printEmbed(arabic, published(1), around),
    ];
    for (const page of pages) expect(page).toContain('<html lang="ar" dir="rtl">');
  });

  test('dates and lengths keep their own order inside a line', () => {
    const page = site.printEpisodePage({ ...show, language: 'ar' }, published(1), around);
    expect(page).toMatch(/<time [^>]*><bdi>[^<]*2026<\/bdi><\/time> · <bdi>30 min<\/bdi>/);
  });
});

describe('words of the pages', () => {
  test('that are English on a page of another language say so', () => {
    const page = showPage('ar');
    expect(page).toContain('<h2 id="subscribe-title" lang="en" dir="ltr">Subscribe</h2>');
    expect(page).toContain('<span lang="en" dir="ltr">Careers</span>');
    for (const language of ['en-us', 'de']) expect(showPage(language)).not.toContain(' lang="en"');
  });

  test('on the list of all shows are those of each show', () => {
    const german = { ...show, id: 2, slug: 'flur', language: 'de' };
    const page = site.printHome(
      [
        { show, episodes },
        { show: german, episodes },
      ],
      around,
    );
    expect(page).toContain('<span>by</span>');
    expect(page).toContain('<span>von</span>');
    expect(page).toContain('lang="de" dir="ltr"');
  });
});

describe('categories', () => {
  test('stand in the language of the show, all of them in German', () => {
    expect(showPage('de-at')).toContain('<span>Beruf</span>');
    expect(showPage('en')).toContain('<span>Careers</span>');
    const german = JSON.parse(messages['de.json'] ?? '') as object;
    const lacking = appleCategories
      .map(({ main, sub }) => sub ?? main)
      .filter((name) => !Object.hasOwn(german, name));
    expect(lacking).toEqual([]);
  });

  test('that nobody has translated stay Apple’s, and say that they are English', () => {
    const { Careers: _, ...others } = JSON.parse(messages['de.json'] ?? '') as Record<string, string>;
    const partly = openSite(textsIn('site'), { ...messages, 'de.json': JSON.stringify(others) });
    expect(showPage('de', partly)).toContain('<span lang="en" dir="ltr">Careers</span>');
  });
});
