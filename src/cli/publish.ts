import { readChapterList } from '../show/chapters/reading.ts';
import type { EpisodeReport, Received, Studio } from '../studio/studio.ts';
import { type Desk, stopped, withStudio } from './desk.ts';
import { episodeDetailsSaid } from './details.ts';
import { printBytes } from './figures.ts';
import { findFile, readTextFile } from './files.ts';
import { carryOut, interruptedAt, isUnusable, nameOf, settledWell } from './production.ts';
import { recipeSaid } from './recipes.ts';
import { answerOf, reportJson, reportText } from './report.ts';
import { readTranscriptFile } from './transcript.ts';

export type PublishOptions = Readonly<{
  title: string;
  show?: string;
  notes?: string;
  chapters?: string;
  transcript?: string;
  cover?: string;
  /** A name, or a JSON file. */
  recipe?: string;
  season?: number;
  number?: number;
  explicit?: boolean;
  /** A JSON file. */
  details?: string;
  draft?: boolean;
  again?: boolean;
}>;

/** The whole job in one go: take the recording in, master it, publish it, tell where it is. */
export const publish = (file: string, options: PublishOptions, desk: Desk): Promise<void> =>
  withStudio(async (studio) => {
    const received = await takeIn(studio, file, options, desk);
    const report = await finish(studio, received, desk);
    tell(report, received.known, desk);
  });

/** Takes a recording in, showing how much has arrived. */
export async function takeIn(
  studio: Studio,
  file: string,
  options: PublishOptions,
  desk: Desk,
): Promise<Received> {
  const words = {
    ...(await readWords(options)),
    ...(await recipeSaid(studio, options.recipe)),
    ...(await episodeDetailsSaid(options.details)),
  };
  const { bytes, ...recording } = await findFile(file);
  const cover = options.cover === undefined ? undefined : await findFile(options.cover);
  const progress = desk.progress();
  const says = `Taking in ${printBytes(bytes)}`;
  progress.show({ says });
  try {
    return await studio.episodes.receive({
      ...words,
      recording,
      ...(cover && { cover: { file: cover.file, name: cover.name } }),
      wish: options.draft ? 'draft' : 'public',
      again: options.again ?? false,
      signal: desk.signal,
      onReceived: (read) => progress.show({ says, percent: (100 * read) / Math.max(1, bytes) }),
    });
  } catch (thrown) {
    throw desk.signal.aborted
      ? stopped('Stopped; nothing was kept.', 'To begin again, run the same command.')
      : thrown;
  } finally {
    progress.end();
  }
}

async function readWords({
  title,
  show,
  notes,
  chapters,
  transcript,
  season,
  number,
  explicit,
}: PublishOptions) {
  return {
    title,
    ...(show !== undefined && { show }),
    ...(notes !== undefined && { notes: await readTextFile(notes) }),
    ...(chapters !== undefined && { chapters: readChapterList(await readTextFile(chapters)) }),
    ...(transcript !== undefined && { transcript: await readTranscriptFile(transcript) }),
    ...(season !== undefined && { season }),
    ...(number !== undefined && { number }),
    ...(explicit !== undefined && { explicit }),
  };
}

/**
 * Brings a received episode to its end. A new episode whose recording turns out unusable is taken away again:
 * its owner has the file, and nothing half-done stays behind.
 */
export async function finish(
  studio: Studio,
  { report, known }: Received,
  desk: Desk,
): Promise<EpisodeReport> {
  const { id } = report.episode;
  const name = nameOf(studio, report);
  try {
    if (known && report.problem) await studio.episodes.retry(id);
    const settled = await carryOut(studio, id, desk);
    if (settled.state !== 'failed' || !isUnusable(settled.problem)) return settledWell(settled, name);
    if (!known) await studio.episodes.remove(id);
    return settledWell(settled);
  } catch (thrown) {
    throw desk.signal.aborted ? interruptedAt(name) : thrown;
  }
}

function tell(report: EpisodeReport, known: boolean, desk: Desk): void {
  const remark = 'This recording was here already, so its episode was taken; --again makes another.';
  const told = known ? { ...report, remarks: [...report.remarks, remark] } : report;
  desk.answer({ json: { ...reportJson(told), known }, text: reportText(told, desk.paint) });
}

/** Wants an episode public and works until it is; also goes on with one whose work was interrupted or failed. */
export const publishEpisode = (name: string, desk: Desk): Promise<void> =>
  withStudio(async (studio) => {
    const { episode } = studio.episodes.find(name);
    const report = await studio.episodes.publish(episode.id);
    desk.answer(answerOf(await finish(studio, { report, known: true }, desk), desk.paint));
  });
