import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/feed/finding.ts';
import {
  type Answer,
  ask,
  type Inquiry,
  type Question,
  type Reason,
  type Reply,
  silenceFinding,
} from '../../src/feed/hosting/answer.ts';
import { readChaptersFile } from '../../src/feed/hosting/chapters-file.ts';
import { askForFeed, inquireFeed } from '../../src/feed/hosting/feed-inquiry.ts';
import { isNumeric, isOwn, isWithin, realmOf } from '../../src/feed/hosting/network.ts';
import { readPicture } from '../../src/feed/hosting/picture.ts';
import { allOf, inquiriesOf, newOf } from '../../src/feed/hosting/resources.ts';
import { inquireSound } from '../../src/feed/hosting/sound-inquiry.ts';
import { readTranscriptFile } from '../../src/feed/hosting/transcript-file.ts';
import { readOutline } from '../../src/feed/outline.ts';

/** What is judged of servers' answers, with the answers as values. */

const rulesOf = (findings: readonly Finding[]) => findings.map(({ severity, rule }) => `${severity} ${rule}`);

/** Leads a conversation with a server that is a function; keeps what was asked. */
function converse(inquiry: Inquiry, server: (question: Question) => Answer) {
  const asked: Question[] = [];
  let step = inquiry.next();
  while (!step.done) {
    asked.push(step.value);
    step = inquiry.next(server(step.value));
  }
  return { asked, rules: rulesOf(step.value), findings: step.value };
}

const reply = (headers: Record<string, string> = {}, more: Partial<Reply> = {}): Reply => ({
  url: 'https://a.example/x',
  hops: [],
  status: 200,
  headers: new Map(Object.entries(headers)),
  body: new Uint8Array(),
  isWhole: true,
  ...more,
});

describe('addresses in the network', () => {
  test.each([
    ['93.184.216.34', 'public'],
    ['8.8.8.8', 'public'],
    ['172.32.0.1', 'public'],
    ['100.128.0.1', 'public'],
    ['127.0.0.1', 'loopback'],
    ['127.255.255.254', 'loopback'],
    ['0.0.0.0', 'private'],
    ['10.0.0.1', 'private'],
    ['100.64.0.1', 'private'],
    ['169.254.169.254', 'private'],
    ['172.16.0.1', 'private'],
    ['172.31.255.255', 'private'],
    ['192.168.1.1', 'private'],
    ['198.18.0.1', 'private'],
    ['224.0.0.1', 'private'],
    ['255.255.255.255', 'private'],
    ['2606:2800:220:1:248:1893:25c8:1946', 'public'],
    ['::1', 'loopback'],
    ['[::1]', 'loopback'],
    ['::', 'private'],
    ['fe80::1%eth0', 'private'],
    ['fd00::1', 'private'],
    ['fc00::1', 'private'],
    ['ff02::1', 'private'],
    ['::ffff:10.0.0.1', 'private'],
    ['[::ffff:7f00:1]', 'loopback'],
    ['::ffff:8.8.8.8', 'public'],
    ['::127.0.0.1', 'loopback'],
    ['64:ff9b::10.0.0.1', 'private'],
    ['64:ff9b::808:808', 'public'],
    ['2002:a00:1::', 'private'],
  ])('%s is %s', (address, realm) => {
    expect(realmOf(address)).toBe(realm);
  });

  test('a check reaches so far and no further, and never inside by way of outside', () => {
    const all = ['public', 'loopback', 'private'] as const;
    expect(all.filter((realm) => isWithin('public', realm))).toEqual(['public']);
    expect(all.filter((realm) => isWithin('loopback', realm))).toEqual(['public', 'loopback']);
    expect(all.filter((realm) => isWithin('loopback', realm, true))).toEqual(['public']);
    expect(all.filter((realm) => isWithin('everywhere', realm, true))).toEqual(all);
  });

  test('whoever types a host of this machine means it', () => {
    const hosts = [
      'localhost',
      'studio.localhost',
      '127.0.0.1',
      '[::1]',
      'localhost.example',
      '10.0.0.1',
      'a.example',
    ];
    expect(hosts.filter(isOwn)).toEqual(['localhost', 'studio.localhost', '127.0.0.1', '[::1]']);
    expect(['1.2.3.4', '[::1]', '1.2.3.4.example'].filter(isNumeric)).toEqual(['1.2.3.4', '[::1]']);
  });
});

