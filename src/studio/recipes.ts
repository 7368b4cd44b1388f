import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CorridorError } from '../errors.ts';
import { cleanLine } from '../show/names.ts';
import type { Recipe } from '../show/recipe.ts';
import { readRecipe } from '../show/recipe-file.ts';
import type { Recipes } from './studio.ts';
import { templatesFolder } from './templates.ts';

/** The recipes in `templates/recipes`, read when they are asked for: people may lay their own beside them. */
export function openRecipes(folder = join(templatesFolder, 'recipes')): Recipes {
  const read = async (name: string): Promise<Recipe> => {
    const file = `${name}.json`;
    return readRecipe(await readFile(join(folder, file), 'utf8'), file);
  };
  return {
    list: async () => Promise.all((await namesIn(folder)).map(read)),
    get: async (name) => {
      const names = await namesIn(folder);
      // Only names that were found are opened, so that no name leads out of the folder.
      if (!names.includes(name)) throw unknown(name, names);
      return read(name);
    },
  };
}

async function namesIn(folder: string): Promise<readonly string[]> {
  const files = await readdir(folder);
  return files.flatMap((file) => /^([^.].*?)(?<!\.schema)\.json$/.exec(file)?.[1] ?? []).sort();
}

const unknown = (name: string, names: readonly string[]): CorridorError =>
  new CorridorError(
    'recipe-unknown',
    `There is no recipe “${cleanLine(name).slice(0, 80)}”.`,
    `There are: ${names.join(', ')}.`,
  );
