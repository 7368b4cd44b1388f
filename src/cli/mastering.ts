import { mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { readSettings } from '../config.ts';
import { CorridorError } from '../errors.ts';
import { podcastRecipe, type Recipe } from '../show/recipe.ts';
import type { Solo, SoloMaster, SoloRequest } from '../studio/solo.ts';
import { type Desk, stopped } from './desk.ts';
import { printLength, printLoudnessChange } from './figures.ts';
import { findFile, readTextFile } from './files.ts';
import { printable, printFacts, textOf } from './layout.ts';
import { stages } from './production.ts';
import { findRecipe } from './recipes.ts';

/** Mastering by itself: files in, an MP3 with its certificate out; no catalogue is opened, nothing is kept. */
export type MasterOptions = Readonly<{
  output: string;
  intro?: readonly string[];
  outro?: readonly string[];
  bed?: string;
  recipe?: string;
  title?: string;
  chapters?: string;
}>;

export const master = (file: string, options: MasterOptions, desk: Desk): Promise<void> =>
  withSolo(async (solo) => {
    demandMp3(options.output);
    const request = await requestOf(file, options, desk);
    const made = await work(solo, { ...request, output: options.output }, desk);
    desk.answer({ json: jsonOf(options.output, made), text: print(options.output, made, desk) });
  });

/** Opens no more than the work needs, and clears away behind it. */
export async function withSolo<T>(use: (solo: Solo) => Promise<T>): Promise<T> {
  const { openSolo } = await import('../studio/solo.ts');
  const solo = await openSolo(readSettings());
  try {
    return await use(solo);
  } finally {
    await solo.close();
  }
}

export async function requestOf(
  file: string,
  { intro = [], outro = [], bed, recipe, title, chapters }: Omit<MasterOptions, 'output'>,
  desk: Desk,
): Promise<SoloRequest> {
  const { name } = await findFile(file);
  for (const path of [...intro, ...outro, ...(bed === undefined ? [] : [bed])]) await findFile(path);
  return {
    file,
    intros: intro,
    outros: outro,
    ...(bed === undefined ? {} : { bed }),
    recipe: await recipeNamed(recipe),
    title: title ?? name.replace(/\.[^.]+$/, ''),
    ...(chapters === undefined ? {} : { chapters: await readTextFile(chapters) }),
    year: new Date().getFullYear(),
    signal: desk.signal,
  };
}

async function recipeNamed(name: string | undefined): Promise<Recipe> {
  if (name === undefined) return podcastRecipe;
  const { openRecipes } = await import('../studio/recipes.ts');
  return findRecipe(openRecipes(), name);
}

/** Works with a progress line; an interrupted command leaves nothing behind. */
export async function work(solo: Solo, request: SoloRequest, desk: Desk): Promise<SoloMaster> {
  const progress = desk.progress();
  try {
    return await solo.master({
      ...request,
      onProgress: ({ stage, percent }) => progress.show({ says: stages[stage], percent }),
    });
  } catch (thrown) {
    throw desk.signal.aborted
      ? stopped('Stopped; nothing was written.', 'To begin again, run the same command.')
      : thrown;
  } finally {
    progress.end();
  }
}

function demandMp3(output: string): void {
  if (/\.mp3$/i.test(output)) return;
  throw new CorridorError(
    'value-invalid',
    `${output} does not end in .mp3, and an MP3 is what will be in it.`,
    'Say for example: -o talk.mp3',
  );
}

const jsonOf = (output: string, { master, account, certificate, alternates = [], spent }: SoloMaster) => ({
  file: output,
  certificate,
  alternates: (master.alternates ?? []).map(({ key: _, ...alternate }, i) => ({
    file: alternates[i],
    ...alternate,
  })),
  recipe: account.goal.recipe.name,
  bytes: master.enclosure.bytes,
  duration: master.enclosure.seconds,
  sha256: master.enclosure.sha256,
  talkStartsAt: master.talkStartsAt,
  corrections: account.renders.replaced.length,
  loudness: { before: master.before, after: master.after },
  remarks: master.remarks,
  secondsSpent: spent,
});

function print(
  output: string,
  { master, certificate, alternates = [] }: SoloMaster,
  { paint }: Desk,
): string {
  return textOf([
    `${paint.good('✓')} ${paint.strong(printable(basename(output)))} is mastered and proven.`,
    '',
    ...printFacts(
      [
        ['Length', printLength(master.enclosure.seconds)],
        ['File', printable(output)],
        ...alternates.map((path): [string, string] => ['Also', printable(path)]),
        ['Certificate', printable(certificate ?? '')],
      ],
      paint.quiet,
    ),
    '',
    ...printLoudnessChange(master.before, master.after, paint),
    ...(master.remarks.length > 0 ? ['', ...master.remarks.map((remark) => `  ${remark}`)] : []),
  ]);
}

/** Writes a page or another text where its owner wants it. */
export async function writeText(path: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  } catch (cause) {
    throw new CorridorError(
      'value-invalid',
      `${path} cannot be written.`,
      'Choose another place with -o, where you may write.',
      cause,
    );
  }
}
