import { type FileHandle, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type LameRun, lameFor, type MasteringPlan } from '../sound/mastering.ts';
import type { Mp3Shape } from '../sound/mp3-info.ts';
import { type Join, keepFrames, openJoin } from '../sound/mp3-join.ts';
import { openPairing } from '../sound/mp3-twin.ts';
import { planSegments, type Segment } from '../sound/segments.ts';
import type { Hands, Watch } from './measuring.ts';
import { openRaw, type RawSound } from './raw.ts';

/**
 * Renders a plan into one MP3: segments are mixed, limited and encoded on all cores, beginning as soon as the sound
 * that they need is decoded, and joined MP3 frame by MP3 frame in their order.
 */
export const renderMp3 = (
  plan: MasteringPlan,
  paths: readonly string[],
  { hands, watch }: Readonly<{ hands: Hands; watch: Watch }>,
): Promise<string> =>
  stoppingTogether(watch, async (together) => {
    const sources = await openSources(plan, paths, { ...hands, signal: together.signal });
    return renderSegments({ plan, sources, hands, watch: together });
  });

/** What fails stops everything that was begun with it. */
export async function stoppingTogether<T>(
  watch: Watch,
  work: (watch: Watch & Readonly<{ signal: AbortSignal }>) => Promise<T>,
): Promise<T> {
  const failed = new AbortController();
  const signal = AbortSignal.any([failed.signal, ...(watch.signal ? [watch.signal] : [])]);
  try {
    return await work({ ...watch, signal });
  } catch (thrown) {
    failed.abort();
    throw thrown;
  }
}

export function openSources(
  { sources, shape, mix }: MasteringPlan,
  paths: readonly string[],
  means: Readonly<{ program: string; folder: string; signal: AbortSignal }>,
): Promise<RawSound[]> {
  return Promise.all(
    sources.map(({ channels, treatment }, index) => {
      const wanted = { path: paths[index] ?? '', channels, shape, sampleRate: mix.sampleRate, treatment };
      return openRaw(wanted, `source-${index}`, means);
    }),
  );
}

type Rendering = Readonly<{
  plan: MasteringPlan;
  sources: readonly RawSound[];
  hands: Hands;
  watch: Watch;
}>;

async function renderSegments(rendering: Rendering): Promise<string> {
  const { plan, hands } = rendering;
  const { sampleRate } = shapeOf(plan);
  const { frames } = plan.mix;
  const lame = lameOf(plan);
  const segments = planSegments({ frames, sampleRate, bitrate: lame.bitrate, workers: hands.crew.size });
  const encoded = encodeAll(rendering, segments);
  const output = join(hands.folder, 'render.mp3');
  const file = await open(output, 'w');
  try {
    await joinAll(file, { plan, segments, encoded });
  } finally {
    await file.close();
  }
  return output;
}

/** Promises of the segments' files, in their order. */
function encodeAll(rendering: Rendering, segments: readonly Segment[]): readonly Promise<string>[] {
  const done: number[] = [];
  const { hands, watch, plan } = rendering;
  let before: Promise<unknown> = Promise.resolve();
  return segments.map((segment) => {
    const onDone = (frames: number): void => {
      done[segment.index] = frames;
      watch.onProgress?.(Math.min(1, done.reduce((sum, part) => sum + (part ?? 0), 0) / plan.mix.frames));
    };
    // One after the other, so that a segment that waits for its sound holds no hands.
    const ready = before.then(() => soundFor(segment, rendering));
    before = ready;
    const path = join(hands.folder, `segment-${segment.index}.mp3`);
    const made = ready.then(async () => {
      await hands.crew.encode(taskOf(segment, rendering, path), { signal: watch.signal, onDone });
      return path;
    });
    made.catch(() => undefined);
    return made;
  });
}

const taskOf = ({ from, frames }: Segment, { plan, sources, hands }: Rendering, output: string) =>
  ({
    kind: 'encode',
    program: hands.program,
    mix: plan.mix,
    sources: sources.map(({ place }) => place),
    from,
    frames,
    encoding: printEncoding(plan),
    output,
  }) as const;

/** Waits until everything that a segment is mixed from has been decoded. */
async function soundFor({ from, frames }: Segment, { plan: { mix }, sources }: Rendering): Promise<void> {
  const end = from + frames + mix.sampleRate;
  for (const clip of mix.clips) {
    if (clip.at >= end || clip.at + clip.frames <= from - mix.sampleRate) continue;
    await sources[clip.source]?.upTo(clip.from + Math.min(clip.frames, end - clip.at));
  }
}

type Joining = Readonly<{
  plan: MasteringPlan;
  segments: readonly Segment[];
  encoded: readonly Promise<string>[];
}>;

async function joinAll(file: FileHandle, { plan, segments, encoded }: Joining): Promise<void> {
  const joining: Join = openJoin(shapeOf(plan));
  const pair = lameOf(plan).isPaired ? openPairing(shapeOf(plan)) : (frames: Uint8Array) => frames;
  let at = joining.infoBytes;
  for (const [index, segment] of segments.entries()) {
    const path = (await encoded[index]) ?? '';
    const kept = joining.add(pair(keepFrames(await readFile(path), segment)));
    await file.write(kept, 0, kept.length, at);
    at += kept.length;
    await rm(path);
  }
  const info = joining.finish({ soundFrames: plan.mix.frames });
  await file.write(info, 0, info.length, 0);
}

const lameOf = (plan: MasteringPlan): LameRun => lameFor({ ...plan, sampleRate: plan.mix.sampleRate });

function shapeOf(plan: MasteringPlan): Mp3Shape {
  const lame = lameOf(plan);
  return {
    sampleRate: plan.mix.sampleRate === 44100 ? 44100 : 48000,
    bitrate: plan.bitrate,
    mode: plan.trueMono ? 'mono' : 'joint',
    ...(lame.isPaired ? { single: lame.bitrate } : {}),
  };
}

/** MP3 of constant rate in frames that each stand alone; the same bytes every time. */
function printEncoding(plan: MasteringPlan): readonly string[] {
  const { bitrate, isPaired } = lameOf(plan);
  const isOneChannel = plan.trueMono || isPaired;
  return [
    ...['-map', '0:a:0', '-map_metadata', '-1'],
    ...(plan.shape === 'mono' && !isOneChannel ? ['-af', 'pan=stereo|c0=c0|c1=c0'] : []),
    ...['-codec:a', 'libmp3lame', '-b:a', `${bitrate}k`, '-reservoir', '0'],
    ...(isOneChannel ? [] : ['-joint_stereo', '1']),
    ...['-fflags', '+bitexact', '-flags:a', '+bitexact'],
    ...['-id3v2_version', '0', '-write_xing', '0', '-f', 'mp3'],
  ];
}
