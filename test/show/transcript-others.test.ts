import { describe, expect, test } from 'vitest';
import { printTranscriptJson, readTranscriptJson } from '../../src/show/transcript/json.ts';
import { paragraphsOf, printTranscriptText } from '../../src/show/transcript/paragraphs.ts';
import { isName } from '../../src/show/transcript/speakers.ts';
import { readTranscriptText } from '../../src/show/transcript/text.ts';
import type { Cue, TimedTranscript } from '../../src/show/transcript/transcript.ts';

const refusal = (message: RegExp) =>
  expect.objectContaining({ code: 'transcript-unreadable', message: expect.stringMatching(message) });
const timed = (...cues: readonly Cue[]): TimedTranscript => ({ timed: true, cues });

describe('JSON', () => {
  const cues: readonly Cue[] = [
    { from: 0.5, to: 0.75, text: 'Hello there.', speaker: 'Anna' },
    { from: 0.75, to: 5.25, text: 'Hi' },
  ];

  test.each<[string, unknown]>([
    [
      'the podcast namespace',
      {
        version: '1.0.0',
        segments: [
          { speaker: 'Anna', startTime: 0.5, endTime: 0.75, body: 'Hello\nthere.' },
          { startTime: 0.75, endTime: 5.25, body: 'Hi' },
        ],
      },
    ],
    [
      'a speech recogniser',
      {
        text: 'Hello there. Hi',
        segments: [
          { id: 0, start: 0.5, end: 0.75, text: ' Hello there.', speaker: 'Anna', words: [] },
          { id: 1, start: 0.75, end: 5.25, text: ' Hi', speaker: null },
        ],
      },
    ],
    [
      'a bare array with clock times, out of order',
      [
        { start: '00:00:00.75', end: '5.25', text: 'Hi' },
        { start: '00:00:00.500', end: '0:00.750', text: 'Hello there.', speaker: ' Anna ' },
      ],
    ],
  ])('%s', (_, value) => {
    expect(readTranscriptJson(`\uFEFF${JSON.stringify(value)}`)).toEqual({ timed: true, cues });
  });

  test('the language, where it is a code', () => {
    const segments = [{ start: 0, end: 1, text: 'Hallo' }];
    expect(readTranscriptJson(JSON.stringify({ language: 'de', segments })).language).toBe('de');
    expect(readTranscriptJson(JSON.stringify({ language: 'deutsch!', segments }))).not.toHaveProperty(
      'language',
    );
  });

  test('without ends, each lasts as long as saying it takes, or until the next', () => {
    const segments = [
      { startTime: 0, body: 'x'.repeat(150) },
      { startTime: 4, body: 'x'.repeat(150) },
      { startTime: 100, endTime: 100, body: 'x' },
    ];
    expect(readTranscriptJson(JSON.stringify({ segments })).cues.map(({ from, to }) => [from, to])).toEqual([
      [0, 4],
      [4, 14],
      [100, 101],
    ]);
  });

  test.each([
    ['{"segments": [\n{"startTime": 0,\n]}', /no valid JSON: there is a mistake in line 3/],
    ['{"version": "1.0.0"}', /no list named “segments”/],
    ['{"segments": {"length": 3}}', /no list named “segments”/],
    ['[{"startTime": 0, "endTime": 1, "body": "A"}, {"body": "B"}]', /^Segment 2 has no startTime/],
    ['[{"startTime": -1, "body": "A"}]', /^Segment 1 has no startTime/],
    ['[{"startTime": 2, "endTime": 1, "body": "A"}]', /^Segment 1 ends before it begins/],
    ['[{"startTime": 2, "endTime": 3, "body": {"toString": 1}}]', /^Segment 1 has no body/],
    ['[7]', /^Segment 1 has no startTime/],
    [`[${'0,'.repeat(100_000)}0]`, /^The transcript has 100001 cues/],
  ])('%.70j is refused', (text, message) => {
    expect(() => readTranscriptJson(text)).toThrow(refusal(message));
  });

  test('is written as the podcast namespace has it', () => {
    expect(printTranscriptJson(timed(...cues))).toBe(
      '{"version":"1.0.0","segments":[{"speaker":"Anna","startTime":0.5,"endTime":0.75,"body":"Hello there."},' +
        '{"startTime":0.75,"endTime":5.25,"body":"Hi"}]}\n',
    );
  });
});

describe('plain text without times', () => {
  test('paragraphs, with their lines joined', () => {
    expect(readTranscriptText('\uFEFFGood\r\nmorning.\r\n\r\n \r\nAt 12:30 we met.\n\n\u0007\n')).toEqual({
      timed: false,
      cues: [{ text: 'Good morning.' }, { text: 'At 12:30 we met.' }],
    });
  });

  test.each([
    ['Anna Berg: Hello.\n\nBen: Hi.\nHow are you?\n\nStill me.\n\n[Music]\n\nAnna Berg: Fine.'],
    ['Anna Berg: Hello.\nBen: Hi.\nHow are you?\n\nStill me.\n\n[Music]\n\nAnna Berg: Fine.'],
    ['**Anna Berg:** Hello.\n\n**Ben**: Hi.\nHow are you?\n\nStill me.\n\n[Music]\n\n__Anna Berg:__ Fine.'],
    ['>> Anna Berg: Hello.\n\n>>Ben: Hi.\nHow are you?\n\nStill me.\n\n[Music]\n\n>> Anna Berg: Fine.'],
  ])('names begin what they say: %j', (text) => {
    expect(readTranscriptText(text)).toEqual({
      timed: false,
      cues: [
        { speaker: 'Anna Berg', text: 'Hello.' },
        { speaker: 'Ben', text: 'Hi. How are you?' },
        { speaker: 'Ben', text: 'Still me.' },
        { text: '[Music]' },
        { speaker: 'Anna Berg', text: 'Fine.' },
      ],
    });
  });

  test('a title with a colon is no speaker', () => {
    const cues = [{ text: 'Episode 12: The night shift' }, { text: 'It was late.' }];
    expect(readTranscriptText('Episode 12: The night shift\n\nIt was late.')).toEqual({ timed: false, cues });
  });
});

