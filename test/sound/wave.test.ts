import { describe, expect, test } from 'vitest';
import { readFollower, readWaveSeconds } from '../../src/sound/wave.ts';

const BYTES_PER_SECOND = 96_000;

function chunk(name: string, size: number, body: Uint8Array = new Uint8Array(size + (size % 2))): Buffer {
  const head = Buffer.alloc(8);
  head.write(name, 'latin1');
  head.writeUInt32LE(size, 4);
  return Buffer.concat([head, body]);
}

function format(bytesPerSecond = BYTES_PER_SECOND, size = 16): Buffer {
  const body = Buffer.alloc(size);
  body.writeUInt16LE(1, 0);
  body.writeUInt32LE(bytesPerSecond, 8);
  return chunk('fmt ', size, body);
}

const data = (size: number): Buffer => chunk('data', size, new Uint8Array(4));
const riff = (...chunks: Buffer[]): Buffer =>
  Buffer.concat([Buffer.from('RIFF\0\0\0\0WAVE', 'latin1'), ...chunks]);

const told: readonly (readonly [what: string, head: Buffer, seconds: number])[] = [
  ['the plainest head', riff(format(), data(BYTES_PER_SECOND * 3)), 3],
  ['parts of a second', riff(format(), data(BYTES_PER_SECOND / 4)), 0.25],
  ['an extensible format', riff(format(BYTES_PER_SECOND, 40), data(BYTES_PER_SECOND)), 1],
  ['a LIST before the data', riff(format(), chunk('LIST', 26), data(BYTES_PER_SECOND * 2)), 2],
  ['a LIST of odd length', riff(format(), chunk('LIST', 27), data(BYTES_PER_SECOND * 2)), 2],
  ['a bext before the format', riff(chunk('bext', 602), format(), data(BYTES_PER_SECOND)), 1],
  ['more than four hours', riff(format(), data(BYTES_PER_SECOND * 15_000)), 15_000],
  [
    'a head that ends with the name and size of the data',
    riff(format(), data(BYTES_PER_SECOND)).subarray(0, 44),
    1,
  ],
];

const silent: readonly (readonly [what: string, head: Buffer])[] = [
  ['length 0, written as a stream', riff(format(), data(0))],
  ['length 0xFFFFFFFF, written as a stream', riff(format(), data(0xffffffff))],
  ['length 0xFFFFFF00 of a recorder that counted its head', riff(format(), data(0xffffff00))],
  ['no data chunk', riff(format(), chunk('LIST', 26))],
  ['data before any format', riff(data(BYTES_PER_SECOND))],
  ['a format of zero bytes a second', riff(format(0), data(BYTES_PER_SECOND))],
  ['a format that breaks off', riff(format()).subarray(0, 24)],
  ['a chunk longer than the head', riff(format(), chunk('junk', 0x7fffffff, new Uint8Array(0)))],
  ['a name of three letters at the end', Buffer.concat([riff(format()), Buffer.from('dat')])],
  [
    'RF64, whose length is elsewhere',
    Buffer.concat([Buffer.from('RF64'), riff(format(), data(9)).subarray(4)]),
  ],
  ['AVI in a RIFF', Buffer.from('RIFF\0\0\0\0AVI LIST\0\0\0\0', 'latin1')],
  ['the word RIFF alone', Buffer.from('RIFF')],
  ['nothing', Buffer.alloc(0)],
  ['an MP3', Buffer.from('ID3\x03\0\0\0\0\0\0TIT2\0\0', 'latin1')],
];

describe('how long a WAV says it is', () => {
  test.each(told)('%s', (_, head, seconds) => {
    expect(readWaveSeconds(head)).toBe(seconds);
  });

  test.each(silent)('is unknown with %s', (_, head) => {
    expect(readWaveSeconds(head)).toBeUndefined();
  });

  test('a head within a larger buffer is read at its own place', () => {
    const head = riff(format(), data(BYTES_PER_SECOND * 3));
    const pool = new Uint8Array(head.length + 7);
    pool.set(head, 7);
    expect(readWaveSeconds(pool.subarray(7))).toBe(3);
  });
});

describe('what follows the samples', () => {
  const samples = Buffer.from([0x12, 0xfe, 0x80, 0x01, 0xff, 0xff, 0x00, 0x10, 0x44, 0xfc]);

  test.each([
    ['of an even length', chunk('LIST', 26), { bytes: 34 }],
    ['of an odd length, with its filling byte', chunk('iXML', 27), { bytes: 36 }],
    ['whose filling byte is missing at the end', chunk('LIST', 27).subarray(0, 35), { bytes: 36 }],
    ['of no content', chunk('JUNK', 0), { bytes: 8 }],
  ])('may be a chunk %s', (_, start, follower) => {
    expect(readFollower(start, start.length)).toEqual(follower);
  });

  test.each([
    ['nothing', Buffer.alloc(0), 0],
    ['less than the head of a chunk', samples.subarray(0, 7), 7],
    ['room that was kept free', Buffer.alloc(64), 1_000_000],
    ['an ID3 tag', Buffer.from('ID3\x04\0\0\0\0\0\0'), 5000],
    ['an old ID3 tag', Buffer.from('TAGTitle of it'), 128],
    ['an APE tag', Buffer.from('APETAGEX\xd0\x07'), 5000],
  ])('may be %s, and nothing more', (_, start, left) => {
    expect(readFollower(start, left)).toBe('end');
  });

  test.each([
    ['samples', samples, 1_000_000],
    ['a name with more bytes than there are', chunk('LIST', 5000), 100],
    ['samples behind a short silence', Buffer.concat([Buffer.alloc(8), samples]), 1_000_000],
  ])('is unknown with %s', (_, start, left) => {
    expect(readFollower(start, left)).toBe('unknown');
  });
});
