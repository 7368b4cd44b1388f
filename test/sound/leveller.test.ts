import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Levelling, planGain } from '../../src/sound/leveller.ts';
import { readSpeech, stretchesOf } from '../../src/sound/speech.ts';
import { FLOOR, levelled, rangeOf } from '../../src/sound/timeline.ts';
import {
  type Conversation,
  converse,
  fading,
  joined,
  level,
  makeRoom,
  openDice,
  over,
  type Talkers,
} from './conversations.ts';

const seeds = [1, 2, 3, 4, 5, 6];

const planFor = (cleaned: Float32Array, levelling: Levelling = 'gentle'): Float32Array =>
  planGain(cleaned, readSpeech(cleaned), levelling);
/** LU */
const rangeAfter = (cleaned: Float32Array, levelling: Levelling): number =>
  rangeOf(levelled(cleaned, planFor(cleaned, levelling)));
const medianOf = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
/** The gain that a voice mostly gets. */
const gainOf = (gain: Float32Array, { said }: Conversation, who: number): number =>
  medianOf([...gain].filter((_, i) => said[i] === who));
/** The loudest and the softest of some gains, apart. */
const spanOf = (gain: Float32Array): number => Math.max(...gain) - Math.min(...gain);

describe('a conversation of a near and a far voice, 16 dB apart', () => {
  test.each<[string, Talkers]>([
    ['turns of 1 to 8 s', {}],
    ['quick turns, hardly a pause', { turns: [1, 3], pauses: [0.2, 0.5] }],
    ['long turns', { turns: [4, 15] }],
    ['voices that swell and fade by 3 dB', { phrase: 3 }],
    ['even voices', { wobble: 2 }],
    ['the far voice speaks most', { levels: [-36, -20, -36] }],
    ['the near voice speaks most', { levels: [-20, -36, -20] }],
    ['one in the middle', { levels: [-20, -28, -36] }],
  ])('comes out at 7 LU or less: %s', (_, talkers) => {
    for (const seed of seeds) {
      const { cleaned } = converse({ ...talkers, seed });
      const [gentle, strong] = [rangeAfter(cleaned, 'gentle'), rangeAfter(cleaned, 'strong')];
      expect(rangeOf(cleaned)).toBeGreaterThan(gentle + 3);
      expect(gentle).toBeLessThan(7);
      expect(strong).toBeLessThan(gentle);
    }
  });

  test('starts from 12 LU and more, and ends at 5 or less', () => {
    for (const seed of seeds) {
      const { cleaned } = converse({ seed });
      expect(rangeOf(cleaned)).toBeGreaterThan(12);
      expect(rangeAfter(cleaned, 'gentle')).toBeLessThan(5);
    }
  });

  test('the voice that speaks most is the centre, the other one moves', () => {
    for (const [levels, centre] of [[[-20, -36, -20], 0] as const, [[-36, -20, -36], 0] as const]) {
      const talk = converse({ levels });
      const gain = planFor(talk.cleaned);
      expect(Math.abs(gainOf(gain, talk, centre))).toBeLessThan(1);
      expect(Math.abs(gainOf(gain, talk, 1))).toBeGreaterThan(11);
      expect(Math.abs(gainOf(gain, talk, 1))).toBeLessThan(14.1);
    }
  });

  test('that come nearer together over an hour is followed', () => {
    const parts = [16, 12, 8].map((apart, seed) => converse({ levels: [-20, -20 - apart], seed }).cleaned);
    expect(rangeAfter(joined(...parts, ...parts), 'gentle')).toBeLessThan(6);
  });
});

describe('one voice stays alive', () => {
  test.each([0, 3, 6])('whose phrases move by %i dB either way keeps three fifths of its range', (phrase) => {
    for (const seed of seeds) {
      const { cleaned } = converse({ seed, levels: [-20], phrase });
      expect(rangeAfter(cleaned, 'gentle')).toBeGreaterThan(0.6 * rangeOf(cleaned));
    }
  });

  test('strong takes more than gentle', () => {
    const { cleaned } = converse({ levels: [-20], phrase: 5 });
    expect(rangeAfter(cleaned, 'strong')).toBeLessThan(0.85 * rangeAfter(cleaned, 'gentle'));
  });

  test('off leaves everything', () => {
    expect(planFor(converse().cleaned, 'off')).toEqual(new Float32Array(1800));
  });
});

