import { describe, expect, test } from 'vitest';
import type { CorridorError } from '../../src/errors.ts';
import { BITRATES } from '../../src/sound/mp3.ts';
import { openPairing, singleBitrate } from '../../src/sound/mp3-twin.ts';
import { frameOf } from './mp3-frames.ts';

const twin = { bitrate: 128, sampleRate: 44100 };
const faultOf = (frame: Uint8Array): Partial<CorridorError> => {
  try {
    openPairing(twin)(frame);
  } catch (thrown) {
    return thrown as CorridorError;
  }
  return {};
};

describe('one channel for two', () => {
  test.each([44100, 48000])(
    'at %i Hz every bitrate but the lowest has one that fits below it',
    (sampleRate) => {
      const [lowest, ...others] = BITRATES.filter((bitrate) => bitrate > 0);
      const of = (bitrate = 0) => singleBitrate({ bitrate, sampleRate });
      expect(of(lowest)).toBeUndefined();
      for (const bitrate of others) {
        const single = of(bitrate) ?? 0;
        const bytes = (kbit: number) => Math.floor((144_000 * kbit) / sampleRate);
        expect(single).toBeGreaterThanOrEqual(0.75 * bitrate);
        // A frame of one channel has 15 bytes less of side information.
        expect(bytes(single) + 1 + 15).toBeLessThanOrEqual(bytes(bitrate));
      }
    },
  );

  test('takes no frame of two channels', () => {
    expect(faultOf(frameOf(1))).toMatchObject({
      code: 'ffmpeg-failed',
      message: expect.stringContaining('not of one channel'),
    });
  });

  test('takes no frame whose sound begins in the one before', () => {
    expect(faultOf(frameOf(1, false, { mode: 'mono' }))).toMatchObject({
      code: 'ffmpeg-failed',
      message: expect.stringContaining('begins in the one before'),
    });
  });

  test('takes no frame with more sound than there is room for', () => {
    const frame = frameOf(0, false, { mode: 'mono' });
    // The length of the first granule's sound: 12 bits from the 18th on.
    frame.set([0, 0, 0x3f, 0xfc], 4);
    expect(faultOf(frame)).toMatchObject({
      code: 'ffmpeg-failed',
      message: expect.stringContaining('do not fit'),
    });
  });
});
