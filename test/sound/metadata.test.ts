import { describe, expect, test } from 'vitest';
import { printMetadata } from '../../src/sound/metadata.ts';
import type { TagSheet } from '../../src/sound/tags.ts';

const sheet: TagSheet = {
  title: 'a=b; #c \\ d',
  artist: 'Nordlicht Wörks',
  album: '',
  year: 2026,
  track: 7,
  language: 'en',
  chapters: [
    { start: 0, title: 'Welcome' },
    { start: 3725.5, title: 'Die Frage 🎙' },
  ],
  seconds: 4000.25,
};
const linesOf = (format: 'm4a' | 'opus') => printMetadata(sheet, format).trimEnd().split('\n');

test('ffmpeg’s own signs are escaped, and what is empty is left out', () => {
  expect(linesOf('m4a').slice(0, 6)).toEqual([
    ';FFMETADATA1',
    'title=a\\=b\\; \\#c \\\\ d',
    'artist=Nordlicht Wörks',
    'date=2026',
    'genre=Podcast',
    'track=7',
  ]);
});

describe('chapters', () => {
  test('are marks in MP4, each to where the next begins', () => {
    expect(linesOf('m4a').slice(6)).toEqual([
      ...['[CHAPTER]', 'TIMEBASE=1/1000', 'START=0', 'END=3725500', 'title=Welcome'],
      ...['[CHAPTER]', 'TIMEBASE=1/1000', 'START=3725500', 'END=4000250', 'title=Die Frage 🎙'],
    ]);
  });

  test('are comments in Ogg', () => {
    expect(linesOf('opus').slice(6)).toEqual([
      ...['CHAPTER000=00:00:00.000', 'CHAPTER000NAME=Welcome'],
      ...['CHAPTER001=01:02:05.500', 'CHAPTER001NAME=Die Frage 🎙'],
    ]);
  });
});
