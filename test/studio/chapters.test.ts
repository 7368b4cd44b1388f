import { copyFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readSettings } from '../../src/config.ts';
import { podloveNamespace } from '../../src/show/chapters/podlove.ts';
import { readChapterList } from '../../src/show/chapters/reading.ts';
import { podcastRecipe } from '../../src/show/recipe.ts';
import { openSolo } from '../../src/studio/solo.ts';
import { type EpisodeForm, readEpisodeForm } from '../../src/web/form.ts';
import { ffmpeg } from '../sounds.ts';
import { type House, openHouse } from './house.ts';

/** Recordings that bring chapters along, and hosts who bring their own. */
const found = [
  { start: 0, title: 'Willkommen 🎙' },
  { start: 1, title: 'Die Frage' },
  { start: 2, title: 'Ein Ende; was = war' },
];
const metadata = [
  ';FFMETADATA1',
  ...found.flatMap(({ start, title }) => [
    ...['[CHAPTER]', 'TIMEBASE=1/1000', `START=${start * 1000}`, `END=${start * 1000 + 1000}`],
    `title=${title.replace(/[=;]/g, '\\$&')}`,
  ]),
].join('\n');

let house: House;
let plain: string;
beforeAll(async () => {
  house = await openHouse();
  await house.createShow();
  plain = await house.record(1);
  writeFileSync(house.file('chapters.ini'), metadata);
});
afterAll(() => house.close());

async function marked(name: string): Promise<string> {
  const path = house.file(name);
  const chapters = ['-i', house.file('chapters.ini'), '-map', '0:a', '-map_chapters', '1'];
  await ffmpeg(['-i', plain, ...chapters, path]);
  return path;
}

describe('chapters that the recording brings along', () => {
  test.each(['marked.m4a', 'marked.mp3'])('those of %s are the episode’s', async (name) => {
    const { episode } = await house.receive(await marked(name));
    expect(episode.chapters).toEqual(found);
  });

  test('reach the feed, moved like any others', async () => {
    const report = await house.publish(house.file('marked.m4a'));
    expect(report.chapters.map(({ title }) => title)).toEqual(found.map(({ title }) => title));
    for (const { title } of found) expect(house.feed()).toContain(title);
  });

  test('the host’s own count more, also when they are none', async () => {
    const chapters = [{ start: 1, title: 'Mine' }];
    const of = async (said: object) =>
      (await house.receive(house.file('marked.mp3'), { again: true, ...said })).episode.chapters;
    expect(await of({ chapters })).toEqual(chapters);
    expect(await of({ chapters: [] })).toEqual([]);
  });

  test('count where a file is mastered by itself, too', async () => {
    const environment = { CATALOGUE: house.file('none.db'), SCRATCH_DIR: house.file('scratch') };
    const solo = await openSolo(readSettings(environment));
    const request = { file: house.file('marked.mp3'), recipe: podcastRecipe, title: 'T', year: 2026 };
    const chaptersOf = async (chapters?: string) =>
      (await solo.master({ ...request, ...(chapters === undefined ? {} : { chapters }) })).account.goal.sheet
        .chapters;
    expect(await chaptersOf()).toEqual(found);
    expect(await chaptersOf('0:01 Mine')).toEqual([{ start: 1, title: 'Mine' }]);
    expect(await chaptersOf('')).toEqual([]);
    await solo.close();
  });

  test('a recording without any has none', async () => {
    expect((await house.receive(plain)).episode.chapters).toEqual([]);
  });

  test('handed in again, an episode keeps the chapters that it was given', async () => {
    const copy = house.file('copy.m4a');
    copyFileSync(house.file('marked.m4a'), copy);
    const chapters = [{ start: 1, title: 'Mine' }];
    await house.receive(copy, { chapters });
    expect((await house.receive(copy)).episode.chapters).toEqual(chapters);
  });
});

describe('the form takes every format of chapters', () => {
  const chapters = [
    { start: 0, title: 'Welcome' },
    { start: 62.5, title: 'The question' },
  ];
  const listed = chapters.map(({ start, title }) => ({ startTime: start, title }));
  const elements =
    '<psc:chapter start="0" title="Welcome"/><psc:chapter start="00:01:02.500" title="The question"/>';
  const of = (form: EpisodeForm) => form.chapters;

  test.each([
    ['lines', '0:00 Welcome\n1:02.5 The question'],
    ['lines, the times last', 'Welcome (0:00)\nThe question (1:02.5)'],
    ['JSON', JSON.stringify({ version: '1.2.0', chapters: listed })],
    [
      'JSON with hidden ones',
      JSON.stringify({ version: '1.2.0', chapters: [...listed, { startTime: 5, toc: false }] }),
    ],
    ['Podlove', `<psc:chapters version="1.2" xmlns:psc="${podloveNamespace}">${elements}</psc:chapters>`],
    ['labels', '0.0\t0.0\tWelcome\n62.5\t62.5\tThe question'],
  ])('%s', (_, text) => {
    expect(of(readEpisodeForm({ title: 'T', chapters: text }))).toEqual(chapters);
    expect(of(readEpisodeForm({ title: 'T' }, `\uFEFF${text}`))).toEqual(chapters);
    expect(readChapterList(text)).toEqual(chapters);
  });

  test('an empty field leaves those of the recording', () => {
    expect(readEpisodeForm({ title: 'T', chapters: ' ' })).not.toHaveProperty('chapters');
  });
});
