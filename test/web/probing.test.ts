import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { readSettings } from '../../src/config.ts';
import { openStore } from '../../src/store/address.ts';
import { openStudio } from '../../src/studio/open.ts';
import type { Studio } from '../../src/studio/studio.ts';
import { openApp } from '../../src/web/express.ts';
import { openPublic } from '../../src/web/public.ts';
import { closeSites, feedOf, filesAt, listen, openSite, plan, type Quirk, sound } from './site.ts';

/** The check of a feed's hosting against real servers, each with one thing wrong. */

let studio: Studio;
const folder = mkdtempSync(join(tmpdir(), 'corridor-probing-'));

beforeAll(async () => {
  studio = await openStudio(
    readSettings({
      EPISODES_STORE: `file:${join(folder, 'episodes')}`,
      FEED_STORE: `file:${join(folder, 'feed')}`,
      CATALOGUE: join(folder, 'catalogue.db'),
      SCRATCH_DIR: join(folder, 'scratch'),
    }),
  );
});
afterEach(closeSites);
afterAll(async () => {
  await studio.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The rules that a check finds broken; plain http is what all of them have in common here. */
async function rulesAt(url: string): Promise<readonly string[]> {
  const [check] = await studio.checkFeed(url);
  const told = (check?.findings ?? []).map(({ severity, rule }) => `${severity} ${rule}`);
  return [...new Set(told)].filter((rule) => rule !== 'warning apple-https');
}

test('a good site has no findings, but that it is plain http', async () => {
  const url = await openSite();
  expect(await rulesAt(url)).toEqual([]);
  const [check] = await studio.checkFeed(url);
  expect(check?.findings.map(({ severity }) => severity)).toContain('warning');
  expect(check?.hosting).toEqual({ looked: 1, episodes: 1 });
});

// -- one fault each --------------------------------------------------------------------------------------------------

const set =
  (name: string, value: string): Quirk =>
  ({ headers }) => {
    headers[name] = value;
  };
const drop =
  (name: string): Quirk =>
  ({ headers }) => {
    delete headers[name];
  };
const whole: Quirk = (planned) => {
  if (planned.status !== 206 && planned.status !== 416) return;
  planned.status = 200;
  planned.body = sound;
  delete planned.headers['content-range'];
};
const when =
  (asked: (request: IncomingMessage) => boolean, quirk: Quirk): Quirk =>
  (planned, request, base) => {
    if (asked(request)) quirk(planned, request, base);
  };
const range =
  (pattern: RegExp) =>
  ({ headers }: IncomingMessage): boolean =>
    pattern.test(headers.range ?? '');
const isHead = ({ method }: IncomingMessage): boolean => method === 'HEAD';
const answer =
  (status: number, text = ''): Quirk =>
  (planned) => {
    planned.status = status;
    planned.body = Buffer.from(text);
  };
const replace =
  (from: string, to: string): Quirk =>
  (planned) => {
    planned.body = Buffer.from(planned.body.toString('utf8').replace(from, to));
  };
const picture = (draw: () => Promise<Buffer>) => async (): Promise<Quirk> => {
  const bytes = await draw();
  return (planned) => {
    planned.body = bytes;
  };
};
const plainPicture = (width: number, height = width, channels: 3 | 4 = 3) =>
  sharp({ create: { width, height, channels, background: { r: 42, g: 111, b: 111, alpha: 0.5 } } });

type Case = readonly [what: string, path: string, quirk: Quirk | (() => Promise<Quirk>), rules: string];

describe('a feed', () => {
  test.each<Case>([
    ['served as a page', '/feed.xml', set('content-type', 'text/html'), 'error http-feed-type'],
    ['in other letters', '/feed.xml', set('content-type', 'text/xml; charset=latin1'), 'error http-charset'],
    ['whose HEAD fails', '/feed.xml', when(isHead, answer(405)), 'error http-head'],
    [
      'that is never the same',
      '/feed.xml',
      ({ headers }) => {
        headers.etag = `"${Math.random()}"`;
      },
      'error http-head,warning http-conditional',
    ],
    [
      'sent whole again',
      '/feed.xml',
      (planned) => {
        if (planned.status === 304) planned.status = 200;
      },
      'warning http-conditional',
    ],
    [
      'without tag and date',
      '/feed.xml',
      ({ headers }) => {
        delete headers.etag;
        delete headers['last-modified'];
      },
      'warning http-etag',
    ],
    ['without caching', '/feed.xml', drop('cache-control'), 'warning http-cache'],
    ['kept for a day', '/feed.xml', set('cache-control', 'max-age=86400'), 'warning http-cache'],
    ['for its own origin', '/feed.xml', drop('access-control-allow-origin'), 'warning http-cors'],
    ['compressed without a word', '/feed.xml', drop('vary'), 'warning http-vary'],
    [
      'never compressed',
      '/feed.xml',
      (planned, _request, base) => {
        if (planned.headers['content-encoding'] === undefined) return;
        delete planned.headers['content-encoding'];
        planned.body = Buffer.from(feedOf(base));
      },
      'warning http-gzip',
    ],
    [
      'with the present time in it',
      '/feed.xml',
      (planned) => {
        if (planned.status !== 200 || planned.headers['content-encoding'] === 'gzip') return;
        planned.body = Buffer.concat([planned.body, Buffer.from('<!-- now -->')]);
      },
      'warning http-stable',
    ],
  ])('%s', async (_, path, quirk, rules) => {
    expect(await rulesAt(await openSite(path, quirk as Quirk))).toEqual(rules.split(','));
  });
});

describe('a sound', () => {
  const mp3 = '/one.mp3';
  test.each<Case>([
    ['that is not there', mp3, answer(404), 'error http-status'],
    ['behind a login', mp3, answer(401), 'error http-status'],
    ['of another type', mp3, set('content-type', 'binary/octet-stream'), 'error http-type'],
    [
      'of another length',
      mp3,
      (planned, request) => {
        Object.assign(planned, plan(request, { type: 'audio/mpeg', bytes: sound.subarray(1) }));
      },
      'error http-length',
    ],
    [
      'in chunks',
      mp3,
      (planned) => {
        if (planned.status === 200) planned.headers['transfer-encoding'] = 'chunked';
      },
      'error http-no-length',
    ],
    ['whose HEAD is refused', mp3, when(isHead, answer(403)), 'error http-head'],
    ['whose HEAD lies', mp3, when(isHead, set('content-type', 'text/html')), 'error http-head'],
    ['without parts', mp3, whole, 'error http-ranges'],
    ['that keeps its parts secret', mp3, drop('accept-ranges'), 'warning http-accept-ranges'],
    [
      'with parts of another type',
      mp3,
      when(range(/./), set('content-type', 'text/plain')),
      'error http-part-type',
    ],
    [
      'with parts from elsewhere',
      mp3,
      when(range(/0-1/), set('content-range', 'bytes 1-2/9')),
      'error http-range-form',
    ],
    [
      'without open parts',
      mp3,
      when(range(/^bytes=\d+-$/), whole),
      'error http-range-open,error http-range-end',
    ],
    ['without a suffix', mp3, when(range(/=-2/), whole), 'error http-range-suffix'],
    ['without an end', mp3, when(range(/\d{9}-/), whole), 'error http-range-end'],
    ['whose end is not told', mp3, when(range(/\d{9}-/), drop('content-range')), 'warning http-range-end'],
    ['without a tag', mp3, drop('etag'), 'warning http-etag'],
    [
      'with a weak tag',
      mp3,
      ({ headers }) => {
        headers.etag = `W/${headers.etag}`;
      },
      'warning http-etag',
    ],
    [
      'that mixes versions',
      mp3,
      (planned, { headers }) => {
        if (headers['if-range'] === undefined) return;
        Object.assign(planned, { status: 206, body: sound.subarray(0, 2) });
        planned.headers['content-range'] = `bytes 0-1/${sound.length}`;
      },
      'warning http-if-range',
    ],
    [
      'that comes compressed',
      mp3,
      (planned, { headers }) => {
        if (planned.status !== 200 || !headers['accept-encoding']?.includes('gzip')) return;
        planned.headers['content-encoding'] = 'gzip';
        planned.body = gzipSync(planned.body);
      },
      'error http-encoded',
    ],
    [
      'that is a page',
      mp3,
      (planned) => {
        if (planned.status === 200)
          planned.body = Buffer.concat([Buffer.from('<!DOCTYPE html>'), planned.body.subarray(15)]);
      },
      'error http-not-sound',
    ],
  ])('%s', async (_, path, quirk, rules) => {
    expect(await rulesAt(await openSite(path, quirk as Quirk))).toEqual(rules.split(','));
  });

  test('behind redirects that hold for ever', async () => {
    const url = await openSite('/one.mp3', (planned, request, base) => {
      if (request.url?.endsWith('?there')) return;
      Object.assign(planned, { status: 301, body: Buffer.alloc(0) });
      planned.headers.location = `${base}/one.mp3?there`;
    });
    expect(await rulesAt(url)).toEqual(['warning http-redirect-kind']);
  });
});

describe('a picture', () => {
  const jpg = '/cover.jpg';
  test.each<Case>([
    ['without a date', jpg, drop('last-modified'), 'error apple-artwork-modified'],
    ['whose HEAD fails', jpg, when(isHead, answer(404)), 'error http-head'],
    ['served as PNG', jpg, set('content-type', 'image/png'), 'error http-type'],
    ['too small', jpg, picture(() => plainPicture(1399).jpeg().toBuffer()), 'error apple-artwork-size'],
    [
      'not square',
      jpg,
      picture(() => plainPicture(1400, 1401).jpeg().toBuffer()),
      'error apple-artwork-square',
    ],
    [
      'in CMYK',
      jpg,
      picture(() => plainPicture(1400).toColourspace('cmyk').jpeg().toBuffer()),
      'error apple-artwork-colours',
    ],
    ['that is WebP', jpg, picture(() => plainPicture(1400).webp().toBuffer()), 'error apple-artwork-format'],
    [
      'that is a transparent PNG',
      jpg,
      picture(() => plainPicture(1400, 1400, 4).png().toBuffer()),
      'error apple-artwork-alpha,error apple-artwork-ending,error http-type',
    ],
  ])('%s', async (_, path, make, rules) => {
    const quirk = make.length === 0 ? await (make as () => Promise<Quirk>)() : (make as Quirk);
    expect(await rulesAt(await openSite(path, quirk))).toEqual(rules.split(','));
  });
});

describe('chapters and transcripts', () => {
  test.each<Case>([
    ['for one origin', '/chapters.json', drop('access-control-allow-origin'), 'error http-cors'],
    ['of another type', '/chapters.json', set('content-type', 'text/plain'), 'error http-type'],
    ['of no format', '/chapters.json', answer(200, 'Welcome'), 'error podcast-chapters-file'],
    ['beyond the end', '/chapters.json', replace('10', '1000'), 'warning apple-chapters'],
    ['of one origin', '/words.vtt', drop('access-control-allow-origin'), 'error http-cors'],
    ['of type plain', '/words.vtt', set('content-type', 'text/plain; charset=utf-8'), 'error http-type'],
    ['of the other format', '/words.vtt', replace('.000 -->', ',000 -->'), 'error podcast-transcript-file'],
    ['of another cut', '/words.vtt', replace('00:00:01', '00:59:01'), 'warning podcast-transcript-times'],
  ])('%s', async (_, path, quirk, rules) => {
    expect(await rulesAt(await openSite(path, quirk as Quirk))).toEqual(rules.split(','));
  });
});

describe('the public files of this house', () => {
  test('hold against the whole check', async () => {
    const s3 = { region: 'none', forcePathStyle: false, checksums: 'when-required' } as const;
    const store = await openStore({ url: `file:${join(folder, 'public')}`, s3, scratch: folder });
    const server = createServer(openApp().use(openPublic({ store, path: '/feed' })));
    const base = `${await listen(server)}/feed`;
    for (const [path, { type, bytes }] of filesAt(base))
      await store.put(path.slice(1), bytes, { contentType: type, cacheControl: 'public, max-age=60' });
    expect(await rulesAt(`${base}/feed.xml`)).toEqual([]);
  });
});
