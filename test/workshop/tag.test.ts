import { readFileSync } from 'node:fs';
import NodeId3 from 'node-id3';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { MadeFile } from '../../src/production/orders.ts';
import type { Source } from '../../src/sound/part.ts';
import type { TagSheet } from '../../src/sound/tags.ts';
import { ffmpeg } from '../sounds.ts';
import { type Bench, openBench, sha256Of } from './bench.ts';
import { bundled } from './tools.ts';

const sheet: TagSheet = {
  title: 'Über die Straße 🎧 & "so weiter"',
  artist: 'Nordlicht Wörks',
  album: 'Corridor Talk',
  year: 2026,
  track: 7,
  language: 'en',
  chapters: [
    { start: 0, title: 'Welcome' },
    { start: 0.75, title: 'Die Frage 🎙', url: 'https://a.example' },
    { start: 1.5, title: 'Ende' },
  ],
  seconds: 2.007,
};

let bench: Bench;
let render: Source;
let cover: Source;
beforeAll(async () => {
  bench = await openBench(bundled.program);
  const words = ['-b:a', '96k', '-id3v2_version', '0'];
  await ffmpeg(['-f', 'lavfi', '-i', 'sine=duration=2', ...words, bench.file('render.mp3')]);
  await sharp({ create: { width: 1500, height: 1500, channels: 3, background: '#2a6f6f' } })
    .png()
    .toFile(bench.file('cover.png'));
  render = await bench.keep(bench.file('render.mp3'));
  cover = await bench.keep(bench.file('cover.png'));
});
afterAll(() => bench.remove());

const tag = (said: TagSheet): Promise<MadeFile> =>
  bench.workshop.carryOut({ kind: 'tag', render, sheet: said });
const readTag = async (said: TagSheet) => NodeId3.read(bench.pathOf(await tag(said)));

describe('the tag', () => {
  test('is ID3v2.3, before the frames, which stay as they were', async () => {
    const made = await tag(sheet);
    const bytes = readFileSync(bench.pathOf(made));
    const frames = readFileSync(bench.pathOf(render));
    expect(bytes.subarray(0, 5)).toEqual(Buffer.from('ID3\x03\x00', 'latin1'));
    expect(bytes.subarray(bytes.length - frames.length).equals(frames)).toBe(true);
    expect(made).toMatchObject({ bytes: bytes.length, sha256: sha256Of(bench.pathOf(made)) });
  });

  test('says what the sheet says', async () => {
    expect(await readTag(sheet)).toMatchObject({
      title: sheet.title,
      artist: sheet.artist,
      album: sheet.album,
      year: '2026',
      trackNumber: '7',
      genre: 'Podcast',
    });
  });

  test('leaves out what the sheet does not say', async () => {
    const { track: _, ...short } = { ...sheet, chapters: [] };
    const tags = await readTag(short);
    for (const name of ['trackNumber', 'chapter', 'tableOfContents', 'image'])
      expect(tags).not.toHaveProperty(name);
  });

  test('has every chapter with its end, and one table that lists them in order', async () => {
    const { chapter = [], tableOfContents } = await readTag(sheet);
    expect(chapter.map(({ startTimeMs, endTimeMs, tags }) => [startTimeMs, endTimeMs, tags?.title])).toEqual([
      [0, 750, 'Welcome'],
      [750, 1500, 'Die Frage 🎙'],
      [1500, 2007, 'Ende'],
    ]);
    expect(tableOfContents).toMatchObject([
      { isOrdered: true, elements: chapter.map(({ elementID }) => elementID) },
    ]);
  });

  test('holds the greatest number of chapters', async () => {
    const chapters = Array.from({ length: 255 }, (_, n) => ({ start: n / 128, title: `Chapter ${n}` }));
    const tags = await readTag({ ...sheet, chapters });
    expect(tags.chapter).toHaveLength(255);
    expect(tags.tableOfContents?.[0]?.elements).toHaveLength(255);
  });

  test('has a small cover of its own', async () => {
    const { image } = await readTag({ ...sheet, cover });
    if (typeof image !== 'object') throw new Error('There is no cover.');
    expect(image).toMatchObject({ mime: 'image/jpeg', type: { id: 3 } });
    expect(await sharp(image.imageBuffer).metadata()).toMatchObject({
      format: 'jpeg',
      width: 600,
      height: 600,
    });
    expect(image.imageBuffer.length).toBeLessThan(300_000);
  });

  test('is understood by ffmpeg, chapters included', async () => {
    const path = bench.pathOf(await tag({ ...sheet, cover }));
    const said = await ffmpeg(['-i', path, '-f', 'ffmetadata', bench.file('said.txt')]);
    const metadata = readFileSync(bench.file('said.txt'), 'utf8');
    expect(metadata.match(/^\[CHAPTER\]$/gm)).toHaveLength(3);
    expect(metadata).toMatch(/^START=\d+\nEND=\d+\ntitle=Die Frage 🎙$/m);
    expect(metadata).toContain(`title=${sheet.title}`);
    expect(said).toMatch(/Video: mjpeg.*600x600.*\(attached pic\)/);
  });

  test('comes out the same, byte for byte', async () => {
    expect((await tag({ ...sheet, cover })).sha256).toBe((await tag({ ...sheet, cover })).sha256);
    expect((await tag(sheet)).sha256).not.toBe((await tag({ ...sheet, title: 'Anew' })).sha256);
  });

  test('cannot be made of a render that is gone, and leaves no rest', async () => {
    const gone = { key: 'renders/gone.mp3', sha256: '0' };
    const order = { kind: 'tag', render: gone, sheet } as const;
    await expect(bench.workshop.carryOut(order)).rejects.toMatchObject({ code: 'object-missing' });
    expect(bench.scratch()).toEqual([]);
  });
});
