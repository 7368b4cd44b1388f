import { describe, expect, test } from 'vitest';
import { readSpeech } from '../../src/sound/speech.ts';
import { FLOOR } from '../../src/sound/timeline.ts';
import { spreadOf, utterancesOf, voicesAround } from '../../src/sound/voices.ts';
import { converse, fading, joined, level, makeRoom, over, type Talkers } from './conversations.ts';

const everyStep = (power: Float32Array): Uint8Array => new Uint8Array(power.length).fill(1);
const spread = (talkers: Talkers) => {
  const { cleaned } = converse(talkers);
  return spreadOf(cleaned, readSpeech(cleaned));
};

describe('how far apart voices lie', () => {
  test.each([
    [8, 1],
    [12, 1],
    [16, 1],
    [16, 2],
    [16, 3],
    [24, 1],
  ])('%i dB (talk %i)', (apart, seed) => {
    const { voices, distance } = spread({ seed, levels: [-20, -20 - apart], room: -60, phrase: 1 });
    expect(Math.abs(distance - apart)).toBeLessThan(1);
    expect(voices).toHaveLength(2);
    expect(voices[0]?.level).toBeGreaterThan(voices[1]?.level ?? 0);
    expect((voices[0]?.share ?? 0) + (voices[1]?.share ?? 0)).toBeGreaterThan(0.9);
  });

  test.each([
    ['one voice', { levels: [-20] }],
    ['one voice that swells and fades by 6 dB', { levels: [-20], phrase: 6 }],
    ['two voices 4 dB apart', { levels: [-20, -24] }],
  ] as const)('%s: 0', (_, talkers) => {
    for (const seed of [1, 2, 3, 4, 5]) {
      expect(spread({ ...talkers, seed })).toMatchObject({ distance: 0, voices: [{}] });
    }
  });

  test.each([
    ['falls by 10 dB/s', fading({ from: -12, seconds: 12, steep: 10 })],
    ['is soft', fading({ from: -33, seconds: 6, steep: 7 })],
    ['beats', fading({ from: -12, seconds: 12, steep: 3, beat: { every: 2, deep: 14 } })],
    ['is held for 6 s', level(-34, 6)],
  ])('one voice and a note that %s: one voice', (_, note) => {
    for (const seed of [1, 2, 3]) {
      const talk = converse({ seconds: 20, levels: [-20], seed }).cleaned;
      const cleaned = joined(talk, makeRoom(-50, 0.6), over(note, -50), makeRoom(-50, 0.6), talk);
      expect(spreadOf(cleaned, readSpeech(cleaned))).toMatchObject({ distance: 0, voices: [{ share: 1 }] });
    }
  });

  test('three voices are three', () => {
    const { voices, distance } = spread({ levels: [-18, -28, -38], room: -58 });
    expect(voices.map((voice) => Math.round(voice.level / 4) * 4)).toEqual([-16, -28, -36]);
    expect(Math.abs(distance - 20)).toBeLessThan(1);
  });

  test('a share tells who speaks how much', () => {
    const { voices } = spread({ levels: [-36, -20, -36], room: -50 });
    expect(voices[1]?.share).toBeGreaterThan(0.6);
  });

  test.each([
    ['nothing', new Float32Array()],
    ['silence', level(FLOOR, 10)],
    ['a room', makeRoom(-50, 60)],
  ])('%s: nobody, and no distance', (_, power) => {
    expect(spreadOf(power, readSpeech(power))).toEqual({ voices: [], distance: 0 });
  });
});

describe('utterances', () => {
  test('of two voices without a pause part at the turn', () => {
    const power = joined(level(-20, 3), level(-32, 3));
    expect(utterancesOf(power, everyStep(power))).toEqual([
      { from: 0, to: 30, level: expect.closeTo(-20, 1) },
      { from: 30, to: 60, level: expect.closeTo(-32, 1) },
    ]);
  });

  test('gaps between words do not make one softer', () => {
    const word = level(-20, 0.4);
    const power = joined(...Array.from({ length: 6 }, () => joined(word, level(-50, 0.2))));
    expect(utterancesOf(power, everyStep(power))).toEqual([
      { from: 0, to: 36, level: expect.closeTo(-20, 1) },
    ]);
  });

  test.each([0.2, 0.3, 0.4])('a bang of %f s does not make one louder', (seconds) => {
    const power = joined(level(-30, 2), level(-15, seconds), level(-30, 2));
    const [utterance, ...others] = utterancesOf(power, everyStep(power));
    expect(others).toEqual([]);
    expect(utterance?.level).toBeLessThan(-29);
  });

  test('a second of laughter is one of its own', () => {
    const power = joined(level(-30, 3), level(-15, 1), level(-30, 3));
    expect(utterancesOf(power, everyStep(power)).map(({ level: dB }) => Math.round(dB))).toEqual([
      -30, -15, -30,
    ]);
  });

  test('silence that is called speech says nothing', () => {
    const power = level(FLOOR, 5);
    expect(utterancesOf(power, everyStep(power))).toEqual([]);
  });
});

test('a voice that comes nearer over an hour stays one voice, each time at its level', () => {
  const utterances = Array.from({ length: 900 }, (_, i) => ({
    from: 40 * i,
    to: 40 * i + 30,
    level: -32 + i / 75,
  }));
  const voices = voicesAround(utterances);
  expect(voices[100]?.level).toBeCloseTo(-32 + 100 / 75, 0);
  expect(voices[800]?.level).toBeCloseTo(-32 + 800 / 75, 0);
});
