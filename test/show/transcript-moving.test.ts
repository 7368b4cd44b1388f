import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { printTranscript } from '../../src/show/transcript/formats.ts';
import { moveTranscript } from '../../src/show/transcript/moving.ts';
import { readTranscript } from '../../src/show/transcript/reading.ts';
import type { Cue, Said, TimedTranscript } from '../../src/show/transcript/transcript.ts';
import { anyPassages, endOf, keptOf } from './passages.ts';

const seed = 20_260_311;
const timed = (cues: readonly Cue[]): TimedTranscript => ({ timed: true, language: 'de', cues });
const said = (...times: readonly (readonly [from: number, to: number])[]) =>
  timed(times.map(([from, to]) => ({ from, to, text: `${from} to ${to}`, speaker: 'Anna' })));

describe('a transcript on the mastered line', () => {
  const cut = [
    { from: 5, to: 50, at: 10 },
    { from: 120, to: 300, at: 55 },
  ];
  const moved = (transcript: TimedTranscript, seconds = 1000) =>
    moveTranscript(transcript, cut, seconds).cues.map((cue) =>
      'from' in cue ? [cue.text, cue.from, cue.to] : [],
    );

  test('moves by what stands before it', () => {
    const behind = [{ from: 0, to: Number.POSITIVE_INFINITY, at: 9.2004 }];
    expect(moveTranscript(said([0, 2], [2.5, 4]), behind, 100)).toEqual(
      timed([
        { from: 9.2, to: 11.2, text: '0 to 2', speaker: 'Anna' },
        { from: 11.7, to: 13.2, text: '2.5 to 4', speaker: 'Anna' },
      ]),
    );
  });

  test('what was cut away is gone, what was cut in part is clipped, across a cut it closes up', () => {
    expect(
      moved(said([0, 4], [4, 7], [7, 9], [49, 60], [60, 119], [119, 125], [299, 301], [301, 305])),
    ).toEqual([
      ['4 to 7', 10, 12],
      ['7 to 9', 12, 14],
      ['49 to 60', 54, 55],
      ['119 to 125', 55, 60],
      ['299 to 301', 234, 235],
    ]);
    expect(moved(said([40, 130]))).toEqual([['40 to 130', 45, 65]]);
  });

  test('a flash of what was cut is gone, too; what was short before stays', () => {
    expect(moved(said([49.95, 60], [119, 120.09], [130, 130.05]))).toEqual([['130 to 130.05', 65, 65.05]]);
  });

  test('nothing goes on past the end of the file', () => {
    expect(moved(said([290, 295], [296, 299]), 228.0009)).toEqual([['290 to 295', 225, 228]]);
  });

  test('in a crossfade, the next one takes over', () => {
    const seamed = [
      { from: 0, to: 50, at: 0 },
      { from: 80, to: 300, at: 49.95 },
    ];
    const cues = moveTranscript(said([48, 50], [80, 90]), seamed, 1000).cues;
    expect(cues).toMatchObject([
      { from: 48, to: 49.95 },
      { from: 49.95, to: 59.95 },
    ]);
  });

  test('without times it stays what it is', () => {
    const untimed = { timed: false, cues: [{ text: 'Hello.' }] } as const;
    expect(moveTranscript(untimed, cut, 1)).toBe(untimed);
  });

  test('nothing moves where nothing was cut', () => {
    const transcript = said([0, 2], [2.5, 4]);
    expect(moveTranscript(transcript, [{ from: 0, to: 4, at: 0 }], 4)).toEqual(transcript);
  });
});

const words = fc
  .string({ unit: 'grapheme', maxLength: 60 })
  .map((text) => `a${text.replace(/[\s\p{Cc}\p{Zl}\p{Zp}\p{Cs}]+/gu, ' ')}z`.replace(/ +/g, ' '));
const speaker = fc.constantFrom('Anna', 'Ben Berg', 'Speaker 3', 'Dr. Ö. van Dijk');

