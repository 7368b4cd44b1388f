import { join } from 'node:path';
import { hear } from '../test/sounds.ts';
import type { Tool } from './tools.ts';
import { type Effort, watched } from './watching.ts';

/** What people do today, with the same ffmpeg. */
type With = Readonly<{ tool: Tool; folder: string; bitrate?: number }>;

const TARGET = 'I=-16:TP=-1:LRA=11';
const quietly = ['-hide_banner', '-nostdin', '-y'];

export type Usual = Pick<Effort, 'milliseconds' | 'processor'> &
  Readonly<{ heard: Awaited<ReturnType<typeof hear>> }>;

/** As normalising tools do it: measure, then apply what was measured while encoding. */
export async function loudnormTwice(
  recording: string,
  { tool, folder, bitrate = 128 }: With,
): Promise<Usual> {
  const first = await withReport([
    ...[tool.program, ...quietly, '-i', recording],
    ...['-af', `loudnorm=${TARGET}:print_format=json`, '-f', 'null', '-'],
  ]);
  const measured = readMeasured(first.said);
  const path = join(folder, 'usual.mp3');
  const second = await withReport([
    ...[tool.program, ...quietly, '-i', recording, '-af', `loudnorm=${TARGET}:${measured}:linear=true`],
    ...['-ar', '48000', '-c:a', 'libmp3lame', '-b:a', `${bitrate}k`, path],
  ]);
  return {
    milliseconds: first.effort.milliseconds + second.effort.milliseconds,
    processor: first.effort.processor + second.effort.processor,
    heard: await hear(path),
  };
}

export async function loudnormOnce(recording: string, { tool, folder, bitrate = 128 }: With): Promise<Usual> {
  const path = join(folder, 'once.mp3');
  const { effort } = await withReport([
    ...[tool.program, ...quietly, '-i', recording, '-af', `loudnorm=${TARGET}`],
    ...['-ar', '48000', '-c:a', 'libmp3lame', '-b:a', `${bitrate}k`, path],
  ]);
  return { ...effort, heard: await hear(path) };
}

/** Nothing but LAME: no way to make an MP3 of this sound is quicker on one core. */
export const plainEncode = (recording: string, { tool, folder, bitrate = 128 }: With): Promise<Effort> =>
  watched([
    ...[tool.program, ...quietly, '-loglevel', 'error', '-i', recording],
    ...['-c:a', 'libmp3lame', '-b:a', `${bitrate}k`, join(folder, 'plain.mp3')],
  ]);

/** ffmpeg writes its report to stderr; it is wanted here. */
async function withReport(words: readonly string[]): Promise<{ effort: Effort; said: string }> {
  const effort = await watched(['/bin/sh', '-c', '"$@" 2>&1', 'sh', ...words]);
  return { effort, said: effort.stdout };
}

function readMeasured(said: string): string {
  const json = JSON.parse(said.slice(said.lastIndexOf('{'), said.lastIndexOf('}') + 1)) as Record<
    string,
    string
  >;
  const { input_i, input_tp, input_lra, input_thresh, target_offset } = json;
  const known = `measured_I=${input_i}:measured_TP=${input_tp}:measured_LRA=${input_lra}:measured_thresh=${input_thresh}`;
  return `${known}:offset=${target_offset}`;
}
