import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Chapter, listedOf } from '../../src/show/chapters/chapter.ts';
import { moveChapters } from '../../src/show/chapters/moving.ts';
import { anyPassages, endOf, keptOf } from './passages.ts';

const seed = 20_260_311;

describe('chapters on the mastered line', () => {
  const chapters = [
    { start: 0, title: 'A' },
    { start: 100, title: 'B' },
    { start: 200.1, title: 'C' },
  ];
  const behind = (at: number) => [{ from: 0, to: 100_000, at }];
  const startsOf = (moved: readonly Chapter[]) => moved.map(({ start }) => start);
  const titled = (...starts: readonly number[]) => starts.map((start) => ({ start, title: `at ${start}` }));

  test('all but a first one at zero move behind the intro', () => {
    expect(startsOf(moveChapters(chapters, behind(9.2004), 1000))).toEqual([0, 109.2, 209.3]);
  });

  test('a first one that is not at zero moves, too', () => {
    expect(startsOf(moveChapters(chapters.slice(1), behind(10), 1000))).toEqual([110, 210.1]);
  });

  test('what the file does not reach goes', () => {
    expect(moveChapters(chapters, behind(0), 200).map(({ title }) => title)).toEqual(['A', 'B']);
  });

  const cut = [
    { from: 5, to: 50, at: 10 },
    { from: 120, to: 300, at: 55 },
  ];

  test('cuts before them bring them forward; those of one cut become one, the last', () => {
    expect(moveChapters(titled(0, 60, 110, 130, 290), cut, 1000)).toEqual([
      { start: 0, title: 'at 0' },
      { start: 55, title: 'at 110' },
      { start: 65, title: 'at 130' },
      { start: 225, title: 'at 290' },
    ]);
  });

  test('of two before the first kept word, the last one begins the list', () => {
    expect(moveChapters(titled(0, 4, 20), cut, 1000)).toEqual([
      { start: 0, title: 'at 4' },
      { start: 25, title: 'at 20' },
    ]);
  });

  test('one that starts when the kept talk is over is not set into the outro', () => {
    expect(moveChapters(titled(0, 299, 300, 310), cut, 1000)).toEqual([
      { start: 0, title: 'at 0' },
      { start: 234, title: 'at 299' },
    ]);
  });

  test('no crossfade lets a chapter fall back behind the one before it', () => {
    const seamed = [
      { from: 0, to: 50, at: 0 },
      { from: 80, to: 300, at: 49.95 },
    ];
    expect(moveChapters(titled(10, 49.99, 80, 80.01), seamed, 1000)).toEqual([
      { start: 10, title: 'at 10' },
      { start: 49.99, title: 'at 80.01' },
    ]);
  });

  test('ends move along, and go where they say nothing any more', () => {
    const ending = [
      { start: 0, title: 'A', end: 20 },
      { start: 30, title: 'B', end: 60 },
      { start: 125, title: 'C', end: 400 },
      { start: 290, title: 'D', end: 400 },
    ];
    expect(moveChapters(ending, cut, 1000)).toEqual([
      { start: 0, title: 'A', end: 25 },
      { start: 35, title: 'B', end: 55 },
      { start: 60, title: 'C' },
      { start: 225, title: 'D', end: 235 },
    ]);
  });

  test('hidden chapters move among themselves', () => {
    const hidden = { start: 60, title: '', hidden: true };
    expect(moveChapters([...titled(0), hidden, ...titled(110)], cut, 1000)).toEqual([
      { start: 0, title: 'at 0' },
      { start: 55, title: 'at 110' },
      { ...hidden, start: 55 },
    ]);
  });

  test('nothing moves where nothing was cut', () => {
    expect(moveChapters(chapters, [{ from: 0, to: Number.POSITIVE_INFINITY, at: 0 }], 1000)).toEqual(
      chapters,
    );
  });
});

const anyChapters = fc
  .uniqueArray(
    fc.record({
      start: fc.integer({ min: 0, max: 400_000 }),
      hidden: fc.boolean(),
      length: fc.integer({ min: 1, max: 9000 }),
    }),
    { selector: ({ start }) => start, maxLength: 40 },
  )
  .map((rows) =>
    rows
      .toSorted((a, b) => a.start - b.start)
      .map(({ start, hidden, length }, i): Chapter => {
        const seconds = start / 1000;
        return {
          start: seconds,
          end: seconds + length / 1000,
          title: `T${i}`,
          ...(hidden ? { hidden } : {}),
        };
      }),
  );

const anyLength = fc.double({ min: 0.1, max: 500, noNaN: true });

test('whatever is cut: times rise, stay inside the file, and no chapter is invented', () => {
  fc.assert(
    fc.property(anyChapters, anyPassages(50), anyLength, (chapters, passages, seconds) => {
      const moved = moveChapters(chapters, passages, seconds);
      for (const group of [listedOf(moved), moved.filter(({ hidden }) => hidden)]) {
        const starts = group.map(({ start }) => start);
        expect(starts).toEqual([...new Set(starts)].toSorted((a, b) => a - b));
      }
      for (const { start, end = seconds } of moved) {
        expect(start).toBeGreaterThanOrEqual(0);
        expect(start).toBeLessThan(seconds);
        expect(end).toBeGreaterThan(start);
        expect(end).toBeLessThanOrEqual(seconds);
      }
      const titles = chapters.map(({ title }) => title);
      expect(titles).toEqual(expect.arrayContaining(moved.map(({ title }) => title)));
    }),
    { seed },
  );
});

test('whatever is cut: a chapter that stays begins after all that was kept before it', () => {
  fc.assert(
    fc.property(anyChapters, anyPassages(0), (chapters, passages) => {
      const [first] = passages;
      const end = endOf(passages);
      const listed = listedOf(chapters).filter(({ start }) => start > 0);
      const placed = listed.map((chapter) => ({
        title: chapter.title,
        start: Math.round(((first?.at ?? 0) + keptOf(passages, 0, chapter.start)) * 1000) / 1000,
      }));
      // Those with nothing kept between them and the next one, or behind them, are gone.
      const expected = placed.filter(({ start }, i) => start !== placed[i + 1]?.start && start < end);
      const moved = moveChapters(listed, passages, end + 100).map(({ title, start }) => ({ title, start }));
      expect(moved).toEqual(expected);
    }),
    { seed },
  );
});
