import { CorridorError, type Problem, problemOf } from '../errors.ts';
import { shiftChapters } from '../show/chapters.ts';
import type { Master } from '../show/episode.ts';
import type { Inspection } from '../sound/inspection.ts';
import { demandSound, distanceFrom, isWithin, type LoudnessReport, shapeOf } from '../sound/loudness.ts';
import {
  type Correction,
  type MasteringPlan,
  type MeasuredPart,
  noCorrection,
  planMaster,
  type Role,
  type Source,
} from '../sound/mastering.ts';
import { deliveryOf, type Goal, type Ledger } from './facts.ts';
import type { MadeFile, WorkOrder } from './orders.ts';

/** Where a production stands: work is left, it is done, or it cannot be done. */
export type Step =
  | Readonly<{ state: 'working'; orders: readonly WorkOrder[] }>
  | Readonly<{ state: 'done'; master: Master; renders: Renders }>
  | Readonly<{ state: 'impossible'; problem: Problem }>;

/** The render that the master was made from, and the ones that a correction replaced. */
export type Renders = Readonly<{ kept: MadeFile; replaced: readonly MadeFile[] }>;

/** Renders after a proof that was off; more would mean that the plan, not its figures, is wrong. */
const CORRECTIONS = 2;
/** A master closer than this is left alone, though the recipe would let it be further off. */
const CLOSE_ENOUGH = 0.7;

/** What do we know, and what is the next work? Pure: asks the ledger, starts nothing. */
export function nextOrders(goal: Goal, ledger: Ledger): Step {
  try {
    const found = measureParts(goal, ledger);
    return found.missing.length > 0 ? working(...found.missing) : master(goal, ledger, found.parts);
  } catch (thrown) {
    if (thrown instanceof CorridorError) return { state: 'impossible', problem: problemOf(thrown) };
    throw thrown;
  }
}

const working = (...orders: WorkOrder[]): Step => ({ state: 'working', orders });

function measureParts(goal: Goal, ledger: Ledger): { parts: MeasuredPart[]; missing: WorkOrder[] } {
  const sources: [Role, Source | undefined][] = [
    ['intro', goal.intro],
    ['talk', goal.talk],
    ['outro', goal.outro],
  ];
  const talk = deliveryOf(ledger, { kind: 'inspect', source: goal.talk });
  const found = sources.flatMap(([role, source]) =>
    source ? [measurePart(role, source, talk, ledger)] : [],
  );
  return {
    parts: found.flatMap((entry) => (entry.part ? [entry.part] : [])),
    missing: found.flatMap((entry) => (entry.missing ? [entry.missing] : [])),
  };
}

type PartOrOrder = { part?: MeasuredPart; missing?: WorkOrder };

/** A bumper is measured in the talk's shape, since that is how it will be heard. */
function measurePart(role: Role, source: Source, talk: Inspection | undefined, ledger: Ledger): PartOrOrder {
  const look = { kind: 'inspect', source } as const;
  const inspection = deliveryOf(ledger, look);
  if (!inspection) return { missing: look };
  if (!talk) return {};
  const { channels, seconds } = inspection;
  const measure = {
    kind: 'measure',
    source,
    channels,
    shape: shapeOf(talk.channels),
    ...(seconds === undefined ? {} : { seconds }),
  } as const;
  const report = deliveryOf(ledger, measure);
  if (!report) return { missing: measure };
  demandSound(report, role === 'talk' ? 'recording' : role);
  return { part: { role, source, inspection, report } };
}

/** Plan, render, prove; while the proof is off, correct the plan and render once more. */
function master(goal: Goal, ledger: Ledger, parts: readonly MeasuredPart[]): Step {
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
    if (isGood(goal, proof))
      return tag(goal, ledger, { parts, plan, proof, renders: { kept: render, replaced } });
    if (attempt === CORRECTIONS) {
      if (isWithin(goal.recipe.target, proof.loudness))
        return tag(goal, ledger, { parts, plan, proof, renders: { kept: render, replaced } });
      throw offTarget(goal, proof);
    }
    correction = correct(goal, proof, correction);
    replaced.push(render);
  }
}

const isGood = ({ recipe }: Goal, { loudness }: LoudnessReport): boolean =>
  isWithin(recipe.target, loudness) &&
  Math.abs(distanceFrom(recipe.target, loudness).loudness) <= CLOSE_ENOUGH;

/** What the proof found missing is added to what was corrected before; a peak over the ceiling gets a margin. */
function correct({ recipe }: Goal, { loudness }: LoudnessReport, before: Correction): Correction {
  const { loudness: off, peak } = distanceFrom(recipe.target, loudness);
  return {
    gain: round(before.gain - off),
    ceiling: round(before.ceiling - (peak > 0 ? peak + 0.2 : 0)),
  };
}

type Proven = Readonly<{
  parts: readonly MeasuredPart[];
  plan: MasteringPlan;
  proof: LoudnessReport;
  renders: Renders;
}>;

function tag(goal: Goal, ledger: Ledger, proven: Proven): Step {
  const { plan, proof, renders } = proven;
  const chapters = shiftChapters(goal.sheet.chapters, plan.talkStartsAt, proof.seconds);
  const sheet = { ...goal.sheet, chapters, seconds: proof.seconds };
  const order = { kind: 'tag', render: sourceOf(renders.kept), sheet } as const;
  const file = deliveryOf(ledger, order);
  const lost = goal.sheet.chapters.length - chapters.length;
  return file ? { state: 'done', master: describe(proven, file, lost), renders } : working(order);
}

function describe({ parts, plan, proof }: Proven, file: MadeFile, lostChapters: number): Master {
  const talk = parts.find((part) => part.role === 'talk')?.report ?? proof;
  return {
    enclosure: { ...file, seconds: proof.seconds, mediaType: 'audio/mpeg' },
    before: talk.loudness,
    after: proof.loudness,
    talkStartsAt: plan.talkStartsAt,
    remarks: [...parts.flatMap(remarksOn), ...remarkOnChapters(lostChapters)],
  };
}

const remarkOnChapters = (lost: number): string[] =>
  lost > 0 ? [`${lost} of the chapters would begin after the end of the recording and were left out.`] : [];

/** A recording that breaks off is mastered as far as it goes, and what was lost is said. */
function remarksOn({ role, inspection, report }: MeasuredPart): string[] {
  const declared = inspection.seconds ?? 0;
  const lost = declared - report.seconds;
  const name = role === 'talk' ? 'recording' : role;
  if (lost > Math.max(1, declared * 0.01)) {
    return [
      `The ${name} breaks off: ${seconds(report.seconds)} of ${seconds(declared)} could be read; the last ${seconds(lost)} are missing.`,
    ];
  }
  return report.brokenOff
    ? [`The ${name} has damaged data, probably at its end; ${seconds(report.seconds)} could be read.`]
    : [];
}

function offTarget({ recipe }: Goal, { loudness }: LoudnessReport): CorridorError {
  const { target } = recipe;
  return new CorridorError(
    'master-off-target',
    `The master measures ${loudness.integrated} LUFS and ${loudness.truePeak} dBTP; ` +
      `the recipe wants ${target.integrated} LUFS within ${target.tolerance} LU and at most ${target.truePeak} dBTP.`,
    'It was not published. Listen to the recording: extreme peaks over very quiet speech need editing first.',
  );
}

const sourceOf = ({ key, sha256 }: MadeFile): Source => ({ key, sha256 });
const seconds = (value: number): string => `${value.toFixed(1)} s`;
const round = (value: number): number => Math.round(value * 1000) / 1000;
