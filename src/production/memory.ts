import { untreated } from '../sound/cleaning.ts';
import type { Hearing } from '../sound/hearing.ts';
import type { Inspection } from '../sound/inspection.ts';
import type { MasteringPlan } from '../sound/mastering.ts';
import type { Source } from '../sound/part.ts';
import { deliveryOf, type Ledger } from './facts.ts';
import { proveOrder, renderOrder } from './orders.ts';
import { measureOrder } from './parts.ts';

/** A master that was finished: its recording, its plan, and how many corrections it took. */
export type Finished = Readonly<{ talk: Source; plan: MasteringPlan; corrections: number }>;

/** What was heard of it, before and after. */
export type Remembered = Readonly<{ inspection: Inspection; recorded: Hearing; proof: Hearing }>;

/**
 * What the ledger still knows of a finished master. It goes by the plan that was carried out, not by the goal of today:
 * the show may have got another intro or recipe since, and the master is still the one that it is.
 */
export function remember({ talk, plan, corrections }: Finished, ledger: Ledger): Remembered | undefined {
  const source = { key: talk.key, sha256: talk.sha256 };
  const inspection = deliveryOf(ledger, { kind: 'inspect', source });
  const recorded = inspection && hearingOf(source, inspection, ledger);
  const render = deliveryOf(ledger, renderOrder(plan, corrections));
  const proof = render && deliveryOf(ledger, proveOrder(render, plan, corrections));
  return inspection && recorded && proof ? { inspection, recorded, proof } : undefined;
}

const hearingOf = (source: Source, inspection: Inspection, ledger: Ledger): Hearing | undefined =>
  deliveryOf(ledger, measureOrder(source, inspection, inspection, untreated));
