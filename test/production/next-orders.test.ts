import { describe, expect, test } from 'vitest';
import { nextOrders } from '../../src/production/next-orders.ts';
import { fingerprintOf } from '../../src/production/orders.ts';
import { goal, heard, inspection, openShop, say, source } from './shop.ts';

const bare = { ...goal, intros: [], outros: [] };

describe('the way from recording to master', () => {
  test('looks at every part, measures it, renders, proves, tags', () => {
    const shop = openShop();
    expect(shop.run(goal).state).toBe('done');
    expect(shop.done.map(say)).toEqual([
      ...['inspect intro', 'inspect talk', 'inspect outro'],
      ...['measure intro', 'measure talk', 'measure outro'],
      ...['render 0', 'prove 0', 'tag The first', 'certify'],
    ]);
  });

  test('asks for independent orders together', () => {
    const step = nextOrders(goal, { find: () => undefined });
    expect(step).toMatchObject({ state: 'working', orders: [{}, {}, {}] });
  });

  test('without bumpers only the talk is worked on', () => {
    const shop = openShop();
    shop.run(bare);
    expect(shop.done.map(say)).toEqual([
      ...['inspect talk', 'measure talk', 'render 0', 'prove 0', 'tag The first', 'certify'],
    ]);
  });

  test('bumpers are measured in the shape of the talk', () => {
    const shop = openShop();
    const mono = { ...inspection, channels: 1 };
    shop.run(goal, (order) =>
      order.kind === 'inspect' && order.source.key.includes('talk') ? mono : undefined,
    );
    const measures = shop.done.filter((order) => order.kind === 'measure');
    expect(measures.map(({ shape, channels }) => [shape, channels])).toEqual([
      ['mono', 2],
      ['mono', 1],
      ['mono', 2],
    ]);
  });

  test('ends in a master that says what was measured', () => {
    expect(openShop().run(goal)).toMatchObject({
      state: 'done',
      master: {
        enclosure: { bytes: 1200, seconds: 178, mediaType: 'audio/mpeg' },
        before: { integrated: -20 },
        after: { integrated: -16 },
        talkStartsAt: 59,
        certificate: { bytes: 900 },
      },
      renders: { replaced: [] },
    });
  });

  test('chapters move by the intro, and the tag sheet knows the delivered length', () => {
    const shop = openShop();
    shop.run(goal);
    expect(shop.done.at(-2)).toMatchObject({
      kind: 'tag',
      sheet: { seconds: 178, chapters: [{ start: 0 }, { start: 89 }] },
    });
  });

  test.each([
    [[], []],
    [[999], ['One chapter stands where nothing of the recording is kept, and was left out.']],
    [[998, 999], ['2 chapters stand where nothing of the recording is kept, and were left out.']],
  ])('chapters that are kept nowhere are counted, at %j', (starts, remarks) => {
    const chapters = [0, ...starts].map((start) => ({ start, title: `At ${start}` }));
    const step = openShop().run({ ...goal, sheet: { ...goal.sheet, chapters } });
    const said = step.state === 'done' ? step.master.remarks : ['It is not done.'];
    expect(said.filter((remark) => /chapter|done/.test(remark))).toEqual(remarks);
  });

  test('a sound that an earlier release made is certified with the tools that it told of', () => {
    const shop = openShop();
    shop.run(goal);
    const certified = shop.done.flatMap((order) =>
      order.kind === 'certify' ? [order.certificate.tools] : [],
    );
    expect(certified).toStrictEqual([{ ffmpeg: '5.1' }]);
  });
});

describe('what was done is not done again', () => {
  test('the same goal asks for nothing', () => {
    const shop = openShop();
    const first = shop.run(goal);
    const before = shop.done.length;
    expect(shop.run(structuredClone(goal))).toEqual(first);
    expect(shop.done).toHaveLength(before);
  });

  test('two ledgers give the same goal the same fingerprints', () => {
    const [one, other] = [openShop(), openShop()];
    one.run(goal);
    other.run(structuredClone(goal));
    expect(other.done.map(fingerprintOf)).toEqual(one.done.map(fingerprintOf));
    expect(new Set(one.done.map(fingerprintOf)).size).toBe(one.done.length);
  });

  const louder = { ...goal.recipe, target: { ...goal.recipe.target, truePeak: -2 } };
  test.each([
    ['a title', { sheet: { ...goal.sheet, title: 'Anew' } }, ['tag Anew', 'certify']],
    ['a cover', { sheet: { ...goal.sheet, cover: source('cover') } }, ['tag The first', 'certify']],
    ['chapters', { sheet: { ...goal.sheet, chapters: [] } }, ['tag The first', 'certify']],
    [
      'an intro',
      { intros: [source('fanfare')] },
      ['inspect fanfare', 'measure fanfare', 'render 0', 'prove 0', 'tag The first', 'certify'],
    ],
    ['a recipe', { recipe: louder }, ['render 0', 'prove 0', 'tag The first', 'certify']],
  ])('%s that changes costs only what depends on it', (_, changes, orders) => {
    const shop = openShop();
    shop.run(goal);
    const before = shop.done.length;
    expect(shop.run({ ...goal, ...changes }).state).toBe('done');
    expect(shop.done.slice(before).map(say)).toEqual(orders);
  });
});

describe('remarks', () => {
  const measuredAs = (report: ReturnType<typeof heard>) => {
    const step = openShop().run(bare, ({ kind }) => (kind === 'measure' ? report : undefined));
    return step.state === 'done' ? step.master.remarks : step;
  };

  /** Without what is said of the room: a steady tone is nobody's voice. */
  const ofTheFile = (remarks: unknown) =>
    (remarks as string[]).filter((remark) => !remark.startsWith('Nobody seems to speak'));

  test.each([
    ['a whole recording', heard(-20, -2, 60), []],
    ['a second less than declared', heard(-20, -2, 59), []],
    [
      'a recording that breaks off',
      heard(-20, -2, 41.5),
      ['The recording breaks off: 41.5 s of 60.0 s could be read; the last 18.5 s are missing.'],
    ],
    [
      'damage at the end',
      { ...heard(-20, -2, 59.5), brokenOff: true },
      ['The recording has damaged data, probably at its end; 59.5 s could be read.'],
    ],
  ])('%s', (_, report, remarks) => {
    expect(ofTheFile(measuredAs(report))).toEqual(remarks);
  });

  test('a recording that declares no length has nothing to miss', () => {
    const { seconds: _seconds, ...endless } = inspection;
    const step = openShop().run(bare, ({ kind }) => (kind === 'inspect' ? endless : undefined));
    expect(step.state === 'done' && ofTheFile(step.master.remarks)).toEqual([]);
  });
});
