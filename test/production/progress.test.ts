import { describe, expect, test } from 'vitest';
import type { Goal } from '../../src/production/facts.ts';
import { nextOrders } from '../../src/production/next-orders.ts';
import { fingerprintOf, type WorkOrder } from '../../src/production/orders.ts';
import { type Pace, paceOf, percentOf, secondsLeft, type Way, wayOf } from '../../src/production/progress.ts';
import type { Formats } from '../../src/show/recipe.ts';
import { hearingOf } from '../sound/parts.ts';
import { type Answer, goal, heard, openShop } from './shop.ts';

const alone: Way = { furtherFormats: 0 };
const ways: readonly Way[] = [alone, { furtherFormats: 1 }, { furtherFormats: 2 }];
const fractions = [-0.5, 0, 0.01, 0.25, 0.5, 0.75, 1, 1.5];

describe('percent', () => {
  test.each([
    [{ kind: 'inspect', fraction: 0 }, 0],
    [{ kind: 'measure', fraction: 0.5 }, 5],
    [{ kind: 'measure', fraction: 0.5, attempt: 1 }, 12],
    [{ kind: 'render', fraction: 0.5 }, 45],
    [{ kind: 'render', fraction: 0.5, attempt: 1 }, 87],
    [{ kind: 'prove', fraction: 0, attempt: 2 }, 93],
    [{ kind: 'convert', fraction: 0.5 }, 94],
    [{ kind: 'tag', fraction: 0 }, 94],
    [{ kind: 'publish', fraction: 1 }, 99],
  ] as const)('%j is %i where the MP3 is all', (pace, percent) => {
    expect(percentOf(pace, alone)).toBe(percent);
  });

  test.each([
    [0, 0],
    [1, 26],
    [2, 30],
  ])('%i further formats have %i of the hundred', (furtherFormats, share) => {
    const way = { furtherFormats };
    const [from, to] = [0, 1].map((fraction) => percentOf({ kind: 'convert', fraction }, way));
    expect((to ?? 0) - (from ?? 0)).toBe(share);
  });

  test('of an attempt that no leg was made for stays where the last one ended', () => {
    const beyond = percentOf({ kind: 'render', fraction: 0.5, attempt: 3 }, alone);
    expect(beyond).toBe(percentOf({ kind: 'render', fraction: 0.5, attempt: 2 }, alone));
  });
});

/** What is told in the course of a whole production, order by order; those that wait stand at their beginning. */
function tellWhole(wanted: Goal, special: Answer): readonly number[] {
  const way = wayOf(wanted.recipe);
  const shop = openShop();
  const told: number[] = [];
  shop.run(wanted, (order) => {
    const step = nextOrders(wanted, shop);
    const waiting = step.state === 'working' ? step.orders : [];
    const paces = (fraction: number): Pace[] => [
      ...waiting.filter((other) => fingerprintOf(other) !== fingerprintOf(order)).map((o) => paceOf(o, 0)),
      paceOf(order, fraction),
    ];
    for (const fraction of fractions)
      told.push(Math.min(...paces(fraction).map((pace) => percentOf(pace, way))));
    return special(order);
  });
  return [...told, ...fractions.map((fraction) => percentOf({ kind: 'publish', fraction }, way))];
}

