import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundledProgram } from '../bundled.ts';
import { makeTone } from '../sounds.ts';
import { documentOf, type House, openHouse, showWords } from './program.ts';

/** Bumpers of a show as said on the command line; every test goes on from the one before. */
describe('bumpers', { timeout: 120_000 }, () => {
  let house: House;
  let one: string;
  let two: string;
  beforeAll(async () => {
    house = openHouse({ FFMPEG_PATH: bundledProgram });
    one = await makeTone(house.file('one.wav'), { dBFS: -20 });
    two = await makeTone(house.file('two.flac'), { dBFS: -30 });
  });
  afterAll(() => house.remove());

  const hashOf = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');
  type Answer = { show: Record<string, unknown> };
  const edit = async (...words: string[]) =>
    documentOf<Answer>(await house.run(['show', 'edit', 'night-shift', ...words, '--json'])).show;

  test('may be several, and are told by the hashes of their files', async () => {
    const words = ['--intro', one, '--intro', two, '--outro', two, '--bed', one, '--json'];
    const { show } = documentOf<Answer>(await house.run([...(await showWords(house)), ...words]));
    expect(show).toMatchObject({
      intro: true,
      intros: [hashOf(one), hashOf(two)],
      outro: true,
      outros: [hashOf(two)],
      bed: hashOf(one),
    });
  });

  test('an edit that does not name them leaves them; people read which there are', async () => {
    const { stdout } = await house.run(['show', 'edit', 'night-shift', '--title', 'The night']);
    expect(stdout).toMatch(/Bumpers +2 intros, outro, bed\n/);
  });

  test('are replaced as a list, and taken away', async () => {
    const show = await edit('--intro', two, '--no-outro', '--no-bed');
    expect(show).toMatchObject({ intro: true, intros: [hashOf(two)], outro: false, outros: [] });
    expect(show).not.toHaveProperty('bed');
    expect(await edit('--no-intro')).toMatchObject({ intro: false, intros: [] });
    const { stdout } = await house.run(['show', 'edit', 'night-shift', '--explicit']);
    expect(stdout).toMatch(/Bumpers +none\n/);
  });

  test('what is said last holds', async () => {
    const show = await edit('--no-intro', '--intro', one, '--outro', one, '--no-outro');
    expect(show).toMatchObject({ intros: [hashOf(one)], outros: [] });
  });

  test('an empty name takes nothing away', async () => {
    await edit('--bed', one);
    const { exit } = await house.run(['show', 'edit', 'night-shift', '--bed', '']);
    expect(exit).toBe(2);
    const { shows } = documentOf<{ shows: Answer['show'][] }>(await house.run(['show', 'list', '--json']));
    expect(shows[0]).toMatchObject({ bed: hashOf(one) });
  });
});
