import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseFeed } from 'podcast-partytime';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { composeFeed } from '../../src/feed/document.ts';
import { printRss } from '../../src/feed/rss.ts';
import { podcastRecipe, type Recipe } from '../../src/show/recipe.ts';
import { address, published, show } from '../feed/fixtures.ts';
import { ffmpeg, hear, makeSpeech } from '../sounds.ts';
import { sha256Of } from './bench.ts';
import { type Mastered, type Mastering, openMastering } from './mastering.ts';
import { decode, type Samples } from './samples.ts';
import { withEachFfmpeg } from './tools.ts';

/** A recording of one microphone at 44.1 kHz: Opus has to make 48 of it, and both make two equal channels. */
const folder = mkdtempSync(join(tmpdir(), 'corridor-formats-'));
const recording = join(folder, 'talk.wav');
beforeAll(async () => void (await makeSpeech(recording, { seconds: 8 })));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const { mp3 } = podcastRecipe.formats;
const named = (name: string, formats: Partial<Recipe['formats']>): Recipe => ({
  ...podcastRecipe,
  name,
  formats: { ...podcastRecipe.formats, m4a: { bitrate: 96 }, opus: { bitrate: 64 }, ...formats },
});

/** LU that ffmpeg's meter, which tells tenths, may add. */
const METER = 0.1;
const endings = ['m4a', 'opus'] as const;
const pathOf = ({ alternates = [] }: Mastered, ending: string): string =>
  alternates.find((path) => path.endsWith(`.${ending}`)) ?? '';

const levelOf = (line: Float32Array): number => 10 * Math.log10(line.reduce((sum, x) => sum + x * x, 0));
const apart = ({ left, right }: Samples): number => levelOf(left.map((x, i) => x - (right[i] ?? 0)));

withEachFfmpeg(({ program }) => {
  let mastering: Mastering;
  let made: Mastered;
  const decoded: Partial<Record<(typeof endings)[number], Samples>> = {};
  beforeAll(async () => {
    mastering = await openMastering(program);
    made = await mastering.master(recording, named('formats', {}));
    for (const ending of endings) decoded[ending] = await decode(pathOf(made, ending));
  });
  afterAll(() => mastering.close());

  describe.each(endings)('%s', (ending) => {
    const alternate = () => made.master.alternates?.[endings.indexOf(ending)];

    test('is as loud as the recipe wants it, as another meter hears it, too', async () => {
      const { integrated, truePeak } = await hear(pathOf(made, ending));
      expect(Math.abs(integrated + 16)).toBeLessThanOrEqual(0.3 + METER);
      expect(truePeak).toBeLessThanOrEqual(-1 + METER);
      expect(Math.abs(integrated - (alternate()?.loudness.integrated ?? 0))).toBeLessThanOrEqual(METER);
    });

    test('is as long as the MP3', () => {
      const { seconds } = decoded[ending] as Samples;
      expect(Math.abs(seconds - made.master.enclosure.seconds)).toBeLessThan(0.05);
      expect(Math.abs(seconds - (alternate()?.seconds ?? 0))).toBeLessThan(0.05);
    });

    test('has two equal channels', () => {
      const samples = decoded[ending] as Samples;
      expect(apart(samples)).toBeLessThan(levelOf(samples.left) - 30);
    });

    test('is told of in the certificate, with its hash', () => {
      const { alternates } = JSON.parse(readFileSync(made.certificate, 'utf8'));
      const { key: _, ...said } = alternate() ?? { key: '' };
      expect(alternates[endings.indexOf(ending)]).toEqual(said);
      expect(alternate()?.sha256).toBe(sha256Of(pathOf(made, ending)));
    });
  });

  test('come out the same, byte for byte', async () => {
    const again = await mastering.master(recording, named('again', {}));
    expect(again.master.alternates).toEqual(made.master.alternates);
  });

  test('are what their names say', async () => {
    const [aac, opus] = await Promise.all(
      endings.map((ending) => ffmpeg(['-i', pathOf(made, ending), '-t', '0', '-f', 'null', '-'])),
    );
    expect(aac).toMatch(/Input #0, mov,mp4,m4a.*\n(.*\n)*.*Audio: aac \(LC\).*, 44100 Hz, stereo/);
    expect(opus).toMatch(/Input #0, ogg.*\n(.*\n)*.*Audio: opus, 48000 Hz, stereo/);
    for (const said of [aac, opus]) expect(said).toMatch(/title +: A talk/);
  });

  test('a true mono master stays one channel, and is counted as two', async () => {
    const mono = await mastering.master(recording, named('mono', { mp3: { ...mp3, channels: 'mono' } }));
    for (const [i, ending] of endings.entries()) {
      expect(await ffmpeg(['-i', pathOf(mono, ending), '-t', '0', '-f', 'null', '-'])).toMatch(/ Hz, mono/);
      const { integrated = 0 } = mono.master.alternates?.[i]?.loudness ?? {};
      expect(Math.abs(integrated + 16)).toBeLessThanOrEqual(0.3);
    }
  });

  test('a listener’s app finds them in the feed', () => {
    const { master } = made;
    const keys = endings.map((ending) => `corridor-talk/episode-1/episode-1-0123456789ab.${ending}`);
    const item = published(1, { publication: { master, alternateKeys: keys } });
    const [seen] = parseFeed(printRss(composeFeed(show, [item], address)))?.items ?? [];
    expect(seen?.alternativeEnclosures).toMatchObject([
      { type: 'audio/mpeg', length: master.enclosure.bytes, default: true },
      { type: 'audio/mp4', length: master.alternates?.[0]?.bytes, source: [{ uri: address(keys[0] ?? '') }] },
      { type: 'audio/ogg', length: master.alternates?.[1]?.bytes, source: [{ uri: address(keys[1] ?? '') }] },
    ]);
  });
});
