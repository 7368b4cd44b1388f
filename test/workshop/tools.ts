import { execFileSync } from 'node:child_process';
import { describe } from 'vitest';
import { bundledProgram } from '../bundled.ts';
import { describeUnless } from '../services/absent.ts';

/** Both ffmpegs that Corridor works with: the bundled one of 2018, and one of version 5 or newer on PATH. */
export type Ffmpeg = Readonly<{ name: 'bundled' | 'system'; program: string }>;

export const bundled: Ffmpeg = { name: 'bundled', program: bundledProgram };
export const system: Ffmpeg = { name: 'system', program: 'ffmpeg' };

/** Version 5 came with libavutil 57. */
function libavutilOf(program: string): number {
  try {
    const said = execFileSync(program, ['-version'], { encoding: 'utf8' });
    return Number(/libavutil\s+(\d+)\./.exec(said)?.[1] ?? 0);
  } catch {
    return 0;
  }
}

export const hasSystem = libavutilOf(system.program) >= 57;
const systemAbsent = hasSystem ? undefined : 'there is no ffmpeg 5 or newer on PATH: apt-get install ffmpeg';

/** Runs a suite with both; the absence of a newer one on PATH is told, and a fault where everything is demanded. */
export function withEachFfmpeg(suite: (ffmpeg: Ffmpeg) => void): void {
  describe('with the bundled ffmpeg', () => suite(bundled));
  describeUnless(systemAbsent, 'with the ffmpeg on PATH', () => suite(system));
}
