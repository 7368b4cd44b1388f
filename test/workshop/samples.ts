import { readFileSync, rmSync } from 'node:fs';
import { bundledFfmpeg } from '../sounds.ts';

/** Decoded sound: left and right of every moment. */
export type Samples = Readonly<{ rate: number; left: Float32Array; right: Float32Array; seconds: number }>;

/** What a player makes of a file, gaps at both ends cut as its header says. */
export async function decode(path: string, rate = 48_000): Promise<Samples> {
  const raw = `${path}.raw`;
  await bundledFfmpeg(['-i', path, '-map', '0:a:0', '-ar', String(rate), '-ac', '2', '-f', 'f32le', raw]);
  const bytes = readFileSync(raw);
  rmSync(raw);
  const both = new Float32Array(bytes.buffer, bytes.byteOffset, Math.floor(bytes.byteLength / 4));
  const [left, right] = [0, 1].map((channel) => channelOf(both, channel)) as [Float32Array, Float32Array];
  return { rate, left, right, seconds: left.length / rate };
}

function channelOf(both: Float32Array, channel: number): Float32Array {
  const line = new Float32Array(both.length >> 1);
  for (let i = 0; i < line.length; i++) line[i] = both[2 * i + channel] as number;
  return line;
}

/** How much of a tone is in a short piece of sound (Goertzel's filter), 0 to about 1. */
export function toneAt({ left, rate }: Samples, frequency: number, from: number, length = 0.02): number {
  const piece = left.subarray(Math.round(from * rate), Math.round((from + length) * rate));
  const turn = (2 * Math.PI * frequency) / rate;
  let real = 0;
  let imaginary = 0;
  piece.forEach((value, i) => {
    real += value * Math.cos(turn * i);
    imaginary += value * Math.sin(turn * i);
  });
  return (2 * Math.hypot(real, imaginary)) / Math.max(1, piece.length);
}

/** The first and the last moment at which a tone is there, in steps of a hundredth of a second. */
export function reachOf(
  samples: Samples,
  frequency: number,
  threshold: number,
): { first: number; last: number } {
  const steps = Array.from({ length: Math.floor(samples.seconds * 100) - 2 }, (_, i) => i / 100);
  const heard = steps.filter((at) => toneAt(samples, frequency, at) > threshold);
  return { first: heard[0] ?? Number.NaN, last: (heard.at(-1) ?? Number.NaN) + 0.02 };
}

/** The greatest difference between both channels. */
export const difference = ({ left, right }: Samples): number =>
  left.reduce((most, value, i) => Math.max(most, Math.abs(value - (right[i] ?? 0))), 0);
