import { type Desk, withStudio } from './desk.ts';
import { usageWrong } from './fault.ts';
import { printable, printFacts, textOf } from './layout.ts';
import { working } from './production.ts';
import { showJson } from './report.ts';

export type MoveOptions = Readonly<{ to?: string; back?: boolean; unchecked?: boolean }>;

/** Sends apps to another feed from now on, or takes that back. */
export async function moveShow(
  slug: string,
  { to, back, unchecked }: MoveOptions,
  desk: Desk,
): Promise<void> {
  if ((to === undefined) === !back)
    throw usageWrong(
      'A move needs either --to or --back.',
      'corridor move SHOW --to URL, or corridor move SHOW --back.',
    );
  await withStudio(async (studio) => {
    const { signal } = desk;
    const wish = { ...(to === undefined ? {} : { to }), ...(unchecked ? { unchecked } : {}), signal };
    const show = await studio.moveShow(slug, wish);
    await working(studio, () => studio.shows.settle(show.slug, signal));
    const { feedUrl } = studio.shows.addresses(show);
    const redirects = studio.publicFiles.store !== undefined;
    desk.answer({
      json: { show: showJson(show), feedUrl, movedTo: show.movedTo, redirects },
      text: textOf([
        `${desk.paint.good('✓')} ${desk.paint.strong(printable(show.title))} ${show.movedTo ? 'has moved.' : 'is back.'}`,
        '',
        ...printFacts(
          [
            ['Old feed', feedUrl],
            ['New feed', show.movedTo],
          ],
          desk.paint.quiet,
        ),
        ...(show.movedTo === undefined ? [] : ['', ...whatNow(redirects, feedUrl, show.movedTo)]),
      ]),
    });
  });
}

const whatNow = (redirects: boolean, from: string, to: string): readonly string[] =>
  redirects
    ? [
        '  `corridor serve` answers with 301 at the old address. Where another server answers for',
        '  PUBLIC_URL, let that redirect. Keep the redirect for four weeks at the least, better for ever.',
      ]
    : [
        '  A bucket does not redirect by itself. In the settings of the service, or of what stands in',
        `  front of it, redirect ${from}`,
        `  to ${to} with status 301, four weeks at the least.`,
      ];

/** Writes all that listeners get of a show into a folder. */
export const exportShow = (slug: string, { output }: { output: string }, desk: Desk): Promise<void> =>
  withStudio(async (studio) => {
    const report = await studio.exportShow(slug, output, desk.signal);
    const { episodes, written, kept } = report;
    desk.answer({
      json: report,
      text: textOf([
        `${desk.paint.good('✓')} ${desk.paint.strong(slug)} is exported to ${printable(output)}.`,
        '',
        ...printFacts(
          [
            ['Episodes', String(episodes)],
            ['Files', `${written} written, ${kept} were there`],
          ],
          desk.paint.quiet,
        ),
      ]),
    });
  });
