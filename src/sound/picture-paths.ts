/**
 * SVG paths over columns. A column is two units wide, so that its middle is a whole number, and only differences are
 * written: some four bytes a column.
 */
export const COLUMN = 2;

/** Height in units, 0 at the top; undefined where the pen is lifted. */
type Heights = readonly (number | undefined)[];

/** A line through the middles of the columns. */
export function printLine(heights: Heights): string {
  let path = '';
  let last: number | undefined;
  heights.forEach((height, i) => {
    const y = whole(height);
    if (y !== undefined)
      path += last === undefined ? `M${i * COLUMN + 1} ${y}h0` : printStep(COLUMN, y - last);
    last = y;
  });
  return path;
}

/** The area between two lines, one patch for every run of columns without a gap. */
export function printArea(upper: Heights, lower: Heights): string {
  let path = '';
  for (let from = 0; from < upper.length; from++) {
    let to = from;
    while (to < upper.length && whole(upper[to]) !== undefined && whole(lower[to]) !== undefined) to++;
    if (to > from) path += printPatch(from, upper.slice(from, to), lower.slice(from, to));
    from = to;
  }
  return path;
}

function printPatch(from: number, upper: Heights, lower: Heights): string {
  const there = upper.map((height) => Math.round(height as number));
  const back = lower.map((height) => Math.round(height as number)).reverse();
  const forth = printSteps(there, COLUMN);
  return `M${from * COLUMN} ${there[0]}h1${forth}h1V${back[0]}h-1${printSteps(back, -COLUMN)}h-1z`;
}

const printSteps = (heights: readonly number[], width: number): string =>
  heights
    .slice(1)
    .map((y, i) => printStep(width, y - (heights[i] as number)))
    .join('');

const printStep = (x: number, y: number): string => (y === 0 ? `h${x}` : `l${x}${y < 0 ? '' : ' '}${y}`);

const whole = (height: number | undefined): number | undefined =>
  height !== undefined && Number.isFinite(height) ? Math.round(height) : undefined;
