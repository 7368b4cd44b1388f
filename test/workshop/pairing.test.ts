import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FrameHead, scanFrames } from '../../src/sound/mp3.ts';
import { keepFrames } from '../../src/sound/mp3-join.ts';
import { openPairing, singleBitrate } from '../../src/sound/mp3-twin.ts';
import { MP3_FRAME, planSegments, type Segment } from '../../src/sound/segments.ts';
import { runTool } from '../services/processes.ts';
import { ffmpeg } from '../sounds.ts';
import { withEachFfmpeg } from './tools.ts';

/** MP3 frames of one channel as frames of two, beside what LAME makes of two equal channels itself. */
const folder = mkdtempSync(join(tmpdir(), 'corridor-pairing-'));
const file = (name: string): string => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true }));

const SECONDS = 21.3;
const cases = [
  { sampleRate: 44100, bitrate: 128 },
  { sampleRate: 48000, bitrate: 128 },
  { sampleRate: 48000, bitrate: 64 },
  { sampleRate: 44100, bitrate: 192 },
] as const;

const talkAt = (sampleRate: number): string => file(`${sampleRate}.wav`);
const makeTalk = (sampleRate: number): Promise<string> =>
  ffmpeg([
    ...['-i', 'episodes/sample/recording.m4a', '-t', String(SECONDS), '-af', 'pan=mono|c0=c0'],
    ...['-ar', String(sampleRate), '-c:a', 'pcm_f32le', talkAt(sampleRate)],
  ]);
beforeAll(() => Promise.all([44100, 48000].map(makeTalk)));

const asOne = (bitrate: number): string[] => [
  ...['-codec:a', 'libmp3lame', '-b:a', `${bitrate}k`, '-reservoir', '0'],
  ...['-id3v2_version', '0', '-write_xing', '0', '-f', 'mp3'],
];
const asTwo = (bitrate: number): string[] => ['-af', 'pan=stereo|c0=c0|c1=c0', ...asOne(bitrate)];

withEachFfmpeg(({ name: tool, program }) => {
  const run = (words: readonly string[]) => runTool(program, ['-v', 'error', '-y', ...words]);
  const encode = async (input: readonly string[], words: readonly string[], to: string): Promise<Buffer> => {
    await run([...input, ...words, file(`${tool}-${to}`)]);
    return readFileSync(file(`${tool}-${to}`));
  };
  const decode = async (mp3: Uint8Array, name: string): Promise<Float32Array> => {
    const path = file(`${tool}-${name}`);
    writeFileSync(path, mp3);
    await run(['-err_detect', 'explode', '-f', 'mp3', '-i', path, '-f', 'f32le', `${path}.raw`]);
    return new Float32Array(Uint8Array.from(readFileSync(`${path}.raw`)).buffer);
  };

  describe.each(cases)('$bitrate kbit/s at $sampleRate Hz', (twin) => {
    const { sampleRate, bitrate } = twin;
    const single = singleBitrate(twin) ?? 0;
    let one: Buffer;
    let two: Buffer;
    let paired: Uint8Array;
    beforeAll(async () => {
      const talk = ['-i', talkAt(sampleRate)];
      one = await encode(talk, asOne(single), 'one.mp3');
      two = await encode(talk, asTwo(bitrate), 'two.mp3');
      paired = openPairing(twin)(one);
    });

    test('both channels decode to exactly the one', async () => {
      const [sound, alone] = await Promise.all([decode(paired, 'paired.mp3'), decode(one, 'alone.mp3')]);
      expect(sound).toHaveLength(2 * alone.length);
      const left = sound.filter((_, i) => i % 2 === 0);
      const right = sound.filter((_, i) => i % 2 === 1);
      expect(Math.max(...differences(left, right))).toBe(0);
      expect(Math.max(...differences(left, alone))).toBeLessThan(1e-6);
      expect(levelOf(alone)).toBeGreaterThan(-40);
    });

    test('has the frames that LAME would have written for two: their number, sizes and headers', () => {
      const [ours, theirs] = [headsIn(paired), headsIn(two)];
      expect(ours).toEqual(theirs.map((head) => ({ ...head, mode: 'joint' })));
      expect(ours.length).toBeGreaterThan(700);
    });

    test('is as near to the recording as two channels from LAME, within a decibel', async () => {
      const raw = file(`${tool}-${sampleRate}.raw`);
      await run(['-i', talkAt(sampleRate), '-f', 'f32le', raw]);
      const talk = new Float32Array(Uint8Array.from(readFileSync(raw)).buffer);
      const [ours, theirs] = await Promise.all([decode(paired, 'ours.mp3'), decode(two, 'theirs.mp3')]);
      const noise = [ours, theirs].map((sound) => noiseOf(talk, sound)) as [number, number];
      expect(noise[0]).toBeLessThan(noise[1] + 1);
    });

    test('pieces that are joined differ from the whole in one frame of a thousand at most', async () => {
      const frames = Math.round(SECONDS * sampleRate);
      const pair = openPairing(twin);
      const pieces: Uint8Array[] = [];
      const segments = planSegments({ frames, sampleRate, bitrate: single, workers: 2 });
      for (const segment of segments) {
        const { from, frames: count, index } = segment;
        const cut = `atrim=start_sample=${from}:end_sample=${from + count},asetpts=PTS-STARTPTS`;
        const piece = await encode(
          ['-i', talkAt(sampleRate), '-af', cut],
          asOne(single),
          `piece${index}.mp3`,
        );
        pieces.push(pair(keepFrames(piece, segment)));
      }
      const joined = Buffer.concat(pieces);
      const [ours, theirs] = [framesIn(joined), framesIn(paired)];
      expect(segments.length).toBeGreaterThan(1);
      expect(ours).toHaveLength(theirs.length);
      const different = ours.filter((frame, i) => Buffer.compare(frame, theirs[i] ?? frame) !== 0);
      expect(different.length).toBeLessThanOrEqual(2);
      const [sound, whole] = await Promise.all([decode(joined, 'joined.mp3'), decode(paired, 'whole.mp3')]);
      expect(Math.max(...seamsOf(segments).map((at) => apart(sound, whole, at, sampleRate)))).toBeLessThan(
        -45,
      );
    });
  });
});

