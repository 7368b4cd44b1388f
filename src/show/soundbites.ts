import type { Soundbite } from './details.ts';
import type { Passage } from './passages.ts';
import { inMilliseconds, notPast } from './stamp.ts';

/**
 * The same stretches on the line of a mastered file of so many seconds: moved by what stands before the talk and by every
 * cut. Of one that was cut into, the kept part stays, from its first sound to its last; one of which less than a second is
 * left is left out.
 */
export const moveSoundbites = (
  soundbites: readonly Soundbite[],
  passages: readonly Passage[],
  seconds: number,
): readonly Soundbite[] => soundbites.flatMap((soundbite) => moved(soundbite, passages, seconds));

/** Seconds; what is shorter says nothing. */
const SHORTEST = 1;

function moved(soundbite: Soundbite, passages: readonly Passage[], seconds: number): Soundbite[] {
  const { from, seconds: length, ...rest } = soundbite;
  const kept = passages.flatMap((passage) => {
    const [start, end] = [Math.max(from, passage.from), Math.min(from + length, passage.to)];
    const placed = (moment: number) => passage.at + moment - passage.from;
    return start < end ? [{ start: placed(start), end: placed(end) }] : [];
  });
  const [first, last] = [kept[0], kept.at(-1)];
  if (!first || !last) return [];
  const start = inMilliseconds(first.start);
  const end = Math.min(inMilliseconds(last.end), notPast(seconds));
  return end - start < SHORTEST ? [] : [{ from: start, seconds: inMilliseconds(end - start), ...rest }];
}
