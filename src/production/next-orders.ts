import { CorridorError, type Problem, problemOf } from '../errors.ts';
import type { Master } from '../show/episode.ts';
import type { Hearing } from '../sound/hearing.ts';
import { isPublishable, isWithin } from '../sound/loudness.ts';
import { noCorrection, planMaster } from '../sound/mastering.ts';
import type { Source } from '../sound/part.ts';
import { type Attempt, CORRECTIONS, correct } from './correction.ts';
import { certify, describe, placeChapters } from './description.ts';
import { deliveryOf, type Goal, type Ledger } from './facts.ts';
import { findFurther } from './further.ts';
import { type MadeFile, proveOrder, renderOrder, type WorkOrder } from './orders.ts';
import { findParts } from './parts.ts';
import { type Proven, type Renders, rendersOf } from './proven.ts';

/** Where a production stands: work is left, it is done, or it cannot be done. */
export type Step =
  | Readonly<{
      state: 'working';
      orders: readonly WorkOrder[] /** on the way so far */;
      made: readonly MadeFile[];
    }>
  | Readonly<{ state: 'done'; master: Master; renders: Renders; account: Proven }>
  | Readonly<{ state: 'impossible'; problem: Problem }>;

/** What do we know, and what is the next work? Pure: asks the ledger, starts nothing. */
export function nextOrders(goal: Goal, ledger: Ledger): Step {
  try {
    const { parts, recorded, missing } = findParts(goal, ledger);
    return missing.length > 0 || !recorded ? working(missing) : master({ goal, parts, recorded }, ledger);
  } catch (thrown) {
    if (thrown instanceof CorridorError) return { state: 'impossible', problem: problemOf(thrown) };
    throw thrown;
  }
}

const working = (orders: readonly WorkOrder[], made: readonly MadeFile[] = []): Step => ({
  state: 'working',
  orders,
  made,
});

/** Plan, render, prove; while the proof is off, correct the plan and render once more. */
function master(known: Pick<Proven, 'goal' | 'parts' | 'recorded'>, ledger: Ledger): Step {
  const { goal, parts } = known;
  let correction = noCorrection;
  const attempts: Attempt[] = [];
  const replaced: MadeFile[] = [];
  for (let attempt = 0; ; attempt++) {
    const plan = planMaster(parts, goal.recipe, correction);
    const make = renderOrder(plan, attempt);
    const render = deliveryOf(ledger, make);
    if (!render) return working([make], replaced);
    const prove = proveOrder(render, plan, attempt);
    const proof = deliveryOf(ledger, prove);
    if (!proof) return working([prove], [...replaced, render]);
    const isLast = attempt === CORRECTIONS;
    if (
      isWithin(goal.recipe.target, proof.loudness) ||
      (isLast && isPublishable(goal.recipe.target, proof.loudness))
    )
      return convert({ ...known, plan, render, proof, renders: { kept: render, replaced } }, ledger);
    if (isLast) throw offTarget(goal, proof);
    attempts.push({ correction, loudness: proof.loudness });
    correction = correct(goal.recipe.target, attempts);
    replaced.push(render);
  }
}

/** The further formats, side by side. */
function convert(known: Omit<Proven, 'further'>, ledger: Ledger): Step {
  const { kept, replaced } = known.renders;
  const { further, missing, made } = findFurther(known, ledger);
  if (missing.length > 0) return working(missing, [...replaced, kept, ...made]);
  return finish({ ...known, further }, ledger);
}

/** Tag every file, then certify what listeners will get. */
function finish(proven: Proven, ledger: Ledger): Step {
  const tagged = tagOrders(proven).map((order) => ({ order, file: deliveryOf(ledger, order) }));
  const files = tagged.flatMap(({ file }) => file ?? []);
  const made = [...rendersOf(proven).flatMap(({ kept, replaced }) => [...replaced, kept]), ...files];
  const missing = tagged.filter(({ file }) => !file).map(({ order }) => order);
  const [file, ...alternates] = files;
  if (!file || missing.length > 0) return working(missing, made);
  const outcome = { file, alternates };
  const order = { kind: 'certify', certificate: certify(proven, outcome) } as const;
  const certificate = deliveryOf(ledger, order);
  if (!certificate) return working([order], made);
  const { renders } = proven;
  return { state: 'done', master: describe(proven, outcome, certificate), renders, account: proven };
}

/** One for every format; the MP3 comes first. */
function tagOrders(proven: Proven) {
  const { goal, render, proof, further } = proven;
  const sheet = { ...goal.sheet, chapters: placeChapters(proven), seconds: proof.seconds };
  const mp3 = { kind: 'tag', render: sourceOf(render), sheet } as const;
  const others = further.map(
    ({ format, renders }) => ({ kind: 'tag', render: sourceOf(renders.kept), sheet, format }) as const,
  );
  return [mp3, ...others];
}

function offTarget({ recipe }: Goal, { loudness }: Hearing): CorridorError {
  const { target } = recipe;
  return new CorridorError(
    'master-off-target',
    `The master measures ${loudness.integrated} LUFS and ${loudness.truePeak} dBTP; ` +
      `the recipe wants ${target.integrated} LUFS within ${target.tolerance} LU and at most ${target.truePeak} dBTP.`,
    'It was not published. Either peaks stand far above the speech, which need editing first, or the recipe asks for more loudness than its ceiling allows.',
  );
}

const sourceOf = ({ key, sha256 }: MadeFile): Source => ({ key, sha256 });
