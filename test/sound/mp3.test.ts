import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openScan, readFrame, scanFrames } from '../../src/sound/mp3.ts';
import { openOutline, sliceOf } from '../../src/sound/mp3-outline.ts';
import { frameOf, framesOf, writtenByLame } from './mp3-frames.ts';

const hex = (text: string): Uint8Array => Buffer.from(text.replaceAll(' ', ''), 'hex');
const text = (letters: string): Uint8Array => Buffer.from(letters, 'latin1');
const id3v2 = (size: number): Uint8Array =>
  Buffer.concat([
    text('ID3\x04\0\0\0\0'),
    Uint8Array.of(size >> 7, size & 127),
    new Uint8Array(size).fill(0xff),
  ]);
const id3v1 = Buffer.concat([text('TAG'), new Uint8Array(125).fill(0x20)]);

describe('the header of an MP3 frame', () => {
  test.each([
    [
      'fffb9064',
      { version: 1, bitrate: 128, sampleRate: 44100, mode: 'joint', size: 417, soundFrames: 1152 },
    ],
    ['fffb9264', { version: 1, bitrate: 128, sampleRate: 44100, padded: true, size: 418 }],
    ['fffb74c4', { bitrate: 96, sampleRate: 48000, mode: 'mono', channels: 1, size: 288 }],
    ['fffae804', { bitrate: 320, sampleRate: 32000, mode: 'stereo', channels: 2, size: 1440 }],
    ['fff38084', { version: 2, bitrate: 64, sampleRate: 22050, mode: 'dual', size: 208, soundFrames: 576 }],
    ['ffe318c0', { version: 2.5, bitrate: 8, sampleRate: 8000, mode: 'mono', size: 72, soundFrames: 576 }],
  ])('%s', (bytes, head) => {
    expect(readFrame(hex(bytes), 0)).toMatchObject(head);
  });

  test.each([
    ['a free bitrate', 'fffb0064'],
    ['a bitrate that does not exist', 'fffbf064'],
    ['a rate that does not exist', 'fffb9c64'],
    ['a version that does not exist', 'ffeb9064'],
    ['an emphasis that does not exist', 'fffb9066'],
    ['layer II', 'fffd9064'],
    ['AAC in ADTS', 'fff15080'],
    ['three bytes', 'fffb90'],
    ['nothing', ''],
  ])('is not %s', (_, bytes) => {
    expect(readFrame(hex(bytes), 0)).toBeUndefined();
  });
});

const placesIn = (...parts: readonly Uint8Array[]): number[] => {
  const places: number[] = [];
  scanFrames(Buffer.concat(parts), (_, at) => places.push(at));
  return places;
};

describe('the way through a file', () => {
  const [a, b, c] = framesOf(3) as [Uint8Array, Uint8Array, Uint8Array];

  test.each([
    ['frames alone', [a, b, c], [0, 417, 835]],
    ['ID3v2 in front', [id3v2(300), a, b], [310, 727]],
    ['two ID3v2 in front', [id3v2(300), id3v2(20), a, b], [340, 757]],
    ['ID3v1 behind', [a, b, id3v1], [0, 417]],
    ['garbage in front', [text('RIFF\xff\xfb\x90'), a, b], [7, 424]],
    ['garbage between', [a, b, hex('00fffb9064ffff'), a, b], [0, 417, 842, 1259]],
    [
      'a header of another rate between',
      [a, b, frameOf(1, false, { sampleRate: 48000 }), a, b],
      [0, 417, 1219, 1636],
    ],
    ['a last frame that is cut', [a, b, c.subarray(0, 200)], [0, 417]],
    ['a frame alone', [a], [0]],
    ['a tag alone', [id3v2(300)], []],
    ['no MP3', [text('OggS'), new Uint8Array(5000)], []],
    ['nothing', [], []],
  ])('%s', (_, parts, places) => {
    expect(placesIn(...parts)).toEqual(places);
  });

  test('is the same in chunks of any size', () => {
    const file = Buffer.concat([id3v2(3000), ...framesOf(12), text('noise\xff\xfb'), ...framesOf(9), id3v1]);
    const whole: unknown[] = [];
    scanFrames(file, (_, at, frame) => whole.push([at, frame[4], frame.length]));
    expect(whole).toHaveLength(21);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 2000 }), { minLength: 1 }), (sizes) => {
        const found: unknown[] = [];
        const scan = openScan((_, at, frame) => found.push([at, frame[4], frame.length]));
        for (let at = 0, i = 0; at < file.length; i++) {
          const chunk = Uint8Array.from(file.subarray(at, at + (sizes[i % sizes.length] ?? 1)));
          scan.add(chunk);
          at += chunk.length;
          chunk.fill(0);
        }
        scan.end();
        expect(found).toEqual(whole);
      }),
    );
  });
});

