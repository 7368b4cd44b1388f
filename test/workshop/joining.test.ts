import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scanFrames } from '../../src/sound/mp3.ts';
import { crc16, type InfoFrame, type Mp3Shape, readInfoFrame } from '../../src/sound/mp3-info.ts';
import { DECODER_DELAY, ENCODER_DELAY, keepFrames, openJoin } from '../../src/sound/mp3-join.ts';
import { type Mp3Outline, openOutline, sliceOf } from '../../src/sound/mp3-outline.ts';
import { MP3_FRAME, planSegments, type Segment } from '../../src/sound/segments.ts';
import { ffmpeg } from '../sounds.ts';
import { withEachFfmpeg } from './tools.ts';

/** Pieces that were encoded one by one and joined, beside what the same LAME makes of the whole in one go. */
const folder = mkdtempSync(join(tmpdir(), 'corridor-joining-'));
const file = (name: string): string => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true }));

/** An odd length, so that the last MP3 frame is not full. */
const SECONDS = 27.27;
const BYTES_PER_FRAME = 8;

/** A talk with rests, loud and low passages, and a room's noise; wide, or both channels equal. */
function makeTalk(rate: number, isWide: boolean): Promise<string> {
  const sample = 'episodes/sample/recording.m4a';
  const noise = `anoisesrc=color=pink:duration=${SECONDS}:seed=3:sample_rate=${rate}:amplitude=0.01`;
  const graph = [
    '[0:a:0][1:a:0]concat=n=2:v=0:a=1,pan=mono|c0=c0[talk]',
    `[talk]aresample=${rate},volume='1.2+0.9*sin(t/4)':eval=frame,aformat=channel_layouts=mono,asplit[near][far]`,
    `[far]adelay=${isWide ? 17 : 0},lowpass=f=5000,volume=0.7,aformat=channel_layouts=mono[room]`,
    '[2:a]volume=0.8,aformat=channel_layouts=mono[noise]',
    '[near][room][noise]amerge=inputs=3[all]',
    isWide
      ? '[all]pan=stereo|c0=0.8*c0+0.2*c1+c2|c1=0.5*c0+0.5*c1-0.6*c2[out]'
      : '[all]pan=mono|c0=0.6*c0+0.4*c1+c2,pan=stereo|c0=c0|c1=c0[out]',
  ];
  const inputs = ['-i', sample, '-i', sample, '-f', 'lavfi', '-i', noise];
  const words = [
    '-map',
    '[out]',
    '-t',
    String(SECONDS),
    '-ar',
    String(rate),
    '-f',
    'f32le',
    file(`${rate}.raw`),
  ];
  return ffmpeg([...inputs, '-filter_complex', graph.join(';'), ...words]);
}

type Said = Readonly<{ out: Buffer; said: string }>;

function run(program: string, words: readonly string[], input?: Uint8Array): Promise<Said> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, ['-hide_banner', '-y', ...words]);
    const [out, said]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => said.push(chunk));
    child.stdin.on('error', () => {});
    child.on('error', reject);
    child.on('close', () => resolve({ out: Buffer.concat(out), said: Buffer.concat(said).toString() }));
    child.stdin.end(input);
  });
}

const encodingOf = ({ sampleRate, bitrate }: Mp3Shape): string[] => [
  ...['-v', 'error', '-f', 'f32le', '-ar', String(sampleRate), '-ac', '2', '-i', '-'],
  ...['-codec:a', 'libmp3lame', '-b:a', `${bitrate}k`, '-reservoir', '0', '-joint_stereo', '1'],
  ...['-map_metadata', '-1', '-id3v2_version', '0', '-f', 'mp3'],
];

