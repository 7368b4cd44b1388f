import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import { type Hearing, hearingOf } from '../sound/hearing.ts';
import { mergeStretches } from '../sound/meter.ts';
import { DECODER_DELAY } from '../sound/mp3-join.ts';
import { type Mp3Outline, openOutline, sliceOf } from '../sound/mp3-outline.ts';
import type { Hands, Watch } from './measuring.ts';
import type { HearTask } from './tasks.ts';

/**
 * Hears an MP3 as listeners do: decoded by ffmpeg, in slices on all cores, each a second longer at its front so that
 * decoder and filters have settled.
 * @throws CorridorError recording-damaged where there is no MP3 frame in it
 */
export async function proveMp3(
  path: string,
  { hands, watch }: Readonly<{ hands: Hands; watch: Watch }>,
): Promise<Hearing> {
  const outline = await outlineOf(path);
  const tasks = planSlices(outline, hands.crew.size).map((slice) => ({
    ...slice,
    path: resolve(path),
    program: hands.program,
  }));
  const total = tasks.reduce((sum, task) => sum + task.skip + task.frames, 0);
  const done: number[] = [];
  const stretches = await Promise.all(
    tasks.map((task, index) =>
      hands.crew.listen(task, {
        signal: watch.signal,
        onDone: (frames) => {
          done[index] = frames;
          watch.onProgress?.(Math.min(1, done.reduce((sum, part) => sum + (part ?? 0), 0) / total));
        },
      }),
    ),
  );
  const { sampleRate, channels } = outline;
  return hearingOf(mergeStretches(stretches), { sampleRate, channels, brokenOff: false });
}

async function outlineOf(path: string): Promise<Mp3Outline> {
  const outlining = openOutline();
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 }))
    outlining.add(chunk as Buffer);
  return outlining.end();
}

/** Seconds; a shorter slice is not worth another process. */
const SHORTEST = 20;
/** MP3 frames decoded before a slice: more than a second, and the frames that an encoder's reservoir may reach back. */
const LEAD = 48;
/** Of these, so many are not even fed to the filters: the decoder still lacks what came before. */
const UNSETTLED = 4;

type Slice = Omit<HearTask, 'program' | 'path'>;

function planSlices(outline: Mp3Outline, workers: number): readonly Slice[] {
  const { sampleRate, frames, soundPerFrame, delay, padding } = outline;
  const start = delay > 0 ? delay + DECODER_DELAY : 0;
  const length = Math.max(0, frames * soundPerFrame - delay - padding);
  const seconds = Math.max(SHORTEST, Math.ceil(length / sampleRate / workers));
  const step = seconds * sampleRate;
  const count = Math.max(1, Math.ceil(length / step));
  return Array.from({ length: count }, (_, index) => {
    const from = start + index * step;
    return sliceTask(outline, from, Math.min(step, length - index * step));
  });
}

function sliceTask(outline: Mp3Outline, from: number, frames: number): Slice {
  const { sampleRate, channels, soundPerFrame } = outline;
  const first = Math.max(0, Math.floor(from / soundPerFrame) - LEAD);
  const slice = sliceOf(outline, first, Math.ceil((from + frames) / soundPerFrame) + 1);
  const skip = from - slice.firstFrame * soundPerFrame;
  const settled = skip - UNSETTLED * soundPerFrame;
  return {
    kind: 'hear',
    bytes: [slice.from, slice.to],
    sampleRate,
    channels,
    skip,
    leadIn: slice.firstFrame === 0 ? 0 : Math.max(0, Math.min(settled, sampleRate)),
    frames,
  };
}