describe('pauses', () => {
  /** dB by which the gain rises in a pause over the larger of the voices around. */
  const rises = (cleaned: Float32Array, levelling: Levelling): number[] => {
    const speech = readSpeech(cleaned);
    const gain = planGain(cleaned, speech, levelling);
    const runs = stretchesOf(speech);
    return runs.slice(1).map(({ from }, n) => {
      const before = runs[n]?.to ?? 0;
      const around = Math.max(...gain.slice(before - 8, before), ...gain.slice(from, from + 8));
      return Math.max(...gain.slice(before, from)) - around;
    });
  };

  test.each<[string, Talkers]>([
    ['of a conversation', {}],
    ['of long breath', { pauses: [2, 8] }],
    ['of three voices', { levels: [-20, -28, -36] }],
    ['of one lively voice', { levels: [-20], phrase: 6 }],
  ])('%s are never lifted over the voices around them', (_, talkers) => {
    for (const seed of seeds) {
      for (const levelling of ['gentle', 'strong'] as const) {
        expect(Math.max(...rises(converse({ ...talkers, seed }).cleaned, levelling))).toBeLessThan(0.6);
      }
    }
  });

  /** Six turns of 5 s with pauses of 2.5 s. */
  const talk = converse({ seconds: 120, turns: [5, 5], pauses: [2.5, 2.5], wobble: 3 });
  const gain = planFor(talk.cleaned);
  const starts = [...talk.said.keys()]
    .filter((i) => i > 0 && talk.said[i] !== -1 && talk.said[i - 1] === -1)
    .slice(1);

  test('that are long enough hold the ramp: before every voice speaks, its gain is there', () => {
    for (const start of starts) {
      const wanted = gainOf(gain, talk, talk.said[start] as number);
      expect(Math.abs((gain[start - 1] as number) - wanted)).toBeLessThan(1.5);
    }
  });

  test('hold the gain of who spoke, and move just before the next', () => {
    for (const start of starts.filter((at) => talk.said[at] === 1)) {
      const spoke = gainOf(gain, talk, 0);
      expect(Math.abs((gain[start - 20] as number) - spoke)).toBeLessThan(1.5);
    }
  });

  test('of half a minute take the lift of a far voice back, and do not pump', () => {
    const far = converse({ seconds: 60, levels: [-20, -20, -36] });
    const cleaned = joined(far.cleaned, level(-36, 3), makeRoom(-50, 30), level(-36, 3), far.cleaned);
    const pause = planFor(cleaned).slice(640, 920);
    expect(spanOf(pause.slice(60, -30))).toBeLessThan(0.6);
    expect(Math.max(...pause.slice(60, -30))).toBeLessThan(0.6);
  });
});

describe('the gain moves by 1 dB a step at most, and stays within its reach', () => {
  const steepest = (gain: Float32Array): number =>
    Math.max(0, ...gain.slice(1).map((dB, i) => Math.abs(dB - (gain[i] as number))));
  const blocks = fc.array(
    fc.tuple(
      fc.oneof(fc.constant(FLOOR), fc.float({ min: -80, max: 0, noNaN: true })),
      fc.integer({ min: 1, max: 60 }),
    ),
    { minLength: 1, maxLength: 40 },
  );

  test.each([
    ['gentle', 14],
    ['strong', 20],
  ] as const)('%s, whatever sounds', (levelling, reach) => {
    fc.assert(
      fc.property(blocks, fc.boolean(), (pieces, everybody) => {
        const cleaned = joined(...pieces.map(([dB, steps]) => level(dB, steps / 10)));
        const speech = everybody ? new Uint8Array(cleaned.length).fill(1) : readSpeech(cleaned);
        const gain = planGain(cleaned, speech, levelling);
        expect(gain).toHaveLength(cleaned.length);
        expect(gain.every(Number.isFinite)).toBe(true);
        expect(steepest(gain)).toBeLessThan(1.0001);
        expect(Math.max(...gain.map(Math.abs))).toBeLessThan(reach + 0.51);
      }),
    );
  });

  test('in talk', () => {
    for (const seed of seeds)
      expect(steepest(planFor(converse({ seed }).cleaned, 'strong'))).toBeLessThan(1.0001);
  });
});

describe('the room is not lifted', () => {
  const farGain = (over: number): number => {
    const talk = converse({ levels: [-20, -36, -20], room: -36 - over, wobble: 4 });
    return gainOf(planFor(talk.cleaned), talk, 1);
  };

  test('a voice well over its room gets all it needs, one that drowns in it nothing', () => {
    expect(farGain(15)).toBeGreaterThan(12);
    expect(farGain(8)).toBeLessThan(farGain(15));
    const drowning = joined(
      converse({ levels: [-20] }).cleaned.map((dB) => Math.max(dB, -40)),
      level(-36, 4),
    );
    const speech = Uint8Array.from(drowning, (dB) => (dB > -39 ? 1 : 0));
    expect(Math.max(...planGain(drowning, speech, 'gentle').slice(-30))).toBeLessThan(1);
  });

  test.each([6, 8, 10, 12, 16])(
    'a far voice %i dB over it: 12 dB stay between the room and the talk',
    (over) => {
      const { cleaned } = converse({ levels: [-20, -36, -20], room: -36 - over });
      expect(-36 - over + Math.max(...planFor(cleaned, 'strong'))).toBeLessThan(-18 - 12 + 1);
    },
  );
});

