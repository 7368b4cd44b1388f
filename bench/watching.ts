import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What a program took, with everything that it started; read from `/proc` while it ran. */
export type Effort = Readonly<{
  milliseconds: number;
  /** Seconds of processor time of the program and all that it started. */
  processor: number;
  /** Bytes: most of the program itself, and of its helpers and ffmpegs, each kind taken together. */
  memory: Readonly<{ program: number; crew: number; ffmpeg: number }>;
  /** Bytes in its folder for work in progress. */
  scratch: number;
  stdout: string;
}>;

const LOOK_EVERY = 100;

/** Runs a program to its end. `scratch` is the folder whose size is watched. */
export async function watched(
  words: readonly string[],
  { env, scratch }: Readonly<{ env?: NodeJS.ProcessEnv; scratch?: string }> = {},
): Promise<Effort> {
  const start = performance.now();
  // The shell's `times` counts what its children have used, and their children.
  const shell = spawn('/bin/sh', ['-c', '"$@"; code=$?; times >&3; exit $code', 'sh', ...words], {
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    env: env ?? process.env,
  });
  const told = collect(shell);
  const peaks = watchPeaks(shell.pid ?? 0, scratch);
  const [code] = (await once(shell, 'close')) as [number];
  const milliseconds = performance.now() - start;
  const memory = peaks.end();
  if (code !== 0) throw new Error(`${words.join(' ')} ended with ${code}: ${told.stderr()}`);
  return { milliseconds, processor: readTimes(told.times()), ...memory, stdout: told.stdout() };
}

function collect(shell: ChildProcess) {
  const texts = ['', '', '', ''];
  for (const stream of [1, 2, 3]) {
    shell.stdio[stream]?.on('data', (text: Buffer) => {
      texts[stream] += text.toString();
    });
  }
  return { stdout: () => texts[1] ?? '', stderr: () => texts[2] ?? '', times: () => texts[3] ?? '' };
}

/** The second line: `0m1.200s 0m0.300s`, user and system of the children. */
function readTimes(text: string): number {
  const line = text.trim().split('\n').at(-1) ?? '';
  return [...line.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, m, s]) => sum + 60 * Number(m) + Number(s),
    0,
  );
}

type Running = Readonly<{ id: number; parent: number; name: string; resident: number }>;
type Peaks = Pick<Effort, 'memory' | 'scratch'>;

function watchPeaks(root: number, scratch: string | undefined): { end(): Peaks } {
  const memory = { program: 0, crew: 0, ffmpeg: 0 };
  let most = 0;
  const look = (): void => {
    const now = sumsBelow(root);
    for (const kind of ['program', 'crew', 'ffmpeg'] as const)
      memory[kind] = Math.max(memory[kind], now[kind]);
    if (scratch) most = Math.max(most, sizeOf(scratch));
  };
  const timer = setInterval(look, LOOK_EVERY);
  return {
    end: () => {
      clearInterval(timer);
      return { memory, scratch: most };
    },
  };
}

/** Of the shell's descendants: its child is the program; ffmpegs by their name; the rest is the crew. */
function sumsBelow(root: number): Record<'program' | 'crew' | 'ffmpeg', number> {
  const sums = { program: 0, crew: 0, ffmpeg: 0 };
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap(readProcess);
  const walk = (parent: number, depth: number): void => {
    for (const child of all.filter((entry) => entry.parent === parent)) {
      const kind = child.name.startsWith('ffmpeg') ? 'ffmpeg' : depth === 0 ? 'program' : 'crew';
      sums[kind] += child.resident;
      walk(child.id, depth + 1);
    }
  };
  walk(root, 0);
  return sums;
}

function readProcess(id: string): Running[] {
  try {
    const status = readFileSync(`/proc/${id}/status`, 'utf8');
    const field = (name: string): string => new RegExp(`^${name}:\\s+(\\S+)`, 'm').exec(status)?.[1] ?? '';
    const resident = Number(field('VmRSS')) * 1024;
    return [{ id: Number(id), parent: Number(field('PPid')), name: field('Name'), resident }];
  } catch {
    return [];
  }
}

function sizeOf(folder: string): number {
  try {
    const entries = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    return entries.reduce((sum, name) => sum + sizeOfFile(join(folder, name)), 0);
  } catch {
    return 0;
  }
}

function sizeOfFile(path: string): number {
  try {
    const found = statSync(path);
    return found.isFile() ? found.size : 0;
  } catch {
    return 0;
  }
}
