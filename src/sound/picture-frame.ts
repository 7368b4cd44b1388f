import { printClock } from '../show/time.ts';
import { placeOn, planTicks, type Scale } from './axis.ts';
import { columnsIn, MOST_COLUMNS, stepsPerColumn } from './columns.ts';
import { escapeMarkup, printShare } from './markup.ts';
import { COLUMN } from './picture-paths.ts';
import type { Stretch } from './picture-stretches.ts';

/** Units of a path in one point of the screen: finer than any screen shows at the height of a picture. */
export const UNITS = 2;
const TIME_AXIS = 26;
/** Nearer to the end than this share, a label stands before its tick. */
const END = 0.97;

/** What lies along a picture. */
export type Line = Readonly<{
  seconds: number;
  /** Points. */
  height: number;
}>;

/**
 * A picture over time. It is as wide as the page: curves are stretched to it, while text keeps its size and its place
 * is a share of the width. So one picture serves phone, desk and paper, and no script has to draw it anew.
 */
export type Frame = Line &
  Readonly<{
    /** Unique on the page. */
    id: string;
    /** Said to those who do not see it. */
    title: string;
    description: string;
    scale: Scale;
    /** Of the scale. */
    unit: string;
    /** Over the grid, back to front; places are shares of the width and points from the top. */
    content: readonly string[];
  }>;

export function printFrame(frame: Frame): string {
  const { id, title, description, height } = frame;
  return (
    `<svg class="plot" role="img" aria-labelledby="${id}-title ${id}-desc" width="100%" height="${height + TIME_AXIS}">` +
    `<title id="${id}-title">${escapeMarkup(title)}</title><desc id="${id}-desc">${escapeMarkup(description)}</desc>` +
    `<rect class="ground" width="100%" height="${height}"/>${printGrid(frame)}` +
    `${frame.content.join('')}${printLevels(frame)}${printTimes(frame)}</svg>`
  );
}

/** Points from the top. */
export const heightOf = (scale: Scale, height: number, dB: number): number =>
  Math.round(placeOn(scale, dB) * height * 10) / 10;

/** Of curves: steps of the timeline in one column, and the width of page for which they are meant, if for one only. */
type Fineness = Readonly<{ steps: number; width?: 'roomy' | 'narrow' }>;

/** Paths in columns and units, stretched to the picture. */
export function printCurves({ seconds, height }: Line, { steps, width }: Fineness, paths: string): string {
  const across = Number((columnsIn(seconds, steps) * COLUMN).toFixed(3));
  const kind = width ? `curves ${width}` : 'curves';
  return `<svg class="${kind}" width="100%" height="${height}" viewBox="0 0 ${across} ${height * UNITS}" preserveAspectRatio="none">${paths}</svg>`;
}

/** The same lines twice, of which the page shows the ones that its width can hold. */
export const printLines = (line: Line, length: number, print: (steps: number) => string): string =>
  (['roomy', 'narrow'] as const)
    .map((width) => ({ width, steps: stepsPerColumn(length, MOST_COLUMNS[width]) }))
    .map((fineness) => printCurves(line, fineness, print(fineness.steps)))
    .join('');

function printGrid({ scale, height }: Frame): string {
  const lines = scale.ticks.map((dB) => {
    const y = heightOf(scale, height, dB);
    return `<line class="${dB === 0 ? 'zero' : 'grid'}" x2="100%" y1="${y}" y2="${y}"/>`;
  });
  return lines.join('');
}

function printLevels({ scale, height, unit }: Frame): string {
  const labels = scale.ticks.map((dB) => {
    const y = heightOf(scale, height, dB) + 4;
    return `<text x="-8" y="${y}">${printLevel(dB, unit)}</text>`;
  });
  return `<g class="levels" aria-hidden="true"><text x="-8" y="-9">${unit}</text>${labels.join('')}</g>`;
}

/** A gain says its sign; loudness is below zero anyway. */
const printLevel = (dB: number, unit: string): string =>
  (unit === 'dB' && dB > 0 ? `+${dB}` : String(dB)).replace('-', '−');

function printTimes({ seconds, height }: Frame): string {
  const marks = planTicks(seconds).map(({ at, fine }) => {
    const x = printShare(at / seconds);
    const anchor = at === 0 ? 'start' : at / seconds > END ? 'end' : 'middle';
    return (
      `<g${fine ? ' class="fine"' : ''}><line x1="${x}" x2="${x}" y1="${height}" y2="${height + 5}"/>` +
      `<text x="${x}" y="${height + 19}" text-anchor="${anchor}">${printClock(at)}</text></g>`
    );
  });
  return `<g class="times" aria-hidden="true">${marks.join('')}</g>`;
}

/** Points. */
const BAND = 7;

/** A part of the line as a band along the foot of the picture. */
export function printBand({ from, to }: Stretch, { seconds, height }: Line, kind: string): string {
  const [x, width] = [printShare(from / seconds), printShare((to - from) / seconds)];
  return `<g class="${kind}"><rect x="${x}" width="${width}" y="${height - BAND}" height="${BAND}"/></g>`;
}

/** Parts of the line, from top to bottom; the shortest one still shows as a hair. */
export function printStretches(
  stretches: readonly Stretch[],
  { seconds, height }: Line,
  kind: string,
): string {
  const rects = stretches.map(({ from, to }) => {
    const [x, width] = [printShare(from / seconds), printShare((to - from) / seconds)];
    return `<rect x="${x}" width="${width}" height="${height}"/>`;
  });
  return rects.length === 0 ? '' : `<g class="${kind}">${rects.join('')}</g>`;
}
