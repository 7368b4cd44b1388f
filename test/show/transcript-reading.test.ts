import { describe, expect, test } from 'vitest';
import { decodeTranscript } from '../../src/show/transcript/bytes.ts';
import {
  formatOfType,
  formatsFor,
  printTranscript,
  transcriptNamings,
} from '../../src/show/transcript/formats.ts';
import { inOrder, type LooseCue, sharesOf } from '../../src/show/transcript/order.ts';
import { readTranscript, recogniseTranscript } from '../../src/show/transcript/reading.ts';
import type { Transcript } from '../../src/show/transcript/transcript.ts';

const refusal = (message: RegExp) =>
  expect.objectContaining({ code: 'transcript-unreadable', message: expect.stringMatching(message) });

describe('a transcript tells its format itself', () => {
  test.each([
    ['WEBVTT\n\n00:01.000 --> 00:02.000\nA', 'vtt'],
    ['\uFEFFWEBVTT', 'vtt'],
    ['1\n00:00:01,000 --> 00:00:02,000\nA', 'srt'],
    ['\n\n00:00:01.000 --> 00:00:02.000\nA', 'srt'],
    ['{"segments": []}', 'json'],
    [' [ {"startTime": 0}]', 'json'],
    ['[]', 'json'],
    ['[00:03] Hello', 'text'],
    ['[Music]', 'text'],
    ['<unk> hello', 'text'],
    ['a --> b', 'text'],
    ['', 'text'],
  ])('%j', (text, format) => {
    expect(recogniseTranscript(text)).toBe(format);
  });

  test.each([
    ['%PDF-1.7', /^This is a PDF/],
    ['PK\u0003\u0004\u0014', /^This is a Word document/],
    ['{\\rtf1\\ansi Hello}', /^This is a rich-text document/],
    ['<!doctype html><p>Hello', /^This is HTML or XML/],
    ['\uFEFF\n<tt xmlns="http://www.w3.org/ns/ttml"/>', /^This is HTML or XML/],
    ['<?xml version="1.0"?><tt/>', /^This is HTML or XML/],
    ['H\0e\0l\0l\0o\0', /^The transcript is no text/],
  ])('%j is refused', (text, message) => {
    expect(() => recogniseTranscript(text)).toThrow(refusal(message));
  });

  test.each(['', ' \n\n', 'WEBVTT\n\nNOTE nothing\n', '[]', '1\n00:00:01,000 --> 00:00:02,000\n\n'])(
    '%j is empty',
    (text) => {
      expect(() => readTranscript(text)).toThrow(refusal(/^The transcript is empty/));
    },
  );
});

describe('what is meant as times is never taken for words', () => {
  test.each([
    ['1\n-00:00:01,000 --> 00:00:03,000\nnegative', 2],
    ['1\n00.00.01 --> 00.00.03\ndots', 2],
    ['1.5 --> 3\nseconds', 1],
    ['1\n00:00:01,000 --> 00:00:03,000\nA\n\n2\n-00:00:04,000 --> 00:00:05,000\nB', 6],
  ])('%j is refused with its line', (text, line) => {
    expect(() => readTranscript(text)).toThrow(refusal(new RegExp(`^Line ${line} has no times`)));
  });

  test.each(['t.srt', 'T.VTT'])('a file named %s has to have times', (name) => {
    expect(() => readTranscript('Hello.', name)).toThrow(
      refusal(/^The transcript is named .*no line of it has/),
    );
    expect(readTranscript('1\n00:00:01,000 --> 00:00:03,000\nA', name).timed).toBe(true);
  });

  test('an arrow between words stays one', () => {
    expect(readTranscript('Open File --> Save.', 't.txt').cues).toEqual([{ text: 'Open File --> Save.' }]);
  });
});

describe('several who speak in one cue', () => {
  const srt =
    '1\n00:00:01,000 --> 00:00:03,000\n- One\n- Two\n\n2\n00:00:03,000 --> 00:00:05,000\nThree\nfour\n';
  const transcript = readTranscript(srt);

  test('keep lines of their own in every format; other lines are joined', () => {
    expect(transcript.cues).toMatchObject([{ text: '- One\n- Two' }, { text: 'Three four' }]);
    expect(printTranscript(transcript, 'srt')).toContain('00:00:03,000\n- One\n- Two\n\n2');
    expect(printTranscript(transcript, 'vtt')).toContain('00:00:03.000\n- One\n- Two\n\n');
    expect(printTranscript(transcript, 'text')).toBe('- One\n- Two\n\nThree four\n');
  });

  test.each(['srt', 'vtt', 'json'] as const)('%s of ours says the same', (format) => {
    expect(readTranscript(printTranscript(transcript, format) ?? '').cues).toEqual(transcript.cues);
  });

  test.each([
    ['-One\n-Two', '-One\n-Two'],
    ['Well\n- perhaps', 'Well - perhaps'],
    ['- One\nmore of it\n– Two', '- One more of it\n– Two'],
    ['- One', '- One'],
  ])('%j is %j', (words, said) => {
    expect(readTranscript(`1\n00:00:01,000 --> 00:00:03,000\n${words}`).cues[0]?.text).toBe(said);
  });
});