describe('percent only rises', () => {
  const withFormats = (formats: Partial<Formats>): Goal => ({
    ...goal,
    recipe: { ...goal.recipe, formats: { ...goal.recipe.formats, ...formats } },
  });
  const [m4a, opus] = [{ bitrate: 96 }, { bitrate: 64 }];
  const goals = { 'the MP3': goal, AAC: withFormats({ m4a }), 'AAC and Opus': withFormats({ m4a, opus }) };
  const hum = { hertz: 50, level: -40, prominence: 30 } as const;
  const humming = (order: WorkOrder) =>
    order.kind === 'measure' ? hearingOf({ integrated: -20, crest: 3, signal: { hum } }) : undefined;
  const offAtFirst = (order: WorkOrder) => {
    if (order.kind === 'prove' && order.attempt < 2) return heard(-17 + order.attempt, -2, 178);
    if (order.kind !== 'convert' || order.attempt > 1) return undefined;
    const made = { key: `renders/${fingerprintOf(order)}.x`, sha256: 'x', bytes: 1, seconds: 178 };
    return { ...made, loudness: { integrated: -17, range: 5, truePeak: -2 } };
  };
  const days: Record<string, Answer> = {
    'a good day': () => undefined,
    'a day of hum': humming,
    'a day of corrections': offAtFirst,
  };
  const cases = Object.entries(goals).flatMap(([what, wanted]) =>
    Object.entries(days).map(([day, special]) => ({ what, wanted, day, special })),
  );

  test.each(cases)('for $what on $day', ({ wanted, special }) => {
    const told = tellWhole(wanted, special);
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect([told[0], told.at(-1)]).toEqual([0, 99]);
  });

  test('also where a cleaned sound is heard once more, and where corrections are made', () => {
    const seen = (special: Answer) => {
      const shop = openShop();
      shop.run(goals['AAC and Opus'], special);
      return shop.done.map((order) => `${order.kind}${paceOf(order, 0).attempt}`);
    };
    expect(seen(humming)).toContain('measure1');
    expect(seen(offAtFirst)).toEqual(expect.arrayContaining(['render1', 'prove1', 'convert1', 'convert2']));
  });
});

describe('seconds left', () => {
  test.each([
    // measure has 6 shares: half of it took 3 s, so a share takes a second; 3 and the 77 of what comes for certain are left
    [{ kind: 'measure', fraction: 0.5 }, alone, 3, 78],
    // cleaned: 9 shares
    [{ kind: 'measure', fraction: 0.5, attempt: 1 }, alone, 4.5, 80],
    // render: 57 shares; half of it took 57 s, so a share takes two
    [{ kind: 'render', fraction: 0.5 }, alone, 57, 93],
    [{ kind: 'render', fraction: 0.5 }, { furtherFormats: 2 }, 57, 185],
    [{ kind: 'prove', fraction: 1 }, alone, 12, 6],
    [{ kind: 'prove', fraction: 1 }, { furtherFormats: 1 }, 12, 42],
    // convert: 46 shares for two
    [{ kind: 'convert', fraction: 0.5 }, { furtherFormats: 2 }, 23, 29],
    // it goes on although nobody wants it any more
    [{ kind: 'convert', fraction: 0.5 }, alone, 30, 30],
  ] as const)('%j on %j after %f s: %i', (pace, way, elapsed, left) => {
    expect(secondsLeft(pace, way, elapsed)).toBe(left);
  });

  test.each([
    ['the first moments of a leg', { kind: 'render', fraction: 0.04 }, 10],
    ['the first half second', { kind: 'render', fraction: 0.5 }, 0.4],
    ['legs whose pace tells nothing', { kind: 'inspect', fraction: 0.5 }, 10],
    ['tagging', { kind: 'tag', fraction: 0.5 }, 10],
    ['publication', { kind: 'publish', fraction: 0.5 }, 10],
    ['corrections', { kind: 'render', fraction: 0.5, attempt: 1 }, 10],
  ] as const)('are unknown in %s', (_, pace, elapsed) => {
    for (const way of ways) expect(secondsLeft(pace, way, elapsed)).toBeUndefined();
  });

  test.each(['measure', 'render', 'prove', 'convert'] as const)(
    'grow less at a steady pace in %s',
    (kind) => {
      const told = [0.2, 0.4, 0.6, 0.8, 1].map(
        (fraction) => secondsLeft({ kind, fraction }, { furtherFormats: 2 }, 100 * fraction) ?? -1,
      );
      expect(told).toEqual([...told].sort((a, b) => b - a));
      expect(told.at(-1)).toBeGreaterThan(0);
    },
  );
});
