import { podcastRecipe } from '../src/show/recipe.ts';
import { printRecipeTable } from './recipe-table.ts';

/** The recipe that shows have without one of their own, as a file to begin with; `test/recipes.test.ts` compares it. */
export const printPodcastFile = (): string =>
  `${JSON.stringify({ $schema: './recipe.schema.json', ...podcastRecipe }, null, 2)}\n`;

/** The page about recipes; `test/recipes.test.ts` compares it with the file. */
export const printRecipes = (): string => `# Recipes

A recipe says how a show is made to sound: how loud, how even, what is taken out, and which files come out. It is a JSON
file. Three come along, in \`templates/recipes/\`:

| Recipe | Loudness | For |
| --- | --- | --- |
| \`podcast\` | -16 LUFS | podcast apps, as Apple and Spotify ask for it. What every show has that was given no other. |
| \`broadcast\` | -23 LUFS | radio and television in Europe (EBU R 128). |
| \`loud-app\` | -14 LUFS | apps that play music beside it at that level; voices are brought closer together. |

\`\`\`sh
corridor recipe list
corridor recipe show podcast                            # prints all its fields
corridor show create --title "Night Shift" … --recipe broadcast
corridor show edit night-shift --recipe loud-app
corridor publish talk.m4a --title "First night" --recipe broadcast
\`\`\`

An episode is made by its own recipe, else by its show's, else by \`podcast\`. Over HTTP, the part \`recipe\` of the form for a
recording names one ([http.md](http.md)).

## One of your own

Only \`name\` is needed. What is left out is as in \`podcast\`, so a file can be as short as this:

\`\`\`json
{ "name": "night-shift", "levelling": "strong", "silence": { "longestPause": 2 } }
\`\`\`

Give it as a file (\`--recipe night-shift.json\`), or lay it into \`templates/recipes/\` and give the name of the file without its
ending (\`--recipe night-shift\`). What ends in \`.json\` or has a slash in it is taken for a file. \`corridor recipe show FILE.json\`
checks a file and prints what it amounts to; all faults are told together, and a field that does not exist is refused.

A recipe is copied into the show or episode when it is given. A file that is changed later changes nothing until it is
given again. A new recipe for a show holds for everything that is mastered from then on, as a new intro does; finished
episodes stay as they are until their recording is handed in again, or what their files say of them is edited (title,
number, chapters, cover).

An editor that knows JSON Schema completes and checks the file while it is written, when its first line is
\`"$schema": "./recipe.schema.json"\` and \`templates/recipes/recipe.schema.json\` lies beside it.

## Every field

This page, the schema and \`podcast.json\` are printed from \`src/show/recipe-fields.ts\` and \`src/show/recipe.ts\` by
\`npm run docs\`.

${printRecipeTable()}

The overlap of two sounds, \`assembly.overlap\`, is at most a quarter of the shorter of the two: a jingle of two seconds sounds
together with the talk for half a second, however long an overlap the recipe wants. A bumper must be at least 1 second long;
a shorter one cannot be mastered, and is told.

What the words mean: \`auto\` does it where the measurement of the recording calls for it, \`on\` always, \`off\` never. LUFS
and LU are units of loudness (EBU R 128), dBTP is the true peak, which also lies between the samples. Why each default is as
it is stands in [loudness.md](loudness.md).
`;
