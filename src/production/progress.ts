import type { OrderKind } from './orders.ts';

/** Work under way: what, how far it is (0 to 1), and whether it is a correction (attempt 1, 2 …). */
export type Pace = Readonly<{ kind: OrderKind | 'publish'; fraction: number; attempt?: number | undefined }>;

/**
 * The whole way in percent: where each leg begins and ends, by its share of the time on two cores. Corrections have a
 * short leg of their own behind the first proof, so that the figure never goes back.
 */
const legs: Record<string, readonly [from: number, to: number]> = {
  inspect: [0, 2],
  measure: [2, 17],
  render: [17, 72],
  prove: [72, 84],
  render1: [84, 87],
  prove1: [87, 88],
  render2: [88, 91],
  prove2: [91, 92],
  convert: [92, 94],
  convert1: [94, 95],
  convert2: [95, 96],
  tag: [96, 97],
  certify: [97, 98],
  publish: [98, 100],
};

const legOf = ({ kind, attempt = 0 }: Pace): readonly [from: number, to: number] =>
  legs[attempt === 0 ? kind : `${kind}${attempt}`] ?? legs[kind] ?? [0, 100];

/** Percent of the whole way. */
export function percentOf(pace: Pace): number {
  const [from, to] = legOf(pace);
  const fraction = Math.min(1, Math.max(0, pace.fraction));
  return Math.min(99, Math.floor(from + (to - from) * fraction));
}

/**
 * Seconds left: this leg at its pace so far, the later ones by their length, corrections left out. Unknown in the
 * first moments of a leg, and on the short ones, whose pace tells nothing of the others'.
 */
export function secondsLeft(pace: Pace, elapsed: number): number | undefined {
  const { kind, fraction, attempt = 0 } = pace;
  const isTelling = ['measure', 'render', 'prove', 'convert'].includes(kind) && attempt === 0;
  if (!isTelling || fraction < 0.05 || elapsed < 0.5) return undefined;
  // However long its leg is, it takes as long as the formats want; what comes behind it is short.
  if (kind === 'convert') return Math.round(elapsed / fraction - elapsed);
  const [from, to] = legOf(pace);
  const perPercent = elapsed / ((to - from) * fraction);
  const corrections = to <= 84 ? 92 - 84 : 0;
  return Math.round(perPercent * (100 - corrections - from - (to - from) * fraction));
}
