import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { documentOf, type Fault, type House, openHouse } from './program.ts';

/** What the program says of itself, and of words it does not understand. */
describe('words', () => {
  let house: House;
  beforeAll(() => {
    house = openHouse();
  });
  afterAll(() => house.remove());

  test.each([
    {
      words: ['--help'],
      names: ['publish', 'episode', 'show', 'recipe', 'feed', 'doctor', 'demo', 'serve', 'measure'],
    },
    { words: [], names: ['publish'] },
    { words: ['publish', '--help'], names: ['--title', '--chapters', '--recipe', '--again', '--json'] },
    { words: ['show', 'create', '--help'], names: ['--category', '--intro', '--bed', '--recipe', '--slug'] },
    { words: ['show', 'edit', '--help'], names: ['--intro', '--no-intro', '--no-outro', '--no-bed'] },
  ])('$words tells its words', async ({ words, names }) => {
    const { exit, stdout, stderr } = await house.run(words);
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' });
    for (const name of names) expect(stdout).toContain(name);
  });

  test('--version tells the version alone', async () => {
    const { exit, stdout } = await house.run(['--version']);
    expect(exit).toBe(0);
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  const misunderstood = [
    { words: ['publsh'], code: 'usage-wrong', says: 'publish' },
    { words: ['show'], code: 'usage-wrong', says: 'show' },
    { words: ['publish'], code: 'usage-wrong', says: 'file' },
    { words: ['publish', 'a.wav', 'b.wav', '--title', 'T'], code: 'usage-wrong', says: 'arguments' },
    { words: ['publish', 'a.wav', '--titel', 'T'], code: 'usage-wrong', says: '--title' },
    { words: ['publish', 'a.wav', '--title'], code: 'usage-wrong', says: '--title' },
    { words: ['publish', 'a.wav', '--title', 'T', '--season', 'two'], code: 'usage-wrong', says: '--season' },
    { words: ['publish', 'a.wav'], code: 'title-missing', says: 'title' },
    { words: ['show', 'create', '--title', 'T'], code: 'usage-wrong', says: '--author, --email' },
    { words: ['show', 'edit', 'some-show'], code: 'usage-wrong', says: 'change' },
  ];

  test.each(misunderstood)('$words: $code in two lines, exit code 2', async ({ words, says }) => {
    const { exit, stdout, stderr } = await house.run(words);
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' });
    expect(stderr.trimEnd().split('\n')).toHaveLength(2);
    expect(stderr).toContain(says);
    expect(stderr).toContain('--');
  });

  test.each(misunderstood)('$words --json: $code as one document', async ({ words, code, says }) => {
    const outcome = await house.run(words.at(-1) === '--title' ? ['--json', ...words] : [...words, '--json']);
    expect(outcome).toMatchObject({ exit: 2, stderr: '' });
    const { error } = documentOf<Fault>(outcome);
    expect(error).toEqual({ code, message: expect.stringContaining(says), hint: expect.any(String) });
  });

  test('settings that cannot be used are told together, before anything is opened', async () => {
    const outcome = await house.run(['show', 'list', '--json'], { PORT: 'door', FEED_STORE: 'ftp://x' });
    expect(outcome.exit).toBe(1);
    const { error } = documentOf<Fault>(outcome);
    expect(error.code).toBe('settings-invalid');
    expect(error.message).toMatch(/FEED_STORE.*PORT/);
    expect(house.privateKeys()).toEqual([]);
  });
});
