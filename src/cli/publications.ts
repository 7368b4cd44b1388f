import type { KeptPublication } from '../catalogue/publications.ts';
import { type Desk, withStudio } from './desk.ts';
import { printBytes } from './figures.ts';
import { alignColumns, printable, textOf } from './layout.ts';
import { working } from './production.ts';

/** The feeds that a show was published with, and the way back to one of them. */
export const listPublications = ({ show }: { show?: string }, desk: Desk): Promise<void> =>
  withStudio(async (studio) => {
    const publications = studio.publications.list(show);
    desk.answer({ json: { publications }, text: printPublications(publications, desk) });
  });

function printPublications(publications: readonly KeptPublication[], { paint }: Desk): string {
  if (publications.length === 0) return textOf(['Nothing has been published yet.']);
  const rows = publications.map(({ number, madeAt, episodes, bytes, sha256 }) => [
    String(number),
    madeAt.toISOString().replace(/\.\d+Z$/, 'Z'),
    String(episodes),
    printBytes(bytes),
    sha256.slice(0, 12),
  ]);
  const sides = ['right', 'left', 'right', 'right'] as const;
  const [head = '', ...lines] = alignColumns(
    [['NO', 'PUBLISHED', 'EPISODES', 'FEED', 'SHA-256'], ...rows],
    sides,
  );
  return textOf([paint.quiet(head), ...lines]);
}

/** Makes a show what it was when that feed was published, and publishes it so. */
export const rollBack = ({ show, to }: { show?: string; to?: number }, desk: Desk): Promise<void> =>
  withStudio(async (studio) => {
    const { show: of, ...done } = await studio.publications.rollBack(show, to);
    await working(studio, () => studio.shows.settle(of.slug, desk.signal));
    const [newest] = studio.publications.list(of.slug);
    const told = (titles: readonly string[], says: string) =>
      titles.map((title) => `  ${printable(title)} ${says}`);
    desk.answer({
      json: { show: of.slug, ...done, ...(newest ? { publication: newest } : {}) },
      text: textOf([
        `${desk.paint.good('✓')} ${desk.paint.strong(printable(of.title))} is as publication ${done.to} had it${newest ? `; it is publication ${newest.number} now` : ''}.`,
        ...told(done.restored, 'is as it was.'),
        ...told(done.unlisted, 'was not there: out of the feed, still at its address.'),
        ...done.lost.map((sentence) => `  ${desk.paint.doubtful('!')} ${printable(sentence)}`),
      ]),
    });
  });

/** Takes away public files that no feed names any more. */
export const sweep = ({ dryRun = false }: { dryRun?: boolean }, desk: Desk): Promise<void> =>
  withStudio(async (studio, { SWEEP_AFTER: days }) => {
    const files = await studio.sweep(dryRun);
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    const verb = dryRun ? 'would go' : 'swept away';
    desk.answer({
      json: { dryRun, days, files, bytes },
      text: textOf([
        ...files.map(({ key }) => `  ${printable(key)}`),
        files.length === 0
          ? `${desk.paint.good('✓')} Nothing to sweep: all public files were named by a feed within the last ${days} days.`
          : `${desk.paint.good('✓')} ${files.length === 1 ? 'One file' : `${files.length} files`} (${printBytes(bytes)}) ${verb}.`,
      ]),
    });
  });
