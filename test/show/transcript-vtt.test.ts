import { describe, expect, test } from 'vitest';
import { readTranscript } from '../../src/show/transcript/reading.ts';
import type { Cue, TimedTranscript } from '../../src/show/transcript/transcript.ts';
import { printVtt, readVtt } from '../../src/show/transcript/vtt.ts';

const refusal = (message: RegExp) =>
  expect.objectContaining({ code: 'transcript-unreadable', message: expect.stringMatching(message) });
const timed = (...cues: readonly Cue[]): TimedTranscript => ({ timed: true, cues });
const file = (...blocks: readonly string[]) => `WEBVTT\n\n${blocks.join('\n\n')}\n`;
const one = (words: string) => readVtt(file(`00:00:01.000 --> 00:00:04.000\n${words}`)).cues;

describe('WebVTT', () => {
  const plain = timed(
    { from: 1, to: 4, text: 'Good morning.', speaker: 'Anna' },
    { from: 4.5, to: 3606.25, text: 'Hello Anna, how are you?', speaker: 'Ben' },
  );

  test.each([
    [
      'as the standard has it',
      file(
        '00:00:01.000 --> 00:00:04.000\n<v Anna>Good morning.',
        '00:00:04.500 --> 01:00:06.250\n<v Ben>Hello Anna, how are you?',
      ),
    ],
    [
      'everything that holds no words',
      `WEBVTT - for you\nKind: captions\n\nSTYLE\n::cue { color: red }\n\nREGION\nid:fred\nwidth:40%\n\nNOTE made by hand\n\n${[
        'first\n00:01.000 --> 00:04.000 align:start position:0% line:-1\n<v.loud Anna>Good morning.</v>',
        'NOTE\nover several\nlines',
        '2\n00:04.500 --> 01:00:06.250 region:fred\n<v Ben>Hello Anna,\n<i.x>how</i> <00:00:05.000><c>are</c> you?</v>',
        'NOTE the end',
      ].join('\n\n')}`,
    ],
    [
      'Windows line ends, a byte order mark, commas and loose times',
      '\uFEFFWEBVTT\r\n\r\n0:01,000-->0:04,000\r\n<v Anna>Good morning.\r\n\r\n\r\n 0:04.5  -->  1:00:06.25 \r\n<v Ben>Hello Anna,\r\nhow are you?\r\n\r\n',
    ],
    [
      'old Macs',
      'WEBVTT\r\r00:01.000 --> 00:04.000\r<v Anna>Good morning.\r\r00:04.500 --> 01:00:06.250\r<v Ben>Hello Anna, how are you?',
    ],
    [
      'without the empty lines',
      'WEBVTT\n1\n00:01.000 --> 00:04.000\n<v Anna>Good morning.\n2\n00:04.500 --> 01:00:06.250\n<v Ben>Hello Anna, how are you?',
    ],
    [
      'words that go on behind an empty line',
      file(
        '00:01.000 --> 00:04.000\n<v Anna>Good morning.',
        '00:04.500 --> 01:00:06.250\n<v Ben>Hello Anna,',
        'how are you?',
      ),
    ],
  ])('%s', (_, text) => {
    expect(readVtt(text)).toEqual(plain);
  });

  test.each([
    ['a &lt;b&gt; &amp;amp; c', 'a <b> &amp; c'],
    ['&#39;Gr&uuml;&#xDF;e&apos;&nbsp;&quot;&lrm;', "'Gr&uuml;ße' \"\u200E"],
    ['1 < 2 and 3 > 2', '1 < 2 and 3 > 2'],
    ['a <b>bold</b> word <u>there</u><font color="red">!</font>', 'a bold word there!'],
    ['I <3 you, List<String>', 'I <3 you, List<String>'],
    ['<ruby>漢<rt>kan</rt></ruby>字', '漢kan字'],
    ['<lang en-GB>colour</lang>', 'colour'],
    ['NOTE that this is said', 'NOTE that this is said'],
    ['bell\u0007 rings', 'bell rings'],
    ['&#0;&#x110000;&#xD800;x', '&#0;&#x110000;x'],
    ['open <i never closed', 'open <i never closed'],
  ])('%j says %j', (words, text) => {
    expect(one(words)).toEqual([{ from: 1, to: 4, text }]);
  });

  test('several voices in one cue follow each other, by the length of their words', () => {
    expect(one('<v Anna>Yes.</v> <v Ben>Twelve chars</v>')).toEqual([
      { from: 1, to: 1.75, text: 'Yes.', speaker: 'Anna' },
      { from: 1.75, to: 4, text: 'Twelve chars', speaker: 'Ben' },
    ]);
  });

  test('a voice without a name is nobody', () => {
    expect(one('<v>Who said that?')).toEqual([{ from: 1, to: 4, text: 'Who said that?' }]);
    expect(one('<v Tom &amp; Ann>We did.')).toEqual([
      { from: 1, to: 4, text: 'We did.', speaker: 'Tom & Ann' },
    ]);
  });

  test('names before the words, as meeting programs write them', () => {
    const text = file(
      '1\n00:00:01.000 --> 00:00:02.000\nAnna Berg: Good morning: you all',
      '2\n00:00:02.000 --> 00:00:03.000\nBen: Hello',
      '3\n00:00:03.000 --> 00:00:04.000\nThe point is: nobody knows',
    );
    expect(readVtt(text).cues.map(({ speaker, text }) => [speaker, text])).toEqual([
      ['Anna Berg', 'Good morning: you all'],
      ['Ben', 'Hello'],
      ['Ben', 'The point is: nobody knows'],
    ]);
  });

  test('one such name may be an accident', () => {
    expect(one('Chapter One: a beginning')).toEqual([{ from: 1, to: 4, text: 'Chapter One: a beginning' }]);
  });

  test('the head may tell the language', () => {
    const words = '00:01.000 --> 00:02.000\nHallo';
    expect(readVtt(`WEBVTT\nKind: captions\nLanguage: de-AT\n\n${words}`).language).toBe('de-AT');
    expect(readVtt(`WEBVTT\nLanguage: <script>\n\n${words}`)).not.toHaveProperty('language');
    expect(readVtt(file(words))).not.toHaveProperty('language');
  });

  test('captions that roll, made by a machine, are said once', () => {
    const rolled = [
      'WEBVTT\nKind: captions\nLanguage: en',
      '00:00:00.160 --> 00:00:02.470 align:start position:0%\n \nwelcome<00:00:00.560><c> to</c><00:00:00.800><c> the show</c>',
      '00:00:02.470 --> 00:00:02.480 align:start position:0%\nwelcome to the show\n ',
      '00:00:02.480 --> 00:00:05.000 align:start position:0%\nwelcome to the show\ntoday<00:00:02.900><c> we talk</c>',
      '00:00:05.000 --> 00:00:05.010 align:start position:0%\ntoday we talk\n ',
      '00:00:05.010 --> 00:00:07.000 align:start position:0%\ntoday we talk\n[Music]',
    ].join('\n\n');
    expect(readTranscript(rolled)).toEqual({
      timed: true,
      language: 'en',
      cues: [
        { from: 0.16, to: 2.47, text: 'welcome to the show' },
        { from: 2.48, to: 5, text: 'today we talk' },
        { from: 5.01, to: 7, text: '[Music]' },
      ],
    });
  });

  test('what is said twice elsewhere is said twice', () => {
    const text = file('00:01.000 --> 00:02.000\nNo', '00:02.000 --> 00:03.000\nNo');
    expect(readVtt(text).cues).toHaveLength(2);
  });

  test.each([
    ['00:01.000 --> 00:02.000\nHello', /^Line 1 is not WEBVTT/],
    ['WEBVTTX\n\n00:01.000 --> 00:02.000\nHello', /^Line 1 is not WEBVTT/],
    [file('Hello'), /^Line 3 has words without times: “Hello”/],
    [
      file('00:01.000 --> 00:02.000\nA', '00:00:61.000 --> 00:02:00.000\nB'),
      /^Line 6 has no times that can be read: “00:00:61/,
    ],
    [file('00:01.000 --> soon\nA'), /^Line 3 has no times/],
    [file('00:01.000 -->\nA'), /^Line 3 has no times/],
    [
      file('00:01.000 --> 00:02.000 --> 00:03.000\nA', '00:05.000 --> 00:04.000\nA'),
      /^Line 6 ends before it begins/,
    ],
  ])('%j is refused', (text, message) => {
    expect(() => readVtt(text)).toThrow(refusal(message));
  });
});

describe('writing WebVTT', () => {
  test('speakers are voices, words are escaped', () => {
    const transcript = timed(
      { from: 1, to: 4.0004, text: 'a <b> & --> c', speaker: 'Tom & <Ann>' },
      { from: 3600.5, to: 360_000, text: 'the end' },
    );
    expect(printVtt(transcript)).toBe(
      'WEBVTT\n\n00:00:01.000 --> 00:00:04.000\n<v Tom &amp; &lt;Ann&gt;>a &lt;b&gt; &amp; --&gt; c\n\n' +
        '01:00:00.500 --> 100:00:00.000\nthe end\n',
    );
  });

  test('lines have 65 characters at most, a longer word one of its own', () => {
    const text = `${'word '.repeat(30)}${'x'.repeat(80)} end`;
    const lines = printVtt(timed({ from: 0, to: 9, text }))
      .split('\n')
      .slice(3, -1);
    expect(lines.map((line) => line.length)).toEqual([64, 64, 19, 80, 3]);
    expect(lines.join(' ')).toBe(text);
  });
});