const outlineOf = (...parts: readonly Uint8Array[]) => {
  const outline = openOutline();
  for (const part of parts) outline.add(part);
  return outline.end();
};

describe('the outline of a file', () => {
  const frames = framesOf(2500);
  const info = new Uint8Array(417);
  info.set(Buffer.from(writtenByLame['44.1 kHz, 128 kbit/s'], 'base64'));
  const offsets = [...frames, new Uint8Array(0)].map((_, i) => Math.floor((i * 144_000 * 128) / 44100));

  test('tells what the Info frame says and where the sound begins and ends', () => {
    const bytes = Buffer.concat(frames).length;
    expect(outlineOf(id3v2(300), info, ...frames, id3v1)).toEqual({
      ...{ firstFrame: 727, frames: 2500, sampleRate: 44100, channels: 2, bitrate: 128, soundPerFrame: 1152 },
      ...{ delay: 576, padding: 1187, end: 727 + bytes },
      marks: [727, 727 + lengthOf(frames, 1000), 727 + lengthOf(frames, 2000)],
    });
    expect(Math.abs(bytes - (offsets.at(-1) ?? 0))).toBeLessThan(2);
  });

  test('tells to the byte where MP3 frames of constant bitrate stand', () => {
    const outline = outlineOf(...frames);
    for (let from = 0; from < 2500; from += 37) {
      const slice = { from: lengthOf(frames, from), to: lengthOf(frames, from + 30), firstFrame: from };
      expect(sliceOf(outline, from, from + 30)).toEqual(slice);
    }
  });

  test('tells the marks around them where the bitrate varies', () => {
    const varied = frames.map((frame, i) => (i === 1700 ? frameOf(1, true, { bitrate: 160 }) : frame));
    const outline = outlineOf(...varied);
    expect(outline.bitrate).toBe('varies');
    const [from, to] = [lengthOf(varied, 1000), lengthOf(varied, 2000)];
    expect(sliceOf(outline, 1200, 1900)).toEqual({ from, to, firstFrame: 1000 });
    expect(sliceOf(outline, 1000, 2001)).toEqual({ from, to: outline.end, firstFrame: 1000 });
  });

  test('ends where the file ends', () => {
    const outline = outlineOf(...frames);
    expect(sliceOf(outline, 2490, 9000)).toMatchObject({ from: lengthOf(frames, 2490), to: outline.end });
    expect(sliceOf(outline, -5, 1)).toEqual({ from: 0, to: 417, firstFrame: 0 });
  });

  test('cannot be had of something else', () => {
    const code = expect.objectContaining({ code: 'recording-damaged' });
    expect(() => outlineOf(text('OggS'), new Uint8Array(5000))).toThrow(code);
    expect(() => outlineOf()).toThrow(code);
    expect(() => outlineOf(info)).toThrow(code);
  });
});

const lengthOf = (frames: readonly Uint8Array[], count: number): number =>
  frames.slice(0, count).reduce((sum, frame) => sum + frame.length, 0);
