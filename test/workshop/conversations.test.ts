import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Heard, hear } from '../sounds.ts';
import { levelOf } from './levels.ts';
import { type Mastered, type Mastering, openMastering } from './mastering.ts';
import { expectInPlace } from './oddities.ts';
import { decode, type Samples } from './samples.ts';
import { withEachFfmpeg } from './tools.ts';
import { DISTANCE, makeConversation, type Stretch, stretches } from './two-voices.ts';

/** A near and a far voice, 16 dB apart, before and after. */
const folder = mkdtempSync(join(tmpdir(), 'corridor-conversation-'));
const recording = join(folder, 'conversation.wav');
let recorded: Samples;
let before: Heard;
beforeAll(async () => {
  await makeConversation(recording);
  [recorded, before] = await Promise.all([decode(recording), hear(recording)]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Seconds at both edges of a stretch that are left out: words die away, and codecs smear. */
const EDGE = 0.15;
const levelIn = (sound: Samples, { from, seconds }: Stretch): number =>
  levelOf(sound.left, { rate: sound.rate, from: from + EDGE, seconds: seconds - 2 * EDGE });
const of = (kind: Stretch['kind']): Stretch[] => stretches.filter((stretch) => stretch.kind === kind);
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

test('the recording is what it is meant to be', () => {
  const [near, far] = [of('near'), of('far')].map((turns) =>
    mean(turns.map((turn) => levelIn(recorded, turn))),
  );
  expect(Math.abs((near ?? 0) - (far ?? 0) - DISTANCE)).toBeLessThan(1);
  expect(before.range).toBeGreaterThan(12);
  expect(before.range).toBeLessThan(18);
});

withEachFfmpeg(({ program }) => {
  let mastering: Mastering;
  let made: Mastered;
  let heard: Samples;
  beforeAll(async () => {
    mastering = await openMastering(program);
    made = await mastering.master(recording);
    heard = await decode(made.path);
  });
  afterAll(() => mastering.close());

  /** dB from the recording to the master. */
  const gainIn = (stretch: Stretch): number => levelIn(heard, stretch) - levelIn(recorded, stretch);

  test('stands where podcast apps want it', () => {
    expectInPlace(made, recorded.seconds);
  });

  test('has a range of 7 LU at most, levelled gently', () => {
    expect(made.account.goal.recipe.levelling).toBe('gentle');
    expect(made.heard.range).toBeLessThanOrEqual(7);
    expect(made.heard.range).toBeGreaterThan(1);
  });

  test('lets both voices be heard about equally loud', () => {
    const levels = [of('near'), of('far')].map((turns) => mean(turns.map((turn) => levelIn(heard, turn))));
    expect(Math.abs((levels[0] ?? 0) - (levels[1] ?? 0))).toBeLessThan(5);
  });

  describe('the room does not rise in pauses', () => {
    const pauses = stretches.flatMap((stretch, i) => (stretch.kind === 'pause' ? [{ ...stretch, i }] : []));
    test.each(pauses)('between $between', ({ i, ...pause }) => {
      const neighbours = [stretches[i - 1], stretches[i + 1]].flatMap((turn) => (turn ? [gainIn(turn)] : []));
      expect(gainIn(pause)).toBeLessThanOrEqual(Math.max(...neighbours) + 3);
    });
  });
});
