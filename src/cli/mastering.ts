import { mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { readSettings } from '../config.ts';
import { CorridorError } from '../errors.ts';
import type { Chapter } from '../show/chapters/chapter.ts';
import { moveChapters } from '../show/chapters/moving.ts';
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
  { output, intro = [], outro = [], bed, recipe, title, chapters }: MasterOptions,
  desk: Desk,
): Promise<SoloRequest> {
  const { name } = await findFile(file);
  for (const path of [...intro, ...outro, ...(bed === undefined ? [] : [bed])]) await findFile(path);
  const request: SoloRequest = {
    file,
    intros: intro,
    outros: outro,
    ...(bed === undefined ? {} : { bed }),
    recipe: await recipeNamed(recipe),
    title: title ?? name.replace(/\.[^.]+$/, ''),
    ...(chapters === undefined ? {} : { chapters: await readChaptersFile(chapters) }),
    keep: [recipe, chapters].filter((path) => path !== undefined),
    year: new Date().getFullYear(),
    signal: desk.signal,
  };
  await demandOther(output, request);
  return request;
}

/** Also a report is not written over its recording. */
async function demandOther(output: string, request: SoloRequest): Promise<void> {
  const [{ demandOthers }, { handedIn }] = await Promise.all([
    import('../studio/hand-out.ts'),
    import('../studio/solo.ts'),
  ]);
  await demandOthers([output], handedIn(request));
}

async function readChaptersFile(path: string): Promise<string> {
  const text = await readTextFile(path);
  if (text.trim() !== '') return text;
  throw new CorridorError(
    'chapters-unreadable',
    `${path} is empty: there is no chapter in it.`,
    'Write one chapter on each line, for example “00:00 Welcome”, or leave --chapters out.',
  );
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

type Sorted = Readonly<{ written: readonly Chapter[]; leftOut: readonly Chapter[] }>;

/** The chapters that came into the master, at their times there, and those that did not, at their times in the recording. */
function chaptersIn({ account: { goal, plan, proof } }: Pick<SoloMaster, 'account'>): Sorted {
  const { chapters } = goal.sheet;
  const move = (list: readonly Chapter[]) => moveChapters(list, plan.passages, proof.seconds);
  // Titles may occur twice, so that numbers tell which are there.
  const moved = move(chapters.map((chapter, i) => ({ ...chapter, title: String(i) })));
  const there = new Set(moved.map(({ title }) => Number(title)));
  return { written: move(chapters), leftOut: chapters.filter((_, i) => !there.has(i)) };
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
  chapters: chaptersIn({ account }).written,
  chaptersLeftOut: chaptersIn({ account }).leftOut,
  corrections: account.renders.replaced.length,
  loudness: { before: master.before, after: master.after },
  remarks: master.remarks,
  secondsSpent: spent,
});

function print(
  output: string,
  { master, account, certificate, alternates = [] }: SoloMaster,
  { paint }: Desk,
): string {
  const { written, leftOut } = chaptersIn({ account });
  return textOf([
    `${paint.good('✓')} ${paint.strong(printable(basename(output)))} is mastered and proven.`,
    '',
    ...printFacts(
      [
        ['Length', printLength(master.enclosure.seconds)],
        ['File', printable(output)],
        ...alternates.map((path): [string, string] => ['Also', printable(path)]),
        ['Certificate', printable(certificate ?? '')],
        ...(written.length + leftOut.length > 0 ? [printChapters(written.length, leftOut)] : []),
      ],
      paint.quiet,
    ),
    '',
    ...printLoudnessChange(master.before, master.after, paint),
    ...(master.remarks.length > 0 ? ['', ...master.remarks.map((remark) => `  ${remark}`)] : []),
  ]);
}

function printChapters(written: number, leftOut: readonly Chapter[]): [string, string] {
  const titles = leftOut.map(({ title }) => `“${printable(title)}”`).join(', ');
  return ['Chapters', leftOut.length === 0 ? String(written) : `${written}; left out: ${titles}`];
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
