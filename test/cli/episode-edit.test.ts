import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makePicture, makeSpeech } from '../sounds.ts';
import { itemsOf, wordOf } from '../studio/house.ts';
import {
  documentOf,
  type Fault,
  type House,
  openHouseWithShow,
  publishJson,
  root,
  type Told,
} from './program.ts';

/** An episode is published, and then everything that is said of it changes, command by command. */
describe('corridor episode edit', { timeout: 180_000 }, () => {
  let house: House;
  let told: Told;
  beforeAll(async () => {
    house = await openHouseWithShow();
    const recording = await makeSpeech(house.file('talk.wav'), { seconds: 4, seed: 41 });
    told = await publishJson(house, [recording, '--title', 'First night', '--number', '1']);
  });
  afterAll(() => house.remove());

  const item = (title: string) => itemsOf(house.feed()).get(title);
  const file = (name: string, content: unknown) => {
    writeFileSync(house.file(name), typeof content === 'string' ? content : JSON.stringify(content));
    return house.file(name);
  };
  const editing = (...words: string[]) => house.run(['episode', 'edit', 'first-night', ...words, '--json']);
  const edit = async (...words: string[]) => {
    const outcome = await editing(...words);
    expect({ exit: outcome.exit, told: outcome.stderr }).toMatchObject({ exit: 0 });
    return documentOf<Told>(outcome);
  };
  const steady = (title: string) => ({
    guid: wordOf(item(title), 'guid'),
    pubDate: wordOf(item(title), 'pubDate'),
    link: wordOf(item(title), 'link'),
  });
  const renders = () => house.privateKeys().filter((key) => key.startsWith('renders/'));
  const masters = () => house.privateKeys().filter((key) => key.startsWith('masters/'));

  test('a new title is in feed, page and file; guid, address and date stay, and nothing is rendered anew', async () => {
    const before = { ...steady('First night'), renders: renders(), enclosure: told.enclosure };
    const after = await edit('--title', 'The first night & the last');
    expect(after).toMatchObject({
      state: 'published',
      episode: { guid: told.episode.guid, slug: 'first-night', title: 'The first night & the last' },
      remarks: told.remarks,
    });
    expect(item('First night')).toBeUndefined();
    expect({ ...steady('The first night & the last'), renders: renders() }).toEqual({
      ...{ guid: before.guid, pubDate: before.pubDate, link: before.link },
      renders: before.renders,
    });
    expect(after.enclosure.url).not.toBe(before.enclosure.url);
    expect(house.feed()).toContain(after.enclosure.url);
    const page = readFileSync(join(house.folder, 'feed/night-shift/first-night.html'), 'utf8');
    expect(page).toContain('The first night &amp; the last');
    const mp3 = readFileSync(join(house.folder, 'feed', after.enclosure.key));
    expect(mp3.includes(Buffer.from('The first night & the last', 'utf16le'))).toBe(true);
    expect(mp3.length).toBe(after.enclosure.bytes);
    expect(masters()).toHaveLength(1);
    told = after;
  });

  test('new notes and details change the feed alone: the file keeps its address and its bytes', async () => {
    const before = house.publicKeys();
    const details = file('episode.json', {
      people: [{ name: 'Ben', role: 'guest' }],
      soundbites: [{ from: 0.5, seconds: 2, title: 'In short' }],
    });
    const after = await edit('--notes', file('notes.md', 'What **really** happened.'), '--details', details);
    expect(after.enclosure).toEqual(told.enclosure);
    const written = item('The first night & the last') ?? '';
    expect(written).toContain('<strong>really</strong>');
    expect(written).toContain('<podcast:person role="guest">Ben</podcast:person>');
    expect(written).toMatch(/<podcast:soundbite startTime="[\d.]+" duration="[\d.]+">In short</);
    expect(house.publicKeys()).toEqual(before);
  });

  test('the show’s hosts stand with the guest as soon as the show names them', async () => {
    const details = file('show.json', { people: [{ name: 'Anna' }], seasons: [{ number: 1, name: 'Dusk' }] });
    const outcome = await house.run(['show', 'edit', 'night-shift', '--details', details, '--json']);
    expect(outcome.exit).toBe(0);
    const people = [...(item('The first night & the last') ?? '').matchAll(/<podcast:person[^>]*>(.*?)</g)];
    expect(people.map(([, name]) => name)).toEqual(['Anna', 'Ben']);
  });

  test('season, number, chapters and cover; and away with them', async () => {
    const chapters = file('chapters.txt', '00:00 Welcome\n00:01 The question\n00:03 The end');
    const cover = await makePicture(house.file('own.jpg'), { width: 1400 });
    await edit('--season', '1', '--number', '7', '--explicit', '--chapters', chapters, '--cover', cover);
    const written = item('The first night & the last') ?? '';
    expect(written).toContain('<itunes:episode>7</itunes:episode>');
    expect(written).toContain('<podcast:season name="Dusk">1</podcast:season>');
    expect(wordOf(written, 'itunes:explicit')).toBe('true');
    expect(written).toContain(
      '<itunes:image href="https://podcast.example.com/feed/night-shift/first-night/cover-',
    );
    expect(written).toMatch(/<psc:chapter start="00:00:01\.\d+" title="The question"\/>/);
    await edit('--no-season', '--no-number', '--no-explicit', '--no-chapters', '--no-cover');
    const bare = item('The first night & the last') ?? '';
    for (const tag of ['itunes:season', 'podcast:season', 'itunes:episode>', 'itunes:image', 'chapters'])
      expect(bare).not.toContain(`<${tag}`);
    expect(wordOf(bare, 'itunes:explicit')).toBe('false');
  });

  test('details are printed as a file that is taken again', async () => {
    const { stdout } = await house.run(['details', 'episode', 'first-night']);
    const before = house.feed();
    await edit('--details', file('again.json', stdout));
    expect(house.feed().replace(/<lastBuildDate>.*/, '')).toBe(before.replace(/<lastBuildDate>.*/, ''));
    const show = await house.run(['details', 'show', '--json']);
    expect(documentOf(show)).toEqual({
      podloveChapters: true,
      people: [{ name: 'Anna' }],
      seasons: [{ number: 1, name: 'Dusk' }],
    });
  });

  test('details schema prints what lies in templates', async () => {
    for (const of of ['show', 'episode']) {
      const { exit, stdout } = await house.run(['details', 'schema', of]);
      expect(exit).toBe(0);
      expect(stdout).toBe(readFileSync(join(root, `templates/details/${of}.schema.json`), 'utf8'));
    }
  });

  test('nothing to change, and an episode that nobody knows', async () => {
    expect(documentOf<Fault>(await editing()).error.code).toBe('usage-wrong');
    const unknown = await house.run(['episode', 'edit', 'nobody', '--title', 'X', '--json']);
    expect(documentOf<Fault>(unknown).error.code).toBe('episode-unknown');
  });

  const refused = [
    { what: 'a file that is not there', words: () => ['--notes', house.file('none')], code: 'file-missing' },
    {
      what: 'chapters that are none',
      words: () => ['--chapters', file('c', '{}')],
      code: 'chapters-unreadable',
    },
    {
      what: 'details that are wrong',
      words: () => ['--details', file('odd.json', { people: [{ name: 'A', href: 'http://a' }] })],
      code: 'details-invalid',
    },
  ];
  test.each(refused)('$what is refused with $code, and nothing changes', async ({ words, code }) => {
    const before = { feed: house.feed(), episodes: house.content().episodes };
    const outcome = await editing('--explicit', ...words());
    expect({ exit: outcome.exit, code: documentOf<Fault>(outcome).error.code }).toEqual({ exit: 2, code });
    expect({ feed: house.feed(), episodes: house.content().episodes }).toEqual(before);
  });

  test.each(['--notes', '--chapters'])(
    '%s in letters of another time are refused with the line',
    async (option) => {
      const path = house.file('latin.txt');
      writeFileSync(path, Buffer.from('00:00 A\n00:01 Gr\u00fc\u00dfe\n', 'latin1'));
      const before = house.content();
      const { exit, stdout } = await editing(option, path);
      expect(exit).toBe(2);
      expect(JSON.parse(stdout)).toMatchObject({
        error: { code: 'value-invalid', message: `${path} is not encoded as UTF-8 (line 2).` },
      });
      expect(house.content()).toEqual(before);
    },
  );
});
