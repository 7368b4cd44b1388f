import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Loudness } from '../src/show/enclosure.ts';
import { root } from '../test/cli/program.ts';
import type { Tool } from './tools.ts';
import { type Effort, watched } from './watching.ts';

/** `corridor master` as people run it, from its start to the proven, tagged file with its certificate. */
export async function masterWatched(
  recording: string,
  { tool, folder, words = [] }: Readonly<{ tool: Tool; folder: string; words?: readonly string[] }>,
): Promise<Mastered> {
  const scratch = join(folder, 'bench-scratch');
  mkdirSync(scratch, { recursive: true });
  const output = join(folder, 'ours.mp3');
  const effort = await watched(
    [process.execPath, join(root, 'dist/cli/main.js'), 'master', recording, '-o', output, '--json', ...words],
    { scratch, env: { ...process.env, FFMPEG_PATH: tool.program, SCRATCH_DIR: scratch } },
  );
  rmSync(scratch, { recursive: true });
  const { loudness, secondsSpent, corrections } = JSON.parse(effort.stdout) as Told;
  return { effort, after: loudness.after, stages: secondsSpent, corrections, output };
}

type Told = Readonly<{
  loudness: Readonly<{ after: Loudness }>;
  secondsSpent: Readonly<Record<string, number>>;
  corrections: number;
}>;

export type Mastered = Readonly<{
  effort: Effort;
  after: Loudness;
  /** Seconds of each stage. */
  stages: Readonly<Record<string, number>>;
  corrections: number;
  output: string;
}>;
