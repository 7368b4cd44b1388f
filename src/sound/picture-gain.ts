import { placeOn, type Scale, scaleOfGain } from './axis.ts';
import { highestOf, lowestOf, meanOf } from './columns.ts';
import { type Line, printLines, UNITS } from './picture-frame.ts';
import { printArea, printLine } from './picture-paths.ts';
import type { Stretch } from './picture-stretches.ts';
import { STEPS_PER_SECOND } from './timeline.ts';

/** The gain where it was heard: without what was cut. */
export type HeardGain = Readonly<{ gain: Float32Array; lowest: number; highest: number; scale: Scale }>;

export function hearGain(gain: Float32Array, cuts: readonly Stretch[]): HeardGain {
  const heard = Float32Array.from(gain);
  for (const { from, to } of cuts)
    heard.fill(Number.NaN, Math.ceil(from * STEPS_PER_SECOND), Math.floor(to * STEPS_PER_SECOND));
  let [lowest, highest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const dB of heard) {
    if (dB < lowest) lowest = dB;
    if (dB > highest) highest = dB;
  }
  const [low, high] = lowest <= highest ? [lowest, highest] : [0, 0];
  return { gain: heard, lowest: low, highest: high, scale: scaleOfGain(low, high) };
}

/** The way from zero to the mean of every column, and how far the gain moves within one. */
export const printGainCurve = (heard: HeardGain, line: Line): string =>
  printLines(line, heard.gain.length, (steps) => printCurve(heard, line.height, steps));

function printCurve({ gain, scale }: HeardGain, height: number, steps: number): string {
  const place = (dB: number): number => placeOn(scale, dB) * height * UNITS;
  const mean = meanOf(gain, steps).map(place);
  const zero = mean.map((y) => (Number.isFinite(y) ? place(0) : undefined));
  const span = printArea(highestOf(gain, steps).map(place), lowestOf(gain, steps).map(place));
  return `<path class="lift" d="${printArea(mean, zero)}"/><path class="span" d="${span}"/><path class="gain" d="${printLine(mean)}"/>`;
}
