import { printMoment, readMoment } from '../show/moment.ts';
import type { Episode } from '../show/episode.ts';
import type { EpisodeReport } from '../studio/studio.ts';
import { type Desk, withStudio } from './desk.ts';
import { usageWrong } from './fault.ts';
import { findFile } from './files.ts';
import { printable, textOf } from './layout.ts';
import { carryOut, settledWell } from './production.ts';
import { answerOf, reportJson, reportText } from './report.ts';

/** When an episode appears and goes, and with which sound. */
export type TimeOptions = Readonly<{ at?: string; until?: string | false; zone?: string }>;

const ownZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

export async function scheduleEpisode(name: string, options: TimeOptions, desk: Desk): Promise<void> {
  const { at, until, zone = ownZone() } = options;
  if (at === undefined && until === undefined)
    throw usageWrong('No moment was given.', 'Say --at "2026-12-01 08:00", --until, or both.');
  const times = {
    ...(at === undefined ? {} : { publishAt: readMoment(at, zone) }),
    ...(until === undefined ? {} : { expiresAt: until === false ? null : readMoment(until, zone) }),
  };
  await withStudio(async (studio) => {
    const { episode } = studio.episodes.find(name);
    await studio.episodes.schedule(episode.id, times);
    const report = settledWell(await carryOut(studio, episode.id, desk), name);
    desk.answer({ json: reportJson(report), text: printTimes(report, zone, desk) });
  });
}

function printTimes(report: EpisodeReport, zone: string, { paint }: Desk): string {
  const lines = timesOf(report.episode, zone).map((line) => `  ${printable(line)}`);
  const note = 'It happens while `corridor serve` runs; what was missed is made up for at its next start.';
  return `${reportText(report, paint)}${textOf(['', ...lines, `  ${paint.quiet(note)}`])}`;
}

const timesOf = ({ publishAt, expiresAt }: Episode, zone: string): string[] => [
  ...(publishAt ? [`Appears  ${printMoment(publishAt, zone)}`] : []),
  ...(expiresAt ? [`Goes     ${printMoment(expiresAt, zone)}`] : []),
];

export const unlistEpisode = (name: string, desk: Desk): Promise<void> =>
  withStudio(async (studio) => {
    const { episode } = studio.episodes.find(name);
    await studio.episodes.unlist(episode.id);
    desk.answer(answerOf(settledWell(await carryOut(studio, episode.id, desk), name), desk.paint));
  });

export const replaceSound = (name: string, path: string, desk: Desk): Promise<void> =>
  withStudio(async (studio) => {
    const { episode } = studio.episodes.find(name);
    const recording = await findFile(path);
    await studio.episodes.replace(episode.id, recording, desk.signal);
    desk.answer(answerOf(settledWell(await carryOut(studio, episode.id, desk), name), desk.paint));
  });
