import type { Command } from './commander.ts';
import type { Desk } from './desk.ts';
import { printSchema, showDetails, showEpisodeDetails } from './details.ts';
import { type EditOptions, editEpisode } from './episodes.ts';
import { wholeNumber } from './options.ts';

/** The commands that say more of shows and episodes than a first publication needs. */

/** `corridor episode edit`, with all that it can change. */
export const addEpisodeEdit = (command: Command, desk: Desk): Command =>
  command
    .description('change what is said of it; guid, address and date of publication stay')
    .option('--title <text>', 'another title')
    .option('--notes <file>', 'show notes in Markdown')
    .option('--chapters <file>', 'chapters: lines like 01:23 Title, JSON chapters or Podlove')
    .option('--no-chapters', 'from now on without chapters')
    .option('--cover <file>', 'picture of this episode')
    .option('--no-cover', 'from now on with the show’s cover')
    .option('--recipe <recipe>', 'make it sound like this: a name, or a JSON file')
    .option('--no-recipe', 'make it sound like its show')
    .option('--season <number>', 'number of its season', wholeNumber)
    .option('--no-season', 'from now on without a season')
    .option('--number <number>', 'its number within the season', wholeNumber)
    .option('--no-number', 'from now on without a number')
    .option('--explicit', 'has explicit language')
    .option('--no-explicit', 'has none')
    .option('--details <file>', 'people, soundbites and more: a JSON file (docs/details.md)')
    .action((name: string, changes: EditOptions) => editEpisode(name, changes, desk));

export function addDetailsCommands(program: Command, desk: Desk): void {
  const details = program.command('details').description('see the details of shows and episodes');
  details
    .command('show')
    .description('print a show’s details, ready to be changed and given to: corridor show edit --details')
    .argument('[slug]', 'the show; not needed where there is only one')
    .action((slug: string | undefined) => showDetails(slug, desk));
  details
    .command('episode')
    .description('print an episode’s details, for: corridor episode edit --details')
    .argument('<name>', 'SLUG or SHOW/SLUG')
    .action((name: string) => showEpisodeDetails(name, desk));
  details
    .command('schema')
    .description('print what may stand in such a file, as JSON Schema')
    .argument('<of>', 'show or episode')
    .action((of: string) => printSchema(of, desk));
}
