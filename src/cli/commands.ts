import { CorridorError } from '../errors.ts';
import { corridorVersion } from '../workshop/versions.ts';
import { Command, CommanderError } from './commander.ts';
import { type Desk, openDesk } from './desk.ts';
import { addDetailsCommands, addEpisodeEdit } from './details-commands.ts';
import { listEpisodes, removeEpisode, showEpisode, withdrawEpisode } from './episodes.ts';
import { rememberFailures, tellFault, usageWrong } from './fault.ts';
import { addHouseCommands, type Outcome } from './house-commands.ts';
import { listenForInterrupts } from './interrupts.ts';
import { type MasterOptions, master } from './mastering.ts';
import { measure } from './measurement.ts';
import { collect, wholeNumber } from './options.ts';
import { prove } from './proof.ts';
import { addPublicationCommands, addTimeCommands } from './publication-commands.ts';
import { type PublishOptions, publish, publishEpisode } from './publish.ts';
import { listRecipes, showRecipe } from './recipes.ts';
import { createShow, editShow, listShows, publishShow, type ShowWords } from './shows.ts';
import { type ReportOptions, writeReport } from './sound-report.ts';
import { type TranscriptOptions, transcribe } from './transcript.ts';

/**
 * The commands of `corridor`: their words and options. What a command does stands in the file named after it.
 * Resolves with the exit code.
 */
export async function run(words: readonly string[]): Promise<number> {
  const flags = { json: isAsked(words, '--json'), verbose: isAsked(words, '--verbose') };
  if (flags.verbose) rememberFailures();
  const interrupts = listenForInterrupts();
  const outcome = { exit: 0 };
  const program = openProgram(openDesk({ ...flags, signal: interrupts.signal }), outcome);
  try {
    await program.parseAsync(words.length > 0 ? words : ['--help'], { from: 'user' });
    return outcome.exit;
  } catch (thrown) {
    if (thrown instanceof CommanderError && isAnswered(thrown)) return 0;
    const exit = tellFault(faultOf(thrown, words, program), flags);
    return interrupts.exitCode() ?? exit;
  }
}

