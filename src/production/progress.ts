import type { OrderKind } from './orders.ts';

/** How much of the whole way each kind of work is, by its share of the time on two cores. */
const shares: Record<OrderKind | 'publish', number> = {
  inspect: 2,
  measure: 15,
  render: 60,
  prove: 15,
  tag: 3,
  publish: 5,
};
const way = Object.keys(shares) as (OrderKind | 'publish')[];

/** Percent of the whole way, from the work under way and how far it is (0 to 1). */
export function percentOf(kind: OrderKind | 'publish', fraction: number): number {
  const done = way.slice(0, way.indexOf(kind)).reduce((total, step) => total + shares[step], 0);
  return Math.min(99, Math.round(done + shares[kind] * Math.min(1, Math.max(0, fraction))));
}

/** Seconds left: this stage at its pace so far, the later ones by their share. Unknown in the first moments. */
export function secondsLeft(kind: OrderKind | 'publish', fraction: number, elapsed: number): number | undefined {
  if (fraction < 0.05 || elapsed < 0.5) return undefined;
  const whole = elapsed / fraction;
  const later = way.slice(way.indexOf(kind) + 1).reduce((total, step) => total + shares[step], 0);
  return Math.round(whole * (1 - fraction) + (whole * later) / shares[kind]);
}
