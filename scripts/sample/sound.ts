import { execFileSync, spawnSync } from 'node:child_process';

/** Samples between -1 and 1, one channel, at RATE. */
export type Sound = Float32Array<ArrayBuffer>;

export const RATE = 48_000;
export const decibels = (value: number): number => 10 ** (value / 20);
export const silence = (seconds: number): Sound => new Float32Array(Math.round(seconds * RATE));
export const lengthOf = (sound: Sound): number => sound.length / RATE;
export const amplify = (sound: Sound, gain: number): Sound => sound.map((sample) => sample * decibels(gain));

/** Adds a sound to the scene at a moment; what reaches past the scene's end is cut. */
export function lay(scene: Sound, sound: Sound, at: number): void {
  const first = Math.round(at * RATE);
  const end = Math.min(sound.length, scene.length - first);
  for (let i = 0; i < end; i++) scene[first + i] = (scene[first + i] ?? 0) + (sound[i] ?? 0);
}

/** Raises or lowers a sound to a loudness in LUFS, as ffmpeg's EBU R 128 meter hears it. */
export function settle(channels: readonly Sound[], loudness: number): Sound[] {
  const gain = loudness - measure(channels);
  return channels.map((channel) => amplify(channel, gain));
}

function measure(channels: readonly Sound[]): number {
  const arguments_ = [...rawInput(channels.length), '-af', 'ebur128', '-f', 'null', '-'];
  const report = spawnSync('ffmpeg', ['-hide_banner', '-nostats', ...arguments_], { input: weave(channels) });
  const integrated = /Integrated loudness:\s+I:\s+(-?[\d.]+) LUFS/.exec(String(report.stderr))?.[1];
  if (integrated === undefined) throw new Error(`ffmpeg measured nothing: ${String(report.stderr)}`);
  return Number(integrated);
}

/** Encodes as the file's name and the options say; bit-exact flags keep dates and versions out of the file. */
export function encode(channels: readonly Sound[], file: string, options: readonly string[]): void {
  const exact = ['-map_metadata', '-1', '-fflags', '+bitexact', '-flags:a', '+bitexact'];
  const line = ['-v', 'error', '-y', ...rawInput(channels.length), ...options, ...exact, file];
  execFileSync('ffmpeg', line, { input: weave(channels) });
}

/** Any sound that ffmpeg understands, as one channel at RATE. */
export function decode(bytes: Uint8Array): Sound {
  const line = ['-v', 'error', '-i', 'pipe:0', '-ac', '1', '-ar', String(RATE), '-f', 'f32le', 'pipe:1'];
  const raw = execFileSync('ffmpeg', line, { input: bytes, maxBuffer: 2 ** 28 });
  return new Float32Array(new Uint8Array(raw).buffer);
}

const rawInput = (channels: number): string[] => [
  '-f',
  'f32le',
  '-ar',
  String(RATE),
  '-ac',
  String(channels),
  '-i',
  'pipe:0',
];

function weave(channels: readonly Sound[]): Uint8Array {
  const woven = new Float32Array((channels[0]?.length ?? 0) * channels.length);
  channels.forEach((channel, c) => {
    for (let i = 0; i < channel.length; i++) woven[i * channels.length + c] = channel[i] ?? 0;
  });
  return new Uint8Array(woven.buffer);
}