describe('limits', () => {
  test('five megabytes', () => {
    expect(() => readTranscript('x'.repeat(5_000_001))).toThrow(refusal(/larger than 5 MB/));
    expect(() => decodeTranscript(new Uint8Array(5_000_001))).toThrow(refusal(/larger than 5 MB/));
  });

  test('a hundred thousand cues, of any format', () => {
    const lines = (count: number, line: (i: number) => string) =>
      Array.from({ length: count }, (_, i) => line(i)).join('');
    const clock = (i: number) => `${Math.floor(i / 60)}:${String(i % 60).padStart(2, '0')}`;
    expect(() => readTranscript(lines(100_001, () => 'a\n\n'))).toThrow(refusal(/100001 cues/));
    expect(() => readTranscript(lines(59_999 + 60_000, (i) => `${clock(Math.min(i, 59_999))}\na\n`))).toThrow(
      refusal(/119999 cues/),
    );
    const vtt = `WEBVTT\n\n${lines(100_001, () => '0:01.0-->0:02.0\na\n\n')}`;
    expect(() => readTranscript(vtt)).toThrow(refusal(/100001 cues/));
  });

  const megabytes = (text: string) => text.repeat(Math.floor(4_900_000 / text.length));
  test.each([
    ['tags that never end', `WEBVTT\n\n0:01.000 --> 0:02.000\n${megabytes('<')}`],
    ['one tag that never ends', `WEBVTT\n\n0:01.000 --> 0:02.000\n<v ${megabytes('x')}`],
    ['voices', `WEBVTT\n\n0:01.000 --> 0:02.000\n${'<v A>a'.repeat(50_000)}`],
    ['ampersands', `WEBVTT\n\n0:01.000 --> 0:02.000\n${megabytes('&#1')}`],
    ['braces', `1\n00:00:01,000 --> 00:00:02,000\n${megabytes('{\\')}`],
    ['digits', `1\n00:00:01,000 --> 00:00:02,000\n${megabytes('1:1')}`],
    ['blanks', `1\n00:00:01,000 --> 00:00:02,000\na${megabytes(' ')}b`],
    ['names', `Anna: a\n${megabytes('Anna Berg ')}`],
    ['stars', megabytes('**a')],
    ['brackets', megabytes('[a')],
    ['open JSON', megabytes('[{"a":')],
    ['empty lines', `a${megabytes('\n')}b`],
    [
      'cues that begin together',
      `[${'{"start":1,"end":2,"text":"a"},{"start":1,"text":"b"},'.repeat(49_000)}{"start":1,"text":"c"}]`,
    ],
    ['times', `0:00\n${'0:00 a\n'.repeat(99_000)}`],
  ])('%s end soon', { timeout: 20_000 }, (_, text) => {
    try {
      expect(readTranscript(text).cues.length).toBeGreaterThan(0);
    } catch (thrown) {
      expect(thrown).toMatchObject({ code: 'transcript-unreadable' });
    }
  });
});

describe('bytes', () => {
  test.each([
    ['UTF-8', Buffer.from('Grüße 🎙')],
    ['UTF-8 with a byte order mark', Buffer.from('\uFEFFGrüße 🎙')],
    ['UTF-16, little end first', Buffer.from('\uFEFFGrüße 🎙', 'utf16le')],
    ['UTF-16, big end first', Buffer.from('\uFEFFGrüße 🎙', 'utf16le').swap16()],
  ])('%s', (_, bytes) => {
    expect(decodeTranscript(bytes)).toBe('Grüße 🎙');
  });

  test('Latin-1 is refused, with the line', () => {
    expect(() => decodeTranscript(Buffer.from('Hallo\nnoch gut\nGrüße', 'latin1'))).toThrow(
      refusal(/^The transcript is not encoded as UTF-8 \(line 3\)/),
    );
  });

  test('so are halves of characters', () => {
    expect(() => decodeTranscript(Buffer.from('é').subarray(0, 1))).toThrow(refusal(/line 1/));
    expect(() => decodeTranscript(Buffer.from([0xff, 0xfe, 0x00, 0xd8]))).toThrow(refusal(/UTF-16LE\.$/));
  });
});

