import { basename } from 'node:path';
import type { EpisodeDetails, ShowDetails } from '../show/details.ts';
import {
  type DetailsOf,
  printDetailsSchema,
  printEpisodeDetails,
  printShowDetails,
  readEpisodeDetails,
  readShowDetails,
} from '../show/details-file.ts';
import { type Desk, withStudio } from './desk.ts';
import { usageWrong } from './fault.ts';
import { readTextFile } from './files.ts';

/** What `--details` says of a show, where it was given. @throws CorridorError details-invalid, file-missing */
export const showDetailsSaid = async (path: string | undefined): Promise<{ details?: ShowDetails }> =>
  path === undefined ? {} : { details: readShowDetails(await readTextFile(path), basename(path)) };

/** The same of an episode. */
export const episodeDetailsSaid = async (path: string | undefined): Promise<{ details?: EpisodeDetails }> =>
  path === undefined ? {} : { details: readEpisodeDetails(await readTextFile(path), basename(path)) };

/** Prints a show's details, ready to be changed and given again. */
export const showDetails = (slug: string | undefined, desk: Desk): Promise<void> =>
  withStudio(async (studio) => answerFile(printShowDetails(studio.shows.choose(slug).details ?? {}), desk));

export const showEpisodeDetails = (name: string, desk: Desk): Promise<void> =>
  withStudio(async (studio) =>
    answerFile(printEpisodeDetails(studio.episodes.find(name).episode.details ?? {}), desk),
  );

/** Prints what may stand in a file, for editors that know JSON Schema. */
export function printSchema(of: string, desk: Desk): void {
  if (!isKind(of)) throw usageWrong(`There are no details of “${of}”.`, 'Write show or episode.');
  answerFile(printDetailsSchema(of), desk);
}

const isKind = (of: string): of is DetailsOf => of === 'show' || of === 'episode';

const answerFile = (text: string, desk: Desk): void =>
  desk.answer({ json: JSON.parse(text) as unknown, text });