function openProgram(desk: Desk, outcome: Outcome): Command {
  const program = new Command('corridor')
    .description('A podcast studio: from the raw recording to a proven episode in a proven feed.')
    .version(corridorVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .option('--json', 'answer with one JSON document on stdout')
    .option('--verbose', 'tell the cause of an error, too, with its stack')
    .configureHelp({ showGlobalOptions: true, sortSubcommands: false, styleTitle: desk.paint.strong })
    .configureOutput({
      writeOut: (text) => desk.answer({ json: { text }, text }),
      writeErr: () => {},
    })
    .showSuggestionAfterError()
    .exitOverride();
  addShowCommands(program, desk);
  addPublish(program, desk);
  addEpisodeCommands(program, desk);
  addRecipeCommands(program, desk);
  addDetailsCommands(program, desk);
  addSoundCommands(program, desk, outcome);
  addPublicationCommands(program, desk);
  addHouseCommands(program, desk, outcome);
  return program;
}

function addShowCommands(program: Command, desk: Desk): void {
  const show = program.command('show').description('set up and change shows');
  withShowOptions(show.command('create'), '(required)')
    .description('set up a show')
    .option('--slug <slug>', 'its name in addresses; made from the title when not given')
    .action((options: Partial<ShowWords>) => createShow(completeDraft(options), desk));
  withShowOptions(show.command('edit').argument('<slug>', 'the show'))
    .description('change a show')
    .option('--no-intro', 'from now on without its intros')
    .option('--no-outro', 'from now on without its outros')
    .option('--no-bed', 'from now on without its music')
    .action((slug: string, changes: Partial<ShowWords>) => editShow(slug, changes, desk));
  show
    .command('publish')
    .description('write feed and pages once more, and put back what is missing of its episodes')
    .argument('<slug>', 'the show')
    .action((slug: string) => publishShow(slug, desk));
  show
    .command('list')
    .description('list all shows')
    .action(() => listShows(desk));
}

const withShowOptions = (command: Command, required = ''): Command =>
  command
    .option('--title <text>', `name of the show ${required}`)
    .option('--author <name>', `person or company behind it ${required}`)
    .option('--email <address>', `role address of its owner ${required}`)
    .option('--category <name>', `from Apple’s list: "Main" or "Main > Sub" ${required}`)
    .option('--language <code>', `such as en, de or en-us ${required}`)
    .option('--description <text>', 'what it is about')
    .option('--link <url>', 'the show’s own web page')
    .option('--cover <file>', 'square JPEG or PNG, 1400 to 3000 pixels')
    .option('--intro <file>', 'sound before every episode; may be given several times', collect)
    .option('--outro <file>', 'sound after every episode; may be given several times', collect)
    .option('--bed <file>', 'music under the first words')
    .option('--recipe <recipe>', 'how episodes are made to sound: a name, or a JSON file')
    .option('--details <file>', 'people, funding, seasons and more: a JSON file (docs/details.md)')
    .option('--explicit', 'has explicit language')
    .option('--no-explicit', 'has none');

function addPublish(program: Command, desk: Desk): void {
  program
    .command('publish')
    .description('master a recording and publish it as an episode, all in one go')
    .argument('<file>', 'the recording, as it is')
    .option('--title <text>', 'title of the episode (required)')
    .option('--show <slug>', 'the show; not needed where there is only one')
    .option('--notes <file>', 'show notes in Markdown')
    .option('--chapters <file>', 'chapters: lines like 01:23 Title, JSON chapters or Podlove')
    .option('--transcript <file>', 'what is said: WebVTT, SubRip, JSON or plain text')
    .option('--cover <file>', 'picture of this episode')
    .option('--recipe <recipe>', 'how it is made to sound, if not like its show: a name, or a JSON file')
    .option('--season <number>', 'number of its season', wholeNumber)
    .option('--number <number>', 'its number within the season', wholeNumber)
    .option('--explicit', 'has explicit language')
    .option('--details <file>', 'people, soundbites and more: a JSON file (docs/details.md)')
    .option('--draft', 'make it ready, but do not publish it')
    .option('--again', 'make a new episode even of a recording that is here already')
    .action((file: string, options: Partial<PublishOptions>) => {
      const { title } = options;
      if (title === undefined) throw titleMissing();
      return publish(file, { ...options, title }, desk);
    });
}

function addEpisodeCommands(program: Command, desk: Desk): void {
  const episode = program
    .command('episode')
    .description('see and change episodes; NAME is SLUG or SHOW/SLUG');
  const named = (verb: string) => episode.command(verb).argument('<name>', 'SLUG or SHOW/SLUG');
  episode
    .command('list')
    .description('list episodes, newest first')
    .option('--show <slug>', 'only of this show')
    .action((options: { show?: string }) => listEpisodes(options, desk));
  named('show')
    .description('tell where an episode stands')
    .action((name: string) => showEpisode(name, desk));
  addEpisodeEdit(named('edit'), desk);
  named('publish')
    .description('publish an episode, or go on with one that was interrupted')
    .action((name: string) => publishEpisode(name, desk));
  named('transcript')
    .description('give it a transcript: WebVTT, SubRip, JSON or plain text, on the recording’s own times')
    .argument('[file]', 'the transcript')
    .option('--none', 'take the present one away')
    .action((name: string, file: string | undefined, options: TranscriptOptions) =>
      transcribe(name, file, options, desk),
    );
  addTimeCommands(named, desk);
  named('withdraw')
    .description('take it from the feed; recording and master stay')
    .action((name: string) => withdrawEpisode(name, desk));
  named('remove')
    .description('withdraw it and forget it, recording and master included')
    .option('--yes', 'do not ask')
    .action((name: string, options: { yes?: boolean }) => removeEpisode(name, options, desk));
}

function addRecipeCommands(program: Command, desk: Desk): void {
  const recipe = program.command('recipe').description('see how shows can be made to sound');
  recipe
    .command('list')
    .description('list the recipes that come along')
    .action(() => listRecipes(desk));
  recipe
    .command('show')
    .description('print a recipe with all its fields, as a file of one’s own begins; checks a file')
    .argument('<recipe>', 'a name, or a JSON file')
    .action((name: string) => showRecipe(name, desk));
}

/** Commands for sound alone; most need no show and no episode. */
function addSoundCommands(program: Command, desk: Desk, outcome: Outcome): void {
  addMaster(program, desk);
  program
    .command('measure')
    .description('tell how loud a sound file is')
    .argument('<file>', 'any sound file')
    .action((file: string) => measure(file, desk));
  program
    .command('prove')
    .description('listen to a published file again; exit code 1 when it is not what its certificate says')
    .argument('<target>', 'an MP3 with its certificate beside it, or an episode: SLUG or SHOW/SLUG')
    .option('--certificate <file>', 'the certificate, where it lies elsewhere')
    .action(async (target: string, { certificate }: { certificate?: string }) => {
      outcome.exit = await prove(target, certificate, desk);
    });
  program
    .command('report')
    .description('write a page with pictures and figures of a recording before and after')
    .argument('<target>', 'an episode, or a recording that is mastered for the report only')
    .requiredOption('-o, --output <file>', 'where the page goes, for example report.html')
    .option('--recipe <recipe>', 'for a recording: a name, or a JSON file')
    .option('--title <text>', 'for a recording: what to call it')
    .action((target: string, options: ReportOptions) => writeReport(target, options, desk));
}

function addMaster(program: Command, desk: Desk): void {
  program
    .command('master')
    .description('master a recording into an MP3 with its certificate; needs no show and keeps nothing')
    .argument('<file>', 'the recording, as it is')
    .requiredOption('-o, --output <file>', 'where the MP3 goes')
    .option('--intro <file>', 'sound before it; may be given several times', collect)
    .option('--outro <file>', 'sound after it; may be given several times', collect)
    .option('--bed <file>', 'music under the first words')
    .option('--recipe <recipe>', 'how it is made to sound: a name, or a JSON file')
    .option('--title <text>', 'written into the file; else the recording’s name')
    .option('--chapters <file>', 'chapters: lines like 01:23 Title, JSON chapters or Podlove')
    .action((file: string, options: MasterOptions) => master(file, options, desk));
}

function completeDraft(options: Partial<ShowWords>): ShowWords {
  const { title, author, email, category, language } = options;
  if (!title || !author || !email || !category || !language) {
    const needed = { title, author, email, category, language };
    throw missing(
      Object.entries(needed).flatMap(([name, value]) => (value ? [] : [name])),
      'show create',
    );
  }
  return { ...options, title, author, email, category, language };
}

function missing(names: readonly string[], command: string): CorridorError {
  const listed = names.map((name) => `--${name}`).join(', ');
  return usageWrong(`Missing: ${listed}.`, `corridor ${command} --help says what it takes.`);
}

const titleMissing = (): CorridorError =>
  new CorridorError('title-missing', 'An episode needs a title.', 'Give it one: --title "…".');

const isAsked = (words: readonly string[], flag: string): boolean => {
  const end = words.indexOf('--');
  return (end < 0 ? words : words.slice(0, end)).includes(flag);
};

const isAnswered = ({ code }: CommanderError): boolean =>
  code === 'commander.helpDisplayed' || code === 'commander.version';

function faultOf(thrown: unknown, words: readonly string[], program: Command): unknown {
  if (!(thrown instanceof CommanderError)) return thrown;
  const path = commandPath(words, program);
  const hint = `${path} --help says what it takes.`;
  if (thrown.code === 'commander.help') return usageWrong(`${path} needs to know what to do.`, hint);
  return usageWrong(sentenceOf(thrown.message), hint);
}

/** `error: unknown option '--titel'\n(Did you mean --title?)` as one sentence. */
function sentenceOf(message: string): string {
  const text = message.replace(/^error: /, '').replace(/\s*\n\s*/g, ' ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.?)]$/.test(text) ? '' : '.'}`;
}

/** The command that the words were meant for, as one types it. */
function commandPath(words: readonly string[], program: Command): string {
  let [path, command] = ['corridor', program];
  for (const word of words) {
    const next = command.commands.find((sub) => sub.name() === word);
    if (!next) continue;
    command = next;
    path += ` ${word}`;
  }
  return path;
}
