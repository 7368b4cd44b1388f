import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readFoundChapters } from '../../src/sound/found-chapters.ts';
import { readInspection } from '../../src/sound/inspection.ts';
import { versions } from './reports.ts';

/** What both versions of ffmpeg said of real files, word by word. */
function reportOn(version: string, file: string): string {
  const path = new URL(`reports/chapters-${version}.txt`, import.meta.url);
  const found = readFileSync(path, 'utf8').split(`=== ${file}\n`)[1]?.split(/^=== /m)[0];
  if (found === undefined) throw new Error(`No report on ${file}.`);
  return found;
}

const titled = [
  { start: 0, title: 'Willkommen – “hi” 🎙' },
  { start: 1, title: 'Stream #0:0: Audio: pcm, 1 Hz, 7.1' },
  { start: 2.5, title: 'Two lines: one' },
];

describe.each(versions)('the report of ffmpeg %s', (version) => {
  // The last chapter has no title; its tag calls it `ch3` in the MP3.
  test.each(['talk.m4a', 'talk.mp3', 'talk.mka'])(
    'tells the chapters of %s, without the untitled',
    (file) => {
      expect(readFoundChapters(reportOn(version, file))).toEqual(titled);
    },
  );

  test('tells those in the comments of an Opus file', () => {
    const found = readFoundChapters(reportOn(version, 'talk.opus'));
    expect(found.map(({ title }) => title)).toEqual(titled.map(({ title }) => title));
    expect(found[0]?.start).toBe(0);
  });

  test('a single chapter is none', () => {
    expect(readFoundChapters(reportOn(version, 'one.m4a'))).toEqual([]);
  });

  test('they belong to what the recording is, which they cannot disguise', () => {
    const inspection = readInspection(reportOn(version, 'talk.m4a'));
    expect(inspection).toMatchObject({ codec: 'aac', sampleRate: 48000, channels: 1, seconds: 5 });
    expect(inspection.chapters).toEqual(titled);
    expect(readInspection(reportOn(version, 'one.m4a'))).not.toHaveProperty('chapters');
  });
});

const mark = (number: number, start: number, title?: string): string =>
  [
    `    Chapter #0:${number}: start ${start.toFixed(6)}, end ${(start + 1).toFixed(6)}`,
    ...(title === undefined ? [] : ['      Metadata:', `        title           : ${title}`]),
    '',
  ].join('\n');
const report = (...marks: readonly string[]): string =>
  `Input #0, mp3, from 'x':\n  Chapters:\n${marks.join('')}  Stream #0:0: Audio: mp3, 44100 Hz, mono\n`;

describe('a report in other words', () => {
  test('no chapters are none', () => {
    expect(readFoundChapters(report())).toEqual([]);
    expect(readFoundChapters('')).toEqual([]);
  });

  test('a list of which parts are missing is none: the report leaves out the middle of what is long', () => {
    expect(readFoundChapters(report(mark(0, 0, 'A'), mark(1, 1, 'B'), mark(3, 3, 'D')))).toEqual([]);
  });

  test('more than a tag holds are none', () => {
    const marks = Array.from({ length: 256 }, (_, i) => mark(i, i, `T ${i}`));
    expect(readFoundChapters(report(...marks))).toEqual([]);
    expect(readFoundChapters(report(...marks.slice(1).map((_, i) => mark(i, i, `T ${i}`))))).toHaveLength(
      255,
    );
  });

  test('they are put in order; of two at the same moment the last one stays', () => {
    expect(readFoundChapters(report(mark(0, 9, 'C'), mark(1, 0, 'A'), mark(2, 9, 'D')))).toEqual([
      { start: 0, title: 'A' },
      { start: 9, title: 'D' },
    ]);
  });

  test.each(['ch3', 'chp0', 'CHAP_12', 'chapter-1', ' ', '\u0007'])('%j is no title', (title) => {
    expect(readFoundChapters(report(mark(0, 0, 'A'), mark(1, 1, title), mark(2, 2, 'C')))).toHaveLength(2);
  });

  test('titles are one clean line of bearable length', () => {
    const [first, second] = readFoundChapters(
      report(mark(0, -0.02, ` a\u0007  b `), mark(1, 1, 'é'.repeat(300))),
    );
    expect(first).toEqual({ start: 0, title: 'a b' });
    expect(second?.title).toBe('é'.repeat(255));
  });

  test('the titles of tracks and of the whole are no titles of chapters', () => {
    const whole = `Input #0, mp3, from 'x':\n  Metadata:\n    title           : Whole\n`;
    const track = `  Stream #0:0: Audio: mp3\n    Metadata:\n      title           : Track\n`;
    expect(readFoundChapters(`${whole}${mark(0, 0, 'A')}${mark(1, 1)}${track}`)).toEqual([]);
  });
});