describe('music between talk is wanted and does not pump', () => {
  const dice = openDice(7);
  const music = (dB: number, seconds: number): Float32Array =>
    Float32Array.from({ length: 10 * seconds }, (_, i) => dB + 2 * Math.sin(i / 5) + 2 * dice() - 1);

  test.each([
    [-16, 12],
    [-20, 40],
    [-26, 120],
  ])('at %i LUFS for %i s, a pause before and after', (dB, seconds) => {
    const [before, after] = [converse({ seconds: 60, seed: 3 }), converse({ seconds: 60, seed: 4 })];
    const pause = makeRoom(-50, 1.5);
    const cleaned = joined(before.cleaned, pause, music(dB, seconds), pause, after.cleaned);
    const gain = planFor(cleaned).slice(615, 615 + 10 * seconds);
    expect(spanOf(gain)).toBeLessThan(1);
  });

  test('without any pause either', () => {
    const talk = converse({ seconds: 60, levels: [-20] }).cleaned;
    expect(spanOf(planFor(joined(talk, music(-16, 20), talk)).slice(600, 800))).toBeLessThan(1);
  });
});

describe('a note that fades between talk keeps the gain of who spoke', () => {
  const room = -56;
  const pause = makeRoom(room, 0.6);
  const speak = (seconds: number, level: number, seed = 1): Float32Array =>
    converse({ seconds, seed, levels: [level], room }).cleaned;

  /** The gains of the talk's last five seconds, and of the note while it stands out of the room. */
  const gainsIn = (before: Float32Array, note: Float32Array, after: Float32Array) => {
    const gain = planFor(joined(before, pause, over(note, room), pause, after));
    const from = before.length + pause.length;
    const heard = note.findLastIndex((level) => level > room + 10);
    return {
      spoken: medianOf([...gain.slice(before.length - 50, before.length)]),
      played: gain.slice(from, from + heard),
    };
  };

  test.each([
    [-22, 12],
    [-22, 24],
    [-30, 9],
    [-18, 7],
  ])('struck at %i LUFS, falling by %i dB/s', (from, steep) => {
    for (const seed of seeds) {
      const note = fading({ from, seconds: 6, steep });
      const { spoken, played } = gainsIn(speak(30, -20, seed), note, speak(30, -20, seed + 10));
      expect(spanOf(played)).toBeLessThan(1.1);
      expect(Math.abs(medianOf([...played]) - spoken)).toBeLessThan(2);
    }
  });

  test('also when its strings beat', () => {
    const note = fading({ from: -22, seconds: 10, steep: 3, beat: { every: 1.5, deep: 12 } });
    expect(spanOf(gainsIn(speak(30, -20), note, speak(30, -20, 2)).played)).toBeLessThan(1.1);
  });

  test('comes down to the talk as a whole where it is louder', () => {
    const note = fading({ from: -8, seconds: 6, steep: 4 });
    const { spoken, played } = gainsIn(speak(30, -24), note, speak(30, -24, 2));
    expect(spanOf(played.slice(10))).toBeLessThan(1.1);
    expect(medianOf([...played]) - spoken).toBeLessThan(-5);
    expect(medianOf([...played]) - spoken).toBeGreaterThan(-14);
  });

  test('behind a far voice is lifted as that was, but not over the talk', () => {
    const near = speak(60, -20);
    const far = joined(near, speak(20, -36, 2));
    const soft = gainsIn(far, fading({ from: -36, seconds: 4, steep: 6 }), near);
    expect(soft.spoken).toBeGreaterThan(8);
    expect(Math.abs(medianOf([...soft.played]) - soft.spoken)).toBeLessThan(2);
    const loud = gainsIn(far, fading({ from: -20, seconds: 4, steep: 8 }), near);
    expect(medianOf([...loud.played])).toBeLessThan(loud.spoken - 4);
  });
});