const headsIn = (mp3: Uint8Array): FrameHead[] => {
  const heads: FrameHead[] = [];
  scanFrames(mp3, (head) => heads.push(head));
  return heads;
};

const framesIn = (mp3: Uint8Array): Uint8Array[] => {
  const frames: Uint8Array[] = [];
  scanFrames(mp3, (_, __, frame) => frames.push(frame.slice()));
  return frames;
};

function* differences(one: Float32Array, other: Float32Array): Generator<number> {
  let highest = 0;
  for (const [i, value] of one.entries()) highest = Math.max(highest, Math.abs(value - (other[i] ?? 0)));
  yield highest;
}

/** RMS in dBFS. */
const levelOf = (sound: Float32Array): number =>
  10 * Math.log10(sound.reduce((sum, value) => sum + value ** 2, 0) / sound.length);

/** Frames of sound by which encoder and decoder are late together, where no header says so. */
const LATE = 1105;

/**
 * dB: what the left channel and the recording differ by, beside the recording. LAME's own gain is no difference, so the
 * recording is taken as loud as it comes out best.
 */
function noiseOf(talk: Float32Array, sound: Float32Array): number {
  let [both, own, energy] = [0, 0, 0];
  for (let i = 0; i < talk.length; i++) {
    const [a, b] = [talk[i] ?? 0, sound[2 * (i + LATE)] ?? 0];
    both += a * b;
    own += a * a;
    energy += b * b;
  }
  const gain = both / own;
  return 10 * Math.log10((energy - 2 * gain * both + gain ** 2 * own) / (gain ** 2 * own));
}

/** Frames of sound at which one segment ends and the next begins. */
const seamsOf = (segments: readonly Segment[]): number[] =>
  segments.slice(1).map(({ from, lead }) => from + lead * MP3_FRAME);

/** RMS in dBFS of what two sounds of two channels differ by within half a second of a place. */
function apart(one: Float32Array, other: Float32Array, at: number, sampleRate: number): number {
  const [from, to] = [2 * (at - sampleRate / 2), 2 * (at + sampleRate / 2)];
  const difference = one.subarray(from, to).map((value, i) => value - (other[from + i] ?? 0));
  return 10 * Math.log10(difference.reduce((sum, value) => sum + value ** 2, 0) / difference.length + 1e-20);
}