describe('plain text with times', () => {
  const cues: readonly Cue[] = [
    { from: 3, to: 70, text: 'Hello. How are you?', speaker: 'Anna Berg' },
    { from: 70, to: 71, text: 'Fine.', speaker: 'Speaker 2' },
  ];

  test.each([
    ['a name and a time above', 'Anna Berg  0:03\nHello.\nHow are you?\n\nSpeaker 2  1:10\nFine.\n'],
    ['with a tab', 'Anna Berg\t00:00:03\nHello. How are you?\n\nSpeaker 2\t00:01:10\nFine.'],
    ['in brackets, with a colon', 'Anna Berg (00:03):\nHello. How are you?\n\nSpeaker 2 (01:10):\nFine.'],
    ['on the same line', 'Anna Berg [00:00:03]: Hello. How are you?\n\nSpeaker 2 [00:01:10]: Fine.'],
    ['the time first', '[00:00:03] Anna Berg: Hello.\nHow are you?\n\n[00:01:10] Speaker 2: Fine.'],
    ['without brackets', '00:00:03 Anna Berg: Hello. How are you?\n00:01:10 Speaker 2: Fine.'],
    ['alone above a name', '0:03\nAnna Berg: Hello.\nHow are you?\n1:10\nSpeaker 2: Fine.'],
    [
      'from and to',
      '[00:03.000 --> 01:10.000]  Anna Berg: Hello. How are you?\n[01:10.000 --> 01:11.000]  Speaker 2: Fine.',
    ],
  ])('%s', (_, text) => {
    expect(readTranscriptText(text)).toEqual({ timed: true, cues });
  });

  test('copied from a video page', () => {
    expect(readTranscriptText('0:00\nhello everybody\n0:04\nand welcome\n')).toEqual(
      timed({ from: 0, to: 4, text: 'hello everybody' }, { from: 4, to: 5, text: 'and welcome' }),
    );
  });

  test.each([
    '12:30 was the time\nwhen we met',
    '0:10 one\n0:05 two',
    'Hello\n0:05 two\n0:10 three',
    '1:99 one\n2:99 two',
  ])('%j has none', (text) => {
    expect(readTranscriptText(text)).toEqual({ timed: false, cues: [{ text: text.replace(/\n/g, ' ') }] });
  });
});

test.each([
  ['Anna', true],
  ['Anna Berg', true],
  ['Dr. Ö. van Dijk-Sørensen', true],
  ["Siobhán O'Connor", true],
  ['Speaker 1', true],
  ['SPEAKER_00', true],
  ['Anna (host)', true],
  ['김민준', true],
  ['Bank of England', true],
  ['anna', false],
  ['1', false],
  ['The point', false],
  ['Well, Anna', false],
  ['Who?', false],
  ['Anna Berta Cäsar Dora Emil Friedrich Gustav', false],
  ['', false],
  ['A'.repeat(61), false],
])('%j may be a name: %s', (text, is) => {
  expect(isName(text)).toBe(is);
});

describe('as people read it', () => {
  test('cues of one breath are one paragraph', () => {
    const transcript = timed(
      { from: 0, to: 2, text: 'Good morning', speaker: 'Anna' },
      { from: 2, to: 4, text: 'to you.', speaker: 'Anna' },
      { from: 4.1, to: 5, text: 'Hi.', speaker: 'Ben' },
      { from: 8, to: 9, text: 'Well.', speaker: 'Ben' },
    );
    expect(paragraphsOf(transcript)).toEqual([
      { from: 0, text: 'Good morning to you.', speaker: 'Anna' },
      { from: 4.1, text: 'Hi.', speaker: 'Ben' },
      { from: 8, text: 'Well.', speaker: 'Ben' },
    ]);
    expect(printTranscriptText(transcript)).toBe('Anna: Good morning to you.\n\nBen: Hi.\n\nBen: Well.\n');
  });

  test('a long speech is divided behind a sentence, or anywhere if it has none', () => {
    const speech = (mark: string) =>
      timed(
        ...Array.from({ length: 300 }, (_, i) => ({
          from: i,
          to: i + 1,
          text: `${'x'.repeat(19)}${i % 3 === 2 ? mark : ''}`,
        })),
      );
    const lengths = (mark: string) => paragraphsOf(speech(mark)).map(({ text }) => text.length);
    for (const length of lengths('.').slice(0, -1)) expect(length).toBeLessThan(700);
    for (const { text } of paragraphsOf(speech('.”'))) expect(text).toMatch(/\.”$/);
    for (const length of lengths('').slice(0, -1)) expect(length).toBeGreaterThan(1_500);
    for (const length of lengths('')) expect(length).toBeLessThan(1_700);
  });

  test('without times, paragraphs are what they were', () => {
    const cues = [{ text: 'One.' }, { text: 'Two.', speaker: 'Anna' }];
    expect(paragraphsOf({ timed: false, cues })).toEqual(cues);
    expect(printTranscriptText({ timed: false, cues })).toBe('One.\n\nAnna: Two.\n');
  });
});
