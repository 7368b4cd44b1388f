import { basename } from 'node:path';
import type { Recipe } from '../show/recipe.ts';
import { printRecipe, readRecipe } from '../show/recipe-file.ts';
import type { Recipes, Studio } from '../studio/studio.ts';
import { type Desk, withStudio } from './desk.ts';
import { readTextFile } from './files.ts';
import { alignColumns, textOf } from './layout.ts';

/** A recipe as people name it: one in templates/recipes, or a JSON file of their own. */
export async function findRecipe(recipes: Recipes, name: string): Promise<Recipe> {
  const isFile = /[/\\]|\.json$/i.test(name);
  return isFile ? readRecipe(await readTextFile(name), basename(name)) : recipes.get(name);
}

/** What `--recipe` says, where it was given. */
export const recipeSaid = async (studio: Studio, name: string | undefined): Promise<{ recipe?: Recipe }> =>
  name === undefined ? {} : { recipe: await findRecipe(studio.recipes, name) };

export const listRecipes = (desk: Desk): Promise<void> =>
  withStudio(async (studio) => {
    const recipes = await studio.recipes.list();
    desk.answer({ json: { recipes }, text: printList(recipes, desk) });
  });

/** Prints a whole recipe, ready to be kept as a file; of a file, what it amounts to. */
export const showRecipe = (name: string, desk: Desk): Promise<void> =>
  withStudio(async (studio) => {
    const recipe = await findRecipe(studio.recipes, name);
    desk.answer({ json: recipe, text: printRecipe(recipe) });
  });

function printList(recipes: readonly Recipe[], { paint }: Desk): string {
  const rows = recipes.map(({ name, target, levelling }) => [
    name,
    String(target.integrated),
    String(target.truePeak),
    levelling,
  ]);
  const [head = '', ...lines] = alignColumns(
    [['RECIPE', 'LUFS', 'DBTP', 'LEVELLING'], ...rows],
    ['left', 'right', 'right'],
  );
  return textOf([paint.quiet(head), ...lines]);
}
