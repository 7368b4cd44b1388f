import { describe, expect, test } from 'vitest';
import { printSrt, readSrt } from '../../src/show/transcript/srt.ts';
import type { Cue, TimedTranscript } from '../../src/show/transcript/transcript.ts';

const refusal = (message: RegExp) =>
  expect.objectContaining({ code: 'transcript-unreadable', message: expect.stringMatching(message) });
const timed = (...cues: readonly Cue[]): TimedTranscript => ({ timed: true, cues });

describe('SubRip', () => {
  const said = timed(
    { from: 1, to: 4, text: 'Good morning.' },
    { from: 4.5, to: 3606.25, text: 'Hello Anna, how are you?' },
    { from: 3606.25, to: 3608, text: '42' },
  );
  const [first, second, third] = [
    '00:00:01,000 --> 00:00:04,000',
    '00:00:04,500 --> 01:00:06,250',
    '01:00:06,250 --> 01:00:08,000',
  ];

  test.each([
    [
      'as it should be',
      `1\n${first}\nGood morning.\n\n2\n${second}\nHello Anna,\nhow are you?\n\n3\n${third}\n42\n`,
    ],
    [
      'points for commas',
      `1\n${first}\nGood morning.\n\n2\n${second}\nHello Anna,\nhow are you?\n\n3\n${third}\n42`.replace(
        /,(?=\d)/g,
        '.',
      ),
    ],
    [
      'a byte order mark and Windows line ends',
      `\uFEFF1\r\n${first}\r\nGood morning.\r\n\r\n2\r\n${second}\r\nHello Anna,\r\nhow are you?\r\n\r\n3\r\n${third}\r\n42\r\n`,
    ],
    [
      'wrong numbers',
      `0\n${first}\nGood morning.\n\n7\n${second}\nHello Anna, how are you?\n\n7\n${third}\n42\n`,
    ],
    ['no numbers', `${first}\nGood morning.\n\n${second}\nHello Anna, how are you?\n\n${third}\n42\n`],
    [
      'no empty lines',
      `1\n${first}\nGood morning.\n2\n${second}\nHello Anna, how are you?\n3\n${third}\n42\n`,
    ],
    [
      'more empty lines',
      `\n\n1\n${first}\n\nGood morning.\n\n\n2\n${second}\nHello Anna,\n\nhow are you?\n\n3\n${third}\n42\n\n\n`,
    ],
    [
      'out of order',
      `2\n${second}\nHello Anna, how are you?\n\n1\n${first}\nGood morning.\n\n3\n${third}\n42\n`,
    ],
    [
      'styles and places',
      `1\n${first} X1:40 X2:600 Y1:20 Y2:50\n{\\an8}<i>Good</i> <font color="#ff0000">morning.</font>\n\n2\n${second}\n<b>Hello</b> Anna, how are you?\n\n3\n${third}\n42\n`,
    ],
    [
      'a cue without words',
      `1\n${first}\nGood morning.\n\n2\n00:00:04,100 --> 00:00:04,400\n\n3\n${second}\nHello Anna, how are you?\n\n4\n${third}\n42\n`,
    ],
  ])('%s', (_, text) => {
    expect(readSrt(text)).toEqual(said);
  });

  const wordsOf = (text: string) => readSrt(text).cues.map(({ speaker, text }) => [speaker, text]);
  const spoken = (...lines: readonly string[]) =>
    lines.map((line, i) => `${i + 1}\n00:00:0${i},000 --> 00:00:0${i + 1},000\n${line}\n`).join('\n');

  test('names stand where the speaker changes', () => {
    const text = spoken(
      '[Music]',
      'Anna Berg: Good',
      'morning.',
      '(laughs)',
      'SPEAKER_01: Hello',
      'Dr. Ö. van Dijk: Hi',
    );
    expect(wordsOf(text)).toEqual([
      [undefined, '[Music]'],
      ['Anna Berg', 'Good'],
      ['Anna Berg', 'morning.'],
      [undefined, '(laughs)'],
      ['SPEAKER_01', 'Hello'],
      ['Dr. Ö. van Dijk', 'Hi'],
    ]);
  });

  test.each([
    'The thing is: nobody knows',
    'we said: go',
    'At 12:30 we met',
    '7: seven',
    'Really? Yes: really',
    'Anna:no blank behind it',
  ])('%j begins with no name', (line) => {
    expect(wordsOf(spoken('Anna: Hello', 'Ben: Hi', line))[2]).toEqual(['Ben', line]);
    expect(wordsOf(spoken(line, 'Ben: Hi'))[0]).toEqual([undefined, line]);
  });

  test('where the first words have no name, colons are just colons', () => {
    expect(wordsOf(spoken('so it began', 'Berlin: a city'))).toEqual([
      [undefined, 'so it began'],
      [undefined, 'Berlin: a city'],
    ]);
  });

  test('entities are none, as in every player', () => {
    expect(wordsOf(spoken('Tom &amp; Ann, a < b'))).toEqual([[undefined, 'Tom &amp; Ann, a < b']]);
  });

  test.each([
    [`Hello\n\n1\n${first}\nGood morning.`, /^Line 1 has words without times: “Hello”/],
    [`1\n${first}\nA\n\n2\n00:00:04,500 --> 00:00:4x\nB`, /^Line 6 has no times that can be read/],
    [`1\n00:00:04,000 --> 00:00:01,000\nA`, /^Line 2 ends before it begins/],
    [`${first}\nA\n\n`.repeat(100_001), /^The transcript has 100001 cues/],
  ])('%.60j is refused', (text, message) => {
    expect(() => readSrt(text)).toThrow(refusal(message));
  });
});

describe('writing SubRip', () => {
  test('numbers, commas, and names where the speaker changes', () => {
    const transcript = timed(
      { from: 1, to: 2, text: 'Hello.', speaker: 'Anna' },
      { from: 2, to: 3.5, text: 'Again.', speaker: 'Anna' },
      { from: 3600, to: 3601, text: 'Hi.', speaker: 'Ben: the host' },
    );
    expect(printSrt(transcript)).toBe(
      '1\n00:00:01,000 --> 00:00:02,000\nAnna: Hello.\n\n2\n00:00:02,000 --> 00:00:03,500\nAgain.\n\n' +
        '3\n01:00:00,000 --> 01:00:01,000\nBen the host: Hi.\n',
    );
  });

  test('what is too long for two lines of 32 characters is shown screen by screen', () => {
    const text = Array.from({ length: 40 }, (_, i) => `word${i}`).join(' ');
    const printed = printSrt(timed({ from: 10, to: 22, text, speaker: 'Anna' }));
    const screens = printed
      .trim()
      .split('\n\n')
      .map((screen) => screen.split('\n').slice(2));
    expect(screens.length).toBeGreaterThan(3);
    for (const lines of screens) expect(lines.length).toBeLessThanOrEqual(2);
    for (const line of screens.flat()) expect(line.length).toBeLessThanOrEqual(32);
    const { cues } = readSrt(printed);
    expect(cues.map((cue) => cue.text).join(' ')).toBe(text);
    expect(cues.every(({ speaker }) => speaker === 'Anna')).toBe(true);
    expect([cues[0]?.from, cues.at(-1)?.to]).toEqual([10, 22]);
    for (const [i, { from }] of cues.entries()) expect(from).toBe(cues[i - 1]?.to ?? 10);
  });

  test('a moment too short for several screens stays one', () => {
    const text = 'word '.repeat(40).trim();
    expect(readSrt(printSrt(timed({ from: 1, to: 1.002, text }))).cues).toEqual([
      { from: 1, to: 1.002, text },
    ]);
  });
});
