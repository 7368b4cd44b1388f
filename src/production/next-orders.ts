import { CorridorError, type Problem, problemOf } from '../errors.ts';
import type { Master } from '../show/episode.ts';
import type { Hearing } from '../sound/hearing.ts';
import { distanceFrom, isPublishable, isWithin } from '../sound/loudness.ts';
import { type Correction, noCorrection, planMaster } from '../sound/mastering.ts';
import type { Source } from '../sound/part.ts';
import { certify, describe, placeChapters } from './description.ts';
import { deliveryOf, type Goal, type Ledger } from './facts.ts';
import type { MadeFile, WorkOrder } from './orders.ts';
import { findParts } from './parts.ts';
import type { Proven, Renders } from './proven.ts';

/** Where a production stands: work is left, it is done, or it cannot be done. */
export type Step =
  | Readonly<{ state: 'working'; orders: readonly WorkOrder[] }>
  | Readonly<{ state: 'done'; master: Master; renders: Renders; account: Proven }>
  | Readonly<{ state: 'impossible'; problem: Problem }>;

/** Renders after a proof that was off; more would mean that the plan, not its figures, is wrong. */
const CORRECTIONS = 2;

/** What do we know, and what is the next work? Pure: asks the ledger, starts nothing. */
export function nextOrders(goal: Goal, ledger: Ledger): Step {
  try {
    const { parts, recorded, missing } = findParts(goal, ledger);
    return missing.length > 0 || !recorded ? working(...missing) : master({ goal, parts, recorded }, ledger);
  } catch (thrown) {
    if (thrown instanceof CorridorError) return { state: 'impossible', problem: problemOf(thrown) };
    throw thrown;
  }
}

const working = (...orders: WorkOrder[]): Step => ({ state: 'working', orders });

/** Plan, render, prove; while the proof is off, correct the plan and render once more. */
function master(known: Pick<Proven, 'goal' | 'parts' | 'recorded'>, ledger: Ledger): Step {
  const { goal, parts } = known;
  let correction = noCorrection;
  const replaced: MadeFile[] = [];
  for (let attempt = 0; ; attempt++) {
    const plan = planMaster(parts, goal.recipe, correction);
    const make = { kind: 'render', plan, attempt } as const;
    const render = deliveryOf(ledger, make);
    if (!render) return working(make);
    const prove = { kind: 'prove', render: sourceOf(render), seconds: plan.seconds, attempt } as const;
    const proof = deliveryOf(ledger, prove);
    if (!proof) return working(prove);
    const isLast = attempt === CORRECTIONS;
    if (
      isWithin(goal.recipe.target, proof.loudness) ||
      (isLast && isPublishable(goal.recipe.target, proof.loudness))
    )
      return finish({ ...known, plan, render, proof, renders: { kept: render, replaced } }, ledger);
    if (isLast) throw offTarget(goal, proof);
    correction = correct(goal, proof, correction);
    replaced.push(render);
  }
}

/** What the proof found missing is added to what was corrected before; a peak over the ceiling gets a margin. */
function correct({ recipe }: Goal, { loudness }: Hearing, before: Correction): Correction {
  const { loudness: off, peak } = distanceFrom(recipe.target, loudness);
  return {
    gain: round(before.gain - off),
    ceiling: round(before.ceiling - (peak > 0 ? peak + 0.2 : 0)),
  };
}

/** Tag, then certify what listeners will get. */
function finish(proven: Proven, ledger: Ledger): Step {
  const { goal, render, proof, renders } = proven;
  const sheet = { ...goal.sheet, chapters: placeChapters(proven), seconds: proof.seconds };
  const tag = { kind: 'tag', render: sourceOf(render), sheet } as const;
  const file = deliveryOf(ledger, tag);
  if (!file) return working(tag);
  const order = { kind: 'certify', certificate: certify(proven, file) } as const;
  const certificate = deliveryOf(ledger, order);
  if (!certificate) return working(order);
  return { state: 'done', master: describe(proven, file, certificate), renders, account: proven };
}

function offTarget({ recipe }: Goal, { loudness }: Hearing): CorridorError {
  const { target } = recipe;
  return new CorridorError(
    'master-off-target',
    `The master measures ${loudness.integrated} LUFS and ${loudness.truePeak} dBTP; ` +
      `the recipe wants ${target.integrated} LUFS within ${target.tolerance} LU and at most ${target.truePeak} dBTP.`,
    'It was not published. Listen to the recording: extreme peaks over very quiet speech need editing first.',
  );
}

const sourceOf = ({ key, sha256 }: MadeFile): Source => ({ key, sha256 });
const round = (value: number): number => Math.round(value * 1000) / 1000;
