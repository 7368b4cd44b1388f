import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loudnessOf, openMeter } from '../../src/sound/meter.ts';
import { ffmpeg, hear } from '../sounds.ts';

/** Our meter beside ffmpeg's (ebur128), on the same samples. */

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'corridor-meter-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Case = Readonly<{ name: string; input: readonly string[]; rate: 44_100 | 48_000; channels: 1 | 2 }>;
const lavfi = (graph: string): readonly string[] => ['-f', 'lavfi', '-i', graph];
/** Left and right differ, and the level goes up and down, so that gates and range have something to do. */
const talk = 'anoisesrc=color=pink:seed=3:duration=12:sample_rate=48000:amplitude=0.5,tremolo=f=0.2:d=0.9';
const wide = `${talk},aformat=channel_layouts=stereo,adelay=0|7`;
const tone = (dBFS: number): string =>
  `sine=frequency=997:sample_rate=48000:duration=4,volume=${dBFS + 18.06}dB`;
const speech = ['-t', '20', '-i', 'episodes/sample/recording.m4a'];

const cases: readonly Case[] = [
  { name: 'sine at -6 dBFS', input: lavfi(tone(-6)), rate: 48_000, channels: 1 },
  { name: 'sine at -23 dBFS', input: lavfi(tone(-23)), rate: 48_000, channels: 2 },
  { name: 'sine at -50 dBFS', input: lavfi(tone(-50)), rate: 44_100, channels: 2 },
  { name: 'pink noise, mono', input: lavfi(talk), rate: 44_100, channels: 1 },
  { name: 'pink noise, wide', input: lavfi(wide), rate: 48_000, channels: 2 },
  { name: 'pink noise, wide', input: lavfi(wide), rate: 44_100, channels: 2 },
  { name: 'speech, mono', input: speech, rate: 48_000, channels: 1 },
  { name: 'speech, stereo', input: speech, rate: 44_100, channels: 2 },
  {
    name: 'loud speech',
    input: [...speech, '-af', 'volume=24dB,alimiter=limit=0.9:level=false'],
    rate: 48_000,
    channels: 1,
  },
];

/** A WAV of 32-bit floats in our rate and shape. */
async function make({ input, rate, channels }: Case): Promise<string> {
  const path = join(folder, 'sound.wav');
  await ffmpeg([
    ...input,
    '-map',
    '0:a:0',
    '-ar',
    String(rate),
    '-ac',
    String(channels),
    '-c:a',
    'pcm_f32le',
    path,
  ]);
  return path;
}

async function measure(path: string, { rate, channels }: Case) {
  const raw = `${path}.raw`;
  await ffmpeg(['-i', path, '-f', 'f32le', raw]);
  const bytes = readFileSync(raw);
  const samples = new Float32Array(bytes.buffer, bytes.byteOffset, Math.floor(bytes.byteLength / 4));
  const sound = Array.from({ length: channels }, (_, c) => samples.filter((_, i) => i % channels === c));
  const meter = openMeter({ sampleRate: rate, channels });
  meter.add(sound, samples.length / channels);
  return loudnessOf(meter.end());
}

/** As it will be published: mono on both channels. */
async function hearPublished(path: string, { channels }: Case) {
  if (channels === 2) return hear(path);
  const stereo = `${path}.stereo.wav`;
  await ffmpeg(['-i', path, '-af', 'pan=stereo|c0=c0|c1=c0', '-c:a', 'pcm_f32le', stereo]);
  return hear(stereo);
}

describe('our meter says what ffmpeg says', () => {
  test.each(cases)('$name, $rate Hz, $channels channels', async (given) => {
    const path = await make(given);
    const [ours, theirs] = [await measure(path, given), await hearPublished(path, given)];
    expect(Math.abs(ours.integrated - theirs.integrated)).toBeLessThanOrEqual(0.1);
    expect(Math.abs(ours.range - theirs.range)).toBeLessThanOrEqual(0.3);
    expect(Math.abs(ours.truePeak - theirs.truePeak)).toBeLessThanOrEqual(0.3);
  });
});
