import { moveChapters } from '../show/chapters/moving.ts';
import type { Alternate } from '../show/enclosure.ts';
import type { Master } from '../show/episode.ts';
import { mediaTypes, namingOf } from '../show/formats.ts';
import type { Recipe } from '../show/recipe.ts';
import type { Certificate, NoiseFigures } from '../sound/certificate.ts';
import { distanceFrom, dualMonoWords, isAsLoudAs, isWithin } from '../sound/loudness.ts';
import type { MasteringPlan } from '../sound/mastering.ts';
import type { MeasuredPart } from '../sound/part.ts';
import type { Remark, RoomFacts } from '../sound/room.ts';
import type { MadeFile, ToolVersions } from './orders.ts';
import type { Proven } from './proven.ts';
import { reportOnRoom, roomFactsOf } from './room.ts';

/** What is said of a finished production: to hosts, and in the certificate. */

/** An episode's chapters on the line of its master. */
export const placeChapters = ({ goal, plan, proof }: Pick<Proven, 'goal' | 'plan' | 'proof'>) =>
  moveChapters(goal.sheet.chapters, plan.passages, proof.seconds);

/** The tagged files: the MP3, and those of the further formats in their order. */
type Outcome = Readonly<{ file: MadeFile; alternates: readonly MadeFile[] }>;

export function describe(proven: Proven, outcome: Outcome, certificate: MadeFile): Master {
  const { goal, parts, recorded, plan, proof } = proven;
  const alternates = alternatesOf(proven, outcome);
  const lost = goal.sheet.chapters.length - placeChapters(proven).length;
  return {
    enclosure: { ...fileOf(outcome.file), seconds: proof.seconds, mediaType: 'audio/mpeg' },
    ...(alternates.length > 0 ? { alternates } : {}),
    before: recorded.loudness,
    after: proof.loudness,
    talkStartsAt: plan.talkStartsAt,
    passages: plan.passages,
    certificate: fileOf(certificate),
    remarks: [
      ...parts.flatMap(remarksOn),
      ...remarkOnChapters(lost),
      ...remarkOnTarget(proven),
      ...(plan.trueMono ? [dualMonoWords] : []),
      ...alternates.flatMap((alternate) => remarksOnAlternate(goal.recipe, alternate)),
      ...reportOnRoom(proven).map(sentence),
    ],
  };
}

export function certify(proven: Proven, outcome: Outcome): Certificate {
  const { goal, recorded, plan, render, proof, renders } = proven;
  const { sha256, bytes } = outcome.file;
  const alternates = alternatesOf(proven, outcome).map(({ key: _, ...alternate }) => alternate);
  return {
    version: 1,
    title: goal.sheet.title,
    recording: { sha256: goal.talk.sha256 },
    enclosure: { sha256, bytes, seconds: proof.seconds },
    ...(alternates.length > 0 ? { alternates } : {}),
    channels: channelsOf(plan),
    recipe: goal.recipe,
    plan,
    corrections: renders.replaced.length,
    before: recorded.loudness,
    after: proof.loudness,
    room: reportOnRoom(proven),
    ...noiseFigures(proven),
    tools: toolsOf(render),
  };
}

const toolsOf = ({ ffmpeg, corridor, lame }: ToolVersions): ToolVersions => ({
  ffmpeg,
  ...(corridor === undefined ? {} : { corridor }),
  ...(lame === undefined ? {} : { lame }),
});

function noiseFigures(proven: Proven): Pick<Certificate, 'noise'> {
  const facts = roomFactsOf(proven);
  if (!facts) return {};
  const talk = proven.parts.findIndex(({ role }) => role === 'talk');
  const raised = proven.plan.mix.clips.find(({ source }) => source === talk)?.gain ?? 0;
  return { noise: { before: figuresOf(facts.before), after: figuresOf(facts.after, raised) } };
}

/** @param raised dB by which the talk as a whole is raised in the mix */
const figuresOf = (
  { noise, speech, snr, distance, hum, clippedShare }: RoomFacts,
  raised = 0,
): NoiseFigures => ({
  pauses: tenths(noise + raised),
  speech: tenths(speech + raised),
  signalToNoise: snr === null ? null : tenths(snr),
  distance: tenths(distance),
  hum,
  clippedShare: Math.round(clippedShare * 1e6) / 1e6,
});

const tenths = (value: number): number => Math.round(value * 10) / 10;

const alternatesOf = ({ further }: Proven, { alternates }: Outcome): readonly Alternate[] =>
  further.flatMap(({ format, bitrate, renders: { kept } }, i) => {
    const file = alternates[i];
    if (!file) return [];
    const { seconds, loudness } = kept;
    return [{ ...fileOf(file), seconds, mediaType: mediaTypes[format], bitrate, loudness }];
  });

const channelsOf = ({ shape, trueMono }: MasteringPlan): Certificate['channels'] => {
  if (shape === 'stereo') return 'joint stereo';
  return trueMono ? 'one channel, counted as two' : 'two equal channels';
};

const fileOf = ({ key, sha256, bytes }: MadeFile): MadeFile => ({ key, sha256, bytes });

/** As it stands among the other remarks. */
export const sentence = ({ says, advice }: Remark): string => (advice ? `${says} ${advice}` : says);

function remarkOnChapters(lost: number): string[] {
  if (lost === 0) return [];
  const [which, were] = lost === 1 ? ['One chapter stands', 'was'] : [`${lost} chapters stand`, 'were'];
  return [`${which} where nothing of the recording is kept, and ${were} left out.`];
}

function remarkOnTarget({ goal: { recipe }, proof: { loudness } }: Proven): string[] {
  if (isWithin(recipe.target, loudness)) return [];
  const { loudness: off } = distanceFrom(recipe.target, loudness);
  return [
    `The master is ${Math.abs(off).toFixed(2)} LU ${off > 0 ? 'louder' : 'softer'} than the recipe's ${recipe.target.integrated} LUFS, which is within what podcast apps take.`,
  ];
}

/** Apps play the MP3 unless they choose otherwise: a further format that is off is told, and published. */
function remarksOnAlternate({ target }: Recipe, { mediaType, loudness }: Alternate): string[] {
  const { name } = namingOf(mediaType);
  const { loudness: off, peak } = distanceFrom(target, loudness);
  const louder = off > 0 ? 'louder' : 'softer';
  return [
    ...(!isAsLoudAs(target, loudness)
      ? [
          `The ${name} file is ${Math.abs(off).toFixed(2)} LU ${louder} than the recipe's ${target.integrated} LUFS.`,
        ]
      : []),
    ...(peak > 0
      ? [`The ${name} file peaks at ${loudness.truePeak} dBTP; the recipe wants ${target.truePeak} at most.`]
      : []),
  ];
}

/** A recording that breaks off is mastered as far as it goes, and what was lost is said. */
function remarksOn({ role, inspection, hearing }: MeasuredPart): string[] {
  const declared = inspection.seconds ?? 0;
  const lost = declared - hearing.seconds;
  const name = role === 'talk' ? 'recording' : role;
  if (lost > Math.max(1, declared * 0.01)) {
    return [
      `The ${name} breaks off: ${seconds(hearing.seconds)} of ${seconds(declared)} could be read; the last ${seconds(lost)} are missing.`,
    ];
  }
  return hearing.brokenOff
    ? [`The ${name} has damaged data, probably at its end; ${seconds(hearing.seconds)} could be read.`]
    : [];
}

const seconds = (value: number): string => `${value.toFixed(1)} s`;
