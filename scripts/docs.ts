import { writeFileSync } from 'node:fs';
import { printRecipeSchema } from '../src/show/recipe-file.ts';
import { printConfiguration } from './configuration.ts';
import { printPodcastFile, printRecipes } from './recipes.ts';

/** Prints what stands in other files from the tables that the program reads: `npm run docs`. */
const pages = {
  'docs/configuration.md': printConfiguration(),
  'docs/recipes.md': printRecipes(),
  'templates/recipes/podcast.json': printPodcastFile(),
  'templates/recipes/recipe.schema.json': printRecipeSchema(),
};

for (const [path, text] of Object.entries(pages)) writeFileSync(new URL(`../${path}`, import.meta.url), text);
