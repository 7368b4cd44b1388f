import { describe, expect, test } from 'vitest';
import { readSpeech } from '../../src/sound/speech.ts';
import { holdsWhisper, readSyllables } from '../../src/sound/syllables.ts';
import { FLOOR } from '../../src/sound/timeline.ts';
import { converse, echoing, fading, joined, level, makeRoom, over, type Talkers } from './conversations.ts';

const seeds = [1, 2, 3, 4, 5];
const syllablesIn = (power: Float32Array): Uint8Array => readSyllables(power, readSpeech(power));
const count = (mask: Uint8Array): number => mask.reduce((sum, value) => sum + value, 0);
/** The share of what stands out of the room in which syllables are heard. */
const shareOf = (power: Float32Array): number => count(syllablesIn(power)) / count(readSpeech(power));

/** After half a minute of room, and before as much. */
const inRoom = (...pieces: readonly Float32Array[]): Float32Array => {
  const room = makeRoom(-55, 30);
  return joined(room, over(joined(...pieces), -55), room);
};

describe('what stands out of the room without syllables', () => {
  test.each<[string, Float32Array]>([
    ...[7, 9, 12, 16, 24].map((steep): [string, Float32Array] => [
      `a note that falls by ${steep} dB/s`,
      inRoom(fading({ from: -15, seconds: 28 / steep, steep })),
    ]),
    ['a tone of 4 s', inRoom(level(-20, 4))],
    ['a chord of 8 s that trembles', inRoom(makeRoom(-18, 8, { wobble: 0.9 }))],
    ['three notes of 3 s', inRoom(...[0, 1, 2].map(() => fading({ from: -15, seconds: 3, steep: 8 })))],
    [
      'a note whose strings beat every 2 s',
      inRoom(fading({ from: -12, seconds: 10, steep: 3, beat: { every: 2, deep: 12 } })),
    ],
    [
      'a note whose strings beat every 1.5 s',
      inRoom(fading({ from: -12, seconds: 10, steep: 3, beat: { every: 1.5, deep: 10 } })),
    ],
    [
      'held music that dies away at last',
      inRoom(level(-16, 12), fading({ from: -17, seconds: 1.2, steep: 25 })),
    ],
    [
      'music that swells and is held',
      inRoom(fading({ from: -17, seconds: 1.2, steep: 25 }).reverse(), level(-16, 12)),
    ],
  ])('%s', (_, power) => {
    expect(readSpeech(power).includes(1)).toBe(true);
    expect(syllablesIn(power).includes(1)).toBe(false);
  });
});

describe('speech stays speech', () => {
  test.each<[string, Talkers, number]>([
    ['near and far', {}, 0.99],
    ['a far voice 8 dB over the room', { room: -44 }, 0.99],
    ['long turns', { turns: [4, 15] }, 0.99],
    ['one voice', { levels: [-20], phrase: 6 }, 0.99],
    ['voices without any stress', { wobble: 3 }, 0.95],
  ])('%s', (_, talkers, share) => {
    for (const seed of seeds) expect(shareOf(converse({ ...talkers, seed }).cleaned)).toBeGreaterThan(share);
  });

  test.each([
    [0.5, 0.99],
    [1, 0.98],
    [2, 0.95],
  ])('through an echo of %f s', (seconds, share) => {
    for (const seed of seeds)
      expect(shareOf(echoing(converse({ seed }).cleaned, seconds))).toBeGreaterThan(share);
  });

  test('over held music 12 dB below it', () => {
    for (const seed of seeds) expect(shareOf(over(converse({ seed, levels: [-20] }).cleaned, -32))).toBe(1);
  });

  test('a yes of half a second in a quiet minute, and right behind held music', () => {
    const yes = Float32Array.of(-28, -22, -24, -30, -38);
    expect(count(syllablesIn(inRoom(yes)))).toBeGreaterThanOrEqual(5);
    expect(count(syllablesIn(inRoom(level(-36, 12), yes)))).toBeGreaterThanOrEqual(5);
  });

  test('and what is said before and behind a note is kept', () => {
    const talk = converse({ seconds: 20, levels: [-20] }).cleaned;
    const note = fading({ from: -12, seconds: 4, steep: 9 });
    const power = joined(talk, makeRoom(-50, 0.6), over(note, -50), makeRoom(-50, 0.6), talk);
    const [speech, syllables] = [readSpeech(power), syllablesIn(power)];
    const differs = [...speech.keys()].filter((i) => speech[i] !== syllables[i]);
    expect(differs.length).toBeGreaterThan(30);
    expect(Math.min(...differs)).toBeGreaterThanOrEqual(200);
    expect(Math.max(...differs)).toBeLessThan(255);
  });

  test('nothing is nothing', () => {
    expect(readSyllables(new Float32Array(), new Uint8Array())).toEqual(new Uint8Array());
  });
});

describe('a whisper below the gate of -70 LUFS', () => {
  const talk = (voice: number, room: number): Float32Array =>
    converse({ seconds: 60, levels: [voice], room }).cleaned;

  test.each<[string, Float32Array, boolean]>([
    ['a voice at -77 LUFS over the noise of 16 bits', talk(-77, -89), true],
    [
      'the same with digital silence in its pauses',
      talk(-77, -89).map((dB) => (dB < -84 ? FLOOR : dB)),
      true,
    ],
    ['a voice at -95 LUFS', talk(-95, -110), false],
    ['digital silence', level(FLOOR, 60), false],
    ['nothing but dither', makeRoom(-89, 60), false],
    ['a soft room', makeRoom(-75, 60, { wobble: 2 }), false],
    [
      'a few clicks',
      joined(makeRoom(-89, 60), Float32Array.of(-75, -72, -80, -74), makeRoom(-89, 60)),
      false,
    ],
    [
      'a note',
      joined(level(FLOOR, 10), fading({ from: -72, seconds: 5, steep: 9 }), level(FLOOR, 10)),
      false,
    ],
    ['nothing', new Float32Array(), false],
  ])('%s', (_, power, expected) => {
    expect(holdsWhisper(power)).toBe(expected);
  });
});