describe('pictures, by their first bytes', () => {
  const draw = (channels: 3 | 4 = 3, width = 30, height = 20) =>
    sharp({ create: { width, height, channels, background: { r: 200, g: 10, b: 10, alpha: 0.5 } } });
  const colours = { width: 30, height: 20, colours: 'RGB', hasAlpha: false };

  test.each([
    ['a JPEG', () => draw().jpeg(), { ...colours, format: 'jpeg' }],
    ['a progressive JPEG', () => draw().jpeg({ progressive: true }), { ...colours, format: 'jpeg' }],
    [
      'a grey JPEG',
      () => draw().toColourspace('b-w').jpeg(),
      { ...colours, format: 'jpeg', colours: 'grey' },
    ],
    [
      'a CMYK JPEG',
      () => draw().toColourspace('cmyk').jpeg(),
      { ...colours, format: 'jpeg', colours: 'CMYK' },
    ],
    [
      'a JPEG with metadata',
      () =>
        draw()
          .withExif({ IFD0: { Copyright: 'x'.repeat(5000) } })
          .jpeg(),
      { ...colours, format: 'jpeg' },
    ],
    ['a PNG', () => draw().png(), { ...colours, format: 'png' }],
    ['a PNG with alpha', () => draw(4).png(), { ...colours, format: 'png', hasAlpha: true }],
    ['a grey PNG', () => draw().toColourspace('b-w').png(), { ...colours, format: 'png', colours: 'grey' }],
    [
      'a PNG with a palette',
      () => draw().png({ palette: true }),
      { ...colours, format: 'png', colours: 'palette' },
    ],
    [
      'a transparent palette',
      () => draw(4).png({ palette: true }),
      { ...colours, format: 'png', colours: 'palette', hasAlpha: true },
    ],
    ['a WebP', () => draw().webp(), 'WebP'],
    ['a GIF', () => draw().gif(), 'GIF'],
    ['a TIFF', () => draw().tiff(), 'TIFF'],
    ['an AVIF', () => draw().avif(), 'AVIF'],
  ])('%s', async (_, make, expected) => {
    expect(readPicture(await make().toBuffer())).toEqual(expected);
  });

  test('what is none, or only the beginning of one', async () => {
    expect(readPicture(Buffer.from('<!DOCTYPE html>'))).toBe('a web page');
    expect(readPicture(Buffer.from('<svg xmlns="x"/>'))).toBe('SVG');
    expect(readPicture(new Uint8Array())).toBeUndefined();
    expect(readPicture(Buffer.from('hello'))).toBeUndefined();
    for (const whole of [await draw().jpeg().toBuffer(), await draw().png().toBuffer()])
      for (let length = 8; length < 24; length++)
        expect(readPicture(whole.subarray(0, length))).toBe('a picture that breaks off');
  });
});

describe('a chapter file', () => {
  const file = (chapters: unknown, version: unknown = '1.2.0') => JSON.stringify({ version, chapters });
  const row = (startTime: unknown, title: unknown = 'x', more = {}) => ({ startTime, title, ...more });
  const good = [row(0), row(60), row(1000.5)];
  const error = ['error podcast-chapters-file'];
  const warning = ['warning apple-chapters'];

  test.each<readonly [string, string, string[]]>([
    ['good', file(good), []],
    ['good, with a silent one', file([...good, row(1100, '', { toc: false })]), []],
    ['not JSON', '00:00 Welcome', error],
    ['a page', '<html></html>', error],
    ['a bare list', JSON.stringify(good), error],
    ['null', 'null', error],
    ['without version', JSON.stringify({ chapters: good }), error],
    ['with a version that is a number', file(good, 1.2), error],
    ['empty', file([]), error],
    ['with times in words', file([row('00:00'), row(5), row(6)]), error],
    ['with a time below zero', file([row(-1), row(5), row(6)]), error],
    ['that falls', file([row(0), row(70), row(60)]), error],
    ['of two', file([row(0), row(60)]), warning],
    ['that begins late', file([row(1), row(60), row(70)]), warning],
    ['that goes on', file([...good, row(2000)]), warning],
    ['with a long title', file([row(0, 'x'.repeat(46)), row(60), row(70)]), warning],
  ])('%s', (_, text, rules) => {
    expect(rulesOf(readChaptersFile('item 1', text, 1800))).toEqual(rules);
  });
});