describe('a bang of 15 dB for 0.3 s', () => {
  const bang = ({ cleaned }: Conversation, at: number, dB: number): Float32Array =>
    cleaned.map((level, i) => (i >= at && i < at + 3 ? Math.max(level, dB) : level));
  /** Steps at least 1.3 s from everybody else's turn. */
  const inside = ({ said }: Conversation, who: number): number[] =>
    [...said.keys()].filter((i) =>
      said.subarray(i - 13, i + 16).every((other) => other === -1 || other === who),
    );

  test.each([
    [0, -5],
    [1, -21],
  ])('in the words of voice %i does not dip them by more than 3 dB', (who, dB) => {
    const talk = converse({ seconds: 60, seed: 3, turns: [3, 8] });
    const plain = planFor(talk.cleaned);
    for (const at of inside(talk, who).filter((i) => i > 20 && i % 4 === 0)) {
      const gain = planFor(bang(talk, at, dB));
      const shift = medianOf([...gain].map((value, i) => value - (plain[i] as number)));
      const dips = [...gain].map((value, i) => (plain[i] as number) + shift - value);
      expect(Math.max(...dips.filter((_, i) => talk.said[i] !== -1))).toBeLessThan(3.1);
    }
  });

  test('in a pause neither', () => {
    const talk = converse({ seconds: 60, seed: 1, levels: [-20], pauses: [2, 2] });
    const at = talk.said.findIndex((who, i) => i > 100 && who === -1 && talk.said[i - 10] === -1);
    expect(Math.min(...planFor(bang(talk, at, -5)))).toBeGreaterThan(-3);
  });
});

describe('what is no voice beside a near one', () => {
  /** dB over the higher one of the gains half a second before and after a stretch. */
  const liftOver = (gain: Float32Array, from: number, to: number): number =>
    Math.max(...gain.subarray(from, to)) - Math.max(gain[from - 6] as number, gain[to + 6] as number);

  test.each(seeds)(
    'a moment of room between its words is lifted by 3 dB at most, although a far voice is as soft (%i)',
    (seed) => {
      const { cleaned, said } = converse({ seed, turns: [4, 8] });
      const runs = stretchesOf(Uint8Array.from(said, (who) => (who === 0 ? 1 : 0)));
      for (const { from, to } of runs.filter((run) => run.to - run.from > 40)) {
        const middle = (from + to) >> 1;
        const broken = cleaned.slice();
        broken.fill(-44, middle - 4, middle + 5);
        expect(liftOver(planFor(broken), middle - 4, middle + 5)).toBeLessThanOrEqual(3);
      }
    },
  );

  test.each(seeds)('a breath in its pauses is not lifted over it (%i)', (seed) => {
    const { cleaned, said } = converse({ seed, seconds: 60, levels: [-28], room: -64, pauses: [1.5, 2] });
    const pauses = stretchesOf(Uint8Array.from(said, (who) => (who === -1 ? 1 : 0)));
    const breathing = cleaned.slice();
    const breaths = pauses.filter(({ from, to }) => to - from >= 15).slice(1, 3);
    for (const { from } of breaths) breathing.set([-56, -52, -50, -51, -53, -50, -57], from + 4);
    const gain = planFor(breathing);
    for (const { from } of breaths) expect(liftOver(gain, from + 4, from + 11)).toBeLessThan(0.5);
  });
});

describe('odd recordings', () => {
  test.each<[string, Float32Array]>([
    ['nothing', new Float32Array()],
    ['one step', Float32Array.of(-20)],
    ['silence', level(FLOOR, 60)],
    ['a tone', level(-20, 60)],
    ['a room', makeRoom(-50, 60)],
  ])('%s: no gain', (_, cleaned) => {
    expect(planFor(cleaned)).toEqual(new Float32Array(cleaned.length));
  });

  test('silence that is called speech', () => {
    expect(planGain(level(FLOOR, 5), new Uint8Array(50).fill(1), 'strong')).toEqual(new Float32Array(50));
  });

  test('three seconds', () => {
    const cleaned = joined(
      makeRoom(-50, 0.5),
      converse({ seconds: 2, levels: [-20], pauses: [0, 0] }).cleaned,
      makeRoom(-50, 0.5),
    );
    expect(spanOf(planFor(cleaned))).toBeLessThan(3);
  });

  test('a microphone that is muted between sentences', () => {
    for (const seed of seeds) {
      const cleaned = converse({ seed }).cleaned.map((dB) => (dB < -46 ? FLOOR : dB));
      expect(rangeAfter(cleaned, 'gentle')).toBeLessThan(7);
    }
  });

  test('nobody ever pauses', () => {
    const cleaned = converse({ pauses: [0, 0], room: -60 }).cleaned;
    const speech = new Uint8Array(cleaned.length).fill(1);
    const after = rangeOf(levelled(cleaned, planGain(cleaned, speech, 'gentle')));
    expect(after).toBeLessThan(0.5 * rangeOf(cleaned));
  });
});
