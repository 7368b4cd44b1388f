import { describe, expect, test } from 'vitest';
import { readFrame, scanFrames } from '../../src/sound/mp3.ts';
import { crc16, infoBytes, type Mp3Shape, printInfoFrame, readInfoFrame } from '../../src/sound/mp3-info.ts';
import { keepFrames, openJoin } from '../../src/sound/mp3-join.ts';
import { type Frames, frameOf, framesOf, writtenByLame } from './mp3-frames.ts';

const stereo: Mp3Shape = { sampleRate: 44100, bitrate: 128, mode: 'joint' };
const speech: Mp3Shape = { sampleRate: 48000, bitrate: 96, mode: 'joint' };
const lame = (name: keyof typeof writtenByLame): Uint8Array => Buffer.from(writtenByLame[name], 'base64');

describe('CRC-16', () => {
  test('is the one of its catalogue', () => {
    expect(crc16(Buffer.from('123456789'))).toBe(0xbb3d);
    expect(crc16(Buffer.from('56789'), crc16(Buffer.from('1234')))).toBe(0xbb3d);
  });
});

describe('an Info frame that LAME wrote', () => {
  test('is read', () => {
    expect(readInfoFrame(lame('44.1 kHz, 128 kbit/s'))).toEqual({
      ...{ name: 'Info', frames: 4982, bytes: 2082689, toc: expect.any(Array), quality: 55 },
      lame: {
        ...{ encoder: 'LAME3.100', method: 1, lowpass: 17000, peak: 0, bitrate: 128 },
        ...{
          delay: 576,
          padding: 1187,
          musicBytes: 2082689,
          musicCrc: 0x67f3,
          tagCrc: 0xf969,
          isIntact: true,
        },
      },
    });
  });

  test('is found damaged', () => {
    const frame = Uint8Array.from(lame('44.1 kHz, 128 kbit/s'));
    frame[60] = 0;
    expect(readInfoFrame(frame)?.lame?.isIntact).toBe(false);
  });

  test('may tell gains', () => {
    const frame = Uint8Array.from(lame('44.1 kHz, 128 kbit/s'));
    frame.set([0, 0x40, 0, 0, 0x2c, 0x41, 0x4e, 0x3f], 36 + 131);
    expect(readInfoFrame(frame)?.lame).toMatchObject({ peak: 0.5, trackGain: 6.5, albumGain: -6.3 - 0 });
  });

  test('may hold less', () => {
    const frame = new Uint8Array(417);
    frame.set(frameOf(0));
    frame.fill(0, 4);
    frame.set(Buffer.from('Xing\0\0\0\x01\0\0\x01\x02', 'latin1'), 36);
    expect(readInfoFrame(frame)).toEqual({ name: 'Xing', frames: 258 });
  });

  test('is no other frame', () => {
    expect(readInfoFrame(frameOf(7))).toBeUndefined();
    expect(readInfoFrame(lame('44.1 kHz, 128 kbit/s').subarray(0, 100))).toBeUndefined();
    expect(readInfoFrame(new Uint8Array(417))).toBeUndefined();
  });
});

describe('an Info frame of ours', () => {
  test.each([
    ['44.1 kHz, 128 kbit/s', stereo],
    ['48 kHz, 96 kbit/s', speech],
  ] as const)('is what LAME writes, but for the rounding of its seek points: %s', (name, shape) => {
    const theirs = readInfoFrame(lame(name));
    if (!theirs?.lame || !theirs.frames || !theirs.bytes) throw new Error('LAME wrote less.');
    const { delay, padding, musicCrc } = theirs.lame;
    const { frames, bytes } = theirs;
    const frame = printInfoFrame(shape, { frames, bytes, delay, padding, musicCrc });
    const ours = readInfoFrame(frame);
    expect(ours).toMatchObject({ lame: { isIntact: true } });
    const off = theirs.toc?.map((place, i) => Math.abs(place - (ours?.toc?.[i] ?? 0))) ?? [];
    expect(Math.max(...off)).toBeLessThanOrEqual(1);
    // Byte 3 has the stereo mode of the sound beside it, the last two hold the CRC of all before.
    const comparable = (bytes: Uint8Array) => [...bytes.subarray(4, 52), ...bytes.subarray(152, 190)];
    expect(comparable(frame)).toEqual(comparable(lame(name)));
  });

  /** What LAME 3.100 puts into the bytes from the tag's quality to its music CRC for 20 frames of sound. */
  test.each([
    [44100, 64, 'joint', '01 6e 00 00 00 00 00 00 00 00 14 40 24 02 40 6e 00 00 40'],
    [44100, 160, 'joint', '01 af 00 00 00 00 00 00 00 00 34 a0 24 02 40 6e 00 00 a0'],
    [48000, 192, 'joint', '01 ba 00 00 00 00 00 00 00 00 34 c0 24 02 40 ad 00 00 c0'],
    [48000, 256, 'joint', '01 c5 00 00 00 00 00 00 00 00 34 ff 24 02 40 ad 00 01 00'],
    [44100, 56, 'mono', '01 96 00 00 00 00 00 00 00 00 14 38 24 02 40 62 00 00 38'],
    [48000, 80, 'mono', '01 cb 00 00 00 00 00 00 00 00 14 50 24 02 40 a2 00 00 50'],
  ] as const)('%i Hz, %i kbit/s, %s', (sampleRate, bitrate, mode, said) => {
    const facts = { frames: 20, bytes: 9000, delay: 576, padding: 576, musicCrc: 0 };
    const frame = Buffer.from(printInfoFrame({ sampleRate, bitrate, mode }, facts));
    const at = frame.indexOf('LAME3.100') + 9;
    expect(frame.subarray(at, at + 19)).toEqual(Buffer.from(said.replaceAll(' ', ''), 'hex'));
  });

  test.each([
    [44100, 128, 'joint', 417, 128],
    [48000, 96, 'joint', 288, 96],
    [48000, 64, 'stereo', 192, 64],
    [44100, 56, 'joint', 208, 64],
    [48000, 32, 'joint', 192, 64],
    [44100, 32, 'mono', 182, 56],
  ] as const)('has room at %i Hz, %i kbit/s, %s', (sampleRate, bitrate, mode, size, taken) => {
    const shape = { sampleRate, bitrate, mode };
    const frame = printInfoFrame(shape, { frames: 1, bytes: 9000, delay: 576, padding: 0, musicCrc: 0 });
    expect(infoBytes(shape)).toBe(size);
    expect(readFrame(frame, 0)).toMatchObject({ size, bitrate: taken, sampleRate, mode });
    expect(readInfoFrame(frame)).toMatchObject({ frames: 1, lame: { isIntact: true } });
  });

  test('cannot be had for a bitrate that MP3 does not know', () => {
    expect(() => infoBytes({ ...stereo, bitrate: 100 })).toThrow(RangeError);
  });
});

