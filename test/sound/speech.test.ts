import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { noiseOf, readSpeech, speechLevelOf, steadyIn, stretchesOf } from '../../src/sound/speech.ts';
import { FLOOR } from '../../src/sound/timeline.ts';
import { type Conversation, converse, joined, level, makeRoom } from './conversations.ts';

const seeds = [1, 2, 3, 4, 5];

/** The share of a voice's steps that are found. */
function found({ cleaned, said }: Conversation, who: number): number {
  const speech = readSpeech(cleaned);
  const spoken = [...said.keys()].filter((i) => said[i] === who);
  return spoken.filter((i) => speech[i]).length / spoken.length;
}

/** The share of the steps farther than 0.3 s from any voice that are called speech. */
function misheard({ cleaned, said }: Conversation): number {
  const speech = readSpeech(cleaned);
  const quiet = [...said.keys()].filter((i) =>
    said.subarray(Math.max(0, i - 3), i + 4).every((who) => who === -1),
  );
  return quiet.filter((i) => speech[i]).length / quiet.length;
}

describe('speech is found', () => {
  test.each(seeds)('near and far, 16 dB apart, the far voice 14 dB over the room (talk %i)', (seed) => {
    const talk = converse({ seed });
    expect(found(talk, 0)).toBeGreaterThan(0.99);
    expect(found(talk, 1)).toBeGreaterThan(0.98);
    expect(misheard(talk)).toBeLessThan(0.01);
  });

  test.each([
    [12, 0.97],
    [8, 0.95],
  ])('a far voice only %i dB over the room', (over, share) => {
    for (const seed of seeds) {
      const talk = converse({ seed, room: -36 - over });
      expect(found(talk, 1)).toBeGreaterThan(share);
      expect(misheard(talk)).toBeLessThan(0.01);
    }
  });

  test('a single question in ten quiet minutes', () => {
    const { cleaned, said } = converse({
      seconds: 4,
      levels: [-36],
      room: -50,
      turns: [3, 3],
      pauses: [0.5, 0.5],
    });
    const quiet = makeRoom(-50, 300);
    const speech = readSpeech(joined(quiet, cleaned, quiet));
    expect(stretchesOf(speech)).toHaveLength(1);
    expect(speech.subarray(3000, 3000 + said.length).reduce((sum, step) => sum + step, 0)).toBeGreaterThan(
      29,
    );
  });

  test('when the room changes by 15 dB in the middle', () => {
    const [quiet, loud] = [converse({ room: -65 }), converse({ room: -50, seed: 2 })];
    const both = {
      cleaned: joined(quiet.cleaned, loud.cleaned),
      said: Int8Array.from([...quiet.said, ...loud.said]),
    };
    expect(found(both, 1)).toBeGreaterThan(0.97);
    expect(misheard(both)).toBeLessThan(0.15);
  });

  test('in a microphone that is muted between sentences', () => {
    const { cleaned, said } = converse({ levels: [-20] });
    const gated = { cleaned: cleaned.map((dB) => (dB < -45 ? FLOOR : dB)), said };
    expect(found(gated, 0)).toBeGreaterThan(0.99);
    expect(misheard(gated)).toBe(0);
  });
});

describe('no room is speech', () => {
  const breathing = makeRoom(-50, 300, { wobble: 2 }).map((dB, i) => dB + 1.5 * Math.sin(i / 70));
  test.each<[string, Float32Array]>([
    ['still', makeRoom(-55, 300)],
    ['breathing', breathing],
    ['loud', makeRoom(-30, 300, { wobble: 2.5 })],
    ['changing by 15 dB', joined(makeRoom(-60, 60), makeRoom(-45, 60))],
    ['with dead air around', joined(level(FLOOR, 20), makeRoom(-60, 20), level(FLOOR, 20))],
    ['silence', level(FLOOR, 60)],
    ['a tone', level(-20, 60)],
    ['twelve seconds of a tone', joined(makeRoom(-55, 30), level(-20, 12), makeRoom(-55, 30))],
    [
      'a minute of held music',
      joined(makeRoom(-55, 30), makeRoom(-16, 60, { wobble: 2.5 }), makeRoom(-55, 30)),
    ],
  ])('%s', (_, room) => {
    expect(readSpeech(room).includes(1)).toBe(false);
  });
});

