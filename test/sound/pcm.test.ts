import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytesPerSample, type PcmFormat, printPcm, readPcm, readPcmMean } from '../../src/sound/pcm.ts';

const formats = Object.keys(bytesPerSample) as PcmFormat[];
const room = (channels: number, frames: number): Float32Array[] =>
  Array.from({ length: channels }, () => new Float32Array(frames));
const bytesOf = (...bytes: number[]): Uint8Array => Uint8Array.from(bytes);

const told: readonly (readonly [format: PcmFormat, bytes: Uint8Array, samples: readonly number[]])[] = [
  ['s16le', bytesOf(0, 0x80, 0xff, 0x7f, 0, 0, 0, 0x40), [-1, 32_767 / 32_768, 0, 0.5]],
  ['s24le', bytesOf(0, 0, 0x80, 0xff, 0xff, 0x7f, 1, 0, 0, 0, 0, 0xc0), [-1, 1 - 2 ** -23, 2 ** -23, -0.5]],
  ['s32le', bytesOf(0, 0, 0, 0x80, 0, 0, 0, 0x40, 0, 1, 0, 0, 0, 0, 0, 0xc0), [-1, 0.5, 2 ** -23, -0.5]],
  ['f32le', bytesOf(0, 0, 0x80, 0x3f, 0, 0, 0, 0xbf, 0, 0, 0, 0, 0, 0, 0, 0x40), [1, -0.5, 0, 2]],
];

describe('reading samples', () => {
  test.each(told)('%s, full scale as 1', (format, bytes, samples) => {
    const into = room(1, 4);
    expect(readPcm(bytes, format, 1, into)).toBe(4);
    expect([...(into[0] ?? [])]).toEqual(samples);
  });

  test.each(told)('%s into two channels', (format, bytes, [a, b, c, d]) => {
    const into = room(2, 2);
    expect(readPcm(bytes, format, 2, into)).toBe(2);
    expect(into.map((line) => [...line])).toEqual([
      [a, c],
      [b, d],
    ]);
  });

  test.each(told)('%s that lies askew in memory', (format, bytes, samples) => {
    const askew = new Uint8Array(bytes.length + 1).subarray(1);
    askew.set(bytes);
    const into = room(1, 4);
    readPcm(askew, format, 1, into);
    expect([...(into[0] ?? [])]).toEqual(samples);
  });

  test.each(formats)('a broken frame at the end of %s stays unread', (format) => {
    const size = 2 * bytesPerSample[format];
    expect(readPcm(new Uint8Array(3 * size - 1), format, 2, room(2, 10))).toBe(2);
    expect(readPcm(new Uint8Array(size - 1), format, 2, room(2, 10))).toBe(0);
    expect(readPcm(new Uint8Array(0), format, 2, room(2, 10))).toBe(0);
  });

  test('no more than there is room for', () => {
    const into = room(2, 3);
    expect(readPcm(new Uint8Array(80), 's16le', 2, into)).toBe(3);
  });

  test('broken floats arrive as they are: who listens decides', () => {
    const into = room(1, 2);
    readPcm(printPcm([Float32Array.of(Number.NaN, Number.NEGATIVE_INFINITY)], 2), 'f32le', 1, into);
    expect([...(into[0] ?? [])]).toEqual([Number.NaN, Number.NEGATIVE_INFINITY]);
  });
});

describe('reading two channels as their mean', () => {
  test.each(told)('%s', (format, bytes, [a = 0, b = 0, c = 0, d = 0]) => {
    const [mean, other] = room(2, 2) as [Float32Array, Float32Array];
    expect(readPcmMean(bytes, format, [mean, other])).toBe(2);
    const expected = Float32Array.of((a + b) / 2, (c + d) / 2);
    expect(mean.every((value, i) => Math.abs(value - (expected[i] ?? 9)) < 1e-6)).toBe(true);
  });

  test.each(formats)('of %s that lies askew or ends within a frame', (format) => {
    const size = bytesPerSample[format];
    const askew = new Uint8Array(5 * size + 1).subarray(1);
    expect(readPcmMean(askew, format, room(2, 9) as [Float32Array, Float32Array])).toBe(2);
    expect(readPcmMean(askew, format, room(2, 1) as [Float32Array, Float32Array])).toBe(1);
  });
});

describe('printing samples', () => {
  test('takes turns between the channels', () => {
    const bytes = printPcm([Float32Array.of(1, 2, 9), Float32Array.of(-1, -2, 9)], 2);
    expect([...new Float32Array(bytes.buffer)]).toEqual([1, -1, 2, -2]);
  });

  test('is undone by reading', () => {
    const line = fc.float32Array({ minLength: 8, maxLength: 8, noNaN: true });
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 2 }), (block) => {
        const into = room(block.length, 8);
        expect(readPcm(printPcm(block, 8), 'f32le', block.length, into)).toBe(8);
        expect(into).toEqual(block);
      }),
    );
  });
});
