import type { Passage } from '../show/passages.ts';
import type { Recipe } from '../show/recipe.ts';
import { layOut } from './assembly.ts';
import { type Treatment, untreated } from './cleaning.ts';
import type { Inspection } from './inspection.ts';
import { type Shape, shapeOf } from './loudness.ts';
import { isTwiceTheSame } from './meter.ts';
import type { Mix } from './mixing.ts';
import { singleBitrate } from './mp3-twin.ts';
import type { MeasuredPart, Source } from './part.ts';
import { openPrediction } from './prediction.ts';
import { prepareTalk, type Talk } from './talk.ts';
import { printCurve } from './timeline.ts';

/** Everything that a render needs, as plain data: the same plan gives the same bytes. */
export type MasteringPlan = Readonly<{
  sources: readonly PlannedSource[];
  mix: Mix;
  shape: Shape;
  /** Whether a mono master is written as one channel instead of two equal ones. */
  trueMono: boolean;
  /** kbit/s of the MP3 */
  bitrate: number;
  /** What is kept of the talk, and where it stands on the master's line; seconds. */
  passages: readonly Passage[];
  /** Where the talk begins on the master's line, seconds. */
  talkStartsAt: number;
  /** Length of the master, seconds. */
  seconds: number;
}>;

export type PlannedSource = Readonly<{ source: Source; channels: number; treatment: Treatment }>;

/** What a proof that failed asks of the next render. */
export type Correction = Readonly<{ /** dB */ gain: number /** dB */; ceiling: number }>;
export const noCorrection: Correction = { gain: 0, ceiling: 0 };

/** MP3's quantisation lifts peaks over what the limiter let through; so much room is left for it, in dB. */
const PEAK_MARGIN = 0.9;
/** How LAME is run for a plan: sound that both channels share is encoded once, and laid on both afterwards. */
export function lameFor({
  shape,
  trueMono,
  bitrate,
  sampleRate,
}: Pick<MasteringPlan, 'shape' | 'trueMono' | 'bitrate'> & Pick<Mix, 'sampleRate'>): LameRun {
  const single = shape === 'mono' && !trueMono ? singleBitrate({ bitrate, sampleRate }) : undefined;
  return { bitrate: single ?? bitrate, isPaired: single !== undefined };
}
export type LameRun = Readonly<{ /** kbit/s */ bitrate: number; isPaired: boolean }>;

/** LAME scales its input by 0.95 at bitrates below 160 kbit/s. */
const lameLoss = (bitrate: number): number => (bitrate < 160 ? -20 * Math.log10(0.95) : 0);
/** Rounds of looking how loud the mix would be and turning it to where it should be. */
const ROUNDS = 10;
/** LU that are not worth another round. */
const NEAR = 0.005;

export function planMaster(
  parts: readonly MeasuredPart[],
  recipe: Recipe,
  correction = noCorrection,
): MasteringPlan {
  const found = parts.find((part) => part.role === 'talk');
  if (!found) throw new TypeError('A master needs a talk.');
  const talk = prepareTalk(found, recipe);
  const shape = shapeFor(found, parts);
  const sampleRate = sampleRateFor(found.inspection.sampleRate);
  const trueMono = shape === 'mono' && recipe.formats.mp3.channels === 'mono';
  // Two equal channels stay as good as they were recorded: Spotify takes MP3 from 128 kbit/s up.
  const bitrate = recipe.formats.mp3.bitrate[trueMono ? 'mono' : shapeOf(found.inspection.channels)];
  const laid = layOut(parts, talk, { recipe, sampleRate });
  const ceiling = recipe.target.truePeak - PEAK_MARGIN + correction.ceiling;
  const lame = lameFor({ shape, trueMono, bitrate, sampleRate });
  const wanted = recipe.target.integrated + lameLoss(lame.bitrate);
  const draft: Mix = {
    sampleRate,
    channels: shape === 'mono' ? 1 : 2,
    frames: laid.frames,
    clips: laid.clips,
    curve: printCurve(talk.curve),
    ceiling: round(ceiling),
  };
  return {
    sources: parts.map(({ source, inspection: { channels }, treatment }) => ({
      source,
      channels,
      treatment,
    })),
    mix: raised(turned(draft, parts, wanted), correction.gain),
    shape,
    trueMono,
    bitrate,
    ...placed(talk, laid.talkStartsAt / sampleRate),
    seconds: laid.frames / sampleRate,
  };
}

/** As the talk was recorded; a recording in stereo that nothing makes stereo is a mono one. */
const shapeFor = ({ inspection }: MeasuredPart, parts: readonly MeasuredPart[]): Shape =>
  parts.every(({ hearing }) => isTwiceTheSame(hearing.signal)) ? 'mono' : shapeOf(inspection.channels);

/** The plan for an encoder that leaves the level alone: without what was added for LAME. */
export const planWithoutLame = (plan: MasteringPlan, correction = noCorrection): MasteringPlan => {
  const { mix } = plan;
  const loss = lameLoss(lameFor({ ...plan, sampleRate: mix.sampleRate }).bitrate);
  const ceiling = round(mix.ceiling + correction.ceiling - loss);
  return { ...plan, mix: { ...raised(mix, correction.gain - loss), ceiling } };
};

/** Up or down as a whole, until the prediction says that it will stand where it should. */
function turned(draft: Mix, parts: readonly MeasuredPart[], wanted: number): Mix {
  const predict = openPrediction(parts);
  let mix = draft;
  for (let rounds = 0; rounds < ROUNDS; rounds++) {
    const off = wanted - predict(mix);
    if (Math.abs(off) < NEAR) break;
    mix = raised(mix, off);
  }
  return mix;
}

const raised = (mix: Mix, by: number): Mix => ({
  ...mix,
  clips: mix.clips.map((clip) => ({ ...clip, gain: round(clip.gain + by) })),
});

function placed({ passages }: Talk, talkStartsAt: number): Pick<MasteringPlan, 'passages' | 'talkStartsAt'> {
  const start = round(talkStartsAt);
  return {
    passages: passages.map(({ from, to, at }) => ({ from, to, at: round(at + start) })),
    talkStartsAt: start,
  };
}

/** A sound in the shape and rate that it has by itself, when nothing else says how it is to be heard. */
export const asItIs = ({ channels, sampleRate, seconds }: Inspection) => ({
  channels,
  shape: shapeOf(channels),
  sampleRate: sampleRateFor(sampleRate),
  treatment: untreated,
  ...(seconds === undefined ? {} : { seconds }),
});

/** Hz of the work: 44.1 kHz for recordings of that family, else 48 kHz (feed.md 5). */
export const sampleRateFor = (recorded: number): number => (recorded % 11025 === 0 ? 44100 : 48000);

const round = (value: number): number => Math.round(value * 1000) / 1000;
