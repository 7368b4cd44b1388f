import { writeFileSync } from 'node:fs';
import { printConfiguration } from './configuration.ts';

/** Prints docs/configuration.md from the table that the program reads: `npm run docs`. */
writeFileSync(new URL('../docs/configuration.md', import.meta.url), printConfiguration());
