import { writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makePicture, makeSpeech, makeText, makeTone } from '../sounds.ts';
import {
  type Content,
  createShow,
  documentOf,
  type Fault,
  type House,
  openHouseWithShow,
  publishJson,
  showWords,
  type Told,
} from './program.ts';

/** The life of shows and episodes, as told by the commands. */
describe('shows and episodes', () => {
  let house: House;
  let told: Told;
  beforeAll(async () => {
    house = await openHouseWithShow();
    const recording = await makeSpeech(house.file('talk.wav'));
    told = await publishJson(house, [recording, '--title', 'First night', '--season', '1', '--number', '2']);
  });
  afterAll(() => house.remove());

  test('publish tells what scripts need, in names that stay', () => {
    const loudness = {
      integrated: expect.any(Number),
      range: expect.any(Number),
      truePeak: expect.any(Number),
    };
    expect(told).toMatchObject({
      state: 'published',
      episode: {
        slug: 'first-night',
        guid: expect.stringMatching(/\S/),
        title: 'First night',
        season: 1,
        number: 2,
      },
      feedUrl: 'https://podcast.example.com/feed/night-shift/feed.xml',
      enclosure: {
        url: expect.stringMatching(
          /^https:\/\/podcast\.example\.com\/feed\/night-shift\/first-night\/.+\.mp3$/,
        ),
        bytes: expect.any(Number),
        duration: expect.any(Number),
        key: expect.stringMatching(/\.mp3$/),
      },
      loudness: { before: loudness, after: loudness },
    });
    expect(Math.abs(told.loudness.after.integrated + 16)).toBeLessThanOrEqual(1);
    expect(told.enclosure.duration).toBeGreaterThan(3);
  });

  test('what is told of the enclosure is what lies in the public store', async () => {
    const key = told.enclosure.url?.replace('https://podcast.example.com/feed/', '') ?? '';
    expect(house.publicKeys()).toContain(key);
    expect((await readFile(join(house.folder, 'feed', key))).length).toBe(told.enclosure.bytes);
  });

  test('episode show and episode list tell the same', async () => {
    const shown = await house.run(['episode', 'show', 'first-night', '--json']);
    const { episode, enclosure } = documentOf<Told>(shown);
    expect({ episode, enclosure }).toEqual({ episode: told.episode, enclosure: told.enclosure });
    const { exit, stdout } = await house.run(['episode', 'list', '--show', 'night-shift']);
    expect(exit).toBe(0);
    expect(stdout).toMatch(/published +\d:\d\d +-1\d\.\d +night-shift\/first-night +First night/);
  });

  test('for people: loudness before and after in aligned figures, without colour codes in a pipe', async () => {
    const name = 'night-shift/first-night';
    const { stdout } = await house.run(['episode', 'show', name], { FORCE_COLOR: '1' });
    expect(stdout).toContain(told.enclosure.url);
    expect(stdout).toMatch(/Loudness +-\d+\.\d +→ +-1[567]\.\d +LUFS/);
    expect(stdout).toMatch(/True peak +-?\d+\.\d +→ +-\d+\.\d +dBTP/);
    expect(stdout).not.toContain('\u001B');
  });

  describe('a draft', () => {
    let before: Content;
    let draft: Told;

    test('is made ready without being public', async () => {
      const recording = await makeSpeech(house.file('draft.wav'), { seed: 3 });
      before = house.content();
      draft = await publishJson(house, [recording, '--title', 'Quiet draft', '--draft']);
      expect(draft.state).toBe('ready');
      expect(house.publicKeys()).toEqual(before.public);
    });

    test('is published later', async () => {
      const after = documentOf<Told>(await house.run(['episode', 'publish', 'quiet-draft', '--json']));
      expect(after).toMatchObject({ state: 'published', episode: { guid: draft.episode.guid } });
      expect(house.publicKeys().filter((key) => key.includes('quiet-draft'))).not.toEqual([]);
    });

    test('is removed with --yes only, and then nothing of it is left', async () => {
      const asked = await house.run(['episode', 'remove', 'quiet-draft', '--json']);
      expect(asked.exit).toBe(2);
      expect(documentOf<Fault>(asked).error).toMatchObject({
        code: 'usage-wrong',
        hint: expect.stringContaining('--yes'),
      });
      expect((await house.run(['episode', 'remove', 'quiet-draft', '--yes'])).exit).toBe(0);
      expect(house.content()).toEqual(before);
    });
  });

  test('withdrawing takes it from the feed, publishing brings it back with its guid', async () => {
    expect(house.feed()).toContain(told.episode.guid);
    const gone = await house.run(['episode', 'withdraw', 'first-night', '--json']);
    expect(documentOf<Told>(gone).state).toBe('withdrawn');
    expect(house.feed()).not.toContain(told.episode.guid);
    expect(house.publicKeys().filter((key) => key.includes('first-night'))).toEqual([]);
    const back = documentOf<Told>(await house.run(['episode', 'publish', 'first-night', '--json']));
    expect(back).toMatchObject({ state: 'published', episode: { guid: told.episode.guid } });
    expect(house.feed()).toContain(told.episode.guid);
  });

  test('an unknown episode is told with its name', async () => {
    for (const verb of ['show', 'publish', 'withdraw']) {
      const outcome = await house.run(['episode', verb, 'nobody', '--json']);
      expect(outcome.exit).toBe(2);
      expect(documentOf<Fault>(outcome).error).toMatchObject({ code: 'episode-unknown' });
    }
  });

  test('a show is listed, changed, and not made twice', async () => {
    const { shows } = documentOf<{ shows: { slug: string }[] }>(await house.run(['show', 'list', '--json']));
    expect(shows.map(({ slug }) => slug)).toEqual(['night-shift']);
    const edited = await house.run(['show', 'edit', 'night-shift', '--author', 'The night shift', '--json']);
    expect(documentOf(edited)).toMatchObject({ show: { author: 'The night shift', title: 'Night Shift' } });
    const again = await house.run([...(await showWords(house)), '--slug', 'night-shift', '--json']);
    expect(again.exit).toBe(2);
    expect(documentOf<Fault>(again).error.code).toBe('show-exists');
  });

  const unfit = [
    { what: 'category', words: ['--category', 'Gossip'], code: 'value-invalid' },
    { what: 'e-mail', words: ['--email', 'nobody'], code: 'value-invalid' },
    { what: 'language', words: ['--language', 'the usual'], code: 'value-invalid' },
    { what: 'intro', words: ['--intro', '/nowhere/intro.mp3'], code: 'file-missing' },
  ];
  test.each(unfit)('a show with an unfit $what is refused', async ({ words, code }) => {
    const outcome = await house.run([...(await showWords(house, 'Unfit')), ...words, '--json']);
    expect({ exit: outcome.exit, code: documentOf<Fault>(outcome).error.code }).toEqual({ exit: 2, code });
    expect(house.content().shows).toHaveLength(1);
  });

  test('a cover too small and an intro that is a text are refused, and nothing of the show is kept', async () => {
    const before = house.privateKeys();
    const cover = await makePicture(house.file('tiny.png'), { width: 200 });
    const small = await house.run([...(await showWords(house, 'Tiny')), '--cover', cover, '--json']);
    expect(documentOf<Fault>(small).error.code).toBe('cover-unfit');
    const intro = await makeText(house.file('.'), 'intro.mp3', 'Only words.');
    const words = await house.run([...(await showWords(house, 'Words')), '--intro', intro, '--json']);
    expect(documentOf<Fault>(words).error.code).toBe('recording-not-sound');
    expect(house.privateKeys()).toEqual(before);
  });

  test('with two shows, publish wants to know which', async () => {
    await createShow(house, 'Day Shift');
    const recording = await makeSpeech(house.file('which.wav'), { seed: 5 });
    const outcome = await house.run(['publish', recording, '--title', 'Which', '--json']);
    expect(outcome.exit).toBe(2);
    expect(documentOf<Fault>(outcome).error).toMatchObject({ code: 'show-not-chosen' });
  });

  test('measure tells the known loudness of a tone', async () => {
    const tone = await makeTone(house.file('tone.wav'), { dBFS: -20 });
    const measured = documentOf<{ loudness: { integrated: number; truePeak: number }; seconds: number }>(
      await house.run(['measure', tone, '--json']),
    );
    expect(measured.loudness.integrated).toBeCloseTo(-20, 0);
    expect(measured.loudness.truePeak).toBeCloseTo(-20, 0);
    expect(measured.seconds).toBeCloseTo(4, 1);
    const { stdout } = await house.run(['measure', tone]);
    expect(stdout).toMatch(/Loudness +-(20\.\d|19\.9) +LUFS/);
  });

  test('feed check: our own feed is sound, a broken one ends with exit code 1', async () => {
    const own = await house.run(['feed', 'check', join(house.folder, 'feed/night-shift/feed.xml'), '--json']);
    expect(own.exit).toBe(0);
    writeFileSync(
      house.file('broken.xml'),
      '<rss version="2.0"><channel><title>No more</title></channel></rss>',
    );
    const broken = await house.run(['feed', 'check', house.file('broken.xml'), '--json']);
    expect(broken.exit).toBe(1);
    const { feeds } = documentOf<{ feeds: { errors: number; findings: { mend: string }[] }[] }>(broken);
    expect(feeds[0]?.errors).toBeGreaterThan(0);
    expect(feeds[0]?.findings.every(({ mend }) => mend !== '')).toBe(true);
    writeFileSync(house.file('none.xml'), 'no feed at all');
    const none = await house.run(['feed', 'check', house.file('none.xml')]);
    expect(none.exit).toBeGreaterThan(0);
  });
});
