import { printSettings } from '../src/config.ts';

/** The page of settings; `test/config.test.ts` compares it with the file. */
export const printConfiguration = (): string => `# Configuration

Settings are environment variables, read once at the start; all faults are told together. An empty value counts as absent.
This page is printed from \`src/config.ts\` by \`npm run docs\`.

${printSettings()}

Relative paths start at the working directory. Other programs’ own variables are theirs: without the two AWS keys the usual
AWS sources (profile, role) are asked, and \`NO_COLOR\` keeps the terminal plain.

How shows and episodes are made to sound is no setting but a recipe: [recipes.md](recipes.md).
`;
