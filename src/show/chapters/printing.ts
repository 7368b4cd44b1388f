import { cleanLine } from '../names.ts';
import { printTime } from '../time.ts';
import { type Chapter, listedOf } from './chapter.ts';

/** The companion file that podcast:chapters names: JSON chapters 1.2.0. The same chapters give the same bytes. */
export function printChaptersJson(chapters: readonly Chapter[]): string {
  const rows = chapters.map(({ start, title, url, image, end, hidden }) => ({
    startTime: start,
    ...(title === '' ? {} : { title }),
    ...(image === undefined ? {} : { img: image }),
    ...(url === undefined ? {} : { url }),
    ...(end === undefined ? {} : { endTime: end }),
    ...(hidden ? { toc: false } : {}),
  }));
  return `${JSON.stringify({ version: '1.2.0', chapters: rows }, undefined, 2)}\n`;
}

/** One line `00:12:30 Title` per listed chapter, as Apple, Spotify and YouTube read them in show notes. */
export const printChapterList = (chapters: readonly Chapter[]): readonly string[] =>
  listedOf(chapters).map(({ start, title }) => `${printTime(start)} ${cleanLine(title)}`);
