import { fieldOf, givenAs, placeOfFault, readJsonText } from '../json-text.ts';
import { readPlayTime } from '../stamp.ts';
import { type Placed, placed, unreadable } from './chapter.ts';

/** JSON chapters 1.2 (podcast namespace), a bare array of such chapters, or our own form of them. */
export function readJson(text: string): readonly Placed[] {
  const read = readJsonText(text);
  if ('fault' in read) {
    const { fault } = read;
    const message = `The chapters are no valid JSON: there is a mistake${placeOfFault(fault)}.`;
    throw unreadable(message, JSON_HINT, fault.cause);
  }
  const rows = Array.isArray(read.value) ? read.value : fieldOf(read.value, 'chapters');
  if (!Array.isArray(rows)) throw unreadable('The JSON holds no list named “chapters”.', JSON_HINT);
  return rows.map((row: unknown, i) => readRow(row, `Chapter ${i + 1}`));
}

const JSON_HINT = 'Write {"version": "1.2.0", "chapters": [{"startTime": 0, "title": "Welcome"}]}';

function readRow(row: unknown, place: string): Placed {
  const start = secondsOf(givenAs(row, ['startTime', 'start_time', 'start']));
  if (start === undefined) throw unreadable(`${place} has no startTime in seconds.`, JSON_HINT);
  const told = {
    start,
    end: secondsOf(givenAs(row, ['endTime', 'end'])),
    // ffprobe keeps titles under tags.
    title: fieldOf(row, 'title') ?? fieldOf(fieldOf(row, 'tags'), 'title'),
    url: fieldOf(row, 'url'),
    image: givenAs(row, ['img', 'image']),
    hidden: fieldOf(row, 'toc') === false || fieldOf(row, 'hidden') === true,
  };
  return placed(told, place, JSON_HINT);
}

function secondsOf(value: unknown): number | undefined {
  if (typeof value === 'string') return readPlayTime(value.trim());
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
