import { existsSync, lstatSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeSpeech } from '../sounds.ts';
import { documentOf, type Fault, type House, openHouse } from './program.ts';

/** `corridor master`: files in, files out. */
describe('master', () => {
  let house: House;
  let recording: string;
  let original: string;
  beforeAll(async () => {
    house = openHouse();
    recording = await makeSpeech(house.file('recording.wav'), { seconds: 6 });
    original = house.file('original.mp3');
    await makeSpeech(original, { seconds: 4 });
  });
  afterAll(() => house.remove());

  type Answer = Readonly<{
    duration: number;
    remarks: string[];
    chapters: { start: number; title: string }[];
    chaptersLeftOut: { start: number; title: string }[];
  }>;

  const write = (name: string, content: string | Uint8Array): string => {
    writeFileSync(house.file(name), content);
    return house.file(name);
  };

  describe('never writes over what it was given', () => {
    const refuse = async (words: readonly string[], kept: string, command = 'master') => {
      const before = readFileSync(kept);
      const outcome = await house.run([command, ...words, '--json']);
      expect(outcome.exit).toBe(2);
      expect(documentOf<Fault>(outcome).error).toMatchObject({
        code: 'value-invalid',
        hint: expect.stringContaining('-o'),
      });
      expect(readFileSync(kept).equals(before)).toBe(true);
    };

    test('the recording', () => refuse([original, '-o', original], original));

    test('the recording, seen from another folder', () =>
      refuse([original, '-o', 'drawer/../drawer/original.mp3'], original));

    test('an intro, through a link', () => {
      symlinkSync(original, house.file('link.mp3'));
      return refuse([recording, '--intro', original, '-o', house.file('link.mp3')], original);
    });

    test('the recording, with a report on it', () => {
      const page = write('talk.html', readFileSync(original));
      return refuse([page, '-o', page], page, 'report');
    });

    test.each(['keep.mp3', 'keep', 'page.html.mp3'])(
      'what is no page, with a report on it: %s',
      async (name) => {
        const kept = write(name, 'A finished master.');
        const outcome = await house.run(['report', recording, '-o', kept, '--json']);
        expect(outcome.exit).toBe(2);
        expect(documentOf<Fault>(outcome).error).toEqual({
          code: 'usage-wrong',
          message: expect.stringContaining('does not end in .html or .htm'),
          hint: expect.stringContaining('-o report.html'),
        });
        expect(readFileSync(kept, 'utf8')).toBe('A finished master.');
      },
    );

    test('the chapters, as its certificate', () => {
      const chapters = write('list.certificate.json', '00:00 Welcome');
      return refuse([recording, '--chapters', chapters, '-o', house.file('list.mp3')], chapters);
    });
  });

  test.each(['intro', 'bed'])('a file that is no sound is named: --%s', async (role) => {
    const words = [`--${role}`, write('r.json', '{}'), '-o', house.file('never.mp3'), '--json', '--verbose'];
    const outcome = await house.run(['master', recording, ...words]);
    expect(outcome.exit).toBe(2);
    expect(documentOf<Fault>(outcome).error.message).toMatch(
      new RegExp(`^“r\\.json” cannot be the (?:music )?${role}\\. `),
    );
    expect(outcome.stderr).toMatch(/^Cause: CorridorError: This file is not a sound.*\n +at /m);
  });

  test('through a link that points elsewhere, its target is written', async () => {
    const target = write('target.mp3', 'An earlier one.');
    symlinkSync('target.mp3', house.file('pointer.mp3'));
    const { exit } = await house.run(['master', recording, '-o', house.file('pointer.mp3')]);
    expect(exit).toBe(0);
    expect(lstatSync(house.file('pointer.mp3')).isSymbolicLink()).toBe(true);
    expect(readFileSync(target).length).toBeGreaterThan(10_000);
  });

  describe('chapters', () => {
    const output = () => ['-o', house.file('chapters.mp3')];

    test('that lie behind the end are told by their titles', async () => {
      const list = write('list.txt', '0:00 The same\n0:02 Middle\n9:00 The same\n9:30 End');
      const words = ['master', recording, '--chapters', list, ...output()];
      const { stdout } = await house.run(words);
      expect(stdout).toMatch(/^ {2}Chapters +2; left out: “The same”, “End”$/m);
      const { chapters, chaptersLeftOut, remarks } = documentOf<Answer>(
        await house.run([...words, '--json']),
      );
      expect(chapters.map(({ title }) => title)).toEqual(['The same', 'Middle']);
      expect(chaptersLeftOut).toEqual([
        { start: 540, title: 'The same' },
        { start: 570, title: 'End' },
      ]);
      expect(remarks).toContainEqual(
        expect.stringMatching(/^2 chapters stand where .* and were left out\.$/),
      );
    });

    test('are counted where all of them are there, and not named where there are none', async () => {
      const list = write('all.txt', '0:00 Start\n0:02 Middle');
      expect((await house.run(['master', recording, '--chapters', list, ...output()])).stdout).toMatch(
        /^ {2}Chapters +2$/m,
      );
      expect((await house.run(['master', recording, ...output()])).stdout).not.toContain('Chapters');
    });

    test.each(['', ' \n\n', '\uFEFF'])('of an empty file are an error: %j', async (content) => {
      const words = ['--chapters', write('empty.txt', content), '-o', house.file('none.mp3'), '--json'];
      const outcome = await house.run(['master', recording, ...words]);
      expect(outcome.exit).toBe(2);
      expect(documentOf<Fault>(outcome).error).toMatchObject({
        code: 'chapters-unreadable',
        message: expect.stringContaining('empty.txt is empty'),
      });
      expect(existsSync(house.file('none.mp3'))).toBe(false);
    });
  });

  describe('a WAV that goes on behind its samples', () => {
    const masterOf = async (name: string, content: Uint8Array) => {
      const words = [write(`${name}.wav`, content), '-o', house.file(`${name}.mp3`), '--json'];
      return documentOf<Answer>(await house.run(['master', ...words]));
    };

    test('with more sound than its head tells of is told to break off', async () => {
      const bytes = readFileSync(recording);
      const at = bytes.indexOf('data', 12, 'latin1') + 4;
      bytes.writeUInt32LE(bytes.readUInt32LE(at) / 3, at);
      const { duration, remarks } = await masterOf('died', bytes);
      expect(duration).toBeCloseTo(2, 1);
      expect(remarks[0]).toMatch(/2\.0 s of 6\.0 s could be read; the last 4\.0 s are missing/);
    });

    test('with a chunk that any program may write is whole', async () => {
      const chunk = Buffer.from('LIST\0\0\0\0'.padEnd(200_008, 'x'), 'latin1');
      chunk.writeUInt32LE(200_000, 4);
      const { duration, remarks } = await masterOf('whole', Buffer.concat([readFileSync(recording), chunk]));
      expect(duration).toBeCloseTo(6, 1);
      expect(remarks.join()).not.toContain('breaks off');
    });
  });
});
