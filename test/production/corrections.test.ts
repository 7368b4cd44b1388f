import { describe, expect, test } from 'vitest';
import { fingerprintOf } from '../../src/production/orders.ts';
import { type Answer, goal, heard, openShop, say } from './shop.ts';

const bare = { ...goal, intros: [], outros: [] };
const ceilings = (shop: ReturnType<typeof openShop>) =>
  shop.done.flatMap((order) =>
    order.kind === 'render' ? [[order.plan.mix.clips[0]?.gain, order.plan.mix.ceiling]] : [],
  );

/** Proofs in the order of their attempts; the last one holds for all further ones. */
const proofs =
  (...reports: ReturnType<typeof heard>[]): Answer =>
  (order) =>
    order.kind === 'prove' ? (reports[order.attempt] ?? reports.at(-1)) : undefined;

describe('a master that is off', () => {
  test('is rendered once more by what was missing', () => {
    const shop = openShop();
    const step = shop.run(bare, proofs(heard(-17.5), heard(-16.1)));
    expect(shop.done.map(say).slice(2)).toEqual([
      'render 0',
      'prove 0',
      'render 1',
      'prove 1',
      'tag The first',
      'certify',
    ]);
    expect(ceilings(shop)).toEqual([
      [4.447, -1.9],
      [5.947, -1.9],
    ]);
    expect(step).toMatchObject({ state: 'done', master: { after: { integrated: -16.1 } } });
  });

  test('tells which render it kept and which ones may go', () => {
    const shop = openShop();
    const step = shop.run(bare, proofs(heard(-17.5), heard(-16.8), heard(-16)));
    const keys = shop.done
      .filter(({ kind }) => kind === 'render')
      .map((order) => `renders/${fingerprintOf(order)}.mp3`);
    expect(step).toMatchObject({
      renders: { kept: { key: keys[2] }, replaced: [{ key: keys[0] }, { key: keys[1] }] },
    });
  });

  test('corrections add up, each by what a decibel was worth', () => {
    const shop = openShop();
    shop.run(bare, proofs(heard(-17.5), heard(-15.2), heard(-16)));
    expect(ceilings(shop).map(([gain]) => gain)).toEqual([4.447, 5.947, 5.28]);
  });

  test('peaks over the ceiling lower it by what is too much and a margin', () => {
    const shop = openShop();
    shop.run(bare, proofs(heard(-16, -0.4), heard(-16, -1)));
    expect(ceilings(shop)).toEqual([
      [4.447, -1.9],
      [4.447, -2.7],
    ]);
  });

  test.each([
    [-16.3, 1],
    [-15.7, 1],
    [-16.4, 5],
    [-15.6, 5],
  ])('at %f LUFS there are %i renders: what is close enough is left alone', (integrated, renders) => {
    const shop = openShop();
    expect(shop.run(bare, proofs(heard(integrated))).state).toBe('done');
    expect(ceilings(shop)).toHaveLength(renders);
  });

  test.each([
    ['too quiet', heard(-17.1)],
    ['too loud', heard(-14.9)],
    ['with peaks too high', heard(-16, -0.9)],
  ])('%s after four corrections is not published', (_, report) => {
    const shop = openShop();
    const step = shop.run(bare, proofs(report));
    expect(step).toMatchObject({ state: 'impossible', problem: { code: 'master-off-target' } });
    expect(shop.done.map(say).slice(2)).toEqual([
      ...[0, 1, 2, 3, 4].flatMap((attempt) => [`render ${attempt}`, `prove ${attempt}`]),
    ]);
  });

  test('that stays further off than wanted, but within what apps take, is published and says so', () => {
    const step = openShop().run(bare, proofs(heard(-16.8)));
    expect(step).toMatchObject({
      state: 'done',
      master: { remarks: expect.arrayContaining([expect.stringContaining('0.80 LU softer')]) },
    });
  });

  test('says what it measured and what was wanted', () => {
    const step = openShop().run(bare, proofs(heard(-18.2, -3)));
    expect(step).toMatchObject({
      problem: {
        message:
          'The master measures -18.2 LUFS and -3 dBTP; the recipe wants -16 LUFS within 0.3 LU and at most -1 dBTP.',
      },
    });
  });
});

describe('sounds that cannot be mastered', () => {
  test.each([
    ['talk', heard(-70, -144), 'recording-silent', /^The recording holds only silence/],
    ['talk', heard(-20, -2, 0.4), 'recording-too-short', /^The recording is 0\.40 seconds/],
    ['intro', heard(-70, -144), 'recording-silent', /^The intro holds only silence/],
    ['outro', heard(-20, -2, 0.4), 'recording-too-short', /^The outro is 0\.40 seconds/],
  ])('%s %j', (part, report, code, message) => {
    const shop = openShop();
    const step = shop.run(goal, (order) =>
      order.kind === 'measure' && order.source.key.includes(part) ? report : undefined,
    );
    expect(step).toMatchObject({
      state: 'impossible',
      problem: { code, message: expect.stringMatching(message) },
    });
    expect(shop.done.filter(({ kind }) => kind === 'render')).toEqual([]);
  });
});
