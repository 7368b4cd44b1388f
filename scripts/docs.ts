import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { printDetailsSchema } from '../src/show/details-file.ts';
import { printRecipeSchema } from '../src/show/recipe-file.ts';
import { printConfiguration } from './configuration.ts';
import { printDetailsPage } from './details.ts';
import { printPodcastFile, printRecipes } from './recipes.ts';

/** Prints what stands in other files from the tables that the program reads: `npm run docs`. */
const pages = {
  'docs/configuration.md': printConfiguration(),
  'docs/details.md': printDetailsPage(),
  'docs/recipes.md': printRecipes(),
  'templates/details/episode.schema.json': printDetailsSchema('episode'),
  'templates/details/show.schema.json': printDetailsSchema('show'),
  'templates/recipes/podcast.json': printPodcastFile(),
  'templates/recipes/recipe.schema.json': printRecipeSchema(),
};

for (const [path, text] of Object.entries(pages)) {
  const file = fileURLToPath(new URL(`../${path}`, import.meta.url));
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
