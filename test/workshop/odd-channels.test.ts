import { expect } from 'vitest';
import { levelOf, likenessOf, meanLevelOf } from './levels.ts';
import type { Mastered } from './mastering.ts';
import { readFirstFrame } from './mp3.ts';
import { bend, write } from './odd-sounds.ts';
import { masterOddities } from './oddities.ts';
import { decode, type Samples } from './samples.ts';

/** Recordings with odd channels and sample rates. */
const HISS = 'anoisesrc=color=white:seed=4:sample_rate=48000:amplitude=0.0001';
const beside = (talk: string, path: string): Promise<unknown> =>
  write(
    ...['-f', 'lavfi', '-i', HISS, '-filter_complex', '[1:a][0:a]amerge=inputs=2[out]'],
    ...['-map', '[out]', '-shortest'],
  )(talk, path);

const monoOf = ({ left, right }: Samples): Float32Array =>
  left.map((value, i) => (value + (right[i] ?? 0)) / 2);

/** The voice is on both sides, equally loud, and it is the voice that was recorded. */
async function isOnBothSides(made: Mastered, { talk }: { talk: string }): Promise<void> {
  const [heard, spoken] = await Promise.all([decode(made.path), decode(talk)]);
  expect(Math.abs(levelOf(heard.left, heard) - levelOf(heard.right, heard))).toBeLessThan(0.1);
  expect(likenessOf(heard.left, spoken.left)).toBeGreaterThan(0.6);
  expect(likenessOf(heard.right, spoken.left)).toBeGreaterThan(0.6);
}

/** A single loudspeaker plays it as loud as both channels are in the mean. */
async function doesNotCancel(made: Mastered): Promise<void> {
  const heard = await decode(made.path);
  const mean = meanLevelOf([heard.left, heard.right].map((channel) => levelOf(channel, heard)));
  expect(Math.abs(levelOf(monoOf(heard), heard) - mean)).toBeLessThan(1);
  expect(made.master.remarks.join()).toMatch(/upside down/);
}

const isOfWorkingRate = ({ path }: Mastered): void => {
  expect(readFirstFrame(path)).toMatchObject({ sampleRate: 48_000, mode: 'joint' });
};

masterOddities([
  {
    name: 'one channel is digital silence',
    file: 'silent-right.wav',
    make: bend('pan=stereo|c0=c0|c1=0*c0'),
    also: isOnBothSides,
  },
  { name: 'one channel carries nothing but hiss', file: 'dead-left.wav', make: beside, also: isOnBothSides },
  {
    name: 'one channel upside down',
    file: 'inverted.wav',
    make: bend('pan=stereo|c0=c0|c1=-1*c0'),
    also: doesNotCancel,
  },
  {
    name: 'one channel upside down and softer, with noise of its own',
    file: 'inverted-softer.wav',
    make: (talk, path) =>
      write(
        ...[
          '-f',
          'lavfi',
          '-i',
          HISS,
          '-filter_complex',
          '[0:a][1:a]amerge=inputs=2,pan=stereo|c0=c0|c1=-0.6*c0+10*c1[out]',
        ],
        ...['-map', '[out]', '-shortest'],
      )(talk, path),
    also: doesNotCancel,
  },
  {
    name: '5.1 with the voices in the middle',
    file: 'surround.wav',
    make: bend('pan=5.1|FC=c0|FL=0.1*c0|FR=0.1*c0|LFE=0*c0|BL=0*c0|BR=0*c0'),
    also: isOnBothSides,
  },
  {
    name: '8 kHz from a telephone',
    file: 'telephone.wav',
    make: write('-ar', '8000', '-c:a', 'pcm_mulaw'),
    also: isOfWorkingRate,
  },
  {
    name: '192 kHz from a studio',
    file: 'studio.wav',
    make: write('-ar', '192000', '-ac', '2', '-c:a', 'pcm_s24le'),
    also: isOfWorkingRate,
  },
]);