async function encodeJoined(program: string, talk: Uint8Array, shape: Mp3Shape): Promise<Uint8Array> {
  const frames = talk.length / BYTES_PER_FRAME;
  const joining = openJoin(shape);
  const written: Uint8Array[] = [];
  for (const segment of planSegments({ ...shape, frames, workers: 2 })) {
    const { from } = segment;
    const piece = talk.subarray(from * BYTES_PER_FRAME, (from + segment.frames) * BYTES_PER_FRAME);
    const { out } = await run(program, [...encodingOf(shape), '-write_xing', '0', '-'], piece);
    written.push(joining.add(keepFrames(out, segment)));
  }
  return Buffer.concat([joining.finish({ soundFrames: frames }), ...written]);
}

async function encodeWhole(
  program: string,
  talk: Uint8Array,
  shape: Mp3Shape,
  path: string,
): Promise<Buffer> {
  await run(program, [...encodingOf(shape), '-write_xing', '1', path], talk);
  return readFileSync(path);
}

type Decoded = Readonly<{ sound: Float32Array; said: string }>;

async function decode(program: string, path: string, bytes?: Uint8Array): Promise<Decoded> {
  const strict = ['-v', 'warning', '-err_detect', 'explode', '-f', 'mp3', '-i', path];
  const { out, said } = await run(program, [...strict, '-f', 'f32le', '-'], bytes);
  return { sound: new Float32Array(Uint8Array.from(out).buffer), said };
}

const framesIn = (mp3: Uint8Array): Uint8Array[] => {
  const frames: Uint8Array[] = [];
  scanFrames(mp3, (_, __, frame) => frames.push(frame));
  return frames;
};

const outlineOf = (mp3: Uint8Array): Mp3Outline => {
  const outline = openOutline();
  for (let at = 0; at < mp3.length; at += 65_536) outline.add(mp3.subarray(at, at + 65_536));
  return outline.end();
};

/** RMS of what two sounds differ by between two frames of sound, dBFS. */
function differenceOf(a: Float32Array, b: Float32Array, [from, to]: readonly [number, number]): number {
  let sum = 0;
  for (let i = from * 2; i < to * 2; i++) sum += ((a[i] ?? 0) - (b[i] ?? 0)) ** 2;
  return 10 * Math.log10(sum / (2 * (to - from)) + 1e-20);
}

const cases: readonly (readonly [name: string, shape: Mp3Shape])[] = [
  ['44.1 kHz, 128 kbit/s, two channels', { sampleRate: 44100, bitrate: 128, mode: 'joint' }],
  ['48 kHz, 96 kbit/s, equal channels', { sampleRate: 48000, bitrate: 96, mode: 'joint' }],
];

beforeAll(() => Promise.all([makeTalk(44100, true), makeTalk(48000, false)]));

