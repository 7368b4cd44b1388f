import { cleanLine } from '../names.ts';
import { type Cue, cleanSaid, demandCount } from './transcript.ts';

/** A cue as a file has it: anywhere in the order, perhaps with no end, over several lines, or empty. */
export type LooseCue = Readonly<{
  from: number;
  to?: number | undefined;
  text: string;
  speaker?: string | undefined;
}>;

/** The same in whole milliseconds, so that nothing is lost in reckoning. */
type Counted = { from: number; to: number; text: string; speaker?: string };

/**
 * Cues as apps can follow them, one after the other: clean, sorted, none empty, none said twice, each at an end when the
 * next begins. Those that begin together share their time by the length of their words. One without a length gets the
 * time that saying it takes.
 * @throws CorridorError transcript-unreadable when they are too many
 */
export function inOrder(loose: readonly LooseCue[]): readonly Cue[] {
  demandCount(loose.length);
  const sorted = loose
    .map(counted)
    .filter(({ text }) => text !== '')
    .sort((a, b) => a.from - b.from || a.to - b.to);
  const groups = groupsOf(sorted);
  return groups
    .flatMap((group, i) => share(group, groups[i + 1]?.[0]?.from ?? Number.POSITIVE_INFINITY))
    .map((cue) => ({ ...cue, from: cue.from / 1000, to: cue.to / 1000 }));
}

/** Characters; see podcast:person in feed.md 2. */
const LONGEST_NAME = 128;

function counted({ from, to, text, speaker }: LooseCue): Counted {
  const start = Math.max(0, Math.round(from * 1000));
  const end = Math.round((to ?? from) * 1000);
  const words = cleanSaid(text);
  const name = speaker === undefined ? '' : cleanLine(speaker);
  return {
    from: start,
    to: end > start ? end : start + timeToSay(words),
    text: words,
    ...(name === '' ? {} : { speaker: name.slice(0, LONGEST_NAME) }),
  };
}

/** Milliseconds; people say about fifteen characters a second, and nobody can read what is shown for less than one. */
const timeToSay = (text: string): number => Math.max(1000, Math.round((text.length / 15) * 1000));

/** Those that begin together, without those that are there twice. */
function groupsOf(sorted: readonly Counted[]): readonly (readonly Counted[])[] {
  const groups: Counted[][] = [];
  for (const cue of sorted) {
    const group = groups.at(-1);
    if (group?.[0]?.from !== cue.from) groups.push([cue]);
    else if (!isSame(group.at(-1), cue)) group.push(cue);
  }
  return groups;
}

const isSame = (one: Counted | undefined, other: Counted): boolean =>
  one?.text === other.text && one.speaker === other.speaker;

/** @param next when the next group begins, milliseconds */
function share(group: readonly Counted[], next: number): readonly Counted[] {
  const [first] = group;
  if (!first) return [];
  const from = first.from;
  const to = Math.min(
    next,
    group.reduce((latest, cue) => Math.max(latest, cue.to), from),
  );
  if (group.length === 1) return [{ ...first, to }];
  if (to - from < group.length) return [{ ...first, to, text: group.map(({ text }) => text).join(' ') }];
  const ends = sharesOf(
    group.map(({ text }) => text.length),
    { from, to },
  );
  return group.map((cue, i) => ({ ...cue, from: ends[i - 1] ?? from, to: ends[i] ?? to }));
}

/**
 * Where each of several lengths ends on a stretch of whole units, in proportion, and every one at least a unit long.
 * The stretch has to hold as many units as there are lengths.
 */
export function sharesOf(
  lengths: readonly number[],
  { from, to }: Readonly<{ from: number; to: number }>,
): readonly number[] {
  const total = lengths.reduce((sum, length) => sum + length, 0);
  let said = 0;
  let last = from;
  return lengths.map((length, i) => {
    said += length;
    const wanted = from + Math.round(((to - from) * said) / total);
    last = Math.min(Math.max(wanted, last + 1), to - (lengths.length - 1 - i));
    return last;
  });
}
