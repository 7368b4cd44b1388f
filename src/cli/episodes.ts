import { createInterface } from 'node:readline/promises';
import { readChapterList } from '../show/chapters/reading.ts';
import type { EpisodeChanges, EpisodeReport, Studio } from '../studio/studio.ts';
import { type Desk, stopped, withStudio } from './desk.ts';
import { episodeDetailsSaid } from './details.ts';
import { usageWrong } from './fault.ts';
import { findFile, readTextFile } from './files.ts';
import { printable, textOf } from './layout.ts';
import { carryOut, settledWell, workUntilGone } from './production.ts';
import { finish } from './publish.ts';
import { findRecipe } from './recipes.ts';
import { answerOf, printList, reportJson } from './report.ts';

export const listEpisodes = ({ show }: { show?: string }, desk: Desk): Promise<void> =>
  withStudio(async (studio) => {
    const reports = studio.episodes.list(show);
    desk.answer({ json: { episodes: reports.map(reportJson) }, text: printList(reports, desk.paint) });
  });

export const showEpisode = (name: string, desk: Desk): Promise<void> =>
  withStudio(async (studio) => desk.answer(answerOf(studio.episodes.find(name), desk.paint)));

/** Files by their paths; false takes away what the episode has. */
export type EditOptions = Readonly<{
  title?: string;
  notes?: string;
  chapters?: string | false;
  cover?: string | false;
  recipe?: string | false;
  season?: number | false;
  number?: number | false;
  explicit?: boolean;
  details?: string;
}>;

/** Changes what is said of an episode, and works until listeners have it so. */
export async function editEpisode(name: string, options: EditOptions, desk: Desk): Promise<void> {
  if (Object.keys(options).length === 0)
    throw usageWrong(
      'Nothing was given to change.',
      'corridor episode edit --help lists what can be changed.',
    );
  await withStudio(async (studio) => {
    const { episode } = studio.episodes.find(name);
    const changes = await readChanges(studio, options);
    const { report, soundIsMadeAnew } = await studio.episodes.edit(episode.id, changes);
    const settled = await finish(studio, { report, known: true }, desk);
    const isSurprising = soundIsMadeAnew && options.recipe === undefined;
    desk.answer(answerOf(isSurprising ? withRemark(settled) : settled, desk.paint));
  });
}

const withRemark = (report: EpisodeReport): EpisodeReport => ({
  ...report,
  remarks: [
    ...report.remarks,
    'The show’s recipe, bumpers or music have changed since this episode was mastered: its sound is made anew, too.',
  ],
});

async function readChanges(studio: Studio, options: EditOptions): Promise<EpisodeChanges> {
  const { title, notes, chapters, cover, recipe, season, number, explicit, details } = options;
  return {
    ...(title !== undefined && { title }),
    ...(notes !== undefined && { notes: await readTextFile(notes) }),
    ...(chapters !== undefined && { chapters: await readChaptersFile(chapters) }),
    ...(cover !== undefined && { cover: cover === false ? null : await findFile(cover) }),
    ...(recipe !== undefined && {
      recipe: recipe === false ? null : await findRecipe(studio.recipes, recipe),
    }),
    ...(season !== undefined && { season: season === false ? null : season }),
    ...(number !== undefined && { number: number === false ? null : number }),
    ...(explicit !== undefined && { explicit }),
    ...(await episodeDetailsSaid(details)),
  };
}

const readChaptersFile = async (path: string | false) =>
  path === false ? [] : readChapterList(await readTextFile(path));

export const withdrawEpisode = (name: string, desk: Desk): Promise<void> =>
  withStudio(async (studio) => {
    const { episode } = studio.episodes.find(name);
    await studio.episodes.withdraw(episode.id);
    desk.answer(answerOf(settledWell(await carryOut(studio, episode.id, desk), name), desk.paint));
  });

export const removeEpisode = (name: string, { yes }: { yes?: boolean }, desk: Desk): Promise<void> =>
  withStudio(async (studio) => {
    const report = studio.episodes.find(name);
    if (!yes) await askWhetherToRemove(report, desk);
    await studio.episodes.remove(report.episode.id);
    await workUntilGone(studio, report.episode.id, desk.signal);
    const { show, episode } = report;
    desk.answer({
      json: { removed: { show: show.slug, slug: episode.slug, guid: episode.guid } },
      text: textOf([`${desk.paint.good('✓')} ${printable(episode.title)} is removed.`]),
    });
  });

async function askWhetherToRemove({ episode }: EpisodeReport, { json, signal }: Desk): Promise<void> {
  if (json || !process.stdin.isTTY || !process.stderr.isTTY) {
    throw usageWrong('Removing an episode needs a confirmation.', 'Add --yes: recording and master go, too.');
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const question = `Remove “${printable(episode.title)}” with its recording and master? [y/N] `;
  const reply = await terminal.question(question, { signal }).finally(() => terminal.close());
  if (!/^y(es)?$/i.test(reply.trim())) throw stopped('Nothing was removed.', 'Answer y to remove it.');
}
