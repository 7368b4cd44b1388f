import fc from 'fast-check';
import type { Passage } from '../../src/show/passages.ts';

/** Passages as a plan has them: rising, each beginning on the new line where the one before ends, or a seam earlier. */
export const anyPassages = (seam: number): fc.Arbitrary<readonly Passage[]> =>
  fc
    .tuple(
      fc.integer({ min: 0, max: 20_000 }),
      fc.array(fc.tuple(fc.integer({ min: 0, max: 30_000 }), fc.integer({ min: 200, max: 60_000 })), {
        minLength: 1,
        maxLength: 12,
      }),
    )
    .map(([intro, spans]) => {
      let from = 0;
      let at = intro;
      return spans.map(([gap, length], i) => {
        from += gap;
        const passage = { from: from / 1000, to: (from + length) / 1000, at: at / 1000 };
        from += length;
        at += length - (i < spans.length - 1 ? seam : 0);
        return passage;
      });
    });

/** Where the last of them ends on the new line. */
export const endOf = (passages: readonly Passage[]): number => {
  const last = passages.at(-1);
  return last ? Math.round((last.at + last.to - last.from) * 1000) / 1000 : 0;
};

/** Seconds that are kept of a stretch of the recording, reckoned passage by passage. */
export const keptOf = (passages: readonly Passage[], from: number, to: number): number =>
  passages.reduce((sum, one) => sum + Math.max(0, Math.min(to, one.to) - Math.max(from, one.from)), 0);
