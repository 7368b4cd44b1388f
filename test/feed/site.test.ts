import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { openSite } from '../../src/feed/site.ts';
import { address, alternatesOf, episodes, published, show } from './fixtures.ts';

const textsIn = (name: string): Record<string, string> => {
  const folder = new URL(`../../templates/${name}/`, import.meta.url);
  return Object.fromEntries(
    readdirSync(folder).map((file) => [file, readFileSync(new URL(file, folder), 'utf8')]),
  );
};
const templates = textsIn('site');
const messages = textsIn('messages');
const assets = {
  stylesheet: address('assets/site-1.css'),
  player: address('assets/player-1.js'),
  transcript: address('assets/transcript-1.js'),
};
const around = { address, assets };
const site = openSite(templates, messages);
const hostile = '"><script>alert(1)</script>{{ 7 | times: 7 }}';

describe('every page', () => {
  const pages = [
    site.printHome([{ show, episodes }], around),
    site.printShowPage({ show, episodes }, around),
    site.printEpisodePage(show, published(1), around),
    site.printEmbed(show, published(1), around),
  ];
  test.each(pages.slice(0, 3).map((page, i) => [['home', 'show', 'episode'][i], page]))(
    '%s is whole and asks no stranger',
    (_name, page) => {
      expect(page).toMatch(/^<!doctype html>\n<html lang="en-gb" dir="ltr">/);
      expect(page).toContain('<link rel="alternate" type="application/rss+xml" title="Corridor Talk"');
      expect(page).toContain('<meta property="og:title"');
      expect(page).toContain('<meta name="twitter:card" content="summary">');
      for (const [, url = ''] of page?.matchAll(/(?:src|rel="(?:stylesheet|icon)" href)="([^"]*)"/g) ?? [])
        expect(url).toMatch(/^https:\/\/podcasts\.nordlicht\.example\//);
      expect(page).not.toMatch(/\[object|undefined|\{\{|\{%/);
    },
  );
});

test('the show’s page lists its episodes, newest first, and tells where to subscribe', () => {
  const page = site.printShowPage({ show, episodes }, around);
  const order = ['week 3', 'week 2', 'week 1'].map((week) => page.indexOf(`What we learnt in ${week}</a>`));
  expect(order.every((place) => place > 0)).toBe(true);
  expect(order).toEqual(order.toSorted((a, b) => a - b));
  expect(page).toContain('value="https://podcasts.nordlicht.example/corridor-talk/feed.xml"');
  expect(page).toContain('href="podcast://podcasts.nordlicht.example/corridor-talk/feed.xml"');
  expect(page).toContain('17 March 2026');
});

test('an episode’s page plays without scripts, and its chapters lead into the file', () => {
  const page = site.printEpisodePage(show, published(1), around);
  const audio = address(published(1).publication.enclosureKey);
  expect(page).toContain('<audio controls preload="none" aria-label="What we learnt in week 1">');
  expect(page.match(/<source [^>]*>/g)).toEqual([`<source src="${audio}" type="audio/mpeg">`]);
  expect(page).toContain(`href="${audio}#t=129.25"`);
  expect(page).toContain('<strong>Ben</strong>');
  expect(page).toContain('"@type":"PodcastEpisode"');
});

describe('an episode in further formats', () => {
  const row = published(1, { publication: alternatesOf(1) });
  const page = site.printEpisodePage(show, row, around);
  const [mp3 = '', m4a = '', opus = ''] = ['mp3', 'm4a', 'opus'].map((ending) =>
    address(row.publication.enclosureKey).replace(/mp3$/, ending),
  );

  test('is played as MP3 first, by any browser that can', () => {
    const sources = [
      `<source src="${mp3}" type="audio/mpeg">`,
      `<source src="${m4a}" type="audio/mp4; codecs=mp4a.40.2">`,
      `<source src="${opus}" type="audio/ogg; codecs=opus">`,
    ];
    expect(page.match(/<source [^>]*>/g)).toEqual(sources);
    const showPage = site.printShowPage({ show, episodes: [row] }, around);
    expect(showPage.match(/<source [^>]*>/g)).toEqual(sources);
    expect(page).toContain(`<meta property="og:audio" content="${mp3}">`);
    expect(page).toContain(`href="${mp3}#t=129.25"`);
  });

  test('can be downloaded in each, with its name, type and size', () => {
    const links = [
      ...page.matchAll(/<a href="([^"]*)" type="([^"]*)" download[^>]*>([^<]*)<\/a> <[^>]*>([^<]*)</g),
    ];
    expect(links.map(([, ...said]) => said)).toEqual([
      [mp3, 'audio/mpeg', 'MP3', '29\u00a0MB'],
      [m4a, 'audio/mp4', 'AAC', '22\u00a0MB'],
      [opus, 'audio/ogg', 'Opus', '14\u00a0MB'],
    ]);
  });

  test('is described to search engines in each', () => {
    const [, data = ''] = /<script type="application\/ld\+json">(.*)<\/script>/.exec(page) ?? [];
    expect(JSON.parse(data)).toMatchObject({
      associatedMedia: [
        { contentUrl: mp3, encodingFormat: 'audio/mpeg', contentSize: '28816001', bitrate: '128 kbit/s' },
        { contentUrl: m4a, encodingFormat: 'audio/mp4', contentSize: '21616800', bitrate: '96 kbit/s' },
        { contentUrl: opus, encodingFormat: 'audio/ogg', sha256: 'e'.repeat(64), duration: 'PT1801S' },
      ],
    });
  });
});

test('a show in German speaks German', () => {
  const page = site.printEpisodePage({ ...show, language: 'de-at' }, published(1), around);
  expect(page).toContain('Abonnieren');
  expect(page).toContain('3. März 2026');
});

test('a show without episodes, and a house without shows, have pages too', () => {
  expect(site.printShowPage({ show, episodes: [] }, around)).toContain('The first episode is on its way.');
  expect(site.printHome([], around)).toContain('<h1>Podcasts</h1>');
});

test('nothing that people write gets out of its place', () => {
  const cues = [{ from: 0, to: 1, text: hostile, speaker: hostile }];
  const transcript = { timed: true, language: hostile, cues } as const;
  const evil = { ...show, title: hostile, author: hostile, description: hostile };
  const row = published(1, {
    episode: {
      ...{ title: hostile, notes: hostile, chapters: [{ start: 0, title: hostile }] },
      details: { people: [{ name: hostile, role: hostile, href: 'https://a.example/"><script>' }] },
    },
  });
  const pages = [
    site.printHome([{ show: evil, episodes: [row] }], around),
    site.printShowPage({ show: evil, episodes: [row] }, around),
    site.printEpisodePage(evil, { ...row, transcript }, around),
    site.printEmbed(evil, row, around),
  ];
  for (const page of pages) {
    expect(page).not.toContain('<script>alert');
    expect(page).not.toContain('{{ 49');
    expect(page).not.toMatch(/(?<!\\u003c\/?)script>alert\(1\)<\/script>/);
  }
});

test('the same rows give the same bytes', () => {
  expect(site.printShowPage({ show, episodes }, around)).toBe(
    site.printShowPage({ show, episodes: episodes.toReversed() }, around),
  );
});

describe('the page of a year', () => {
  const daily = Array.from({ length: 366 }, (_, i) => {
    const publishedAt = new Date(Date.UTC(2024, 0, 1 + i, 8));
    return published(i + 1, { publication: { publishedAt, changedAt: publishedAt } });
  });
  const shown = { show: { ...show, language: 'de' }, episodes: daily, years: [2024], year: 2024 };

  test('has its months as headings, the last one first, and a way to each', () => {
    const page = site.printYearPage(shown, around);
    const months = [...page.matchAll(/<h2 class="label" id="month-(\d+)-name">([^<]*)</g)];
    expect(months.map(([, , name]) => name)).toEqual([
      ...['Dezember', 'November', 'Oktober', 'September', 'August', 'Juli'],
      ...['Juni', 'Mai', 'April', 'März', 'Februar', 'Januar'],
    ]);
    for (const [, month] of months) {
      expect(page).toContain(`<a href="#month-${month}">`);
      expect(page).toContain(`id="month-${month}"`);
    }
    expect(page.match(/class="entry"/g)).toHaveLength(366);
  });

  test('of many episodes tells no more than their names', () => {
    expect(site.printYearPage(shown, around)).not.toContain('class="summary"');
    const few = site.printYearPage({ ...shown, episodes: daily.slice(0, 31) }, around);
    expect(few).toContain('class="summary"');
    expect(few).not.toContain('class="months"');
  });
});

test('a show with a single episode has it beside the ways to subscribe', () => {
  const page = site.printShowPage({ show, episodes: [published(1)] }, around);
  expect(page).toMatch(/<div class="columns">\s*<section class="newest-episode"/);
  expect(page).not.toContain('class="episodes"');
});

test('a show with a thousand episodes has a page', () => {
  const rows = Array.from({ length: 1000 }, (_, i) => published(i + 1));
  expect(site.printShowPage({ show, episodes: rows }, around).match(/class="entry"/g)).toHaveLength(999);
}, 30_000);

describe('templates that people changed', () => {
  const withHome = (home: string) => openSite({ ...templates, 'home.liquid': home }, messages);
  const print = (home: string) => withHome(home).printHome([{ show, episodes }], around);

  test('may place any value, always escaped', () => {
    expect(
      openSite({ ...templates, 'show.liquid': '{{ show.title | raw }}' }, messages).printShowPage(
        { show: { ...show, title: '<b>' }, episodes },
        around,
      ),
    ).toBe('&lt;b&gt;');
    expect(
      openSite({ ...templates, 'show.liquid': '{{ show.title | safe }}' }, messages).printShowPage(
        { show: { ...show, title: '<b>' }, episodes },
        around,
      ),
    ).toBe('&#60;b&#62;');
  });

  test.each([
    '{{ page.constructor }}',
    '{{ shows.constructor.constructor }}',
    '{{ page.__proto__.toString }}',
  ])('cannot reach behind the values: %s', (home) => {
    expect(print(home)).toBe('');
  });

  test.each([
    '{% for i in (1..100000000) %}x{% endfor %}',
    '{% include ../../package.json %}',
    '{% render "/etc/passwd" %}',
    '{{ page.title | nosuchfilter }}',
    '{% if %}',
    '{% for show in shows %}',
  ])('are refused with their name where they cannot work: %s', (home) => {
    expect(() => print(home)).toThrow(
      expect.objectContaining({ code: 'settings-invalid', message: expect.stringContaining('home.liquid') }),
    );
  });

  test('must be there', () => {
    expect(() => openSite({}, messages)).toThrow(/home\.liquid cannot be used: it is not there/);
  });
});
