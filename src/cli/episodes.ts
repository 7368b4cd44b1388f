import { createInterface } from 'node:readline/promises';
import type { EpisodeReport } from '../studio/studio.ts';
import { type Desk, stopped, withStudio } from './desk.ts';
import { usageWrong } from './fault.ts';
import { printable, textOf } from './layout.ts';
import { carryOut, settledWell, workUntilGone } from './production.ts';
import { answerOf, printList, reportJson } from './report.ts';

export const listEpisodes = ({ show }: { show?: string }, desk: Desk): Promise<void> =>
  withStudio(async (studio) => {
    const reports = studio.episodes.list(show);
    desk.answer({ json: { episodes: reports.map(reportJson) }, text: printList(reports, desk.paint) });
  });

export const showEpisode = (name: string, desk: Desk): Promise<void> =>
  withStudio(async (studio) => desk.answer(answerOf(studio.episodes.find(name), desk.paint)));

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
