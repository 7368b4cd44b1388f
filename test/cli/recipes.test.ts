import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundledProgram } from '../bundled.ts';
import { makeSpeech } from '../sounds.ts';
import {
  documentOf,
  episodesOf,
  type Fault,
  type House,
  openHouse,
  publishJson,
  root,
  showWords,
  type Told,
} from './program.ts';

/** Recipes as named on the command line. */
describe('recipes', { timeout: 180_000 }, () => {
  let house: House;
  beforeAll(() => {
    house = openHouse({ FFMPEG_PATH: bundledProgram });
  });
  afterAll(() => house.remove());

  type Recipe = { name: string; target: { integrated: number } };
  const shipped = join(root, 'templates/recipes/podcast.json');
  const podcast = () => {
    const { $schema: _, ...recipe } = JSON.parse(readFileSync(shipped, 'utf8'));
    return recipe as Recipe;
  };
  const own = (name: string, recipe: object) => {
    writeFileSync(house.file(name), JSON.stringify(recipe));
    return house.file(name);
  };

  test('are listed, for people and for scripts', async () => {
    const { exit, stdout } = await house.run(['recipe', 'list']);
    expect(exit).toBe(0);
    expect(stdout).toMatch(/^RECIPE +LUFS +DBTP +LEVELLING\nbroadcast +-23 +-1 +gentle\n/);
    const { recipes } = documentOf<{ recipes: Recipe[] }>(await house.run(['recipe', 'list', '--json']));
    expect(recipes.map(({ name }) => name)).toEqual(['broadcast', 'loud-app', 'podcast']);
    expect(recipes.at(-1)).toEqual(podcast());
  });

  test('are printed as a file that is taken again, the same with --json', async () => {
    const { exit, stdout } = await house.run(['recipe', 'show', 'podcast']);
    expect([exit, JSON.parse(stdout)]).toEqual([0, podcast()]);
    expect((await house.run(['recipe', 'show', 'podcast', '--json'])).stdout).toBe(stdout);
    writeFileSync(house.file('again.json'), stdout);
    expect((await house.run(['recipe', 'show', house.file('again.json')])).stdout).toBe(stdout);
  });

  test('one’s own file is told with all that it leaves to the usual recipe', async () => {
    const file = own('short.json', { name: 'short', target: { integrated: -18 } });
    const recipe = documentOf<Recipe>(await house.run(['recipe', 'show', file, '--json']));
    const { target } = podcast();
    expect(recipe).toEqual({ ...podcast(), name: 'short', target: { ...target, integrated: -18 } });
  });

  const refused = [
    { what: 'an unknown name', name: () => 'nobody', code: 'recipe-unknown' },
    { what: 'a file that is not there', name: () => house.file('none.json'), code: 'file-missing' },
    {
      what: 'a field that is none',
      name: () => own('odd.json', { name: 'o', lufs: 1 }),
      code: 'recipe-invalid',
    },
    {
      what: 'a recipe off its range',
      name: () => own('l.json', { name: 'l', target: { integrated: 0 } }),
      code: 'recipe-invalid',
    },
  ];
  test.each(refused)('$what is told as $code', async ({ name, code }) => {
    const outcome = await house.run(['recipe', 'show', name(), '--json']);
    expect({ exit: outcome.exit, code: documentOf<Fault>(outcome).error.code }).toEqual({ exit: 2, code });
  });

  test('a show or an episode with a recipe that cannot be used is refused, and nothing is kept', async () => {
    const before = house.privateKeys();
    const recording = await makeSpeech(house.file('never.wav'), { seed: 9 });
    const recipe = ['--recipe', own('odd.json', { name: 'odd', lufs: -16 })];
    for (const words of [
      [...(await showWords(house, 'Never')), ...recipe],
      ['publish', recording, '--title', 'Never', ...recipe],
    ]) {
      const outcome = await house.run([...words, '--json']);
      expect(outcome.exit).toBe(2);
      expect(documentOf<Fault>(outcome).error).toMatchObject({
        code: 'recipe-invalid',
        message: expect.stringMatching(
          /^The recipe odd\.json cannot be used: it has no field "lufs" \(it has name,/,
        ),
      });
    }
    expect(house.privateKeys()).toEqual(before);
  });

  test('a show has one, an episode may have another, and both tell which', async () => {
    type Answer = { show: { recipe: string } };
    const words = await showWords(house, 'Radio');
    const made = documentOf<Answer>(await house.run([...words, '--recipe', 'broadcast', '--json']));
    expect(made.show.recipe).toBe('broadcast');
    const file = own('mine.json', { name: 'mine', target: { integrated: -20 } });
    const told = async (seed: number, ...more: string[]) => {
      const recording = await makeSpeech(house.file(`${seed}.wav`), { seed });
      return publishJson(house, [recording, '--title', `Talk ${seed}`, '--show', 'radio', ...more]);
    };
    const [first, second] = [await told(1), await told(2, '--recipe', file)];
    const recipeOf = ({ episode }: Told) => (episode as { recipe?: string }).recipe;
    expect([first, second].map(recipeOf)).toEqual(['broadcast', 'mine']);
    expect(first.loudness.after.integrated).toBeCloseTo(-23, 0);
    expect(second.loudness.after.integrated).toBeCloseTo(-20, 0);
    const edited = await house.run(['show', 'edit', 'radio', '--recipe', 'podcast']);
    expect(edited.stdout).toMatch(/Recipe +podcast \(-16 LUFS\)/);
    expect((await episodesOf(house)).map(recipeOf)).toEqual(['mine', 'podcast']);
  });
});
