import { wishedFormats } from '../show/formats.ts';
import type { Recipe } from '../show/recipe.ts';
import { printCleaning } from '../sound/cleaning.ts';
import type { OrderKind, WorkOrder } from './orders.ts';

/**
 * Work under way: what, how far it is (0 to 1), and whether it is done once more (attempt 1, 2 …): a correction, or the
 * hearing of a sound that is cleaned.
 */
export type Pace = Readonly<{ kind: OrderKind | 'publish'; fraction: number; attempt?: number | undefined }>;

/** What makes the way of one recording to its master longer than that of another. */
export type Way = Readonly<{ /** made beside the MP3 */ furtherFormats: number }>;

export const wayOf = ({ formats }: Pick<Recipe, 'formats'>): Way => ({
  furtherFormats: wishedFormats(formats).length,
});

export const paceOf = (order: WorkOrder, fraction: number): Pace => ({
  kind: order.kind,
  fraction,
  attempt: attemptOf(order),
});

function attemptOf(order: WorkOrder): number {
  if (order.kind === 'measure') return printCleaning(order.treatment) === '' ? 0 : 1;
  return 'attempt' in order ? order.attempt : 0;
}

/** A leg of the way and its share of the time on two cores; nobody knows beforehand whether one by chance is walked. */
type Leg = Readonly<{ name: string; share: number; byChance?: boolean }>;

/** What no format, one and two take; they go side by side, each encoded in one piece on a core of its own. */
const CONVERTING = [0, 36, 46];

/**
 * The legs in their order. Corrections, and the hearing of what is cleaned, have short ones of their own behind what they
 * repeat, so that the figure never goes back.
 */
const legsOf = ({ furtherFormats }: Way): readonly Leg[] => [
  { name: 'inspect', share: 2 },
  { name: 'measure', share: 6 },
  { name: 'measure1', share: 9, byChance: true },
  { name: 'render', share: 57 },
  { name: 'prove', share: 12 },
  { name: 'render1', share: 3, byChance: true },
  { name: 'prove1', share: 1, byChance: true },
  { name: 'render2', share: 3, byChance: true },
  { name: 'prove2', share: 1, byChance: true },
  { name: 'convert', share: CONVERTING[furtherFormats] ?? CONVERTING.at(-1) ?? 0 },
  { name: 'convert1', share: furtherFormats > 0 ? 2 : 0, byChance: true },
  { name: 'convert2', share: furtherFormats > 0 ? 1 : 0, byChance: true },
  { name: 'tag', share: 2 },
  { name: 'certify', share: 1 },
  { name: 'publish', share: 3 },
];

/** Where work stands among the legs: those behind it, its own, and those before it. */
function placeOf({ kind, attempt = 0 }: Pace, legs: readonly Leg[]) {
  const named = attempt === 0 ? kind : `${kind}${attempt}`;
  const found = legs.findIndex(({ name }) => name === named);
  const at = found < 0 ? legs.findLastIndex(({ name }) => name.startsWith(kind)) : found;
  return { done: legs.slice(0, at), leg: legs[at], ahead: legs.slice(at + 1) };
}

const sum = (legs: readonly Leg[]): number => legs.reduce((total, { share }) => total + share, 0);

/** Percent of the whole way, at most 99: what is done is told otherwise. */
export function percentOf(pace: Pace, way: Way): number {
  const legs = legsOf(way);
  const { done, leg } = placeOf(pace, legs);
  const fraction = Math.min(1, Math.max(0, pace.fraction));
  const walked = sum(done) + (leg?.share ?? 0) * fraction;
  return Math.min(99, Math.floor((100 * walked) / sum(legs)));
}

const telling = new Set(['measure', 'measure1', 'render', 'prove', 'convert']);

/**
 * Seconds left: this leg at its pace so far, the later ones by their share, without those by chance. Unknown in the
 * first moments of a leg, and on the short ones, whose pace tells nothing of the others'.
 */
export function secondsLeft(pace: Pace, way: Way, elapsed: number): number | undefined {
  const { leg, ahead } = placeOf(pace, legsOf(way));
  const { fraction } = pace;
  if (!leg || !telling.has(leg.name) || fraction < 0.05 || elapsed < 0.5) return undefined;
  const whole = elapsed / fraction;
  const rest = whole - elapsed;
  // A conversion that nobody wants any more has no share by which others could be told.
  if (leg.share === 0) return Math.round(rest);
  return Math.round(rest + (whole / leg.share) * sum(ahead.filter(({ byChance }) => !byChance)));
}
