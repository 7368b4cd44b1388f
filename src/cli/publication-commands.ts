import type { Command } from './commander.ts';
import type { Desk } from './desk.ts';
import { wholeNumber } from './options.ts';
import { listPublications, rollBack, sweep } from './publications.ts';
import { replaceSound, scheduleEpisode, type TimeOptions, unlistEpisode } from './times.ts';

/** Commands for what was published, and for when. */
export function addPublicationCommands(program: Command, desk: Desk): void {
  program
    .command('publication')
    .description('see what was published')
    .command('list')
    .description('list the feeds that a show was published with, newest first')
    .option('--show <slug>', 'the show; not needed where there is only one')
    .action((options: { show?: string }) => listPublications(options, desk));
  program
    .command('rollback')
    .description('make a show what it was in an earlier publication, and publish it so')
    .option('--show <slug>', 'the show; not needed where there is only one')
    .option('--to <number>', 'that publication; else the one before the newest', wholeNumber)
    .action((options: { show?: string; to?: number }) => rollBack(options, desk));
  program
    .command('sweep')
    .description('take away public files that no feed has named for SWEEP_AFTER days')
    .option('--dry-run', 'only tell which')
    .action((options: { dryRun?: boolean }) => sweep(options, desk));
}

/** Below `episode`. */
export function addTimeCommands(named: (verb: string) => Command, desk: Desk): void {
  named('schedule')
    .description('publish it at a moment, take it back at another')
    .option('--at <moment>', 'when it appears, such as "2026-12-01 08:00"')
    .option('--until <moment>', 'when it goes')
    .option('--no-until', 'it stays')
    .option('--zone <name>', 'whose clocks show that, such as Europe/Berlin; else this machine’s')
    .action((name: string, options: TimeOptions) => scheduleEpisode(name, options, desk));
  named('unlist')
    .description('out of feed and lists; whoever has its address can hear it')
    .action((name: string) => unlistEpisode(name, desk));
  named('replace')
    .description('give it another recording: same guid and date, new sound under a new address')
    .argument('<file>', 'the recording, as it is')
    .action((name: string, file: string) => replaceSound(name, file, desk));
}
