import type { Loudness } from '../show/enclosure.ts';
import { placeOn, type Scale } from './axis.ts';
import { highestOf, MOST_COLUMNS, meanPowerOf, stepsPerColumn } from './columns.ts';
import { heightOf, type Line, printCurves, printLines, UNITS } from './picture-frame.ts';
import { printArea, printLine } from './picture-paths.ts';
import type { ReportFacts } from './report-facts.ts';
import { printDecibels, printTarget } from './report-words.ts';
import { shortTerm, type Timeline } from './timeline.ts';

/** A sound, its place on the page, and the scale of its loudness. */
export type Sound = Line & Readonly<{ timeline: Timeline; loudness: Loudness; scale: Scale }>;

/** Back to front, so that the line of the loudness hides nothing and is hidden by nothing. */
export const printSound = (sound: Sound, { target }: ReportFacts): readonly string[] => [
  printWaveform(sound),
  printTargetBand(sound, target),
  printMean(sound),
  printLoudness(sound),
];

/** The highest samples and, inside, the mean power, mirrored as every sound program shows them. */
function printWaveform(sound: Sound): string {
  const { power, peak } = sound.timeline;
  const steps = stepsPerColumn(power.length, MOST_COLUMNS.area);
  const peaks = highestOf(peak, steps).map(amplitudeOf);
  const body = meanPowerOf(power, steps).map((dB, i) => Math.min(amplitudeOf(dB), peaks[i] ?? 0));
  const [wave, core] = [printMirrored(peaks, sound.height), printMirrored(body, sound.height)];
  return printCurves(sound, { steps }, `<path class="wave" d="${wave}"/><path class="body" d="${core}"/>`);
}

function printLoudness(sound: Sound): string {
  const loudness = shortTerm(sound.timeline.power);
  return printLines(sound, loudness.length, (steps) => {
    const line = printLine(meanPowerOf(loudness, steps).map((dB) => placeLoudness(dB, sound)));
    return `<path class="halo" d="${line}"/><path class="loud" d="${line}"/>`;
  });
}

/** In units; nowhere when it is softer than the scale reaches. */
const placeLoudness = (dB: number, { scale, height }: Sound): number | undefined =>
  dB < scale.bottom ? undefined : Math.max(0, placeOn(scale, dB)) * height * UNITS;

/** Silence keeps one unit, so that the line of the recording never ends. */
function printMirrored(amplitudes: readonly number[], height: number): string {
  const middle = (height * UNITS) / 2;
  const reach = amplitudes.map((amplitude) => Math.max(1, amplitude * middle));
  return printArea(
    reach.map((y) => middle - y),
    reach.map((y) => middle + y),
  );
}

/** Of full scale, 0 to 1. */
const amplitudeOf = (dBFS: number): number => Math.min(1, 10 ** (dBFS / 20)) || 0;

type Target = ReportFacts['target'];

/** Where podcast apps want the mean: an area as high as the tolerance, and never thinner than can be seen. */
function printTargetBand({ scale, height }: Sound, { integrated, tolerance }: Target): string {
  const top = heightOf(scale, height, integrated + tolerance);
  const bottom = heightOf(scale, height, integrated - tolerance);
  const room = Math.max(0, THINNEST_BAND - (bottom - top)) / 2;
  return `<rect class="band" width="100%" y="${round(top - room)}" height="${round(bottom - top + 2 * room)}"/>`;
}
/** Points. */
const THINNEST_BAND = 4;

/** The mean of the whole as a dashed line. */
function printMean({ loudness: { integrated }, scale, height }: Sound): string {
  if (integrated < scale.bottom) return '';
  const y = heightOf(scale, height, Math.min(scale.top, integrated));
  return `<line class="mean" x2="100%" y1="${y}" y2="${y}"/>`;
}

/** Words for both: the higher one is named above its line and the lower one below, so that they never meet. */
export function printLevelNames({ loudness: { integrated }, scale, height }: Sound, target: Target): string {
  const meanIsAbove = integrated > target.integrated;
  const edge = target.integrated + (meanIsAbove ? -1 : 1) * target.tolerance;
  const place = (dB: number, above: boolean): number =>
    Math.max(12, round(heightOf(scale, height, dB) + (above ? -6 : 15)));
  const wanted = printName('wanted', place(edge, !meanIsAbove), `target ${printTarget(target)}`);
  if (integrated < scale.bottom) return wanted;
  return (
    wanted + printName('mean', place(integrated, meanIsAbove), `overall ${printDecibels(integrated)} LUFS`)
  );
}

const printName = (kind: string, y: number, words: string): string =>
  `<text class="label ${kind}" x="100%" dx="-6" y="${y}">${words}</text>`;

const round = (points: number): number => Math.round(points * 10) / 10;
