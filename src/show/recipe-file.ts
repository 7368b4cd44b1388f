import { CorridorError } from '../errors.ts';
import { z } from '../zod.ts';
import type { Recipe } from './recipe.ts';
import { recipeFields } from './recipe-fields.ts';

/**
 * Reads a recipe from the text of its JSON file; what is left out is as in `podcastRecipe`. All faults are told together.
 * @example readRecipe('{"name": "radio", "target": {"integrated": -23}}', 'radio.json').levelling // 'gentle'
 * @throws CorridorError recipe-invalid
 */
export function readRecipe(text: string, file: string): Recipe {
  const read = recipeFields.safeParse(readJson(text, file));
  if (!read.success) throw unfit(file, read.error);
  const { $schema: _, ...recipe } = read.data;
  return recipe;
}

/** A recipe as a file, every field written out. */
export const printRecipe = (recipe: Recipe): string => `${JSON.stringify(recipe, null, 2)}\n`;

/** What may stand in a file, as JSON Schema: editors complete and check with it. */
export function printRecipeSchema(): string {
  const { $schema, ...fields } = z.toJSONSchema(recipeFields, { io: 'input' });
  return `${JSON.stringify({ $schema, title: 'Recipe', ...fields }, null, 2)}\n`;
}

function readJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new CorridorError(
      'recipe-invalid',
      `The recipe ${file} is no JSON: ${why}.`,
      'Mend the file, or begin with a complete one: corridor recipe show podcast.',
      cause,
    );
  }
}

function unfit(file: string, { issues }: z.ZodError): CorridorError {
  const faults = new Set(issues.map(({ path, message }) => `${path.join('.') || 'it'} ${message}`));
  return new CorridorError(
    'recipe-invalid',
    `The recipe ${file} cannot be used: ${[...faults].join('; ')}.`,
    'docs/recipes.md says what every field takes; corridor recipe show podcast prints a complete recipe.',
  );
}
