import { readdirSync, readFileSync } from 'node:fs';
import { encode } from 'uqr';
import { describe, expect, test } from 'vitest';
import { drawQrCode } from '../../src/feed/qr-code.ts';
import { openSite } from '../../src/feed/site.ts';
import { viewTranscript } from '../../src/feed/transcript-page.ts';
import type { Transcript } from '../../src/show/transcript/transcript.ts';
import { readXml } from '../../src/show/xml.ts';
import { address, episodes, published, show } from './fixtures.ts';

/** What stands on the listeners' pages besides sound and notes, and beside the pages. */
const textsIn = (name: string): Record<string, string> => {
  const folder = new URL(`../../templates/${name}/`, import.meta.url);
  return Object.fromEntries(
    readdirSync(folder).map((file) => [file, readFileSync(new URL(file, folder), 'utf8')]),
  );
};
const site = openSite(textsIn('site'), textsIn('messages'));
const assets = { stylesheet: 'site.css', player: 'player.js', transcript: 'transcript.js' };
const around = { address, assets };
const anna = { speaker: 'Anna' };
const timed: Transcript = {
  timed: true,
  cues: [
    { from: 9.25, to: 12, text: 'Hello <b>& welcome</b>.', ...anna },
    { from: 12, to: 14, text: 'Today is Monday.', ...anna },
    { from: 20, to: 22, text: 'After a pause.', ...anna },
    { from: 20.5, to: 24, text: 'Yes!', speaker: 'Ben' },
    { from: 3725.5, to: 3730, text: 'Late.', speaker: 'Ben' },
  ],
};