describe('words and gaps', () => {
  const room = (steps: number): Float32Array => makeRoom(-55, steps / 10);
  const word = (steps: number): Float32Array => level(-30, steps / 10).map((dB, i) => dB + (i % 2) * 5);
  const stretches = (...pieces: readonly Float32Array[]): (readonly [number, number])[] =>
    stretchesOf(readSpeech(joined(room(100), ...pieces, room(100)))).map(({ from, to }) => [from, to]);

  test('a word is heard 0.1 s early and held for 0.2 s', () => {
    expect(stretches(word(10))).toEqual([[99, 112]]);
  });

  test('a gap below 0.3 s belongs to speech', () => {
    expect(stretches(word(10), room(2), word(10))).toEqual([[99, 124]]);
  });

  test('a pause of a second does not', () => {
    expect(stretches(word(10), room(10), word(10))).toEqual([
      [99, 112],
      [119, 132],
    ]);
  });

  test.each([1, 2])('a tap of %i steps is no speech', (steps) => {
    expect(stretches(word(steps))).toEqual([]);
  });

  test('a yes of 0.4 s is', () => {
    expect(stretches(word(4))).toEqual([[99, 106]]);
  });

  test('at the very ends of a recording', () => {
    expect(
      [...readSpeech(joined(word(5), room(100), word(5)))].map((step, i) => step * i).filter(Boolean),
    ).toEqual([1, 2, 3, 4, 5, 6, 104, 105, 106, 107, 108, 109]);
  });

  test('three seconds are enough', () => {
    const speech = readSpeech(joined(room(8), word(14), room(8)));
    expect(stretchesOf(speech)).toEqual([{ from: 7, to: 24 }]);
  });

  test('nothing is nothing', () => {
    expect(readSpeech(new Float32Array())).toEqual(new Uint8Array());
  });
});

test('whatever comes, every step is decided, and no stretch is shorter than 0.3 s', () => {
  const levels = fc.oneof(fc.constant(FLOOR), fc.float({ min: -90, max: 5, noNaN: true }));
  const pieces = fc.array(fc.tuple(levels, fc.integer({ min: 1, max: 40 })), { maxLength: 30 });
  fc.assert(
    fc.property(pieces, (blocks) => {
      const power = joined(...blocks.map(([dB, steps]) => level(dB, steps / 10)));
      const speech = readSpeech(power);
      expect(speech).toHaveLength(power.length);
      expect(speech.every((step) => step === 0 || step === 1)).toBe(true);
      expect(stretchesOf(speech).every(({ from, to }) => to - from >= 3)).toBe(true);
    }),
  );
});

test('even sound is told from talk by its length', () => {
  const { cleaned } = converse({ seconds: 30 });
  const power = joined(
    cleaned,
    makeRoom(-20, 12, { wobble: 2 }),
    cleaned,
    makeRoom(-20, 8, { wobble: 2 }),
    cleaned,
  );
  expect(steadyIn(power)).toEqual([{ from: 300, to: 420 }]);
});

describe('the level of the talk', () => {
  test('is the mean in power of its steps', () => {
    const speech = Uint8Array.from([0, 1, 1, 0]);
    expect(speechLevelOf(Float32Array.from([-3, -20, -30, -3]), speech)).toBeCloseTo(-22.6, 1);
  });

  test('is FLOOR when nobody speaks', () => {
    expect(speechLevelOf(level(-50, 1), new Uint8Array(10))).toBe(FLOOR);
    expect(speechLevelOf(new Float32Array(), new Uint8Array())).toBe(FLOOR);
  });
});

describe('the noise of the room', () => {
  const noiseIn = (power: Float32Array): number => noiseOf(power, readSpeech(power));

  test('is told by the softest of the pauses', () => {
    expect(noiseIn(converse({ room: -48 }).cleaned)).toBeCloseTo(-48, 0);
    expect(noiseIn(converse({ room: -48, pauses: [0.2, 0.6] }).cleaned)).toBeCloseTo(-48, 0);
  });

  test('leaves out where the microphone was muted', () => {
    expect(noiseIn(joined(level(FLOOR, 60), converse({ room: -48 }).cleaned))).toBeCloseTo(-48, 0);
  });

  test('leaves out music between the talk', () => {
    const { cleaned } = converse({ room: -52 });
    expect(noiseIn(joined(cleaned, makeRoom(-22, 120, { wobble: 2 }), cleaned))).toBeCloseTo(-52, 0);
  });

  test('of a room alone is that room', () => {
    expect(noiseIn(makeRoom(-40, 60))).toBeCloseTo(-40, 0);
  });

  test('is FLOOR without a pause, in silence and in nothing', () => {
    expect(noiseOf(level(-20, 10), new Uint8Array(100).fill(1))).toBe(FLOOR);
    expect(noiseIn(level(FLOOR, 10))).toBe(FLOOR);
    expect(noiseIn(new Float32Array())).toBe(FLOOR);
  });
});

describe('a recording that is very soft as a whole', () => {
  /** A near voice, a far one and a room between, in turns of two seconds. */
  const levels = [-16, -60, -32, -60];
  const power = Float32Array.from({ length: 800 }, (_, i) => {
    const level = levels[Math.floor(i / 20) % levels.length] as number;
    return level + (i % 3) * (level > -50 ? 2 : 0.2);
  });

  test.each([15, 30, 45, 54])('is heard as it would be %i dB louder', (softer) => {
    const soft = power.map((level) => level - softer);
    expect(readSpeech(power).filter((speaks) => speaks === 1).length).toBeGreaterThan(300);
    expect(readSpeech(soft)).toEqual(readSpeech(power));
  });
});
