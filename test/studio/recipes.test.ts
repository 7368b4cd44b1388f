import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { podcastRecipe } from '../../src/show/recipe.ts';
import { readRecipe } from '../../src/show/recipe-file.ts';
import { openRecipes } from '../../src/studio/recipes.ts';
import type { Arrival, EpisodeReport } from '../../src/studio/studio.ts';
import { type House, openHouse } from './house.ts';

describe('the recipes in templates', () => {
  test('come along, in the order of their names', async () => {
    const names = (await openRecipes().list()).map(({ name }) => name);
    expect(names).toEqual(['broadcast', 'loud-app', 'podcast']);
  });

  test('are found by name', async () => {
    expect(await openRecipes().get('podcast')).toEqual(podcastRecipe);
    expect((await openRecipes().get('broadcast')).target.integrated).toBe(-23);
  });

  test.each(['nobody', '', '../recipes/podcast', 'podcast.json', 'recipe.schema', '/etc/passwd', 'Podcast'])(
    '“%s” is none of them, and is told which there are',
    async (name) => {
      await expect(openRecipes().get(name)).rejects.toMatchObject({
        code: 'recipe-unknown',
        hint: 'There are: broadcast, loud-app, podcast.',
      });
    },
  );
});

describe('recipes that people lay beside them', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'corridor-recipes-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const lay = (file: string, text: string) => writeFileSync(join(folder, file), text);

  test('are found at once, by the name of their file', async () => {
    const recipes = openRecipes(folder);
    expect(await recipes.list()).toEqual([]);
    lay('night.json', '{"name": "night", "levelling": "strong"}');
    expect(await recipes.get('night')).toEqual({ ...podcastRecipe, name: 'night', levelling: 'strong' });
  });

  test('one that cannot be used is told with its file, and hinders no other', async () => {
    lay('night.json', '{"name": "night", "levelling": "much"}');
    lay('day.json', '{"name": "day"}');
    const unfit = { code: 'recipe-invalid', message: expect.stringContaining('night.json cannot be used') };
    await expect(openRecipes(folder).get('night')).rejects.toMatchObject(unfit);
    await expect(openRecipes(folder).list()).rejects.toMatchObject(unfit);
    expect((await openRecipes(folder).get('day')).name).toBe('day');
  });

  test('other files are left alone', async () => {
    for (const file of ['.hidden.json', 'recipe.schema.json', 'README.md', 'podcast.json~']) lay(file, 'no');
    expect(await openRecipes(folder).list()).toEqual([]);
  });
});

describe('masters are made', () => {
  let house: House;
  beforeEach(async () => {
    house = await openHouse();
  });
  afterEach(() => house.close());

  const recipeAt = (integrated: number) =>
    readRecipe(JSON.stringify({ name: 'mine', target: { integrated } }), 'mine.json');
  const publish = async (seed: number, said: Partial<Arrival> = {}) =>
    house.publish(await house.record(seed), { title: `Talk ${seed}`, ...said });
  const expectAt = ({ loudness }: EpisodeReport, lufs: number) =>
    expect(Math.abs((loudness?.after.integrated ?? 0) - lufs)).toBeLessThanOrEqual(1);

  test('by the episode’s recipe, else by the show’s', async () => {
    await house.createShow({ recipe: recipeAt(-23) });
    expectAt(await publish(1), -23);
    expectAt(await publish(2, { recipe: recipeAt(-19) }), -19);
  });

  test('by a new recipe of the show from then on; finished ones wait until they are handed in again', async () => {
    await house.createShow();
    expectAt(await publish(1), -16);
    const before = house.feed();
    await house.studio.shows.edit('talk', { recipe: recipeAt(-20) });
    await house.studio.shows.settle('talk', AbortSignal.timeout(20_000));
    expect(house.feed()).toBe(before);
    expectAt(await publish(2), -20);
    expectAt(await publish(1), -20);
    const { recipe } = house.studio.shows.get('talk');
    await house.studio.shows.edit('talk', { author: 'Somebody else' });
    expect(house.studio.shows.get('talk').recipe).toEqual(recipe);
  });

  test('anew when an episode is handed in with another recipe, which it keeps', async () => {
    await house.createShow();
    await publish(1, { recipe: recipeAt(-23) });
    expectAt(await publish(1, { title: 'Another title' }), -23);
    expectAt(await publish(1, { recipe: recipeAt(-18) }), -18);
    expect(house.studio.episodes.list()).toHaveLength(1);
  });
});
