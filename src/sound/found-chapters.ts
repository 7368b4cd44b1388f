import { type Chapter, MOST_CHAPTERS } from '../show/chapters/chapter.ts';
import { cleanLine } from '../show/names.ts';
import { inMilliseconds } from '../show/stamp.ts';

/** One is the whole recording, and so says nothing. */
const FEWEST_FOUND = 2;

/** Characters of a title; see feed.md 1. */
const LONGEST_TITLE = 255;

/**
 * The chapters that a recording brings along (marks of MP4 and Matroska, ID3 frames, Vorbis comments), as ffmpeg's
 * report on its input tells them. A convenience, and so never an error: chapters without titles, single ones, too many
 * for a tag, and lists of which the report holds only parts are none.
 */
export function readFoundChapters(report: string): readonly Chapter[] {
  const [input = ''] = report.split(/^(?:Stream mapping:|Output #0)/m);
  const marks = marksIn(input.split(/\r?\n/));
  if (marks.some(({ number }, i) => number !== i)) return [];
  const chapters = marks.map(chapterOf).filter(({ title }) => title !== '');
  const rising = chapters
    .toSorted((a, b) => a.start - b.start)
    .filter(({ start }, i, all) => start !== all[i + 1]?.start);
  return rising.length < FEWEST_FOUND || rising.length > MOST_CHAPTERS ? [] : rising;
}

type Mark = { number: number; start: number; title: string };

/** A mark is a line of its own; behind it stand its metadata, of which the title may go over several lines. */
function marksIn(lines: readonly string[]): readonly Mark[] {
  const marks: Mark[] = [];
  let isOpen = false;
  let inTitle = false;
  for (const line of lines) {
    const [, number, start] = /^ {2,4}Chapter #0:(\d+): start (-?[\d.]+), end /.exec(line) ?? [];
    const [, key, value = ''] = /^ {6,}([^\s:][^:]{0,60}?) *: ?(.*)$/.exec(line) ?? [];
    if (number !== undefined) marks.push({ number: Number(number), start: Number(start), title: '' });
    isOpen = number !== undefined || (isOpen && !/^ {2,4}Stream #/.test(line));
    if (key !== undefined || number !== undefined) inTitle = key?.toLowerCase() === 'title';
    const mark = marks.at(-1);
    if (!mark || !isOpen || !inTitle) continue;
    if (key !== undefined) mark.title = value;
    else if (/^ {6,}: /.test(line)) mark.title += ` ${line.trim().slice(2)}`;
  }
  return marks;
}

/** What taggers call a mark that has no title. */
const isName = /^ch(?:p|ap|apter)?[-_]?\d+$/i;

function chapterOf({ start, title }: Mark): Chapter {
  const name = cleanLine(title);
  return {
    start: Math.max(0, inMilliseconds(start)),
    title: isName.test(name) ? '' : [...name].slice(0, LONGEST_TITLE).join(''),
  };
}
