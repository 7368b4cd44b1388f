import { printLength } from '../show/time.ts';
import { distanceFrom, dualMonoWords, isAsLoudAs, isWithin } from './loudness.ts';
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

/** With no more decimals than it has, two at most: `−16`, `−1.5`. */
export const printRound = (value: number): string =>
  Number.isFinite(value) ? signed(String(Number(value.toFixed(2)))) : '–';

export const printTarget = ({ integrated, tolerance }: ReportFacts['target']): string =>
  `${printRound(integrated)}\u00a0±\u00a0${printRound(tolerance)}\u00a0LUFS`;

/** A minute and more as a clock shows it, less in seconds. */
export const printSeconds = (seconds: number): string =>
  seconds < 59.95 ? `${Number(seconds.toFixed(1))}\u00a0s` : printLength(seconds);

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
  const reasons = [sayLoudness(facts), sayPeak(facts), ...(facts.dualMono ? [dualMonoWords] : [])];
  if (facts.holds === undefined)
    return { good: within, headline: within ? 'On target' : 'Off target', reasons };
  if (!facts.holds && within) reasons.push('Yet file and certificate do not agree: one of them was changed.');
  const headline = facts.holds ? 'The proof holds' : 'The proof does not hold';
  return { good: facts.holds, headline, reasons };
}

/** Two decimals: with one, what is amiss might read as if nothing were. */
function sayLoudness({ target, after: { loudness } }: ReportFacts): string {
  const off = distanceFrom(target, loudness).loudness;
  const measured = `The finished file measures ${printDecibels(loudness.integrated, 2)}\u00a0LUFS`;
  const wanted = `${printRound(target.integrated)}\u00a0±\u00a0${printRound(target.tolerance)}`;
  if (isAsLoudAs(target, loudness))
    return `${measured}, within the ${wanted} that was wanted${sayRest(off)}.`;
  const amiss = printBeyond(Math.abs(off), target.tolerance);
  return `${measured}, ${amiss}\u00a0LU too ${off > 0 ? 'loud' : 'soft'}: ${wanted} was wanted.`;
}

/** What is left between a loudness within its tolerance and the middle of that. */
function sayRest(off: number): string {
  const rest = printDecibels(Math.abs(off), 2);
  return /[1-9]/.test(rest) ? ` (${rest}\u00a0LU ${off > 0 ? 'above' : 'below'} its middle)` : '';
}

function sayPeak({ target, after: { loudness } }: ReportFacts): string {
  const amiss = distanceFrom(target, loudness).peak > 0;
  const peak = amiss ? printBeyond(loudness.truePeak, target.truePeak) : printDecibels(loudness.truePeak, 2);
  const where = amiss ? 'is above' : 'keeps to';
  return `Its highest true peak of ${peak}\u00a0dBTP ${where} the ceiling of ${printRound(target.truePeak)}.`;
}

/** With as many decimals, two at least, as it takes to read more than its limit. */
function printBeyond(value: number, limit: number): string {
  const decimals = [2, 3, 4, 5].find((count) => Number(value.toFixed(count)) > limit) ?? 6;
  return printDecibels(value, decimals);
}
