import type { FurtherFormat } from '../show/formats.ts';
import type { TagSheet } from './tags.ts';

/**
 * The tag sheet as ffmpeg's metadata text (`-f ffmetadata`), for files that have no ID3. Chapters are marks of the
 * container in MP4; in Ogg they are comments (the chapter extension of Vorbis comments).
 */
export const printMetadata = (sheet: TagSheet, format: FurtherFormat): string =>
  [
    ';FFMETADATA1',
    ...pairsOf(sheet),
    ...(format === 'm4a' ? printMarks(sheet) : pairsOfChapters(sheet)),
    '',
  ].join('\n');

const pairsOf = ({ title, artist, album, year, track }: TagSheet): string[] =>
  [
    ['title', title],
    ['artist', artist],
    ['album', album],
    ['date', String(year)],
    ['genre', 'Podcast'],
    ['track', track === undefined ? '' : String(track)],
  ]
    .filter(([, value]) => value !== '')
    .map(([name = '', value = '']) => pair(name, value));

const pair = (name: string, value: string): string => `${name}=${value.replace(/[=;#\\\n]/g, '\\$&')}`;

const milliseconds = (seconds: number): number => Math.round(seconds * 1000);

const printMarks = ({ chapters, seconds }: TagSheet): string[] =>
  chapters.flatMap(({ start, title }, i) => [
    '[CHAPTER]',
    'TIMEBASE=1/1000',
    `START=${milliseconds(start)}`,
    `END=${milliseconds(chapters[i + 1]?.start ?? seconds)}`,
    pair('title', title),
  ]);

const pairsOfChapters = ({ chapters }: TagSheet): string[] =>
  chapters.flatMap(({ start, title }, i) => {
    const name = `CHAPTER${String(i).padStart(3, '0')}`;
    return [pair(name, printClock(milliseconds(start))), pair(`${name}NAME`, title)];
  });

/** HH:MM:SS.mmm */
function printClock(time: number): string {
  const parts = [Math.floor(time / 3_600_000), Math.floor(time / 60_000) % 60, Math.floor(time / 1000) % 60];
  const clock = parts.map((part) => String(part).padStart(2, '0')).join(':');
  return `${clock}.${String(time % 1000).padStart(3, '0')}`;
}
