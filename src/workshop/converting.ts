import type { WorkingSound } from '../production/orders.ts';
import type { FurtherFormat, WishedFormat } from '../show/formats.ts';
import { untreated } from '../sound/cleaning.ts';
import type { MasteringPlan } from '../sound/mastering.ts';
import type { Hands, Watch } from './measuring.ts';
import { openSources, stoppingTogether } from './rendering.ts';

/** What a further format is made of. */
type Conversion = Readonly<{
  plan: MasteringPlan;
  /** Where the plan's sources lie. */
  paths: readonly string[];
  wish: WishedFormat;
  output: string;
}>;

type Means = Readonly<{ hands: Hands; watch: Watch }>;

/**
 * Makes a plan's sound in a further format: mixed as for the MP3, but encoded in one piece, since AAC and Opus have no
 * frames that stand alone. The other cores are free for another format.
 */
export const convertMaster = (conversion: Conversion, { hands, watch }: Means): Promise<void> =>
  stoppingTogether(watch, async ({ signal, onProgress }) => {
    const { plan, paths, output } = conversion;
    const sources = await openSources(plan, paths, { ...hands, signal });
    await Promise.all(sources.map(({ all }) => all));
    const task = {
      kind: 'encode',
      program: hands.program,
      mix: plan.mix,
      sources: sources.map(({ place }) => place),
      from: 0,
      frames: plan.mix.frames,
      encoding: printEncoding(conversion),
      output,
    } as const;
    const onDone = (frames: number): void => onProgress?.(frames / plan.mix.frames);
    await hands.crew.encode(task, { signal, onDone });
  });

/** The sound that comes out again: a mono master is measured as listeners have it, in two equal channels. */
export const convertedSound = ({ mix, trueMono }: MasteringPlan, format: FurtherFormat): WorkingSound => ({
  channels: trueMono ? 1 : 2,
  shape: trueMono ? 'mono' : 'stereo',
  sampleRate: format === 'opus' ? OPUS_RATE : mix.sampleRate,
  treatment: untreated,
});

/** Hz; the only rate that Opus gives back (RFC 7845, 5.1). */
const OPUS_RATE = 48_000;

const encoders: Readonly<Record<FurtherFormat, readonly string[]>> = {
  // With its other coder, ffmpeg 5 gives two equal channels noise of their own, 23 to 31 dB below the voice.
  m4a: ['-codec:a', 'aac', '-aac_coder', 'fast', '-f', 'ipod'],
  opus: ['-codec:a', 'libopus', '-ar', String(OPUS_RATE), '-f', 'opus'],
};

/** No tags yet, and the same bytes every time. */
const printEncoding = ({ plan, wish }: Conversion): readonly string[] => [
  ...['-map', '0:a:0', '-map_metadata', '-1'],
  ...(plan.shape === 'mono' && !plan.trueMono ? ['-af', 'pan=stereo|c0=c0|c1=c0'] : []),
  ...['-fflags', '+bitexact', '-flags:a', '+bitexact'],
  ...['-b:a', `${wish.bitrate}k`, ...encoders[wish.format]],
];
