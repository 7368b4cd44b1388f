import { once } from 'node:events';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ReportJson } from '../../src/web/json.ts';
import { until } from '../waiting.ts';
import { codeOf, openWebHouse, soundFile, speechOf, talks, type WebHouse } from './house.ts';

describe('handing in a recording', () => {
  let house: WebHouse;
  let speech: Buffer<ArrayBuffer>;

  beforeAll(async () => {
    house = await openWebHouse({ UPLOAD_LIMIT: '2000000' });
    await house.studio.shows.create(talks);
    speech = await speechOf(house.folder);
  });
  afterAll(() => house.close());

  const recording = (name?: string) => ['recording', soundFile(speech, name)] as const;
  const nothingLeft = () => house.leftovers().every((file) => !file.startsWith('scratch/'));

  test('answers 201 with the address of the episode before its sound is worked on', async () => {
    const answer = await house.upload([
      ['title', 'The bolt'],
      ['notes', '*Hm.*'],
      ['publish', 'now'],
      recording(),
    ]);
    const report = (await answer.json()) as ReportJson & { known: boolean };
    expect(answer.status).toBe(201);
    expect(answer.headers.get('location')).toBe('/api/shows/talks/episodes/the-bolt');
    expect(report).toMatchObject({
      known: false,
      state: 'working',
      episode: { title: 'The bolt', notes: '*Hm.*', wish: 'public' },
    });
    const again = await house.ask('/api/shows/talks/episodes/the-bolt');
    expect(((await again.json()) as ReportJson).episode.guid).toBe(report.episode.guid);
    expect(nothingLeft()).toBe(true);
  });

  test('the same recording once more is known, and a further episode only when asked for', async () => {
    const known = await house.upload([['title', 'The bolt'], recording()]);
    expect(known.status).toBe(200);
    expect(await known.json()).toMatchObject({ known: true, episode: { slug: 'the-bolt' } });
    const further = await house.upload([['title', 'The bolt'], ['again', 'true'], recording()]);
    expect(further.status).toBe(201);
    expect(await further.json()).toMatchObject({ known: false, episode: { slug: 'the-bolt-2' } });
  });

  test('parts may come after the recording', async () => {
    const answer = await house.upload([
      recording(),
      ['title', 'Said at last'],
      ['chapters', '00:00 Hello\n00:02 Bye'],
      ['season', '2'],
      ['number', '7'],
      ['explicit', 'true'],
      ['again', 'true'],
    ]);
    expect(answer.status).toBe(201);
    expect(((await answer.json()) as ReportJson).episode).toMatchObject({
      title: 'Said at last',
      season: 2,
      number: 7,
      explicit: true,
      wish: 'draft',
      chapters: [
        { start: 0, title: 'Hello' },
        { start: 2, title: 'Bye' },
      ],
    });
  });

  test('a recipe is named; without one the episode is made like its show', async () => {
    const answer = await house.upload([
      ['title', 'Quiet'],
      ['recipe', 'broadcast'],
      ['again', '1'],
      recording(),
    ]);
    const { episode, target } = (await answer.json()) as ReportJson;
    expect([episode.recipe, target.integrated]).toEqual(['broadcast', -23]);
    const other = (await (await house.ask('/api/shows/talks/episodes/the-bolt')).json()) as ReportJson;
    expect([other.episode.recipe, other.target.integrated]).toEqual(['podcast', -16]);
    expect(await (await house.ask('/api/shows/talks')).json()).toMatchObject({ recipe: 'podcast' });
  });

  test('chapters may be a file', async () => {
    const file = new File(['00:00 Hello\n00:02 Bye'], 'chapters.txt');
    const answer = await house.upload([
      ['chapters', file],
      ['title', 'Filed'],
      ['again', 'true'],
      recording(),
    ]);
    expect(((await answer.json()) as ReportJson).episode.chapters).toHaveLength(2);
  });

  test('a transcript comes as a file', async () => {
    const file = new File(['WEBVTT\n\n00:00.500 --> 00:01.500\n<v Anna>Hello.\n'], 'words.vtt');
    const answer = await house.upload([
      ['title', 'Spoken'],
      ['transcript', file],
      ['again', 'true'],
      recording(),
    ]);
    expect(answer.status).toBe(201);
    const { transcript } = house.studio.episodes.get('talks', 'spoken').episode;
    expect(transcript).toMatchObject({ timed: true, key: expect.stringMatching(/^transcripts\//) });
  });

  test.each([
    ['no title', 422, 'title-missing', (): Parts => [recording()]],
    ['no recording', 422, 'recording-missing', (): Parts => [['title', 'x']]],
    ['an unknown field', 400, 'usage-wrong', (): Parts => [['titel', 'x'], recording()]],
    [
      'an unknown file',
      400,
      'usage-wrong',
      (): Parts => [['title', 'x'], ['intro', soundFile(speech)], recording()],
    ],
    ['two recordings', 400, 'usage-wrong', (): Parts => [['title', 'x'], recording(), recording()]],
    ['two titles', 400, 'usage-wrong', (): Parts => [['title', 'x'], ['title', 'y'], recording()]],
    [
      'a season that is none',
      422,
      'value-invalid',
      (): Parts => [['title', 'x'], ['season', 'two'], recording()],
    ],
    [
      'a wish that is none',
      422,
      'value-invalid',
      (): Parts => [['title', 'x'], ['publish', 'soon'], recording()],
    ],
    [
      'a recipe that is not there',
      422,
      'recipe-unknown',
      (): Parts => [['title', 'x'], ['recipe', '../recipes/podcast'], recording()],
    ],
    [
      'chapters without times',
      422,
      'chapters-unreadable',
      (): Parts => [['title', 'x'], ['chapters', 'Hi'], recording()],
    ],
    [
      'a file of chapters in letters of another time',
      422,
      'chapters-unreadable',
      (): Parts => [['title', 'x'], ['chapters', new File([umlauts], 'c.txt')], recording()],
    ],
    [
      'notes in letters of another time',
      422,
      'value-invalid',
      (): Parts => [['title', 'x'], ['notes', umlauts.toString('utf8')], recording()],
    ],
    [
      'subtitles with times that are none',
      422,
      'transcript-unreadable',
      (): Parts => [['title', 'x'], ['transcript', new File(['Hello.'], 'words.srt')], recording()],
    ],
    [
      'a transcript that is none',
      422,
      'transcript-unreadable',
      (): Parts => [['title', 'x'], ['transcript', soundFile(speech, 'words.vtt')], recording()],
    ],
    [
      'a transcript of more than 5 MB',
      422,
      'transcript-unreadable',
      (): Parts => [['title', 'x'], ['transcript', new File(['x'.repeat(5_000_001)], 'x.txt')], recording()],
    ],
    [
      'a cover that is none',
      422,
      'cover-unfit',
      (): Parts => [['title', 'New'], ['cover', notCover], ['again', '1'], recording()],
    ],
    [
      'a cover of 11 MB',
      422,
      'cover-unfit',
      (): Parts => [['title', 'x'], ['cover', largeCover()], recording()],
    ],
    [
      'a text for a recording',
      415,
      'recording-not-sound',
      (): Parts => [
        ['title', 'x'],
        ['recording', notSound],
      ],
    ],
    [
      'an empty recording',
      422,
      'recording-empty',
      (): Parts => [
        ['title', 'x'],
        ['recording', soundFile(Buffer.alloc(0))],
      ],
    ],
  ])('%s is refused, and nothing is kept', async (_what, status, code, parts) => {
    const before = house.leftovers();
    const answer = await house.upload(parts());
    expect({ status: answer.status, code: await codeOf(answer) }).toEqual({ status, code });
    await until(() => house.leftovers().length === before.length);
    expect(house.leftovers()).toEqual(before);
  });
  type Parts = readonly (readonly [string, string | File])[];
  const umlauts = Buffer.from('00:00 Gr\u00fc\u00dfe', 'latin1');
  const notCover = new File(['no picture'], 'cover.png', { type: 'image/png' });
  const notSound = new File(['Dear diary, today I said nothing at all.'], 'talk.wav', { type: 'audio/wav' });
  const largeCover = () => new File([Buffer.alloc(11 * 1024 ** 2)], 'cover.jpg');

  test('an unknown show is told before the recording is listened to', async () => {
    const answer = await house.upload([['title', 'x'], recording()], '/api/shows/nobody/episodes');
    expect([answer.status, await codeOf(answer)]).toEqual([404, 'show-unknown']);
  });

  test.each([
    ['🎙️ "Quoted" & <b>bold</b>.wav', 'Emoji 🎙️ "quoted" <b>'],
    ['../../etc/passwd', '../up'],
    [`${'ü'.repeat(290)}.wav`, 'Grüße aus dem Flur'],
  ])('a file named %j does no harm', async (name, title) => {
    const answer = await house.upload([['title', title], ['again', 'true'], recording(name)]);
    const report = (await answer.json()) as ReportJson;
    expect([answer.status, report.episode.title]).toEqual([201, title]);
    const page = await (await house.ask(report.links.page)).text();
    expect(page).not.toContain('<b>bold</b>');
    expect(page).not.toContain('<b></h1>');
  });

  test('too large by its announced length: 413 before anything is stored', async () => {
    const answer = await house.upload([
      ['title', 'x'],
      ['recording', soundFile(Buffer.alloc(16_000_000))],
    ]);
    expect([answer.status, await codeOf(answer)]).toEqual([413, 'recording-too-large']);
  });

  test('too large without an announced length: 413 while it streams', async () => {
    const { sent, answer } = stream(house.port);
    sent.write(head('recording', 'long.wav'));
    const megabyte = Buffer.alloc(1_000_000);
    for (let i = 0; i < 3; i++) sent.write(megabyte);
    const response = await answer;
    expect(response.statusCode).toBe(413);
    sent.destroy();
    await until(nothingLeft);
  });

  test('an upload that breaks off leaves nothing behind', async () => {
    const before = house.leftovers();
    const { sent, answer } = stream(house.port);
    answer.catch(() => undefined);
    sent.write(head('recording', 'broken.wav'));
    sent.write(speech.subarray(0, 100_000));
    await until(() => house.leftovers().length > before.length);
    sent.destroy();
    await until(() => house.leftovers().length === before.length);
    expect(house.leftovers()).toEqual(before);
  });

  test('a browser without scripts is led to the page of the episode', async () => {
    const answer = await house.upload(
      [['show', 'talks'], ['title', 'Plain'], ['again', 'true'], recording(), ['publish', 'draft']],
      '/api/episodes',
      { headers: { Accept: 'text/html,application/xhtml+xml' } },
    );
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/episodes/talks/plain']);
    const page = await house.ask('/episodes/talks/plain', { headers: { Accept: 'text/html' } });
    expect(await page.text()).toContain('<h1>Plain</h1>');
  });

  test('a browser reads faults on a page with a reference number', async () => {
    const answer = await house.upload([recording()], '/api/episodes', { headers: { Accept: 'text/html' } });
    const page = await answer.text();
    expect(answer.status).toBe(422);
    expect(page).toContain('has no title');
    expect(page).toContain(`<code>${answer.headers.get('x-request-id')}</code>`);
  });
});

describe('a disk without room', () => {
  test('is told as 507 before a byte is stored', async () => {
    const house = await openWebHouse({ DISK_RESERVE: String(Number.MAX_SAFE_INTEGER) });
    await house.studio.shows.create(talks);
    const answer = await house.upload([
      ['title', 'x'],
      ['recording', soundFile(Buffer.alloc(1000))],
    ]);
    expect([answer.status, await codeOf(answer)]).toEqual([507, 'disk-full']);
    await house.close();
  });
});

const boundary = 'frontier';
const head = (name: string, file: string): string =>
  `--${boundary}\r\nContent-Disposition: form-data; name="${name}"; filename="${file}"\r\nContent-Type: audio/wav\r\n\r\n`;

function stream(port: number) {
  const sent = request({
    port,
    host: '127.0.0.1',
    method: 'POST',
    path: '/api/shows/talks/episodes',
    headers: { 'Content-Type': `multipart/form-data; boundary=${boundary}` },
  });
  const answer = once(sent, 'response').then(([response]) => response as { statusCode: number });
  return { sent, answer };
}
