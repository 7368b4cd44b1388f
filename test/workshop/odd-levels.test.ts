import { expect } from 'vitest';
import { levelsOf, spreadOf } from './levels.ts';
import type { Mastered } from './mastering.ts';
import {
  AROUND_SECONDS,
  around,
  BETWEEN,
  bend,
  breakSamples,
  fadingMusic,
  heldMusic,
  spoil,
  struckMusic,
} from './odd-sounds.ts';
import { masterOddities, refuseOddities } from './oddities.ts';
import { decode } from './samples.ts';

/** Recordings that are far too soft or too loud, off their centre, broken, short, or partly music. */
const remarksOf = ({ master }: Mastered): string => master.remarks.join(' ');

/** Most of what was cut off straight stands out again. */
function isMended(made: Mastered): void {
  const { recorded, parts } = made.account;
  expect(remarksOf(made)).toMatch(/clipped/);
  expect(parts[0]?.hearing.signal.clipped).toBeLessThan(recorded.signal.clipped / 2);
}

/** LUFS of a room in which nobody is heard. */
const QUIET = -45;

/** Where there was sound there still is. */
async function losesNothing(made: Mastered, { talk }: { talk: string }): Promise<void> {
  expect(remarksOf(made)).toMatch(/samples of the file are no sound/);
  const [heard, spoken] = await Promise.all([decode(made.path), decode(talk)]);
  const before = levelsOf(spoken.left, spoken);
  const silent = levelsOf(heard.left, heard).filter((level, i) => level < QUIET && (before[i] ?? 0) > QUIET);
  expect(silent).toEqual([]);
}

/** Full scale = 1. */
const CENTRED = 0.001;

async function isCentred(made: Mastered): Promise<void> {
  expect(remarksOf(made)).toMatch(/off its centre/);
  const { left, right } = await decode(made.path);
  for (const channel of [left, right]) {
    const mean = channel.reduce((sum, value) => sum + value, 0) / channel.length;
    expect(Math.abs(mean)).toBeLessThan(CENTRED);
  }
}

/** Seconds at its beginning in which the gain may still be on its way. */
const ARRIVING = 1;
/** Seconds of one level, and LUFS below which a note has died away. */
const STEP = 0.5;
const DEAD = -60;

/** Music gets one gain, also while it fades, and passes neither for a noisy room nor for noise to be taken away. */
async function doesNotPump(made: Mastered, { recording }: { recording: string }): Promise<void> {
  const inside = { from: BETWEEN.from + ARRIVING, seconds: BETWEEN.seconds - 2 * ARRIVING };
  const [heard, recorded] = await Promise.all(
    [made.path, recording].map(async (path) => {
      const sound = await decode(path);
      return levelsOf(sound.left, { ...sound, ...inside }, STEP);
    }),
  );
  const gains = (heard ?? []).flatMap((level, i) => {
    const before = recorded?.[i] ?? DEAD;
    return before > DEAD ? [level - before] : [];
  });
  expect(gains.length).toBeGreaterThan(20);
  expect(spreadOf(gains)).toBeLessThan(2);
  expect(made.account.parts[0]?.treatment.noise).toBeNull();
  expect(remarksOf(made)).not.toMatch(/noisy/);
}

refuseOddities('recording-silent', [
  { name: 'digital silence', file: 'silence.wav', make: bend('volume=0') },
  { name: 'the noise of a converter', file: 'noise.wav', make: bend('volume=-75dB', '-c:a', 'pcm_s24le') },
  { name: 'silence off its centre', file: 'silent-offset.wav', make: bend('volume=0,dcshift=0.1') },
]);

masterOddities([
  {
    name: 'a whisper that peaks at -60 dBFS, in 16 bits',
    file: 'whisper.wav',
    make: bend('volume=-58.2dB', '-c:a', 'pcm_s16le'),
    also: (made) => {
      expect(Math.abs(made.master.before.truePeak + 60)).toBeLessThan(0.5);
      expect(remarksOf(made)).toMatch(/extremely quiet.*Next time turn the recording level up/);
    },
  },
  {
    name: 'clipped at +12 dB',
    file: 'clipped.wav',
    make: bend('volume=12dB', '-c:a', 'pcm_s16le'),
    also: isMended,
  },
  {
    name: '32-bit float with peaks 6 dB above full scale',
    file: 'float.wav',
    make: bend('volume=7.8dB', '-c:a', 'pcm_f32le'),
    also: ({ master, account }) => {
      expect(Math.abs(master.before.truePeak - 6)).toBeLessThan(0.2);
      expect(account.recorded.signal.clipped).toBe(0);
    },
  },
  { name: 'DC offset of 0.2', file: 'offset.wav', make: bend('volume=0.7,dcshift=0.2'), also: isCentred },
  {
    name: 'samples that are no numbers',
    file: 'broken.wav',
    make: spoil(bend('anull', '-c:a', 'pcm_f32le'), breakSamples),
    also: losesNothing,
  },
  {
    name: 'samples that are no numbers, at another sample rate',
    file: 'broken-96.wav',
    make: spoil(bend('anull', '-ar', '96000', '-c:a', 'pcm_f32le'), breakSamples),
    also: losesNothing,
  },
  {
    name: 'three seconds',
    file: 'short.wav',
    make: bend('atrim=0:3'),
    seconds: 3,
    also: (made) => expect(remarksOf(made)).not.toMatch(/hums/),
  },
  {
    name: 'held music and a note that fades between talk',
    file: 'fading-music.wav',
    make: around(fadingMusic(0.03)),
    seconds: AROUND_SECONDS,
    also: doesNotPump,
  },
  {
    name: 'soft music between talk',
    file: 'soft-music.wav',
    make: around(heldMusic(0.015)),
    seconds: AROUND_SECONDS,
    also: doesNotPump,
  },
  {
    name: 'music with a beat between talk',
    file: 'struck-music.wav',
    make: around(struckMusic),
    seconds: AROUND_SECONDS,
    also: doesNotPump,
  },
]);
