import { type WishedFormat, wishedFormats } from '../show/formats.ts';
import { isWithin } from '../sound/loudness.ts';
import { noCorrection, planWithoutLame } from '../sound/mastering.ts';
import { type Attempt, CORRECTIONS, correct } from './correction.ts';
import { deliveryOf, type Ledger } from './facts.ts';
import { convertOrder, type MadeFile, type WorkOrder } from './orders.ts';
import type { Converted, Proven } from './proven.ts';

/** The further formats of a master as far as they are, and what is still to be done for them. */
export type FoundFormats = Readonly<{
  further: readonly Converted[];
  missing: readonly WorkOrder[];
  /** Files that came of it so far. */
  made: readonly MadeFile[];
}>;

type Known = Omit<Proven, 'further'>;

/** Every format goes its own way, beside the others. */
export function findFurther(known: Known, ledger: Ledger): FoundFormats {
  const found = wishedFormats(known.goal.recipe.formats).map((wish) => findFormat(known, wish, ledger));
  return {
    further: found.flatMap(({ converted }) => (converted ? [converted] : [])),
    missing: found.flatMap(({ missing }) => (missing ? [missing] : [])),
    made: found.flatMap(({ made }) => made),
  };
}

type Found = Readonly<{ converted?: Converted; missing?: WorkOrder; made: readonly MadeFile[] }>;

/** Made and measured; while that is off, made once more. What stays off is kept: the MP3 is what apps play. */
function findFormat(known: Known, wish: WishedFormat, ledger: Ledger): Found {
  const { target } = known.goal.recipe;
  const attempts: Attempt[] = [];
  const replaced: MadeFile[] = [];
  for (let attempt = 0; ; attempt++) {
    const correction = attempts.length > 0 ? correct(target, attempts) : noCorrection;
    const order = convertOrder(planWithoutLame(known.plan, correction), wish, attempt);
    const kept = deliveryOf(ledger, order);
    if (!kept) return { missing: order, made: replaced };
    if (attempt === mostCorrections(known) || isWithin(target, kept.loudness))
      return { converted: { ...wish, renders: { kept, replaced } }, made: [...replaced, kept] };
    attempts.push({ correction, loudness: kept.loudness });
    replaced.push(kept);
  }
}

/** Where the MP3 could not be brought to its target, neither can they. */
const mostCorrections = ({ goal, proof }: Known): number =>
  isWithin(goal.recipe.target, proof.loudness) ? CORRECTIONS : 0;
