import { CorridorError, type Problem } from '../errors.ts';
import type { EpisodeReport, Stage, Studio } from '../studio/studio.ts';
import { type Desk, stopped } from './desk.ts';

/** So often may an attempt fail before the command stops waiting; the work stays owed and goes on later. */
const PATIENCE = 3;

export const stages: Record<Stage, string> = {
  inspect: 'Looking at the recording',
  measure: 'Measuring its loudness',
  render: 'Levelling and encoding',
  prove: 'Proving the result',
  convert: 'Making further formats',
  tag: 'Writing title and chapters',
  certify: 'Writing its certificate',
  publish: 'Publishing',
};

/** Works in this process until the episode has settled, and shows how far it is. */
export async function carryOut(studio: Studio, id: number, desk: Desk): Promise<EpisodeReport> {
  const progress = desk.progress();
  try {
    const latest = await working(studio, () =>
      follow(studio, id, desk.signal, (report) => {
        if (report.progress) progress.show({ ...report.progress, says: saysOf(report) });
      }),
    );
    if (latest) return latest;
    throw new CorridorError('episode-unknown', 'The episode is gone.', 'Somebody removed it meanwhile.');
  } finally {
    progress.end();
  }
}

/** Works until nothing of an episode is left: not in the feed, not in the catalogue. */
export const workUntilGone = (studio: Studio, id: number, signal: AbortSignal): Promise<unknown> =>
  working(studio, () => follow(studio, id, signal, () => {}));

/** Does the work that is owed, in this process, for as long as something else is awaited. */
export async function working<T>(studio: Studio, awaited: () => Promise<T>): Promise<T> {
  const stop = await studio.work();
  try {
    return await awaited();
  } finally {
    await stop();
  }
}

function saysOf({ progress, problem }: EpisodeReport): string {
  if (progress?.retryAt && problem) return `Trying again soon: ${problem.message}`;
  return progress ? stages[progress.stage] : '';
}

async function follow(
  studio: Studio,
  id: number,
  signal: AbortSignal,
  tell: (report: EpisodeReport) => void,
): Promise<EpisodeReport | undefined> {
  const failures = new Set<number>();
  let latest: EpisodeReport | undefined;
  for await (const report of studio.episodes.watch(id, signal)) {
    if (signal.aborted) break;
    latest = report;
    tell(report);
    if (report.problem && report.progress?.retryAt) failures.add(report.progress.retryAt.getTime());
    if (failures.size >= PATIENCE) break;
  }
  signal.throwIfAborted();
  return latest;
}

/**
 * The report of an episode that got where it was meant to go.
 * @throws CorridorError with the report's problem where it did not; with a name, saying how to go on
 */
export function settledWell(report: EpisodeReport, name?: string): EpisodeReport {
  if (!report.problem) return report;
  const { code, message, hint } = report.problem;
  throw new CorridorError(code, message, name === undefined ? hint : `${hint} ${howToGoOn(name)}`);
}

export const isUnusable = (problem?: Problem): boolean => problem?.code.startsWith('recording-') ?? false;

const howToGoOn = (name: string): string => `The episode is kept; to go on: corridor episode publish ${name}`;

/** An interrupted command, told with the way to go on. */
export const interruptedAt = (name: string): CorridorError =>
  stopped(
    'Stopped; the work done so far is kept.',
    `To go on, run the same command again, or: corridor episode publish ${name}`,
  );

/** As `episode …` commands take it: the slug alone where that is enough. */
export const nameOf = (studio: Studio, { episode, show }: EpisodeReport): string =>
  studio.shows.list().length > 1 ? `${show.slug}/${episode.slug}` : episode.slug;
