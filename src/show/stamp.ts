import { readTime } from './time.ts';

/** Moments on the line of sound as files write them, to the millisecond. */

/** `HH:MM:SS.mmm`; other formats want another mark before the milliseconds. */
export function printStamp(seconds: number, mark: '.' | ',' = '.'): string {
  const time = Math.round(seconds * 1000);
  const parts = [Math.floor(time / 3_600_000), Math.floor(time / 60_000) % 60, Math.floor(time / 1000) % 60];
  const clock = parts.map((part) => String(part).padStart(2, '0')).join(':');
  return `${clock}${mark}${String(time % 1000).padStart(3, '0')}`;
}

/** Seconds of `MM:SS`, `HH:MM:SS.mmm` and the like; finer parts than milliseconds are cut. Undefined if it is no time. */
export function readStamp(text: string): number | undefined {
  const seconds = readTime(text.replace(/([.,]\d{3})\d+$/, '$1'));
  return seconds === undefined ? undefined : inMilliseconds(seconds);
}

/** The same, or plain seconds as `12.5`, which Normal Play Time allows (RFC 2326, 3.6). */
export const readPlayTime = (text: string): number | undefined =>
  /^\d{1,7}(?:\.\d{1,9})?$/.test(text) ? inMilliseconds(Number(text)) : readStamp(text);

/** What a file can say: whole milliseconds. */
export const inMilliseconds = (seconds: number): number => Math.round(seconds * 1000) / 1000;

/** The latest such moment that is not past these seconds. */
export function notPast(seconds: number): number {
  const nearest = inMilliseconds(seconds);
  return nearest > seconds ? inMilliseconds(nearest - 0.001) : nearest;
}
