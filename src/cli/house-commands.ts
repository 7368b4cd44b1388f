import { checkBucket, setUpBucket } from './bucket.ts';
import type { Command } from './commander.ts';
import { demo } from './demo.ts';
import type { Desk } from './desk.ts';
import { examine } from './examination.ts';
import { checkFeed } from './feed.ts';
import { type ImportOptions, importFeed } from './import.ts';
import { exportShow, type MoveOptions, moveShow } from './moving.ts';
import { serve } from './serving.ts';

/** The commands that look after the house itself: what the public gets, and what the work needs. */
export type Outcome = { exit: number };

export function addHouseCommands(program: Command, desk: Desk, outcome: Outcome): void {
  addStorefrontCommands(program, desk, outcome);
  addMovingCommands(program, desk, outcome);
  program
    .command('serve')
    .description('open the studio’s page and API, and do the work that is owed')
    .action(() => serve(desk));
  program
    .command('doctor')
    .description('look whether everything is there that the work needs; exit code 1 when not')
    .action(async () => {
      outcome.exit = await examine(desk);
    });
  program
    .command('demo')
    .description('publish the sample recording and open the studio')
    .option('--once', 'end when it is published')
    .action((options: { once?: boolean }) => demo(options, desk));
}

/** What listeners' apps find. */
function addStorefrontCommands(program: Command, desk: Desk, outcome: Outcome): void {
  program
    .command('feed')
    .description('look after feeds')
    .command('check')
    .description('check a feed, at an address its hosting too; exit code 1 when something is wrong')
    .argument('[target]', 'address or file; without it, the feeds of all shows here')
    .option('--show <slug>', 'the feed of that show here')
    .option('--all', 'ask for the files of every episode, not only of the newest and the oldest')
    .action(async (target: string | undefined, wish: { show?: string; all?: boolean }) => {
      outcome.exit = await checkFeed(target, wish, desk);
    });
  const bucket = program.command('bucket').description('look after the public store');
  bucket
    .command('check')
    .description('look whether podcast apps can read there; exit code 1 when not')
    .action(async () => {
      outcome.exit = await checkBucket(desk);
    });
  bucket
    .command('setup')
    .description('let everybody read there: policy and CORS rules of an S3 bucket')
    .action(async () => {
      outcome.exit = await setUpBucket(desk);
    });
}

/** Shows that come from another host, or go to one. */
function addMovingCommands(program: Command, desk: Desk, outcome: Outcome): void {
  program
    .command('import')
    .description('take over a podcast from another host; exit code 1 when nothing could be taken')
    .argument('<url>', 'the address of its feed')
    .option('--slug <slug>', 'its name in addresses; made from the title when not given')
    .option('--publish', 'publish all that was taken')
    .action(async (url: string, options: ImportOptions) => {
      outcome.exit = await importFeed(url, options, desk);
    });
  program
    .command('move')
    .description('send apps to the feed’s new address at another host')
    .argument('<show>', 'the show')
    .option('--to <url>', 'the new address of its feed')
    .option('--back', 'take it back: the feed is here again')
    .option('--unchecked', 'do not look whether the new feed is there')
    .action((slug: string, options: MoveOptions) => moveShow(slug, options, desk));
  program
    .command('export')
    .description('write all that listeners get of a show into a folder')
    .argument('<show>', 'the show')
    .requiredOption('-o, --output <folder>', 'where it goes')
    .action((slug: string, options: { output: string }) => exportShow(slug, options, desk));
}