describe('the transcript on a page', () => {
  test('has a paragraph for every turn, each with its second, and the cues in them', () => {
    const { paragraphs, isCut } = viewTranscript(timed);
    expect(isCut).toBe(false);
    expect(paragraphs.map(({ words: _, ...rest }) => rest)).toEqual([
      { speaker: 'Anna', second: 9, time: '0:09', anchor: 't=9' },
      { second: 20, time: '0:20', anchor: 't=20' },
      { speaker: 'Ben', second: 20, time: '0:20' },
      { second: 3725, time: '1:02:05', anchor: 't=3725' },
    ]);
    expect(paragraphs[0]?.words.html).toBe(
      '<span data-from="9.25">Hello &#60;b&#62;&#38; welcome&#60;/b&#62;.</span> <span data-from="12">Today is Monday.</span>',
    );
  });

  test('every cue is on the page once', () => {
    const html = viewTranscript(timed)
      .paragraphs.map(({ words }) => words.html)
      .join(' ');
    expect([...html.matchAll(/data-from="([^"]*)"/g)].map(([, from]) => Number(from))).toEqual([
      9.25, 12, 20, 20.5, 3725.5,
    ]);
  });

  test('without times it has neither seconds nor cues', () => {
    const { paragraphs } = viewTranscript({ timed: false, cues: [{ text: '5 < 6', ...anna }] });
    expect(paragraphs.map(({ words, ...rest }) => [words.html, rest])).toEqual([
      ['5 &#60; 6', { speaker: 'Anna' }],
    ]);
  });

  test('is printed with its files and its script; a page without one has neither', () => {
    const transcripts = [
      { key: 'corridor-talk/episode-1/transcript-1.vtt', mediaType: 'text/vtt' },
      { key: 'corridor-talk/episode-1/transcript-2.txt', mediaType: 'text/plain' },
    ];
    const row = published(1, { publication: { transcripts } });
    const page = site.printEpisodePage(show, { ...row, transcript: timed }, around);
    expect(page).toContain('<div class="turn" id="t=9">');
    expect(page).toContain('href="#t=3725" data-seek="3725">1:02:05</a>');
    expect(page).toMatch(/transcript-1\.vtt" type="text\/vtt" download [^>]*>WebVTT</);
    expect(page).toMatch(/transcript-2\.txt" type="text\/plain" download [^>]*>Text</);
    expect(page).toContain('src="transcript.js"');
    const without = site.printEpisodePage(show, row, around);
    expect(without).not.toContain('src="transcript.js"');
    expect(without).not.toContain('class="turn"');
  });

  test('of a hundred thousand turns is cut, so that its page can be printed', () => {
    const cues = Array.from({ length: 100_000 }, (_, i) => ({
      ...{ from: i, to: i + 1, text: 'Some words that somebody said here.' },
      speaker: i % 2 ? 'Anna' : 'Ben',
    }));
    const page = site.printEpisodePage(show, { ...published(1), transcript: { timed: true, cues } }, around);
    expect(page.match(/class="turn"/g)).toHaveLength(5_000);
    expect(page).toContain('The rest stands in the files above.');
  }, 30_000);
});

describe('people', () => {
  const host = { name: 'Anna <Berg>', href: 'https://nordlicht.example/anna' };
  const credited = { ...show, details: { people: [host] } };
  const of = (people: readonly object[]) =>
    published(1, { episode: { details: { people: people as never } } });

  test('stand on the page with their role in its language; no picture is fetched from elsewhere', () => {
    const guest = { name: 'Ben', role: 'Guest', img: 'https://stranger.example/ben.jpg' };
    const sound = { name: 'Cem', role: 'audio engineer' };
    const odd = { name: 'Dana', role: 'Tea maker' };
    const page = site.printEpisodePage({ ...credited, language: 'de' }, of([guest, sound, odd]), around);
    const people = [...page.matchAll(/<li>(?:<a [^>]*>)?([^<]*)(?:<\/a>)? <bdi class="quiet">([^<]*)</g)];
    expect(people.map(([, name, role]) => [name, role])).toEqual([
      ['Anna &lt;Berg&gt;', 'Moderation'],
      ['Ben', 'Zu Gast'],
      ['Cem', 'Ton'],
      ['Dana', 'Tea maker'],
    ]);
    expect(page).not.toContain('stranger.example');
    const [, data = ''] = /<script type="application\/ld\+json">(.*)<\/script>/.exec(page) ?? [];
    expect(JSON.parse(data)).toMatchObject({
      contributor: [{ '@type': 'Person', name: 'Anna <Berg>', url: host.href }, { name: 'Ben' }, {}, {}],
    });
  });

  test('of the show stand on its own page, and on those of episodes that name nobody', () => {
    expect(site.printShowPage({ show: credited, episodes }, around)).toContain('>Anna &lt;Berg&gt;</a>');
    expect(site.printEpisodePage(credited, published(1), around)).toContain('>Anna &lt;Berg&gt;</a>');
    expect(site.printEpisodePage(show, published(1), around)).not.toContain('id="people"');
  });
});

describe('subscribing', () => {
  const page = site.printShowPage({ show, episodes }, around);
  const bare = 'podcasts.nordlicht.example/corridor-talk/feed.xml';

  test.each([
    `href="podcast://${bare}"`,
    `href="pcast://${bare}"`,
    `href="pktc://subscribe/${bare}"`,
    `href="overcast://x-callback-url/add?url=${encodeURIComponent(`https://${bare}`)}"`,
    `href="https://${bare}" type="application/rss+xml"`,
  ])('%s', (link) => expect(page).toContain(link));

  test('the QR code is the one of the show’s page, with the quiet zone that scanners need', () => {
    const url = 'https://podcasts.nordlicht.example/corridor-talk/index.html#subscribe';
    const { html } = drawQrCode(url, 'A "code"');
    expect(page).toContain(drawQrCode(url, 'QR code with the address of this show').html);
    expect(html).toContain('aria-label="A &#34;code&#34;"');
    const bars = [...html.matchAll(/M(\d+) (\d+)h(\d+)v1H\1z/g)].map((bar) => bar.slice(1).map(Number));
    const dark = new Set(
      bars.flatMap(([x = 0, y = 0, wide = 0]) => Array.from({ length: wide }, (_, i) => `${x + i},${y}`)),
    );
    const { data, size } = encode(url, { ecc: 'M', border: 0 });
    const wanted = data.flatMap((row, y) => row.flatMap((is, x) => (is ? [`${x + 4},${y + 4}`] : [])));
    expect([...dark].sort()).toEqual(wanted.sort());
    expect(html).toContain(`viewBox="0 0 ${size + 8} ${size + 8}"`);
  });
});

describe('for other sites', () => {
  const title = 'Tea & "talk" <script>';
  const row = published(1, { episode: { title } });

  test('an episode’s page leads to its oEmbed, which has the player in a frame', () => {
    const page = site.printEpisodePage(show, row, around);
    const [, url] = /type="application\/json\+oembed" [^>]*href="([^"]*)"/.exec(page) ?? [];
    expect(url).toBe(address('corridor-talk/episode-1/oembed.json'));
    const embed = JSON.parse(site.printOembed(show, row, around)) as Record<string, unknown>;
    expect(embed).toMatchObject({
      ...{ version: '1.0', type: 'rich', title, author_name: show.author, provider_name: show.title },
      ...{ thumbnail_width: 3000, thumbnail_height: 3000, width: 600, height: 200 },
    });
    expect(embed.html).toContain(`<iframe src="${address('corridor-talk/episode-1/embed.html')}"`);
    expect(embed.html).not.toContain('<script>');
  });

  test('the frame has the player, leads to the episode, and is kept out of search engines', () => {
    const page = site.printEmbed(show, row, around);
    expect(page).toContain('<audio controls preload="none"');
    expect(page).toContain(
      `href="${address('corridor-talk/episode-1.html')}" target="_blank" rel="noopener"`,
    );
    expect(page).toContain('<meta name="robots" content="noindex">');
    expect(page).not.toContain('<script>');
  });

  test('an unlisted episode’s page is kept out of search engines, a public one’s is not', () => {
    const robots = '<meta name="robots" content="noindex">';
    const unlisted = published(1, { episode: { wish: 'unlisted' } });
    expect(site.printEpisodePage(show, unlisted, around)).toContain(robots);
    expect(site.printEpisodePage(show, row, around)).not.toContain(robots);
  });
});

describe('the sitemap', () => {
  test('has every page with the moment of its last change', () => {
    const xml = site.printSitemap([{ show, episodes }], (key) => `https://p.example/a&b/${key}`);
    const { root, fault } = readXml(xml, {
      known: new Map([['map', 'http://www.sitemaps.org/schemas/sitemap/0.9']]),
    });
    expect([root?.name, fault]).toEqual(['map:urlset', undefined]);
    const entries = [...xml.matchAll(/<loc>([^<]*)<\/loc>(?:<lastmod>([^<]*)<\/lastmod>)?/g)];
    expect(entries.map(([, url, changed]) => [url, changed])).toEqual([
      ['https://p.example/a&#38;b/index.html', '2026-03-17T08:00:00.000Z'],
      ['https://p.example/a&#38;b/corridor-talk/index.html', '2026-03-17T08:00:00.000Z'],
      ['https://p.example/a&#38;b/corridor-talk/episode-3.html', '2026-03-17T08:00:00.000Z'],
      ['https://p.example/a&#38;b/corridor-talk/episode-2.html', '2026-03-10T08:00:00.000Z'],
      ['https://p.example/a&#38;b/corridor-talk/episode-1.html', '2026-03-03T08:00:00.000Z'],
    ]);
  });
});
