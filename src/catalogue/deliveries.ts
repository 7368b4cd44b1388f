import type { Ledger } from '../production/facts.ts';
import { eq, type Tables } from './database.ts';
import { deliveries } from './schema.ts';

export type KeptDeliveries = Ledger &
  Readonly<{
    /** Writes down what came back; the first of two equal deliveries stays. */
    add(delivery: Readonly<{ fingerprint: string; kind: string; body: unknown; madeAt: Date }>): void;
    /** Forgets one whose file is gone, so that it is made again when wanted. */
    forget(fingerprint: string): void;
  }>;

export function keepDeliveries(tables: Tables): KeptDeliveries {
  return {
    add: (delivery) => void tables.insert(deliveries).values(delivery).onConflictDoNothing().run(),
    find: (fingerprint) =>
      tables
        .select({ body: deliveries.body })
        .from(deliveries)
        .where(eq(deliveries.fingerprint, fingerprint))
        .get()?.body,
    forget: (fingerprint) =>
      void tables.delete(deliveries).where(eq(deliveries.fingerprint, fingerprint)).run(),
  };
}
