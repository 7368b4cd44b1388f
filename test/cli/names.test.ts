import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundledProgram } from '../bundled.ts';
import { makePicture, makeSpeech, makeText } from '../sounds.ts';
import { documentOf, type Fault, type House, openHouseWithShow, publishJson } from './program.ts';

/** Titles, names and companions as people really hand them in. */
describe('names and companions', () => {
  let house: House;
  let recording: string;
  beforeAll(async () => {
    house = await openHouseWithShow({ FFMPEG_PATH: bundledProgram });
    recording = await makeSpeech(house.file('talk.wav'));
  });
  afterAll(() => house.remove());

  const titles = [
    { what: 'a path upwards', title: '../../etc/passwd' },
    { what: 'a picture and quotes', title: '🎙️ “Night” & \'day\' "shift" <b>' },
    { what: '255 characters', title: 'Ä long night '.repeat(24).slice(0, 255).trim() },
    { what: 'no letter of ours', title: '夜勤の話' },
  ];

  describe('titles', () => {
    test.each(titles)('a title of $what is published and stays inside the show', async ({ title }) => {
      const told = await publishJson(house, [recording, '--title', title, '--again']);
      expect(told.episode.title).toBe(title);
      expect(told.episode.slug).toMatch(/^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/);
      expect(told.enclosure.url).toContain(`/night-shift/${told.episode.slug}/`);
      for (const key of house.publicKeys()) expect(key).toMatch(/^[A-Za-z0-9][A-Za-z0-9._/-]*$/);
    });

    test('the feed with all of them has no error', async () => {
      expect(house.feed().match(/<item>/g)).toHaveLength(titles.length);
      expect(documentOf(await house.run(['feed', 'check', '--json']))).toMatchObject({
        feeds: [{ errors: 0 }],
      });
    });
  });

  test('control characters in title and notes reach neither the feed nor the terminal', async () => {
    const notes = await makeText(
      house.file('.'),
      'notes.md',
      'Before\u0000\u0008 after\u001B[31m red\uFFFF.\n',
    );
    const title = 'Bell\u0007 and \u001B[2Jclear';
    const { exit, stdout } = await house.run([
      'publish',
      recording,
      '--title',
      title,
      '--notes',
      notes,
      '--again',
    ]);
    expect(exit).toBe(0);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    const control = /[\u0000-\u0008\u000B-\u001F\u007F]/;
    expect(stdout).not.toMatch(control);
    expect(house.feed()).not.toMatch(control);
  });

  test('a file name with blanks, quotes and a newline is taken', async () => {
    const odd = await makeSpeech(house.file('it\'s "odd"\n😀 ..wav'), { seed: 7 });
    const told = await publishJson(house, [odd, '--title', 'Odd']);
    expect(told.state).toBe('published');
  });

  test('the same recording twice is the same episode; --again makes another', async () => {
    const same = await makeSpeech(house.file('same.wav'), { seed: 8 });
    const first = await publishJson(house, [same, '--title', 'Same']);
    const count = house.content().episodes.length;
    const second = await publishJson(house, [same, '--title', 'Same']);
    expect(second).toMatchObject({ known: true, episode: { guid: first.episode.guid } });
    expect(house.content().episodes).toHaveLength(count);
    const third = await publishJson(house, [same, '--title', 'Same', '--again']);
    expect(third.known).toBe(false);
    expect(third.episode.guid).not.toBe(first.episode.guid);
    expect(third.episode.slug).not.toBe(first.episode.slug);
  });

  const refused = [
    { what: 'an empty title', words: () => ['--title', ' '], code: 'title-missing' },
    { what: 'a title of 300 characters', words: () => ['--title', 'x'.repeat(300)], code: 'value-invalid' },
    { what: 'an unknown show', words: () => ['--title', 'T', '--show', 'no-such'], code: 'show-unknown' },
    {
      what: 'missing notes',
      words: () => ['--title', 'T', '--notes', house.file('none.md')],
      code: 'file-missing',
    },
    {
      what: 'chapters that are none',
      words: async () => [
        '--title',
        'T',
        '--chapters',
        await makeText(house.file('.'), 'c.txt', 'no time here'),
      ],
      code: 'chapters-unreadable',
    },
    {
      what: 'a cover too small',
      words: async () => ['--title', 'T', '--cover', await makePicture(house.file('s.jpg'), { width: 300 })],
      code: 'cover-unfit',
    },
    {
      what: 'a cover that is not square',
      words: async () => [
        ...['--title', 'T', '--cover'],
        await makePicture(house.file('wide.png'), { width: 1600, height: 1500 }),
      ],
      code: 'cover-unfit',
    },
    {
      what: 'a cover that is a text',
      words: async () => ['--title', 'T', '--cover', await makeText(house.file('.'), 'x.jpg', 'no picture')],
      code: 'cover-unfit',
    },
  ];

  test.each(refused)('$what is refused with $code, and nothing is kept', async ({ words, code }) => {
    const before = house.content();
    const fresh = await makeSpeech(house.file('fresh.wav'), { seed: 99 });
    const outcome = await house.run(['publish', fresh, ...(await words()), '--json']);
    const { error } = documentOf<Fault>(outcome);
    expect({ exit: outcome.exit, code: error.code }).toEqual({ exit: 2, code });
    expect(error.message.length * error.hint.length).toBeGreaterThan(0);
    expect(house.content()).toEqual(before);
    expect(house.scratch()).toEqual([]);
  });
});
