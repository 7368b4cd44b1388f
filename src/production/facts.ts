import type { Recipe } from '../show/recipe.ts';
import type { Source } from '../sound/part.ts';
import type { TagSheet } from '../sound/tags.ts';
import { type Deliveries, fingerprintOf, type OrderKind, type WorkOrder } from './orders.ts';

/** What a production is to end in: everything that its master depends on. */
export type Goal = Readonly<{
  talk: Source;
  /** In the order in which they are heard. */
  intros: readonly Source[];
  outros: readonly Source[];
  /** Music under the first words. */
  bed?: Source;
  recipe: Recipe;
  /** Chapters still on the recording's line; length not yet known. */
  sheet: Omit<TagSheet, 'seconds'>;
}>;

/** What was delivered so far, by fingerprint. */
export type Ledger = Readonly<{ find(fingerprint: string): unknown }>;

/** The delivery of an order, where there is one already. */
export function deliveryOf<K extends OrderKind>(
  ledger: Ledger,
  order: Extract<WorkOrder, { kind: K }>,
): Deliveries[K] | undefined {
  return ledger.find(fingerprintOf(order)) as Deliveries[K] | undefined;
}