describe('order', () => {
  const order = (...cues: readonly LooseCue[]) => inOrder(cues).map(({ from, to, text }) => [from, to, text]);

  test('sorted, each at an end when the next begins', () => {
    expect(
      order({ from: 5, to: 9, text: 'C' }, { from: 0, to: 6, text: 'A' }, { from: 3, to: 4, text: 'B' }),
    ).toEqual([
      [0, 3, 'A'],
      [3, 4, 'B'],
      [5, 9, 'C'],
    ]);
  });

  test('those that begin together share their time', () => {
    expect(
      order({ from: 1, to: 2, text: 'a' }, { from: 1, to: 5, text: 'bbb' }, { from: 9, to: 10, text: 'c' }),
    ).toEqual([
      [1, 2, 'a'],
      [2, 5, 'bbb'],
      [9, 10, 'c'],
    ]);
  });

  test('where there is no time to share, they are one', () => {
    const crowd = [1, 2, 3].map((i) => ({ from: 1, to: 2, text: `t${i}` }));
    expect(order(...crowd, { from: 1.002, to: 2, text: 'b' })).toEqual([
      [1, 1.002, 't1 t2 t3'],
      [1.002, 2, 'b'],
    ]);
  });

  test('what is there twice is said once; other words or another speaker are not the same', () => {
    const cue = { from: 1, to: 2, text: 'a' };
    expect(order(cue, cue)).toEqual([[1, 2, 'a']]);
    expect(order(cue, { ...cue, speaker: 'Anna' })).toHaveLength(2);
  });

  test('before the beginning is the beginning', () => {
    expect(order({ from: -3, to: 2, text: 'a' })).toEqual([[0, 2, 'a']]);
  });

  test('speakers have bearable names, and none is none', () => {
    expect(inOrder([{ from: 0, to: 1, text: 'a', speaker: ' \n' }])[0]).not.toHaveProperty('speaker');
    expect(inOrder([{ from: 0, to: 1, text: 'a', speaker: 'x'.repeat(500) }])[0]?.speaker).toHaveLength(128);
  });

  test('shares add up, and nobody gets nothing', () => {
    expect(sharesOf([1, 1, 2], { from: 10, to: 18 })).toEqual([12, 14, 18]);
    expect(sharesOf([1000, 1, 1, 1], { from: 0, to: 5 })).toEqual([2, 3, 4, 5]);
    expect(sharesOf([1, 1, 1, 1000], { from: 0, to: 5 })).toEqual([1, 2, 3, 5]);
  });
});

describe('formats', () => {
  test('as the feed names them', () => {
    expect(transcriptNamings).toEqual({
      vtt: { mediaType: 'text/vtt', contentType: 'text/vtt; charset=utf-8', ending: '.vtt', rel: 'captions' },
      srt: {
        mediaType: 'application/x-subrip',
        contentType: 'application/x-subrip; charset=utf-8',
        ending: '.srt',
        rel: 'captions',
      },
      json: {
        mediaType: 'application/json',
        contentType: 'application/json; charset=utf-8',
        ending: '.json',
        rel: 'captions',
      },
      text: { mediaType: 'text/plain', contentType: 'text/plain; charset=utf-8', ending: '.txt' },
    });
  });

  test.each([
    ['text/vtt', 'vtt'],
    ['Text/VTT; charset=utf-8', 'vtt'],
    ['application/srt', 'srt'],
    ['application/x-subrip', 'srt'],
    ['application/json', 'json'],
    ['text/plain;charset=UTF-8', 'text'],
    ['text/html', undefined],
    ['constructor', undefined],
    ['', undefined],
  ])('%j is %s', (type, format) => {
    expect(formatOfType(type)).toBe(format);
  });

  test('without times there is plain text alone', () => {
    const untimed: Transcript = { timed: false, cues: [{ text: 'Hello.' }] };
    expect(formatsFor(untimed)).toEqual(['text']);
    expect(printTranscript(untimed, 'vtt')).toBeUndefined();
    expect(printTranscript(untimed, 'text')).toBe('Hello.\n');
  });

  test('with times there is everything, the one that Apple takes first', () => {
    const timed: Transcript = { timed: true, cues: [{ from: 0, to: 1, text: 'Hello.' }] };
    expect(formatsFor(timed)).toEqual(['vtt', 'srt', 'json', 'text']);
    for (const format of formatsFor(timed))
      expect(recogniseTranscript(printTranscript(timed, format) ?? '')).toBe(format);
  });
});
