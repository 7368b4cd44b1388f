import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { printLength } from '../../src/show/time.ts';
import { escapeMarkup } from '../../src/sound/markup.ts';
import { printPictures } from '../../src/sound/picture.ts';
import { printReport } from '../../src/sound/report.ts';
import type { ReportFacts } from '../../src/sound/report-facts.ts';
import { judge, printDecibels, printGain, printRound, printSeconds } from '../../src/sound/report-words.ts';
import { emptyFacts, factsOf } from './report-facts.ts';

const nasty = `</title><script>alert(1)</script> & "quotes" 'n 🎙️ \u0000\u0007`;
const full = factsOf(90, {
  title: nasty,
  show: nasty,
  recording: { name: nasty, seconds: 90, sound: nasty },
  chapters: [{ start: 4, title: nasty }],
  remarks: [{ says: nasty, advice: nasty }, { says: 'The room is quiet.' }],
  figures: [{ name: nasty, before: nasty, after: '<b>41 dB</b>' }],
});

/** What was opened and never closed, or closed and never opened. */
function unbalanced(html: string): readonly string[] {
  const open: string[] = [];
  const faults: string[] = [];
  for (const [, slash, name = '', rest = ''] of html.matchAll(
    /<(\/?)([a-zA-Z][\w]*)((?:"[^"]*"|[^">])*)>/g,
  )) {
    if (['meta', 'link'].includes(name) || rest.endsWith('/')) continue;
    if (slash === '') open.push(name);
    else if (open.pop() !== name) faults.push(name);
  }
  return [...faults, ...open];
}

