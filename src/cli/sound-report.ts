import { access } from 'node:fs/promises';
import { basename } from 'node:path';
import type { SoloMaster } from '../studio/solo.ts';
import { type Desk, withStudio } from './desk.ts';
import { usageWrong } from './fault.ts';
import { printable, printFacts, textOf } from './layout.ts';
import { requestOf, withSolo, work, writeText } from './mastering.ts';

export type ReportOptions = Readonly<{ output: string; recipe?: string; title?: string }>;

/** Writes a page with pictures and figures: of an episode, or of what would become of a recording. */
export async function writeReport(target: string, options: ReportOptions, desk: Desk): Promise<void> {
  demandPage(options.output);
  const isFile = await access(target).then(
    () => true,
    () => false,
  );
  const html = isFile ? await reportOnFile(target, options, desk) : await reportOnEpisode(target);
  await writeText(options.output, html);
  desk.answer({
    json: { target, file: options.output, bytes: Buffer.byteLength(html) },
    text: textOf([
      `${desk.paint.good('✓')} The report is written.`,
      '',
      ...printFacts([['File', printable(options.output)]], desk.paint.quiet),
    ]),
  });
}

/** A slip of the hand must not write a page over a finished master. */
function demandPage(output: string): void {
  if (/\.html?$/i.test(output)) return;
  throw usageWrong(
    `${output} does not end in .html or .htm, and a web page is what will be in it.`,
    'Say for example: -o report.html',
  );
}

const reportOnEpisode = (name: string): Promise<string> => withStudio((studio) => studio.soundReport(name));

const reportOnFile = (file: string, options: ReportOptions, desk: Desk): Promise<string> =>
  withSolo(async (solo) => {
    const made: SoloMaster = await work(solo, await requestOf(file, options, desk), desk);
    const { printSoundReport } = await import('../studio/sound-report.ts');
    return printSoundReport(made.account, { name: basename(file) });
  });