describe('a transcript file', () => {
  const vtt = (...times: string[]) => `WEBVTT\n\n${times.map((time) => `${time}\nHello\n`).join('\n')}`;
  const srt = '1\r\n00:00:01,000 --> 00:00:02,000\r\nHello\r\n';
  const json = (segments: unknown, version = '1.0.0') => JSON.stringify({ version, segments });
  const error = ['error podcast-transcript-file'];

  test.each<readonly [string, string, string, string[]]>([
    ['WebVTT', 'text/vtt', vtt('00:01.000 --> 00:02.000', '00:00:02.000 --> 00:00:03.000'), []],
    ['WebVTT with a mark', 'text/vtt', `\uFEFF${vtt('00:01.000 --> 00:02.000')}`, []],
    ['WebVTT without its first line', 'text/vtt', '00:01.000 --> 00:02.000\nHello', error],
    ['WebVTT with commas', 'text/vtt', 'WEBVTT\n\n00:00:01,000 --> 00:00:02,000\nHello', error],
    ['WebVTT without times', 'text/vtt', 'WEBVTT\n\nHello', error],
    ['WebVTT without an empty line', 'text/vtt', 'WEBVTT\n00:01.000 --> 00:02.000\nHello', error],
    [
      'WebVTT that falls',
      'text/vtt',
      vtt('00:05.000 --> 00:06.000', '00:02.000 --> 00:03.000'),
      ['warning podcast-transcript-times'],
    ],
    [
      'WebVTT of another cut',
      'text/vtt',
      vtt('59:05.000 --> 59:06.000'),
      ['warning podcast-transcript-times'],
    ],
    [
      'WebVTT with a line beyond the end',
      'text/vtt',
      vtt('00:00:00.000 --> 00:30:03.000', '00:05.000 --> 00:06.000'),
      ['warning podcast-transcript-times'],
    ],
    ['WebVTT that ends within a second', 'text/vtt', vtt('00:00:00.000 --> 00:30:01.000'), []],
    [
      'JSON that ends too late',
      'application/json',
      json([{ startTime: 1, endTime: 1802, body: 'Hello' }]),
      ['warning podcast-transcript-times'],
    ],
    ['SubRip', 'application/x-subrip', srt, []],
    ['SubRip with points', 'application/srt', srt.replaceAll(',', '.'), error],
    ['SubRip that is WebVTT', 'application/x-subrip', vtt('00:01.000 --> 00:02.000'), error],
    ['JSON', 'application/json', json([{ startTime: 1, endTime: 2, body: 'Hello', speaker: 'Anna' }]), []],
    ['JSON without segments', 'application/json', json(undefined), error],
    ['JSON without bodies', 'application/json', json([{ startTime: 1 }]), error],
    ['no JSON', 'application/json', 'Hello', error],
    ['plain text', 'text/plain', 'Anna: Hello.', []],
    ['plain text that is a page', 'text/plain', '<!doctype html>', error],
    ['nothing', 'text/html', ' \n', error],
  ])('%s', (_, type, text, rules) => {
    expect(rulesOf(readTranscriptFile({ place: 'item 1', type, seconds: 1800 }, text))).toEqual(rules);
  });
});

describe('redirects', () => {
  const url = 'https://a.example/feed.xml';
  const good = {
    'content-type': 'application/rss+xml',
    etag: 'W/"1"',
    'cache-control': 'max-age=60',
    'access-control-allow-origin': '*',
  };
  const feedVia = (...hops: Reply['hops']) =>
    converse(inquireFeed(url, reply(good, { hops })), ({ headers }) =>
      reply(good, headers['if-none-match'] ? { status: 304 } : {}),
    ).rules;

  test('of a feed are told, for ever or for now, and above all to plain http', () => {
    const to = 'https://b.example/feed.xml';
    expect(feedVia()).toEqual([]);
    expect(feedVia({ status: 301, from: url, to })).toEqual(['warning http-feed-moved']);
    expect(feedVia({ status: 302, from: url, to })).toEqual(['warning http-feed-moved']);
    expect(feedVia({ status: 302, from: url, to: 'http://b.example/' })).toEqual([
      'error http-redirect-plain',
      'warning http-feed-moved',
    ]);
  });

  test('of a sound may be four, for now', () => {
    const sound = { place: 'item 1', url, bytes: 100, type: 'audio/mpeg' };
    const hop = (status: number) => ({ status, from: url, to: url });
    const via = (...hops: Reply['hops']) =>
      converse(inquireSound(sound), () =>
        reply({ 'content-type': 'audio/mpeg', 'content-length': '100', etag: '"1"' }, { hops }),
      ).rules.filter((rule) => rule !== 'error http-ranges');
    expect(via(hop(302), hop(307), hop(302), hop(302))).toEqual([]);
    expect(via(hop(302), hop(307), hop(302), hop(302), hop(302))).toEqual(['warning http-redirects']);
    expect(via(hop(308))).toEqual(['warning http-redirect-kind']);
  });
});