describe('the report', () => {
  const page = printReport(full);

  test('is one whole page that asks for nothing and runs nothing', () => {
    expect(page).toMatch(/^<!DOCTYPE html>\n<html lang="en">/);
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"`);
    expect(page).not.toMatch(/<script|@import|url\((?!#)|src="|href="(?!data:)|https?:\/\/(?!www\.w3\.org)/);
  });

  test('escapes all that people wrote', () => {
    expect(page).not.toContain('<b>41');
    expect(page).toContain(
      '&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;quotes&quot; &#39;n 🎙️',
    );
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    expect(page).not.toMatch(/[\u0000-\u0008]/);
  });

  test('closes what it opens', () => {
    for (const facts of [full, factsOf(20), emptyFacts]) expect(unbalanced(printReport(facts))).toEqual([]);
  });

  test('names every id once', () => {
    const ids = [...page.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('has the numbers before and after and what was wanted', () => {
    const row = (name: string): string =>
      (new RegExp(`<tr><th scope="row">${name}</th>(.*?)</tr>`).exec(page)?.[1] ?? '').replace(
        /<[^>]+>/g,
        '|',
      );
    expect(row('Loudness')).toBe('|−23.4\u00a0|LUFS|||−16.1\u00a0|LUFS|||−16\u00a0±\u00a00.3\u00a0LUFS|');
    expect(row('Range')).toBe('|14.8\u00a0|LU|||5.2\u00a0|LU||||');
    expect(row('True peak')).toBe('|−1.2\u00a0|dBTP|||−1.6\u00a0|dBTP|||at most −1\u00a0dBTP|');
    expect(row('Length')).toBe('|1:30||1:29|||');
  });

  test('lists chapters and remarks only where there are any', () => {
    expect(page).toContain('<h2>Chapters</h2>');
    expect(page).toContain('<h2>The room</h2>');
    expect(printReport(factsOf(20))).not.toMatch(/<h2>(Chapters|The room)/);
  });

  test('stays small for six hours', () => {
    expect(printReport(factsOf(6 * 3600)).length).toBeLessThan(300_000);
  });

  test('holds no broken number when there is nothing to report', () => {
    expect(printReport(emptyFacts)).not.toMatch(/NaN|Infinity|undefined/);
  });
});

describe('the verdict', () => {
  const judged = (rest: Partial<ReportFacts>, loudness: Partial<ReportFacts['after']['loudness']> = {}) => {
    const facts = factsOf(20, rest);
    return judge({ ...facts, after: { ...facts.after, loudness: { ...facts.after.loudness, ...loudness } } });
  };

  test('says whether the proof holds, or without one whether the target was met', () => {
    expect(judged({ holds: true })).toMatchObject({ good: true, headline: 'The proof holds' });
    expect(judged({ holds: false })).toMatchObject({ good: false, headline: 'The proof does not hold' });
    expect(judged({})).toMatchObject({ good: true, headline: 'On target' });
    expect(judged({}, { integrated: -18 })).toMatchObject({ good: false, headline: 'Off target' });
  });

  test('gives its reasons', () => {
    expect(judged({ holds: true }).reasons.map(plain)).toEqual([
      'The finished file measures −16.10 LUFS, within the −16 ± 0.3 that was wanted (0.10 LU below its middle).',
      'Its highest true peak of −1.60 dBTP keeps to the ceiling of −1.',
    ]);
    expect(judged({ holds: false }, { integrated: -16.34, truePeak: -0.96 }).reasons.map(plain)).toEqual([
      'The finished file measures −16.34 LUFS, 0.34 LU too soft: −16 ± 0.3 was wanted.',
      'Its highest true peak of −0.96 dBTP is above the ceiling of −1.',
    ]);
    expect(judged({ holds: false }).reasons.at(-1)).toContain('certificate do not agree');
    expect(judged({ dualMono: true }).reasons.at(-1)).toMatch(/counted as two.*reads 3 LU lower/);
  });

  test('is on target to the very edge, and says nothing of too soft there', () => {
    const edge = judged({}, { integrated: -16.3, truePeak: -1 });
    expect(edge.headline).toBe('On target');
    expect(edge.reasons.map(plain)[0]).toContain('−16.30 LUFS, within the −16 ± 0.3');
  });

  test('never says two things: what is amiss is told, reads as amiss, and nothing else does', () => {
    const level = (from: number, to: number) => fc.double({ min: from, max: to, noNaN: true });
    fc.assert(
      fc.property(level(-17, -15), level(-2, 0), level(0.05, 0.6), (integrated, truePeak, tolerance) => {
        const target = { integrated: -16, tolerance: Math.round(tolerance * 100) / 100, truePeak: -1 };
        const { good, reasons } = judged({ target }, { integrated, truePeak });
        const [loudness = '', peak = ''] = reasons.map(plain);
        const off = Number(/([\d.]+) LU (?:too|above|below)/.exec(loudness)?.[1] ?? 0);
        expect(good).toBe(!/too (?:soft|loud)/.test(loudness) && !peak.includes('is above'));
        expect(/too (?:soft|loud)/.test(loudness)).toBe(off > target.tolerance);
        expect(peak.includes('is above')).toBe(Number(/−?([\d.]+) dBTP/.exec(peak)?.[1]) < 1);
      }),
    );
  });
});

describe('words', () => {
  test('numbers have a real minus, and none where they are nothing', () => {
    expect([printDecibels(-16.04), printDecibels(-0.04), printDecibels(Number.NaN)]).toEqual([
      '−16.0',
      '0.0',
      '–',
    ]);
    expect([printGain(3), printGain(-3), printGain(0.01)]).toEqual(['+3.0', '−3.0', '0.0']);
    expect([-16, -1.5, -10, 0.25, -0.001].map(printRound)).toEqual(['−16', '−1.5', '−10', '0.25', '0']);
  });

  test('under a minute seconds, then a clock', () => {
    expect([0.5, 59.9, 60, 3723].map(printSeconds).map(plain)).toEqual([
      '0.5 s',
      '59.9 s',
      '1:00',
      '1:02:03',
    ]);
  });

  test('a length is told to the nearest second, as in the feed', () => {
    expect([89.4, 89.5, 3599.6].map(printLength)).toEqual(['1:29', '1:30', '1:00:00']);
    expect(printSeconds(59.96)).toBe('1:00');
    const facts = factsOf(89.6);
    expect(printReport(facts)).toContain('<td class="before">1:30</td><td class="after">1:29</td>');
    expect(printPictures(facts)).toContain('1:30 long');
  });

  test('whatever is escaped neither opens a tag nor ends a quoted value', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(escapeMarkup(text)).not.toMatch(/[<>"']|&(?!(?:amp|lt|gt|quot|#39);)/);
      }),
    );
  });
});

/** With plain blanks. */
const plain = (text: string): string => text.replaceAll('\u00a0', ' ');
