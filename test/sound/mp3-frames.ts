/** MP3 frames whose header is right and whose content is a number, to tell them apart; they hold no sound. */
export type Frames = Readonly<{
  bitrate?: 96 | 128 | 160;
  sampleRate?: 44100 | 48000;
  mode?: 'joint' | 'mono';
}>;

const places = { 96: 7, 128: 9, 160: 10 } as const;

export function frameOf(content: number, padded = false, of: Frames = {}): Uint8Array {
  const { bitrate = 128, sampleRate = 44100, mode = 'joint' } = of;
  const frame = new Uint8Array(Math.floor((144_000 * bitrate) / sampleRate) + Number(padded)).fill(
    content % 200,
    4,
  );
  const rate = sampleRate === 48000 ? 4 : 0;
  frame.set([0xff, 0xfb, (places[bitrate] << 4) | rate | (padded ? 2 : 0), mode === 'mono' ? 0xc4 : 0x44]);
  return frame;
}

/** As LAME pads them: a frame gets a byte more as soon as the fractions owe one (its slot_lag). */
export function framesOf(count: number, of: Frames = {}): Uint8Array[] {
  const { bitrate = 128, sampleRate = 44100 } = of;
  const debt = (144_000 * bitrate) % sampleRate;
  let lag = debt;
  return Array.from({ length: count }, (_, index) => {
    lag -= debt;
    const padded = lag < 0;
    if (padded) lag += sampleRate;
    return frameOf(index, padded, of);
  });
}

/** The first 192 bytes of what LAME 3.100 wrote for 5,737,501 frames of sound with the reservoir off. */
export const writtenByLame = {
  '44.1 kHz, 128 kbit/s':
    '//uQRAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAASW5mbwAAAA8AABN2AB/HgQADBQgKDQ8SFBcaHB8hJCYpKy4xMzY4Oz1AQkVISk1PUlRXWVxfYWRmaWtucHN2eHt9gIKFh4qNj5KUl5mcnqGkpqmrrrCztbi7vcDCxcfKzM/S1NfZ3N7h4+bp6+7w8/X4+v0AAAA3TEFNRTMuMTAwAaoAAAAAAAAAABSAJASjbgAAgAAfx4Fn8/lp',
  '48 kHz, 96 kbit/s':
    '//t4ZAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAASW5mbwAAAA8AAA4fABfWAAADBQcLDQ8SFRcaHB8hJCYpLC4wNDY4Oj5AQkVISk1PUlRXWVxfYWNnaWttcXN1eHt9gIKEh4qMj5KUlpqcnqCkpqirrrCztbi6vb/CxcfJzc/R09fZ297h4+bo6+3w8vX4+vwAAAA3TEFNRTMuMTAwAZcAAAAAAAAAABRgJAJ+rgAAYAAX1gBgWg6B',
} as const;
