import { join } from 'node:path';
import { openHouse, sample } from '../test/cli/program.ts';
import { ffmpeg, hear } from '../test/sounds.ts';
import type { Figures } from './figures.ts';
import { masterWatched } from './mastering.ts';
import { type Tool, toolsHere } from './tools.ts';
import { loudnormOnce, loudnormTwice } from './usual.ts';

/** LUFS, and LU that nobody may be off by. */
const TARGET = -16;
const PROMISED = 0.3;

/** Recordings of half a minute in all the ways in which they come: levels, spreads, noise, faults, formats. */
export async function benchAccuracy(): Promise<Figures> {
  const house = openHouse();
  const tool = toolsHere()[0];
  if (!tool) throw new Error('There is no ffmpeg.');
  try {
    const errors: Errors = { ours: [], once: [], twice: [] };
    let corrections = 0;
    for (const [index, recording] of recordings.entries()) {
      const path = await record(recording, join(house.folder, `take-${index}.${recording.ending ?? 'wav'}`));
      corrections += await compare(path, { tool, folder: house.folder, errors });
    }
    return describe(errors, corrections);
  } finally {
    house.remove();
  }
}

type Errors = Readonly<Record<'ours' | 'once' | 'twice', number[]>>;
type Comparison = Readonly<{ tool: Tool; folder: string; errors: Errors }>;

async function compare(path: string, { tool, folder, errors }: Comparison): Promise<number> {
  const means = { tool, folder };
  const ours = await masterWatched(path, means);
  const off = ({ integrated }: { integrated: number }): number => Math.abs(integrated - TARGET);
  errors.ours.push(off(await hear(ours.output)));
  errors.once.push(off((await loudnormOnce(path, means)).heard));
  errors.twice.push(off((await loudnormTwice(path, means)).heard));
  return ours.corrections;
}

function describe(errors: Errors, corrections: number): Figures {
  const worst = (list: readonly number[]): number => Math.max(...list);
  const mean = (list: readonly number[]): number => list.reduce((sum, value) => sum + value, 0) / list.length;
  const row = (name: string, list: readonly number[]): string[] => [
    name,
    `${mean(list).toFixed(2)} LU`,
    `${worst(list).toFixed(2)} LU`,
  ];
  return {
    rows: [
      ['off by', 'mean', 'worst'],
      row('corridor master', errors.ours),
      row('loudnorm, one pass, then MP3', errors.once),
      row('loudnorm, two passes, then MP3', errors.twice),
    ],
    remarks: [
      `${errors.ours.length} recordings, each decoded MP3 measured with ffmpeg's ebur128, which tells tenths.`,
      `${corrections} renders had to be done once more.`,
    ],
    promises: [
      { says: `no master is off by more than ${PROMISED} LU`, kept: worst(errors.ours) <= PROMISED + 1e-9 },
    ],
  };
}

type Recording = Readonly<{
  filter: string;
  channels?: 1 | 2;
  rate?: number;
  codec?: string;
  ending?: string;
}>;

const level = (dB: number): Recording => ({ filter: `volume=${dB}dB` });
/** Every other turn of so many seconds is so many dB softer. */
const turns = (seconds: number, dB: number): Recording => ({
  filter: `volume='if(mod(floor(t/${seconds}),2),${10 ** (-dB / 20)},1)':eval=frame`,
});
const noisy = (colour: string, amplitude: number): Recording => ({
  filter: `anull[v];anoisesrc=color=${colour}:amplitude=${amplitude}:sample_rate=48000:seed=7:duration=30[n];[v][n]amix=inputs=2:duration=first,volume=6dB`,
});
const packed = (codec: string, ending: string, more: Partial<Recording> = {}): Recording => ({
  filter: 'anull',
  codec,
  ending,
  ...more,
});

const recordings: readonly Recording[] = [
  ...[-40, -30, -20, -12, -6, 0, 6, 12, 20].map(level),
  ...(
    [
      [2, 8],
      [2, 16],
      [4, 12],
      [4, 20],
      [7, 16],
    ] as const
  ).map(([seconds, dB]) => turns(seconds, dB)),
  ...(['white', 'pink', 'brown'] as const).flatMap((colour) => [noisy(colour, 0.004), noisy(colour, 0.02)]),
  { filter: 'acompressor=threshold=0.02:ratio=8:makeup=8' },
  { filter: 'aecho=0.8:0.7:60|90:0.5|0.3' },
  { filter: 'pan=stereo|c0=c0|c1=0*c0', channels: 2 },
  { filter: 'pan=stereo|c0=c0|c1=-1*c0', channels: 2 },
  { filter: 'dcshift=0.1' },
  { filter: 'highpass=f=300,lowpass=f=3400', rate: 8000, channels: 1 },
  packed('pcm_s24le', 'wav', { rate: 96_000 }),
  packed('flac', 'flac', { rate: 44_100 }),
  packed('libmp3lame', 'mp3', { rate: 44_100, channels: 1 }),
  packed('aac', 'm4a', { channels: 1 }),
  packed('libopus', 'opus', { channels: 1 }),
  packed('pcm_f32le', 'wav', { filter: 'volume=16dB' }),
];

/** Half a minute of the sample's talk, told through a filter. */
async function record({ filter, channels = 2, rate = 48_000, codec = 'pcm_s16le' }: Recording, path: string) {
  const graph = `[0:a]aresample=48000,${filter}[out]`;
  await ffmpeg([
    ...['-ss', '5', '-t', '30', '-i', sample('recording.m4a'), '-filter_complex', graph, '-map', '[out]'],
    ...['-ac', String(channels), '-ar', String(rate), '-c:a', codec, path],
  ]);
  return path;
}
