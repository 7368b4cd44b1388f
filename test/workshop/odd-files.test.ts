import { readFile } from 'node:fs/promises';
import { expect } from 'vitest';
import { cutFile, ffmpeg, hear } from '../sounds.ts';
import type { Mastered } from './mastering.ts';
import { declaring, garble, spoil, TALK_SECONDS, telling, write } from './odd-sounds.ts';
import { masterOddities } from './oddities.ts';

/** Files whose heads lie, that break off, or that tell players to turn them up. */
const variable = (hasHeader: boolean) =>
  write('-c:a', 'libmp3lame', '-q:a', '5', '-write_xing', hasHeader ? '1' : '0');

const saysBrokenOff = (made: Mastered): void => {
  expect(made.master.remarks.join()).toMatch(/breaks off/);
};

const GAIN = '+12.00 dB';
/** As players' libraries write it into files (ReplayGain 2.0), for track and album. */
const replayGain = [
  ...['-metadata', `REPLAYGAIN_TRACK_GAIN=${GAIN}`, '-metadata', 'REPLAYGAIN_TRACK_PEAK=0.250000'],
  ...['-metadata', `REPLAYGAIN_ALBUM_GAIN=${GAIN}`],
];

/** Ignored on the way in, and no word of it on the way out; a mono talk counts twice (BS.1770-4). */
async function isStripped(made: Mastered, { recording }: { recording: string }): Promise<void> {
  const { integrated } = await hear(recording);
  expect(Math.abs(made.master.before.integrated - (integrated + 3.01))).toBeLessThan(0.11);
  expect((await readFile(made.path)).toString('latin1')).not.toMatch(/replaygain/i);
  expect(await ffmpeg(['-i', made.path, '-t', '0', '-f', 'null', '-'])).not.toMatch(/replaygain/i);
}

masterOddities([
  { name: 'an MP3 of variable rate without a header', file: 'no-header.mp3', make: variable(false) },
  {
    name: 'an MP3 of variable rate with a garbled header',
    file: 'garbled.mp3',
    make: spoil(variable(true), garble),
  },
  {
    name: 'an MP3 of variable rate whose header tells 3 MP3 frames',
    file: 'three-frames.mp3',
    make: spoil(variable(true), telling(3)),
  },
  {
    name: 'a WAVE file that says it is four times as long',
    file: 'too-long.wav',
    make: spoil(write(), declaring(4)),
    also: saysBrokenOff,
  },
  {
    name: 'the same at a sample rate that has to be changed',
    file: 'too-long-32.wav',
    make: spoil(write('-ar', '32000'), declaring(4)),
    also: saysBrokenOff,
  },
  {
    name: 'a WAVE file that says it is a third as long: what is behind is no sound',
    file: 'too-short.wav',
    make: spoil(write(), declaring(1 / 3)),
    seconds: TALK_SECONDS / 3,
  },
  {
    name: 'a WAVE file that says it holds nothing, as a recorder leaves it whose battery is empty',
    file: 'unfinished.wav',
    make: spoil(write(), declaring(0)),
  },
  {
    name: 'an M4A that breaks off',
    file: 'cut.m4a',
    make: async (talk, path) => {
      await write('-c:a', 'aac', '-b:a', '96k', '-movflags', '+faststart')(talk, `${path}.whole.m4a`);
      await cutFile(`${path}.whole.m4a`, path, 0.7);
    },
    seconds: async (recording) => (await hear(recording)).seconds,
    also: saysBrokenOff,
  },
  {
    name: 'an MP3 with ReplayGain',
    file: 'louder.mp3',
    make: write('-c:a', 'libmp3lame', '-b:a', '128k', ...replayGain),
    also: isStripped,
  },
  { name: 'a FLAC with ReplayGain', file: 'louder.flac', make: write(...replayGain), also: isStripped },
]);
