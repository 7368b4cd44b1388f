import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundledProgram } from '../bundled.ts';
import { makeSpeech, makeText } from '../sounds.ts';
import { documentOf, type Fault, type House, openHouseWithShow, publishJson, type Told } from './program.ts';

/** Transcripts as people hand them in on the command line. */
describe('transcripts', () => {
  let house: House;
  let recording: string;
  beforeAll(async () => {
    house = await openHouseWithShow({ FFMPEG_PATH: bundledProgram });
    recording = await makeSpeech(house.file('talk.wav'));
  });
  afterAll(() => house.remove());

  const write = (name: string, text: string) => makeText(house.file('.'), name, text);
  const transcripts = () => house.privateKeys().filter((key) => key.startsWith('transcripts/'));

  test('are published with a recording, exchanged and taken away', async () => {
    const srt = await write('talk.srt', '1\n00:00:00,500 --> 00:00:02,000\nAnna: Hello.\n');
    const told = await publishJson(house, [recording, '--title', 'One', '--transcript', srt]);
    expect(told).toMatchObject({ transcriptUrl: expect.stringMatching(/\/one\/transcript-\w{12}\.vtt$/) });
    const text = await write('talk.txt', 'Hello.\n\nGood morning.\n');
    const exchanged = documentOf<Told>(await house.run(['episode', 'transcript', 'one', text, '--json']));
    expect(exchanged).toMatchObject({ state: 'published', transcriptUrl: expect.stringMatching(/\.txt$/) });
    expect(house.feed().match(/<podcast:transcript /g)).toHaveLength(1);
    const { exit } = await house.run(['episode', 'transcript', 'one', '--none']);
    expect(exit).toBe(0);
    expect(house.feed()).not.toContain('podcast:transcript');
    expect(transcripts()).toEqual([]);
  });

  const unreadable = [
    {
      what: 'times that fall apart',
      bytes: 'WEBVTT\n\n00:00:05.000 --> 00:00:02.000\nBackwards.\n',
      says: /Line 3 ends before it begins/,
    },
    {
      what: 'JSON with a segment that has no words',
      bytes: '{"segments":[{"startTime":0,"body":"a"},{"startTime":1}]}',
      says: /Segment 2 has no body/,
    },
    { what: 'letters of another time', bytes: Buffer.from('Gr\u00fc\u00dfe', 'latin1'), says: /line 1/ },
    { what: 'a Word document', bytes: 'PK\u0003\u0004...', says: /Word document/ },
    { what: 'nothing', bytes: ' \n', says: /is empty/ },
    { what: 'six megabytes', bytes: 'word '.repeat(1_200_000), says: /larger than 5 MB/ },
  ];

  test.each(unreadable)(
    '$what: refused with place and hint, and nothing is kept',
    async ({ bytes, says }) => {
      const file = house.file('broken.txt');
      writeFileSync(file, bytes);
      const before = house.content();
      const fresh = await makeSpeech(house.file('fresh.wav'), { seed: 77 });
      const outcome = await house.run(['publish', fresh, '--title', 'T', '--transcript', file, '--json']);
      const { error } = documentOf<Fault>(outcome);
      expect({ exit: outcome.exit, code: error.code }).toEqual({ exit: 2, code: 'transcript-unreadable' });
      expect(error.message).toMatch(says);
      expect(error.hint).toMatch(/\.$|:|\}$/);
      expect(house.content()).toEqual(before);
    },
  );

  test.each([
    { what: 'neither a file nor --none', words: [] },
    { what: 'both', words: ['some.vtt', '--none'] },
  ])('$what is told as a wrong usage', async ({ words }) => {
    const outcome = await house.run(['episode', 'transcript', 'one', ...words, '--json']);
    expect(documentOf<Fault>(outcome).error.code).toBe('usage-wrong');
    expect(outcome.exit).toBe(2);
  });
});