withEachFfmpeg(({ name: tool, program }) => {
  /** The muxer of ffmpeg tells 42 frames of padding too few here: it counts only those of the last packet. */
  test('a last MP3 frame with five frames of sound ends after five', async () => {
    const frames = MP3_FRAME * 400 + 5;
    const talk = readFileSync(file('44100.raw')).subarray(0, frames * BYTES_PER_FRAME);
    const mp3 = await encodeJoined(program, talk, { sampleRate: 44100, bitrate: 128, mode: 'joint' });
    const path = file(`${tool}-five.mp3`);
    writeFileSync(path, mp3);
    expect((await decode(program, path)).sound).toHaveLength(frames * 2);
  });

  describe.each(cases)('%s', (_, shape) => {
    const { sampleRate } = shape;
    const frames = Math.round(SECONDS * sampleRate);
    const segments = planSegments({ ...shape, frames, workers: 2 });
    const path = file(`${tool}-${sampleRate}-joined.mp3`);
    const wholePath = file(`${tool}-${sampleRate}.mp3`);
    let [joined, whole]: [Uint8Array[], Uint8Array[]] = [[], []];
    let [ours, theirs]: [InfoFrame | undefined, InfoFrame | undefined] = [undefined, undefined];
    let sound: Decoded;
    let reference: Decoded;
    let mp3: Uint8Array;

    beforeAll(async () => {
      const talk = readFileSync(file(`${sampleRate}.raw`)).subarray(0, frames * BYTES_PER_FRAME);
      const made = await Promise.all([
        encodeJoined(program, talk, shape),
        encodeWhole(program, talk, shape, wholePath),
      ]);
      mp3 = made[0];
      writeFileSync(path, mp3);
      [joined, whole] = [framesIn(made[0]), framesIn(made[1])];
      [ours, theirs] = [joined, whole].map(([info]) => info && readInfoFrame(info)) as [InfoFrame, InfoFrame];
      [sound, reference] = await Promise.all([decode(program, path), decode(program, wholePath)]);
    });

    test('differs from a single encode in one MP3 frame of a thousand at most', () => {
      const different = whole.filter((frame, i) => i > 0 && Buffer.compare(frame, joined[i] ?? frame) !== 0);
      expect(segments.length).toBeGreaterThan(1);
      expect(joined).toHaveLength(whole.length);
      expect(different.length).toBeLessThanOrEqual(Math.max(2, whole.length / 1000));
    });

    test('has an Info frame that agrees with the muxer of ffmpeg', () => {
      const fields = (info?: InfoFrame) => {
        const { delay, padding, musicBytes, isIntact } = info?.lame ?? {};
        return {
          ...info,
          toc: undefined,
          quality: undefined,
          lame: { delay, padding, musicBytes, isIntact },
        };
      };
      expect(fields(ours)).toEqual(fields(theirs));
      expect(ours?.lame).toMatchObject({ delay: 576, isIntact: true });
      const off = theirs?.toc?.map((place, i) => Math.abs(place - (ours?.toc?.[i] ?? 0))) ?? [];
      // Theirs lie up to half a hundredth late.
      expect(Math.max(...off)).toBeLessThanOrEqual(2);
    });

    test('reckons the CRC of the sound as ffmpeg does', () => {
      expect(crc16(Buffer.concat(whole.slice(1)))).toBe(theirs?.lame?.musicCrc);
      expect(crc16(Buffer.concat(joined.slice(1)))).toBe(ours?.lame?.musicCrc);
    });

    test('decodes without a complaint to every frame of the sound and not one more', async () => {
      const { said } = await run(program, ['-i', path]);
      const [, h, m, s] = /Duration: (\d+):(\d+):([\d.]+)/.exec(said) ?? [];
      expect([sound.said, reference.said]).toEqual(['', '']);
      expect([sound.sound.length / 2, reference.sound.length / 2]).toEqual([frames, frames]);
      expect(Math.abs(Number(h) * 3600 + Number(m) * 60 + Number(s) - frames / sampleRate)).toBeLessThan(
        0.06,
      );
    });

    test('sounds the same around every seam', () => {
      const seamOf = ({ from, lead }: Segment): number => from + lead * MP3_FRAME;
      const aroundSeams = segments.slice(1).map((segment) => {
        const around = [seamOf(segment) - sampleRate / 2, seamOf(segment) + sampleRate / 2] as const;
        return differenceOf(sound.sound, reference.sound, around);
      });
      expect(Math.max(...aroundSeams)).toBeLessThan(-45);
    });

    test('can be decoded from the middle by its outline', async () => {
      const outline = outlineOf(mp3);
      expect(outline).toMatchObject({ frames: joined.length - 1, bitrate: shape.bitrate, end: mp3.length });
      const slice = sliceOf(outline, 499, 1001);
      const piece = await decode(program, '-', mp3.subarray(slice.from, slice.to));
      const from = slice.firstFrame * MP3_FRAME - ENCODER_DELAY - DECODER_DELAY;
      const rest = piece.sound.subarray(MP3_FRAME * 2);
      const same = sound.sound.subarray((from + MP3_FRAME) * 2);
      expect(rest).toHaveLength(501 * MP3_FRAME * 2);
      expect(differenceOf(rest, same, [0, 501 * MP3_FRAME])).toBeLessThan(-150);
    });
  });
});
