import type { ReportFacts } from './report-facts.ts';

/** A part of a line, seconds. */
export type Stretch = Readonly<{ from: number; to: number }>;

/** What is shorter is an edge between two passages, not a cut. */
const SHORTEST_CUT = 0.02;

/** What was not kept of the recording. */
export function cutsOf({ passages, recording: { seconds } }: ReportFacts): readonly Stretch[] {
  if (passages.length === 0) return [];
  const kept = [...passages].sort((a, b) => a.from - b.from);
  const cuts: Stretch[] = [];
  let heard = 0;
  for (const { from, to } of kept) {
    cuts.push({ from: heard, to: from });
    heard = Math.max(heard, to);
  }
  cuts.push({ from: heard, to: seconds });
  return cuts.filter((cut) => cut.to - cut.from >= SHORTEST_CUT);
}

/** What stands before and after the talk in the master: where intro and outro sound alone. */
export function bumpersOf({ passages, talkStartsAt, after }: ReportFacts): readonly Stretch[] {
  const first = passages.at(0);
  const last = passages.at(-1);
  const talk = first && last ? last.at + last.to - last.from - first.at : after.seconds - talkStartsAt;
  const around = [
    { from: 0, to: Math.min(talkStartsAt, after.seconds) },
    { from: Math.max(0, talkStartsAt + talk), to: after.seconds },
  ];
  return around.filter(({ from, to }) => to - from >= 0.1);
}

/** Where music sounds under the words: none, or one. */
export const bedsOf = ({
  bed,
  after: { seconds },
}: Pick<ReportFacts, 'bed' | 'after'>): readonly Stretch[] =>
  bed && bed.from < seconds ? [{ from: bed.from, to: Math.min(bed.to, seconds) }] : [];
