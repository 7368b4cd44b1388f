import { describe, expect, test } from 'vitest';
import type { Goal } from '../../src/production/facts.ts';
import { nextOrders } from '../../src/production/next-orders.ts';
import { fingerprintOf, type WorkOrder } from '../../src/production/orders.ts';
import type { Loudness } from '../../src/show/enclosure.ts';
import { type Answer, goal, heard, openShop, say } from './shop.ts';

const withFormats = (formats: Partial<Goal['recipe']['formats']>): Goal => ({
  ...goal,
  ...{ intros: [], outros: [] },
  recipe: { ...goal.recipe, formats: { ...goal.recipe.formats, ...formats } },
});
const both = withFormats({ m4a: { bitrate: 96 }, opus: { bitrate: 64 } });

type Convert = Extract<WorkOrder, { kind: 'convert' }>;
const convertsOf = (orders: readonly WorkOrder[]): Convert[] =>
  orders.filter((order): order is Convert => order.kind === 'convert');

/** Conversions to one format that measure so, attempt after attempt; the last holds for all further ones. */
const measuring =
  (format: string, ...loudness: Partial<Loudness>[]): Answer =>
  (order) =>
    order.kind === 'convert' && order.format === format
      ? {
          ...{ key: `renders/${fingerprintOf(order)}.x`, sha256: format, bytes: 1, seconds: 60 },
          loudness: {
            ...{ integrated: -16, range: 5, truePeak: -2 },
            ...(loudness[order.attempt] ?? loudness.at(-1)),
          },
        }
      : undefined;

describe('further formats', () => {
  test('are made when the MP3 is proven, then tagged as it is', () => {
    const shop = openShop();
    expect(shop.run(both).state).toBe('done');
    expect(shop.done.map(say).slice(2)).toEqual([
      ...['render 0', 'prove 0', 'convert m4a 0', 'convert opus 0'],
      ...['tag The first', 'tag m4a The first', 'tag opus The first', 'certify'],
    ]);
  });

  test('are asked for side by side', () => {
    const shop = openShop();
    shop.run(withFormats({}));
    const step = nextOrders(both, shop);
    expect(step.state === 'working' && step.orders.map(say)).toEqual(['convert m4a 0', 'convert opus 0']);
  });

  test('are not made when no recipe wants them', () => {
    const shop = openShop();
    const step = shop.run(withFormats({}));
    expect(convertsOf(shop.done)).toEqual([]);
    expect(step.state === 'done' && Object.keys(step.master)).not.toContain('alternates');
  });

  test('have the sound of the MP3 without what is added for LAME', () => {
    const shop = openShop();
    shop.run(both);
    const [render] = shop.done.filter((order) => order.kind === 'render');
    for (const { plan } of convertsOf(shop.done)) {
      expect(plan.mix.clips[0]?.gain).toBeCloseTo((render?.plan.mix.clips[0]?.gain ?? 0) - 0.4455, 3);
      expect(plan.mix.ceiling).toBeCloseTo((render?.plan.mix.ceiling ?? 0) - 0.446, 3);
    }
  });

  test('are told of in the master and in its certificate', () => {
    const shop = openShop();
    const step = shop.run(both);
    const loudness = { integrated: -16.1 };
    expect(step).toMatchObject({
      master: {
        enclosure: { mediaType: 'audio/mpeg' },
        alternates: [
          { mediaType: 'audio/mp4', bitrate: 96, seconds: 178, bytes: 1200, loudness },
          { mediaType: 'audio/ogg', bitrate: 64, seconds: 178, bytes: 1200, loudness },
        ],
      },
    });
    const certify = shop.done.find((order) => order.kind === 'certify');
    expect(certify?.certificate.alternates).toMatchObject([{ bitrate: 96 }, { bitrate: 64 }]);
  });
});

describe('what was done is not done again', () => {
  const costOf = (changed: Goal): string[] => {
    const shop = openShop();
    shop.run(both);
    const before = shop.done.length;
    shop.run(changed);
    return shop.done.slice(before).map(say);
  };

  test('a title is written anew, nothing is encoded again', () => {
    expect(costOf({ ...both, sheet: { ...both.sheet, title: 'Anew' } })).toEqual([
      ...['tag Anew', 'tag m4a Anew', 'tag opus Anew', 'certify'],
    ]);
  });

  test('another bitrate concerns one format', () => {
    expect(costOf(withFormats({ m4a: { bitrate: 128 }, opus: { bitrate: 64 } }))).toEqual([
      ...['convert m4a 0', 'tag m4a The first', 'certify'],
    ]);
  });

  test('a format less costs a certificate', () => {
    expect(costOf(withFormats({ opus: { bitrate: 64 } }))).toEqual(['certify']);
  });
});

describe('a format that is off', () => {
  const opus = withFormats({ opus: { bitrate: 32 } });

  test('is made once more by what was missing', () => {
    const shop = openShop();
    const step = shop.run(opus, measuring('opus', { integrated: -16.5 }, { integrated: -16 }));
    const [first, second, ...more] = convertsOf(shop.done);
    expect(more).toEqual([]);
    expect(second?.attempt).toBe(1);
    expect(second?.plan.mix.clips[0]?.gain).toBeCloseTo((first?.plan.mix.clips[0]?.gain ?? 0) + 0.5, 3);
    expect(step.state === 'done' && step.account.further[0]?.renders.replaced).toHaveLength(1);
  });

  test('and stays so is published, and says so', () => {
    const shop = openShop();
    const step = shop.run(opus, measuring('opus', { integrated: -16.5, truePeak: -0.4 }));
    expect(convertsOf(shop.done)).toHaveLength(5);
    expect(step).toMatchObject({
      state: 'done',
      master: {
        remarks: expect.arrayContaining([
          "The Opus file is 0.50 LU softer than the recipe's -16 LUFS.",
          'The Opus file peaks at -0.4 dBTP; the recipe wants -1 at most.',
        ]),
      },
    });
  });

  test('is left alone where the MP3 could not be brought to its target either', () => {
    const shop = openShop();
    const off = measuring('opus', { integrated: -16.8 });
    shop.run(opus, (order) => (order.kind === 'prove' ? heard(-16.8) : off(order)));
    expect(convertsOf(shop.done)).toHaveLength(1);
  });
});

test('work under way tells every file that it has made so far', () => {
  const shop = openShop();
  shop.run(withFormats({}));
  const render = shop.done.find((order) => order.kind === 'render');
  const step = nextOrders(both, shop);
  expect(step).toMatchObject({
    state: 'working',
    made: [{ key: `renders/${render && fingerprintOf(render)}.mp3` }],
  });
});
