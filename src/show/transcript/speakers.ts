import type { Said } from './transcript.ts';

/**
 * Names before the words, `Anna Berg: Good morning`, as SubRip and plain text have them where the speaker changes
 * (feed.md 8). A colon alone makes no speaker: what stands before it has to look like a name, and a text has such names
 * only if the first words in it have one.
 */

/** Words that are small inside names and titles. */
const small = new Set(
  'de da di do du del della van von der den la le y e i zu bin al of and und et the'.split(' '),
);
const LONGEST_NAME = 60;
const MOST_WORDS = 6;

/** `Anna Berg`, `Dr. Ö. van Dijk`, `Speaker 2`, `SPEAKER_00`, `김민준`; no sentence, no number. */
export function isName(text: string): boolean {
  if (text.length > LONGEST_NAME || !/^[\p{Lu}\p{Lt}\p{Lo}(]/u.test(text) || /[,;!?"“”<>[\]=]/.test(text))
    return false;
  const words = text.split(' ');
  return (
    words.length <= MOST_WORDS &&
    words.every((word) => small.has(word) || /^[\p{Lu}\p{Lt}\p{Lo}\p{N}(&/|-]/u.test(word))
  );
}

/** Name and words, where a name stands before them: also behind `>>`, and in bold as Markdown has it. */
export function splitLabel(text: string): Required<Said> | undefined {
  const plain = text.replace(/^>> ?/, '').replace(/^(\*\*|__)([^*_]{1,60})(?::\1|\1:) ?/, '$2: ');
  const [, speaker = '', words = ''] = /^([^:：]{1,60})(?:: +|： *)(.+)$/.exec(plain) ?? [];
  return words !== '' && isName(speaker) ? { speaker, text: words } : undefined;
}

/** `[Music]`, `(laughs)`, `♪`: nobody says them. */
const isSound = (text: string): boolean => /^(?:[[(][^\])]*[\])]|[♪♫].*|\*[^*]+\*)$/u.test(text);

/**
 * The same with the names before the words as speakers; what follows without a name is said by the last one.
 * @param least so many names make sure that it is no accident
 */
export function withSpeakers<T extends Said>(all: readonly T[], least: number): readonly T[] {
  const first = all.find(({ text }) => !isSound(text));
  if (!first || all.some(({ speaker }) => speaker !== undefined)) return all;
  const labels = all.map(({ text }) => splitLabel(text));
  const isUsed = splitLabel(first.text) !== undefined && labels.filter(Boolean).length >= least;
  return isUsed ? named(all, labels) : all;
}

function named<T extends Said>(
  all: readonly T[],
  labels: readonly (Required<Said> | undefined)[],
): readonly T[] {
  let last: string | undefined;
  return all.map((said, i) => {
    const label = labels[i];
    if (label) last = label.speaker;
    if (label) return { ...said, ...label };
    return last === undefined || isSound(said.text) ? said : { ...said, speaker: last };
  });
}

/** `Name: ` for what begins with this speaker; a colon inside the name would end it. */
export const printLabel = (speaker: string | undefined): string =>
  speaker === undefined ? '' : `${speaker.replace(/ *[:：] */g, ' ')}: `;