describe('a conversation', () => {
  test('about a sound ends at the first answer that brings none', () => {
    const sound = { place: 'item 1', url: 'https://a.example/x.mp3', bytes: 1, type: 'audio/mpeg' };
    const { asked, rules } = converse(inquireSound(sound), () => ({
      reason: 'slow',
      says: 'does not answer',
    }));
    expect(asked.map(({ method }) => method)).toEqual(['HEAD', 'GET']);
    expect(rules).toEqual(['error http-slow']);
  });

  test('never wants more of a sound than a few bytes', () => {
    const sound = { place: 'item 1', url: 'https://a.example/x.mp3', bytes: 1, type: 'audio/mpeg' };
    const { asked } = converse(inquireSound(sound), ({ headers }) =>
      reply({ 'content-range': 'bytes 0-1/9' }, { status: headers.range ? 206 : 200 }),
    );
    expect(asked.map(({ headers }) => headers.range ?? 'all')).toEqual([
      ...['all', 'all', 'bytes=0-1', 'bytes=0-', 'bytes=2-', 'bytes=-2', 'bytes=1000000000000-', 'bytes=0-1'],
    ]);
    expect(Math.max(...asked.map(({ most }) => most))).toBeLessThan(100);
  });

  test('about a feed asks as a page in a browser would', () => {
    expect(askForFeed('https://a.example/')).toMatchObject({
      method: 'GET',
      headers: { origin: expect.any(String) },
    });
    expect(ask('HEAD', 'https://a.example/')).toMatchObject({ headers: {}, most: 0 });
  });

  test.each<Reason>([
    'unknown-host',
    'refused',
    'slow',
    'broken',
    'certificate',
    'private',
    'circle',
    'too-many-redirects',
    'lost',
  ])('that fails with “%s” is told with what to do', (reason) => {
    const [finding] = silenceFinding('item 1', 'https://a.example/', { reason, says: 'says nothing' });
    expect(finding).toMatchObject({
      severity: 'error',
      source: 'http',
      what: 'https://a.example/ says nothing.',
    });
    expect(finding?.mend).toMatch(/^[A-Z].{20}/);
  });
});

describe('what is asked about', () => {
  const item = (n: number) =>
    `<item><guid>${n}</guid><enclosure url="https://a.example/${n}.mp3" length="1" type="audio/mpeg"/></item>`;
  const feed = (count: number) =>
    readOutline(
      `<rss version="2.0"><channel>${Array.from({ length: count }, (_, i) => item(i + 1)).join('')}</channel></rss>`,
    );
  const urlsOf = (count: number, choose?: Parameters<typeof inquiriesOf>[1]) =>
    inquiriesOf(feed(count), choose).inquiries.map((inquiry) => {
      const { value, done } = inquiry.next();
      return done ? '' : value.url.replace('https://a.example/', '');
    });

  test('of a long feed, the newest and the oldest; on demand, everything', () => {
    expect(urlsOf(10)).toHaveLength(10);
    expect(urlsOf(12)).toEqual([1, 2, 3, 4, 5, 8, 9, 10, 11, 12].map((n) => `${n}.mp3`));
    expect(inquiriesOf(feed(5000))).toMatchObject({ looked: 10, episodes: 5000 });
    expect(urlsOf(12, allOf)).toHaveLength(12);
  });

  test('of a feed that was just written, what is new in it, and the newest and the oldest beside that', () => {
    expect(urlsOf(12, newOf(new Set(['1'])))).toEqual(['1.mp3', '2.mp3', '12.mp3']);
    expect(urlsOf(12, newOf(new Set(['7', '9'])))).toEqual(['7.mp3', '9.mp3', '1.mp3', '12.mp3']);
    expect(urlsOf(2, newOf(new Set(['1', '2'])))).toEqual(['1.mp3', '2.mp3']);
    expect(urlsOf(1, newOf(new Set()))).toEqual(['1.mp3']);
    const all = new Set(Array.from({ length: 50 }, (_, i) => String(i + 1)));
    expect(urlsOf(50, newOf(all))).toHaveLength(12);
  });

  test('nothing twice, and nothing that is no address', () => {
    const one = item(1);
    const odd = one.replace('https://a.example/1.mp3', 'ipfs://x');
    const outline = readOutline(`<rss version="2.0"><channel>${one}${one}${odd}</channel></rss>`);
    expect(inquiriesOf(outline)).toMatchObject({ looked: 3, episodes: 3 });
    expect(inquiriesOf(outline).inquiries).toHaveLength(1);
    expect(inquiriesOf(readOutline('<rss')).inquiries).toEqual([]);
  });
});
