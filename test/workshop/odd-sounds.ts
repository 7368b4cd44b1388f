import { readFile, writeFile } from 'node:fs/promises';
import { readWaveHead } from '../../src/sound/wave.ts';
import { ffmpeg } from '../sounds.ts';

/**
 * Recordings that something is wrong with, made from the sample's two voices: long enough to be heard in two pieces
 * (measuring.ts) and rendered in two segments.
 */
export const TALK_SECONDS = 21;
const SAMPLE = 'episodes/sample/recording.m4a';
/** In the sample; the dead air before and behind is left out, so nothing of it will be cut. */
const FIRST_WORD = 1.6;

/** One channel, 48 kHz, 16 bits; near and far voice, hardly a pause. */
export async function makeTalk(path: string): Promise<string> {
  const cut = `atrim=${FIRST_WORD}:${FIRST_WORD + TALK_SECONDS},asetpts=PTS-STARTPTS`;
  await ffmpeg(['-i', SAMPLE, '-af', cut, '-c:a', 'pcm_s16le', path]);
  return path;
}

/** The talk behind some of ffmpeg's filters, written as the further words say. */
export const bend =
  (filters: string, ...words: readonly string[]) =>
  (talk: string, path: string): Promise<unknown> =>
    ffmpeg(['-i', talk, '-af', filters, ...words, path]);

/** The same sound in another file. */
export const write =
  (...words: readonly string[]) =>
  (talk: string, path: string): Promise<unknown> =>
    ffmpeg(['-i', talk, ...words, path]);

/** Made as told, then changed byte by byte. */
export const spoil =
  (make: (talk: string, path: string) => Promise<unknown>, change: (bytes: Buffer) => void) =>
  async (talk: string, path: string): Promise<void> => {
    await make(talk, path);
    const bytes = await readFile(path);
    change(bytes);
    await writeFile(path, bytes);
  };

/** The first ten seconds of the talk, something else after a short pause, and after another the next ten. */
export const around =
  (source: string) =>
  (talk: string, path: string): Promise<unknown> => {
    const mono = 'aformat=channel_layouts=mono:sample_fmts=fltp:sample_rates=48000';
    const pause = `apad=pad_len=${Math.round(PAUSE * 48_000)}`;
    const graph = [
      `[0:a]atrim=0:${TALK_BEFORE},${mono},${pause}[before]`,
      `[1:a]${mono},${pause}[between]`,
      `[2:a]atrim=${TALK_BEFORE}:${2 * TALK_BEFORE},asetpts=PTS-STARTPTS,${mono}[behind]`,
      '[before][between][behind]concat=n=3:v=0:a=1[out]',
    ];
    const inputs = ['-i', talk, '-f', 'lavfi', '-i', source, '-i', talk];
    return ffmpeg([...inputs, '-filter_complex', graph.join(';'), '-map', '[out]', path]);
  };
const TALK_BEFORE = 10;
const PAUSE = 0.6;
/** Where on the line what was put in between stands, and for how long. */
export const BETWEEN = { from: TALK_BEFORE + PAUSE, seconds: 14 };
export const AROUND_SECONDS = 2 * (TALK_BEFORE + PAUSE) + BETWEEN.seconds;

const chord =
  '(sin(2*PI*220*t)+sin(2*PI*277.18*t)+sin(2*PI*329.63*t)+0.5*sin(2*PI*440*t)+0.3*sin(2*PI*880*t))';
const strokes = '(sin(2*PI*110*t)+0.6*sin(2*PI*220*t)+0.4*sin(2*PI*660*t))';
/** Held like an organ's; at 0.03 a little softer than the near voice, at 0.015 as soft as the far one. */
export const heldMusic = (amplitude: number): string =>
  `aevalsrc='${amplitude}*${chord}':s=48000:d=${BETWEEN.seconds}`;
/** The same for eleven seconds, then a note that is struck once and has died away at the end. */
export const fadingMusic = (amplitude: number): string => {
  const note = `0.1*exp(-2*(t-${STRUCK}))*${strokes}`;
  return `aevalsrc='if(lt(t,${STRUCK}),${amplitude}*${chord},${note})':s=48000:d=${BETWEEN.seconds}`;
};
const STRUCK = 11;
/** Struck twice a second, as loud as the talk. */
export const struckMusic = `aevalsrc='0.25*exp(-6*mod(t,0.5))*${strokes}+0.015*${chord}':s=48000:d=${BETWEEN.seconds}`;

/** Makes a WAVE file's head tell so many times the bytes of sound that are there. */
export const declaring =
  (times: number) =>
  (bytes: Buffer): void => {
    const { offset = 0, bytes: size = 0 } = readWaveHead(bytes) ?? {};
    bytes.writeUInt32LE(Math.round(size * times), offset - 4);
  };

/** What a broken plug-in leaves: samples that are no numbers at the beginning, in the middle, for 4 ms, and at the end. */
export function breakSamples(bytes: Buffer): void {
  const { offset = 0, bytes: size = 0 } = readWaveHead(bytes) ?? {};
  const count = size / 4;
  const middle = Math.floor(count / 2);
  const broken = [0, 1, 2, middle, count - 1, ...Array.from({ length: 200 }, (_, i) => middle + 48_000 + i)];
  for (const i of broken) bytes.writeFloatLE(noNumbers[i % 3] ?? Number.NaN, offset + 4 * i);
}
const noNumbers = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY] as const;

/** Makes a Xing header tell another number of MP3 frames. */
export const telling =
  (frames: number) =>
  (bytes: Buffer): void => {
    bytes.writeUInt32BE(frames, xingIn(bytes) + 8);
  };

/** Nothing of a Xing header makes sense but its name. */
export function garble(bytes: Buffer): void {
  const at = xingIn(bytes);
  for (let i = 4; i < 140; i++) bytes[at + i] = (37 * i * i + 11) % 256;
}

function xingIn(bytes: Buffer): number {
  const at = bytes.subarray(0, 4096).indexOf('Xing');
  if (at < 0) throw new Error('There is no Xing header.');
  return at;
}
