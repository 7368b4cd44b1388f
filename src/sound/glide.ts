/**
 * The way of a gain through what is wished for, when it may move only so fast: the cheapest of all ways, found step by
 * step on a grid of half decibels (Viterbi). So a ramp lies where it costs least: in a pause, else where words are soft;
 * and one bang between two sentences is not worth turning both of them down.
 */

/** What is wished for, per step: dB, and how much it matters (1 for speech, nearly 0 for a pause). */
export type Wishes = Readonly<{ gain: Float32Array; weight: Float32Array }>;

/** dB per step of 100 ms: nobody hears a gain move that slowly once it is linear in between. */
export const STEEPEST = 1;
/** dB between two levels of the grid, two of which are one step's way. */
const GRID = STEEPEST / 2;
/** A voice that is too loud hurts more than one that is too soft. */
const TOO_LOUD = 3;
/** Cost of one level's move, so that a gain rests where moving brings nothing. */
const MOVE = 0.5;

/** dB per step, never moving by more than STEEPEST. */
export function glide({ gain, weight }: Wishes): Float32Array {
  const lowest = gain.reduce((low, dB) => Math.min(low, dB), Number.POSITIVE_INFINITY);
  const highest = gain.reduce((high, dB) => Math.max(high, dB), Number.NEGATIVE_INFINITY);
  if (gain.length === 0 || highest === lowest) return gain.slice();
  const levels = Math.ceil((highest - lowest) / GRID) + 1;
  const cameFrom = new Int8Array(gain.length * levels);
  let cost = openCosts(levels);
  let next = openCosts(levels);
  for (let i = 0; i < gain.length; i++) {
    const wish = ((gain[i] as number) - lowest) / GRID;
    advance({ cost, next, cameFrom, row: i * levels, wish, weight: weight[i] as number });
    [cost, next] = [next, cost];
  }
  return round(retrace(cameFrom, cheapest(cost), levels).map((level) => lowest + GRID * level));
}

/** Costs by level, with two levels on either side that nobody can afford. */
function openCosts(levels: number): Float64Array {
  const unaffordable = Number.POSITIVE_INFINITY;
  return new Float64Array(levels + 4).fill(unaffordable, 0, 2).fill(unaffordable, levels + 2);
}

type Step = Readonly<{
  cost: Float64Array;
  next: Float64Array;
  cameFrom: Int8Array;
  /** Where in `cameFrom` the step begins. */
  row: number;
  /** Level on the grid. */
  wish: number;
  weight: number;
}>;

/** The cheapest way to every level from those of the step before; every level costs the square of its dB from the wish. */
function advance({ cost, next, cameFrom, row, wish, weight }: Step): void {
  const price = weight * GRID * GRID;
  for (let at = 2; at < cost.length - 2; at++) {
    const near = (cost[at - 1] as number) < (cost[at + 1] as number) ? -1 : 1;
    const far = (cost[at - 2] as number) < (cost[at + 2] as number) ? -2 : 2;
    const nearCost = (cost[at + near] as number) + MOVE;
    const farCost = (cost[at + far] as number) + 2 * MOVE;
    const moved = Math.min(nearCost, farCost);
    const stayed = cost[at] as number;
    const over = at - 2 - wish;
    next[at] = Math.min(stayed, moved) + (over > 0 ? TOO_LOUD : 1) * price * over * over;
    cameFrom[row + at - 2] = stayed <= moved ? 0 : nearCost <= farCost ? near : far;
  }
}

function cheapest(cost: Float64Array): number {
  let best = 2;
  for (let at = 3; at < cost.length - 2; at++) if ((cost[at] as number) < (cost[best] as number)) best = at;
  return best - 2;
}

function retrace(cameFrom: Int8Array, last: number, levels: number): Float32Array {
  const way = new Float32Array(cameFrom.length / levels);
  let level = last;
  for (let i = way.length - 1; i >= 0; i--) {
    way[i] = level;
    level += cameFrom[i * levels + level] as number;
  }
  return way;
}

/** Takes the corners off, which makes no slope steeper. */
function round(way: Float32Array): Float32Array {
  const rounded = way.slice();
  for (let i = 1; i < way.length - 1; i++) {
    rounded[i] = ((way[i - 1] as number) + 2 * (way[i] as number) + (way[i + 1] as number)) / 4;
  }
  return rounded;
}
