import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import NodeId3 from 'node-id3';
import { SaxesParser } from 'saxes';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { documentOf, type House, openHouse, publishJson, sample, type Told } from '../cli/program.ts';
import { type Heard, hear } from '../sounds.ts';

/** The sample with everything that belongs to it, from the command line to what listeners get, checked from outside. */
describe('the main job', () => {
  let house: House;
  let told: Told;
  let mp3: string;
  let feed: string;
  let raw: Heard;
  let heard: Heard;

  beforeAll(async () => {
    house = openHouse();
    const { exit, stderr } = await house.run([
      ...[
        'show',
        'create',
        '--title',
        'Corridor Talks',
        '--author',
        'Corridor',
        '--email',
        'podcast@example.com',
      ],
      ...['--category', 'Technology', '--language', 'en', '--description', 'Said in passing.'],
      ...['--cover', sample('cover.jpg'), '--intro', sample('intro.mp3'), '--outro', sample('outro.mp3')],
    ]);
    if (exit !== 0) throw new Error(stderr);
    const companions = ['--notes', sample('notes.md'), '--chapters', sample('chapters.txt')];
    told = await publishJson(house, [
      sample('recording.m4a'),
      '--title',
      'The bolt',
      '--number',
      '1',
      ...companions,
    ]);
    mp3 = join(house.folder, 'feed', pathOf(told.enclosure.url ?? ''));
    feed = readFileSync(join(house.folder, 'feed', pathOf(told.feedUrl)), 'utf8');
    [raw, heard] = await Promise.all([hear(sample('recording.m4a')), hear(mp3)]);
  });
  afterAll(() => house.remove());

  const pathOf = (url: string): string => url.replace('https://podcast.example.com/feed/', '');

  test('what listeners hear is at -16 LUFS, 1 LU either way, with its true peak at -1 dBTP or below', () => {
    expect(Math.abs(heard.integrated + 16)).toBeLessThanOrEqual(1);
    expect(heard.truePeak).toBeLessThanOrEqual(-1);
    expect(heard.integrated).toBeCloseTo(told.loudness.after.integrated, 0);
    expect(heard.truePeak).toBeCloseTo(told.loudness.after.truePeak, 0);
  });

  test('both voices are near each other: the range is smaller than that of the recording', () => {
    expect(heard.range).toBeLessThan(raw.range);
    // One channel is told as listeners hear it: from both loudspeakers, 3 LU louder than the meter's single channel.
    expect(told.loudness.before.integrated).toBeCloseTo(raw.integrated + 3, 0);
  });

  test('it is as long as it says, intro and outro included', () => {
    expect(Math.abs(heard.seconds - told.enclosure.duration)).toBeLessThan(0.2);
    expect(heard.seconds).toBeGreaterThan(raw.seconds);
    expect(readFileSync(mp3).length).toBe(told.enclosure.bytes);
  });

  test('the tag in the file has title, show, cover and the chapters, later by the intro', () => {
    const tags = NodeId3.read(mp3);
    expect(tags).toMatchObject({ title: 'The bolt', album: 'Corridor Talks' });
    expect(tags.image).toMatchObject({ mime: 'image/jpeg' });
    const chapters = tags.chapter ?? [];
    expect(chapters.map(({ tags: own }) => own?.title)).toEqual(
      readFileSync(sample('chapters.txt'), 'utf8')
        .trim()
        .split('\n')
        .map((line) => line.replace(/^[\d:]+ /, '')),
    );
    expect(chapters[1]?.startTimeMs).toBeGreaterThan(14_000 + 3_000);
    expect(tags.tableOfContents?.[0]?.elements).toHaveLength(chapters.length);
  });

  test('the feed is well-formed and names the enclosure as it is', () => {
    const parser = new SaxesParser({ xmlns: true });
    parser.on('error', (fault) => expect.fail(fault.message));
    parser.write(feed).close();
    expect(feed).toContain(told.episode.guid);
    expect(feed).toMatch(
      new RegExp(
        `<enclosure[^>]*url="${told.enclosure.url}"[^>]*length="${told.enclosure.bytes}"[^>]*audio/mpeg`,
      ),
    );
  });

  test('the feed’s own check finds no error', async () => {
    const outcome = await house.run(['feed', 'check', '--json']);
    expect(documentOf(outcome)).toMatchObject({ feeds: [{ errors: 0 }] });
    expect(outcome.exit).toBe(0);
  });

  test('everything the feed names in this house lies in the public store', () => {
    const named = [...feed.matchAll(/https:\/\/podcast\.example\.com\/feed\/([^"<\s]*)/g)].map(
      ([, key]) => key,
    );
    const keys = new Set(house.publicKeys());
    for (const key of named) expect(keys).toContain(key?.replace(/#.*$/, ''));
  });
});

describe('demo --once', () => {
  let house: House;
  beforeAll(() => {
    house = openHouse();
  });
  afterAll(() => house.remove());

  test('publishes the sample, and a second run finds the same episode', async () => {
    const first = await house.run(['demo', '--once', '--json']);
    expect(first.exit).toBe(0);
    const { state, episode } = documentOf<Told>(first);
    expect(state).toBe('published');
    const second = await house.run(['demo', '--once']);
    expect(second.exit).toBe(0);
    expect(second.stdout).toMatch(/Loudness +-\d+\.\d +→ +-1[567]\.\d/);
    expect(second.stdout).toContain('https://podcast.example.com/feed/corridor-talks/feed.xml');
    expect(second.stdout).toContain(episode.slug);
  });
});
