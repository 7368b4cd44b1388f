import { type Passage, placeOf } from '../passages.ts';
import { inMilliseconds, notPast } from '../stamp.ts';
import { type Chapter, listedOf, withoutNeedlessEnds } from './chapter.ts';

/**
 * The same chapters on the mastered line: moved by what stands before the talk and by every cut. One that starts
 * inside a cut goes to where the sound goes on. Of several that meet there the last one stays: all that the others
 * named was cut away, and a listener who taps on one of them would hear what the last one names. Those that start
 * when the kept talk is over, or that the file of so many seconds does not reach, are left out.
 *
 * A list that begins at zero goes on beginning there, so that its first chapter covers the intro, too: apps take a
 * list for chapters only if it begins at zero (feed.md 7).
 */
export function moveChapters(
  chapters: readonly Chapter[],
  passages: readonly Passage[],
  seconds: number,
): readonly Chapter[] {
  const listed = moveAll(listedOf(chapters), passages, seconds);
  const hidden = moveAll(
    chapters.filter((chapter) => chapter.hidden),
    passages,
    seconds,
  );
  const all = [...listed, ...hidden].sort((a, b) => a.start - b.start);
  return withoutNeedlessEnds(all);
}

function moveAll(
  chapters: readonly Chapter[],
  passages: readonly Passage[],
  seconds: number,
): readonly Chapter[] {
  const over = passages.at(-1)?.to ?? Number.POSITIVE_INFINITY;
  // Neighbouring passages overlap on the new line for the length of a crossfade, so places are kept from falling back.
  let latest = 0;
  const moved = chapters
    .filter(({ start }) => start < over)
    .map((chapter) => {
      latest = Math.max(latest, inMilliseconds(placeOf(passages, chapter.start)));
      return { ...chapter, start: latest, ...endOf(chapter, { passages, over, seconds }) };
    })
    .filter(({ start }) => start < seconds)
    .filter(({ start }, i, all) => start !== all[i + 1]?.start);
  const [first, ...others] = moved;
  return first && chapters[0]?.start === 0 ? [{ ...first, start: 0 }, ...others] : moved;
}

type Line = Readonly<{ passages: readonly Passage[]; over: number; seconds: number }>;

function endOf({ end }: Chapter, { passages, over, seconds }: Line): { end?: number } {
  if (end === undefined) return {};
  const place = inMilliseconds(placeOf(passages, Math.min(end, over)));
  return { end: Math.min(place, notPast(seconds)) };
}
