import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { chooseTool, type Tool } from '../src/workshop/tool.ts';
import { bundledProgram } from './bundled.ts';
import { makeOnce } from './kept.ts';

/** Sounds, pictures and things that only pretend to be sounds, made with the real ffmpeg. All return their path. */
const execute = promisify(execFile);

let chosen: Promise<Tool> | undefined;

/** Runs the ffmpeg that the program itself would choose; resolves with what it said. */
export async function ffmpeg(words: readonly string[]): Promise<string> {
  chosen ??= chooseTool(process.env.FFMPEG_PATH || undefined);
  return run((await chosen).program, words);
}

/** The same with the bundled one, for what any ffmpeg can do. */
export const bundledFfmpeg = (words: readonly string[]): Promise<string> => run(bundledProgram, words);

async function run(program: string, words: readonly string[]): Promise<string> {
  const { stderr } = await execute(program, ['-hide_banner', '-nostdin', '-y', ...words], {
    maxBuffer: 64 * 1024 ** 2,
  });
  return stderr;
}

export type Noise = Readonly<{ seconds?: number; seed?: number; rate?: number; channels?: number }>;

/** Noise in the voice's band that swells and fades like syllables and phrases; another seed, another recording. */
const speechLike = ({ seconds = 4, seed = 1, rate = 44_100 }: Noise): string =>
  [
    `anoisesrc=color=pink:duration=${seconds}:seed=${seed}:sample_rate=${rate}:amplitude=0.6`,
    'highpass=f=150',
    'lowpass=f=3800',
    'tremolo=f=4.3:d=0.85',
    'tremolo=f=0.31:d=0.5',
    'volume=-9dB',
  ].join(',');

export async function makeSpeech(path: string, noise: Noise = {}): Promise<string> {
  await mkdir(dirname(path), { recursive: true });
  return make(path, ['-f', 'lavfi', '-i', speechLike(noise), '-ac', String(noise.channels ?? 1)]);
}

/** With these words of ffmpeg, once in a run. */
const make = (path: string, words: readonly string[]): Promise<string> =>
  makeOnce(path, words, (to) => ffmpeg([...words, to]));

/** A sine of 1 kHz whose loudness is known: stereo at -20 dBFS per channel is -20 LUFS (BS.1770-4). */
export async function makeTone(path: string, { seconds = 4, dBFS = -20 } = {}): Promise<string> {
  const source = `sine=frequency=997:sample_rate=48000:duration=${seconds},volume=${dBFS + 18.06}dB`;
  // Both channels as they are; ffmpeg's own way from mono to stereo takes 3 dB off each.
  return make(path, ['-f', 'lavfi', '-i', `${source},pan=stereo|c0=c0|c1=c0`]);
}

export async function makeSilence(path: string, { seconds = 4 } = {}): Promise<string> {
  return make(path, ['-f', 'lavfi', '-i', 'anullsrc=r=44100:cl=mono', '-t', String(seconds)]);
}

export async function makePicture(
  path: string,
  { width = 1600, height }: { width?: number; height?: number } = {},
): Promise<string> {
  const source = `color=c=0x2a6f6f:s=${width}x${height ?? width},format=rgb24`;
  return make(path, ['-f', 'lavfi', '-i', source, '-frames:v', '1', '-update', '1']);
}

export async function makeFilmWithoutSound(path: string): Promise<string> {
  return make(path, ['-f', 'lavfi', '-i', 'testsrc=s=160x120:d=2', '-c:v', 'mpeg4']);
}

/** The first part of a file, as a broken transfer or an empty battery leaves it. */
export async function cutFile(from: string, to: string, share = 0.5): Promise<string> {
  const bytes = await readFile(from);
  await writeFile(to, bytes.subarray(0, Math.floor(bytes.length * share)));
  return to;
}

export async function makeText(folder: string, name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

export type Heard = Readonly<{ integrated: number; range: number; truePeak: number; seconds: number }>;

/** What a listener's player would hear: the file decoded and measured by ffmpeg's own meter. */
export async function hear(path: string): Promise<Heard> {
  const meter = ['-map', '0:a:0', '-af', 'ebur128=peak=true', '-f', 'null', '-'];
  const said = await bundledFfmpeg(['-i', path, ...meter]);
  const summary = said.slice(said.lastIndexOf('Summary:'));
  const [, h, m, s] = [...said.matchAll(/time=(\d+):(\d+):([\d.]+)/g)].at(-1) ?? [];
  return {
    integrated: figure(summary, /I:\s+(-?[\d.]+) LUFS/),
    range: figure(summary, /LRA:\s+(-?[\d.]+) LU/),
    truePeak: figure(summary, /Peak:\s+(-?[\d.]+) dBFS/),
    seconds: Number(h) * 3600 + Number(m) * 60 + Number(s),
  };
}

const figure = (text: string, pattern: RegExp): number => Number(pattern.exec(text)?.[1] ?? Number.NaN);
