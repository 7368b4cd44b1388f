import { printClock } from '../show/time.ts';
import { distanceFrom, isWithin } from './loudness.ts';
import type { Stretch } from './picture-stretches.ts';
import type { ReportFacts } from './report-facts.ts';

/** With a real minus; a dash where there is no number. */
export const printDecibels = (value: number, decimals = 1): string =>
  Number.isFinite(value) ? signed(value.toFixed(decimals)) : '–';

/** The same with its sign always said. */
export const printGain = (dB: number): string => {
  const text = printDecibels(dB);
  return /[1-9]/.test(text) && dB > 0 ? `+${text}` : text;
};

/** `-0.0` is nothing but zero. */
const signed = (text: string): string =>
  /[1-9]/.test(text) ? text.replace('-', '−') : text.replace('-', '');

/** Whole where it is whole: `−16`, `−1.5`. */
export const printRound = (value: number): string => printDecibels(value).replace(/\.0$/, '');

export const printTarget = ({ integrated, tolerance }: ReportFacts['target']): string =>
  `${printRound(integrated)}\u00a0±\u00a0${printRound(tolerance)}\u00a0LUFS`;

/** A minute and more as a clock shows it, less in seconds. */
export const printSeconds = (seconds: number): string =>
  seconds < 60 ? `${Number(seconds.toFixed(1))}\u00a0s` : printClock(seconds);

export const printCuts = (cuts: readonly Stretch[]): string => {
  if (cuts.length === 0) return 'Nothing was cut.';
  const seconds = cuts.reduce((sum, cut) => sum + cut.to - cut.from, 0);
  const places = cuts.length === 1 ? 'in one place' : `in ${cuts.length} places, in all`;
  return `Cut ${places}: ${printSeconds(seconds)}.`;
};

/** The result in words: what is so, and what that rests on. */
export type Verdict = Readonly<{ good: boolean; headline: string; reasons: readonly string[] }>;

export function judge(facts: ReportFacts): Verdict {
  const within = isWithin(facts.target, facts.after.loudness);
  const reasons = [sayLoudness(facts), sayPeak(facts)];
  if (facts.holds === undefined)
    return { good: within, headline: within ? 'On target' : 'Off target', reasons };
  if (!facts.holds && within) reasons.push('Yet file and certificate do not agree: one of them was changed.');
  const headline = facts.holds ? 'The proof holds' : 'The proof does not hold';
  return { good: facts.holds, headline, reasons };
}

/** What is amiss is said with two decimals: with one it might read as if nothing were. */
function sayLoudness({ target, after: { loudness } }: ReportFacts): string {
  const off = distanceFrom(target, loudness).loudness;
  const amiss = Math.abs(off) > target.tolerance;
  const measured = `The finished file measures ${printDecibels(loudness.integrated, amiss ? 2 : 1)}\u00a0LUFS`;
  const wanted = `${printRound(target.integrated)}\u00a0±\u00a0${printRound(target.tolerance)} was wanted`;
  if (!amiss) return `${measured}; ${wanted}.`;
  return `${measured}, ${printDecibels(Math.abs(off), 2)}\u00a0LU too ${off > 0 ? 'loud' : 'soft'}: ${wanted}.`;
}

function sayPeak({ target, after: { loudness } }: ReportFacts): string {
  const amiss = distanceFrom(target, loudness).peak > 0;
  const peak = `Its highest true peak of ${printDecibels(loudness.truePeak, amiss ? 2 : 1)}\u00a0dBTP`;
  return `${peak} ${amiss ? 'is above' : 'stays under'} the ceiling of ${printRound(target.truePeak)}.`;
}
