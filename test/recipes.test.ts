import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import { printPodcastFile, printRecipes } from '../scripts/recipes.ts';
import { podcastRecipe } from '../src/show/recipe.ts';
import { printRecipeSchema, readRecipe } from '../src/show/recipe-file.ts';

const folder = 'templates/recipes';
const shipped = readdirSync(folder).filter((name) => !name.endsWith('.schema.json'));
const textOf = (path: string): string => readFileSync(path, 'utf8');
const read = (name: string) => readRecipe(textOf(`${folder}/${name}`), name);

describe('the recipes that come along', () => {
  test('are these', () => {
    expect(shipped.sort()).toEqual(['broadcast.json', 'loud-app.json', 'podcast.json']);
  });

  test.each(shipped)('%s is a recipe of that name, and names its schema', (file) => {
    expect(read(file).name).toBe(basename(file, '.json'));
    expect(JSON.parse(textOf(`${folder}/${file}`))).toMatchObject({ $schema: './recipe.schema.json' });
  });

  test.each([
    ['podcast.json', { integrated: -16, truePeak: -1 }, 'gentle'],
    ['broadcast.json', { integrated: -23, truePeak: -1 }, 'gentle'],
    ['loud-app.json', { integrated: -14, truePeak: -1 }, 'strong'],
  ])('%s is at %j, levelling %s', (file, target, levelling) => {
    expect(read(file)).toMatchObject({ target, levelling });
  });

  test('podcast.json is what shows have without a recipe', () => {
    expect(read('podcast.json')).toEqual(podcastRecipe);
  });
});

describe('what is printed from the program, by npm run docs', () => {
  test.each([
    [`${folder}/recipe.schema.json`, printRecipeSchema],
    [`${folder}/podcast.json`, printPodcastFile],
    ['docs/recipes.md', printRecipes],
  ])('%s', (path, print) => {
    expect(textOf(path)).toBe(print());
  });
});

describe('the schema', () => {
  type Schema = Readonly<{
    required?: readonly string[];
    additionalProperties?: boolean;
    properties?: Readonly<Record<string, Schema>>;
    description?: string;
  }>;
  const schema = JSON.parse(printRecipeSchema()) as Schema;
  const within = (part: Schema): Schema[] => [part, ...Object.values(part.properties ?? {}).flatMap(within)];

  test('asks for a name and nothing else', () => {
    expect(within(schema).flatMap(({ required = [] }) => required)).toEqual(['name']);
  });

  test('has no place for unknown fields', () => {
    const parts = within(schema).filter(({ properties }) => properties);
    expect(parts.length).toBeGreaterThan(7);
    expect(parts.map(({ additionalProperties }) => additionalProperties)).not.toContain(undefined);
    expect(parts.some(({ additionalProperties }) => additionalProperties)).toBe(false);
  });

  test('says of every field what it does', () => {
    const silent = within(schema).filter(({ properties, description }) => !properties && !description);
    expect(silent).toEqual([]);
  });
});
