import { mkdirSync, statSync, utimesSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ErrorCode } from '../../src/errors.ts';
import { cutFile, makeFilmWithoutSound, makePicture, makeSilence, makeSpeech, makeText } from '../sounds.ts';
import { type Content, documentOf, type Fault, type House, openHouseWithShow } from './program.ts';

/** Recordings nobody can publish: each is refused in words, and leaves nothing behind. */
describe('unusable recordings', () => {
  let house: House;
  let before: Content;

  beforeAll(async () => {
    house = await openHouseWithShow();
    before = house.content();
  });
  afterAll(() => house.remove());

  const drawer = () => house.file('.');
  const unusable: readonly Readonly<{ what: string; codes: ErrorCode[]; make: () => Promise<string> }>[] = [
    { what: 'no file', codes: ['file-missing'], make: async () => house.file('nowhere.wav') },
    { what: 'a folder', codes: ['file-missing'], make: async () => house.folder },
    { what: 'an empty file', codes: ['recording-empty'], make: () => makeText(drawer(), 'empty.wav', '') },
    {
      what: 'a text named .wav',
      codes: ['recording-not-sound'],
      make: () => makeText(drawer(), 'text.wav', 'Only words, no sound.\n'.repeat(200)),
    },
    {
      what: 'a picture',
      codes: ['recording-not-sound', 'recording-without-sound'],
      make: () => makePicture(house.file('picture.png'), { width: 320 }),
    },
    {
      what: 'a picture named .mp3',
      codes: ['recording-not-sound', 'recording-without-sound'],
      make: async () => cutFile(await makePicture(house.file('small.jpg')), house.file('picture.mp3'), 1),
    },
    {
      what: 'a film without sound',
      codes: ['recording-without-sound'],
      make: () => makeFilmWithoutSound(house.file('film.mp4')),
    },
    {
      what: 'sound under a second',
      codes: ['recording-too-short'],
      make: () => makeSpeech(house.file('short.wav'), { seconds: 0.6 }),
    },
    { what: 'silence', codes: ['recording-silent'], make: () => makeSilence(house.file('silence.wav')) },
    {
      what: 'a file cut in the middle that has lost its index',
      codes: ['recording-damaged', 'recording-not-sound'],
      make: async () => cutFile(await makeSpeech(house.file('whole.m4a')), house.file('cut.m4a')),
    },
  ];

  test.each(unusable)('$what: told in words, exit code 2, nothing left', async ({ codes, make }) => {
    const outcome = await house.run(['publish', await make(), '--title', 'Unusable', '--json']);
    const { error } = documentOf<Fault>(outcome);
    expect(codes).toContain(error.code);
    expect(outcome.exit).toBe(2);
    expect(error.message).toMatch(/^\S.{8,}[.!]$/);
    expect(error.hint).toMatch(/^\S.{8,}$/);
    expect(`${outcome.stderr}${error.message}${error.hint}`).not.toMatch(/\n\s+at |node_modules/);
    expect(house.content()).toEqual(before);
    expect(before.episodes).toEqual([]);
  });

  test('without --json the same is told in two lines, after the progress', async () => {
    const path = await makeText(drawer(), 'words.wav', 'Only words.\n'.repeat(300));
    const { exit, stdout, stderr } = await house.run(['publish', path, '--title', 'Words']);
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' });
    expect(stderr.trimEnd().split('\n').slice(-2).join(' ')).toMatch(/sound/);
  });

  const playlists = [
    { name: 'list.m3u8', text: (path: string) => `#EXTM3U\n#EXTINF:4,\n${path}\n#EXT-X-ENDLIST\n` },
    { name: 'list.wav', text: (path: string) => `#EXTM3U\n#EXTINF:4,\nfile://${path}\n#EXT-X-ENDLIST\n` },
    { name: 'list.mp3', text: (path: string) => `ffconcat version 1.0\nfile '${path}'\n` },
    { name: 'list.txt', text: (path: string) => `file '${path}'\n` },
    { name: 'list.flac', text: (path: string) => `concat:${path}` },
  ];

  test.each(playlists)(
    '$name that names another file: refused, and that file is never opened',
    async (list) => {
      mkdirSync(house.file('private'), { recursive: true });
      const secret = await makeSpeech(house.file('private/secret.wav'));
      // A first read after the last change moves the time of last access, whatever the mount's habit.
      utimesSync(secret, new Date('2001-01-01'), new Date('2001-01-02'));
      const path = await makeText(drawer(), list.name, list.text(secret));
      const outcome = await house.run(['publish', path, '--title', 'Playlist', '--json']);
      expect(documentOf<Fault>(outcome).error.code).toMatch(
        /^recording-(not-sound|refers-elsewhere|damaged)$/,
      );
      expect(outcome.exit).toBe(2);
      expect(statSync(secret).atime).toEqual(new Date('2001-01-01'));
      expect(house.content()).toEqual(before);
    },
  );

  test.each(playlists)('measure $name: refused as well', async (list) => {
    const secret = await makeSpeech(house.file('secret.wav'));
    const path = await makeText(drawer(), list.name, list.text(secret));
    const outcome = await house.run(['measure', path, '--json']);
    expect(documentOf<Fault>(outcome).error.code).toMatch(/^recording-/);
    expect(outcome.exit).toBe(2);
  });
});
