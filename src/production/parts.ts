import { decideTreatment, type Treatment, untreated } from '../sound/cleaning.ts';
import type { Hearing } from '../sound/hearing.ts';
import type { Inspection } from '../sound/inspection.ts';
import { demandSound, shapeOf } from '../sound/loudness.ts';
import { sampleRateFor } from '../sound/mastering.ts';
import type { MeasuredPart, Role, Source } from '../sound/part.ts';
import { noiseOf, readSpeech, speechLevelOf } from '../sound/speech.ts';
import { integratedOf, readTimeline } from '../sound/timeline.ts';
import { deliveryOf, type Goal, type Ledger } from './facts.ts';
import type { WorkOrder } from './orders.ts';

/** The sounds of a master as far as they are known, the talk as it was recorded, and what is still to be found out. */
export type FoundParts = Readonly<{
  parts: readonly MeasuredPart[];
  /** The talk before any treatment. */
  recorded?: Hearing;
  missing: readonly WorkOrder[];
}>;

/** @throws CorridorError recording-too-short, recording-silent */
export function findParts(goal: Goal, ledger: Ledger): FoundParts {
  const talk = deliveryOf(ledger, { kind: 'inspect', source: goal.talk });
  const found = rolesOf(goal).map(([role, source]) =>
    role === 'talk' ? findTalk(goal, talk, ledger) : findBumper(role, source, talk, ledger),
  );
  const recorded = found.find((entry) => entry.recorded)?.recorded;
  return {
    parts: found.flatMap(({ part }) => (part ? [part] : [])),
    missing: found.flatMap(({ missing }) => (missing ? [missing] : [])),
    ...(recorded ? { recorded } : {}),
  };
}

/** In the order of the master's line; music last. */
const rolesOf = ({ talk, intros, outros, bed }: Goal): readonly [Role, Source][] => [
  ...intros.map((source) => ['intro', source] as [Role, Source]),
  ['talk', talk],
  ...outros.map((source) => ['outro', source] as [Role, Source]),
  ...(bed ? [['bed', bed] as [Role, Source]] : []),
];

type Entry = Readonly<{ part?: MeasuredPart; recorded?: Hearing; missing?: WorkOrder }>;

/** The talk is heard as it was recorded; where that calls for cleaning, once more as it will be. */
function findTalk({ talk: source, recipe }: Goal, inspection: Inspection | undefined, ledger: Ledger): Entry {
  if (!inspection) return { missing: { kind: 'inspect', source } };
  const asRecorded = measureOrder(source, inspection, inspection, untreated);
  const recorded = deliveryOf(ledger, asRecorded);
  if (!recorded) return { missing: asRecorded };
  demandSound(settled(recorded), 'recording');
  const treatment = decideTreatment(factsOf(recorded), recipe.cleaning);
  const treated = measureOrder(source, inspection, inspection, treatment);
  const hearing = deliveryOf(ledger, treated);
  if (!hearing) return { missing: treated, recorded };
  return { part: { role: 'talk', source, inspection, hearing, treatment }, recorded };
}

/** A bumper is heard in the talk's shape and rate, since so it goes into the mix. */
function findBumper(role: Role, source: Source, talk: Inspection | undefined, ledger: Ledger): Entry {
  const look = { kind: 'inspect', source } as const;
  const inspection = deliveryOf(ledger, look);
  if (!inspection) return { missing: look };
  if (!talk) return {};
  const measure = measureOrder(source, inspection, talk, untreated);
  const hearing = deliveryOf(ledger, measure);
  if (!hearing) return { missing: measure };
  demandSound(settled(hearing), role === 'bed' ? 'music bed' : role);
  return { part: { role, source, inspection, hearing, treatment: untreated } };
}

/** Hears a sound in the talk's shape and rate. */
export const measureOrder = (source: Source, own: Inspection, talk: Inspection, treatment: Treatment) =>
  ({
    kind: 'measure',
    source,
    channels: own.channels,
    shape: shapeOf(talk.channels),
    sampleRate: sampleRateFor(talk.sampleRate),
    treatment,
    ...(own.seconds === undefined ? {} : { seconds: own.seconds }),
  }) as const;

function factsOf({ signal, timeline, frames }: Hearing) {
  // Without rumble, which the mix takes away in any case.
  const { cleaned } = readTimeline(timeline);
  const speech = readSpeech(cleaned);
  return {
    signal,
    frames,
    speechLevel: speechLevelOf(cleaned, speech),
    noiseLevel: noiseOf(cleaned, speech),
  };
}

/** Steps in which a sound that is off its centre jumps there: a click, and not what it is loud by. */
const SETTLING = 5;

/** What is heard once the sound has begun: silence stays silence, however far off its centre. */
function settled({
  loudness,
  seconds,
  timeline,
}: Hearing): Pick<Hearing, 'loudness' | 'seconds' | 'timeline'> {
  const { cleaned } = readTimeline(timeline);
  if (cleaned.length <= 2 * SETTLING) return { loudness, seconds, timeline };
  const integrated = Math.min(loudness.integrated, integratedOf(cleaned.subarray(SETTLING)));
  return {
    loudness: { ...loudness, integrated: integrated < SILENT ? integrated : loudness.integrated },
    seconds,
    timeline,
  };
}

/** LUFS; what is softer behind its first click holds nothing. */
const SILENT = -69.9;