/** Cues in order, some close together, each with words of its own. */
const anyCues = (text: fc.Arbitrary<string>) =>
  fc
    .array(
      fc.record(
        { gap: fc.integer({ min: 0, max: 9000 }), length: fc.integer({ min: 1, max: 9000 }), text, speaker },
        { requiredKeys: ['gap', 'length', 'text'] },
      ),
      { minLength: 1, maxLength: 40 },
    )
    .map((rows) => {
      let at = 0;
      return rows.map(({ gap, length, ...said }): Cue => {
        const from = at + gap;
        at = from + length;
        return { ...said, from: from / 1000, to: at / 1000 };
      });
    });

test('whatever is cut: times rise, never overlap, are never below zero and never past the end', () => {
  fc.assert(
    fc.property(
      anyCues(words),
      anyPassages(50),
      fc.double({ min: 0.1, max: 500, noNaN: true }),
      (spoken, passages, seconds) => {
        const cues = spoken.map((cue, i) => ({ ...cue, text: `w${i}` }));
        const moved = moveTranscript(timed(cues), passages, seconds).cues as readonly Cue[];
        for (const [i, { from, to }] of moved.entries()) {
          expect(from).toBeGreaterThanOrEqual(moved[i - 1]?.to ?? 0);
          expect(to).toBeGreaterThan(from);
          expect(to).toBeLessThanOrEqual(seconds);
        }
        const words = moved.flatMap(({ text }) => text.split(' '));
        expect(new Set(words).size).toBe(words.length);
        expect(cues.map(({ text }) => text)).toEqual(expect.arrayContaining(words));
      },
    ),
    { seed },
  );
});

test('whatever is cut: each cue lasts as long as what was kept of it, behind all that was kept before it', () => {
  const round = (seconds: number) => Math.round(seconds * 1000) / 1000;
  fc.assert(
    fc.property(anyCues(words), anyPassages(0), (cues, passages) => {
      const begin = passages[0]?.at ?? 0;
      const expected = cues.flatMap((cue) => {
        const kept = round(keptOf(passages, cue.from, cue.to));
        const from = round(begin + keptOf(passages, 0, cue.from));
        const isSeen = kept >= Math.min(0.1, round(cue.to - cue.from));
        return isSeen ? [{ ...cue, from, to: round(from + kept) }] : [];
      });
      expect(moveTranscript(timed(cues), passages, endOf(passages)).cues).toEqual(expected);
    }),
    { seed },
  );
});

describe('what is written reads back', () => {
  const back = (transcript: TimedTranscript, format: 'vtt' | 'srt' | 'json') => {
    const text = printTranscript(transcript, format) ?? '';
    const read = readTranscript(text);
    expect(printTranscript(read, format)).toBe(text);
    return read;
  };

  test('WebVTT and JSON: every word, every time, every speaker', () => {
    fc.assert(
      fc.property(anyCues(words), (cues) => {
        for (const format of ['vtt', 'json'] as const)
          expect(back({ timed: true, cues }, format)).toEqual({ timed: true, cues });
      }),
      { seed },
    );
  });

  /** A label is there only where the speaker changes, so none can fall silent; what looks like one would be one. */
  const short = fc.stringMatching(/^[a-z][a-z ,.!?<>&-]{0,20}[a-z]$/).map((text) => text.replace(/ +/g, ' '));
  const untagged = short.filter((text) => !/<\/?[a-z]/.test(text));

  test('SubRip: the same, where all have speakers or none has', () => {
    fc.assert(
      fc.property(anyCues(untagged), fc.boolean(), (cues, named) => {
        const all = cues.map(({ speaker, ...cue }) => (named ? { ...cue, speaker: speaker ?? 'Anna' } : cue));
        expect(back({ timed: true, cues: all }, 'srt')).toEqual({ timed: true, cues: all });
      }),
      { seed },
    );
  });

  test('plain text: paragraphs and their speakers', () => {
    fc.assert(
      fc.property(fc.array(short, { minLength: 2, maxLength: 20 }), fc.boolean(), (texts, named) => {
        const cues = texts.map(
          (text, i): Said => ({ text, ...(named ? { speaker: i % 3 ? 'Anna' : 'Ben' } : {}) }),
        );
        const text = printTranscript({ timed: false, cues }, 'text') ?? '';
        expect(readTranscript(text)).toEqual({ timed: false, cues });
      }),
      { seed },
    );
  });
});