const file = (frames: readonly Uint8Array[]): Uint8Array => Buffer.concat(frames);
const contentsOf = (bytes: Uint8Array): unknown[] => {
  const contents: unknown[] = [];
  scanFrames(bytes, (head, at, frame) =>
    contents.push([at, head.size, frame[4], frame[head.size - 1]].join()),
  );
  return contents;
};

describe('what a segment keeps', () => {
  const frames = framesOf(100);

  test.each([
    [{ lead: 0, keep: 40 }, 0, 40],
    [{ lead: 20, keep: 49 }, 20, 69],
    [{ lead: 20, keep: 80 }, 20, 100],
    [{ lead: 20, keep: 'rest' }, 20, 100],
    [{ lead: 0, keep: 'rest' }, 0, 100],
  ] as const)('%j', (cut, from, to) => {
    expect(contentsOf(keepFrames(file(frames), cut))).toEqual(contentsOf(file(frames.slice(from, to))));
  });

  test('is sound, not the Info frame that an encoder may have written', () => {
    const info = printInfoFrame(stereo, { frames: 100, bytes: 41_800, delay: 576, padding: 0, musicCrc: 0 });
    const kept = keepFrames(file([info, ...frames]), { lead: 1, keep: 2 });
    expect(contentsOf(kept)).toEqual(contentsOf(file(frames.slice(1, 3))));
  });

  test.each([
    ['too few frames', file(frames), { lead: 20, keep: 81 }],
    ['nothing behind the lead', file(frames), { lead: 100, keep: 'rest' }],
    ['nothing at all', new Uint8Array(0), { lead: 0, keep: 'rest' }],
    ['garbage between', file([...frames.slice(0, 50), new Uint8Array(5), ...frames]), { lead: 20, keep: 60 }],
  ] as const)('is refused where there is %s', (_, encoded, cut) => {
    expect(() => keepFrames(encoded, cut)).toThrow(expect.objectContaining({ code: 'ffmpeg-failed' }));
  });
});

describe('joined segments', () => {
  const frames = framesOf(98);
  const join = (shape = stereo, parts = [frames.slice(0, 49), frames.slice(49)], soundFrames = 111_500) => {
    const joining = openJoin(shape);
    const written = parts.map((part) => joining.add(file(part)));
    return { info: joining.finish({ soundFrames }), written: file(written), free: joining.infoBytes };
  };

  test('are told of as what they are', () => {
    const { info, written, free } = join();
    const bytes = free + written.length;
    expect(info).toHaveLength(free);
    expect(contentsOf(written)).toEqual(contentsOf(file(frames)));
    expect(readInfoFrame(info)).toMatchObject({
      ...{ name: 'Info', frames: 98, bytes },
      lame: { delay: 576, padding: 98 * 1152 - 576 - 111_500, musicBytes: bytes, musicCrc: crc16(written) },
    });
  });

  test('are the same however they were cut', () => {
    expect(join(stereo, [frames]).info).toEqual(join().info);
  });

  test('have seek points that rise evenly through the bytes', () => {
    const toc = readInfoFrame(join().info)?.toc ?? [];
    expect(toc).toHaveLength(100);
    expect([toc[0], toc[50], toc[99]]).toEqual([0, 129, 253]);
    expect(toc.every((place, i) => i === 0 || place > (toc[i - 1] ?? 0))).toBe(true);
  });

  test.each([
    ['of another rate', { sampleRate: 48000 }],
    ['of another bitrate', { bitrate: 160 }],
    ['of another mode', { mode: 'mono' }],
  ] as const)('are refused where a segment is %s', (_, of: Frames) => {
    expect(() => join(stereo, [frames, framesOf(9, of)])).toThrow(
      expect.objectContaining({ code: 'ffmpeg-failed' }),
    );
  });

  test.each([
    ['a cut frame', [file(frames).subarray(0, 1000)]],
    ['bytes between', [...frames, new Uint8Array(3)]],
  ])('are refused with %s', (_, part) => {
    expect(() => join(stereo, [part])).toThrow(expect.objectContaining({ code: 'ffmpeg-failed' }));
  });

  test.each([
    ['fewer', 98 * 1152],
    ['more', 98 * 1152 - 576 - 4096],
  ])('are refused where the encoder gave %s frames than the sound has', (_, soundFrames) => {
    expect(() => join(stereo, [frames], soundFrames)).toThrow(
      expect.objectContaining({ code: 'ffmpeg-failed' }),
    );
  });
});
