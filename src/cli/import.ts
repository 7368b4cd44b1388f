import type { ImportReport } from '../studio/transfer.ts';
import { type Desk, withStudio } from './desk.ts';
import { printable, printFacts, textOf } from './layout.ts';
import type { Paint } from './paint.ts';
import { working } from './production.ts';
import { showJson } from './report.ts';

export type ImportOptions = Readonly<{ slug?: string; publish?: boolean }>;

/** Takes a podcast over from another host and tells all that was odd; exit code 1 when nothing could be taken. */
export const importFeed = (url: string, options: ImportOptions, desk: Desk): Promise<number> =>
  withStudio(async (studio) => {
    const progress = desk.progress();
    let report: ImportReport;
    try {
      report = await studio.importShow(url, {
        ...options,
        signal: desk.signal,
        onProgress: ({ item, of, title }) =>
          progress.show({
            says: `Taking over ${item} of ${of}: ${printable(title)}`,
            percent: (100 * item) / of,
          }),
      });
    } finally {
      progress.end();
    }
    const { show, published } = report;
    if (show && published) await working(studio, () => studio.shows.settle(show.slug, desk.signal));
    const addresses = show && studio.shows.addresses(show);
    desk.answer({
      json: { ...report, show: show && showJson(show), ...addresses },
      text: printReport(report, addresses?.feedUrl, desk.paint),
    });
    return report.taken + report.known > 0 ? 0 : 1;
  });

function printReport(report: ImportReport, feedUrl: string | undefined, paint: Paint): string {
  const { show, found, taken, known, leftOut, oddities } = report;
  const headline = show
    ? `${paint.good('✓')} ${paint.strong(printable(show.title))} is taken over.`
    : `${paint.bad('✗')} Nothing could be taken.`;
  const facts = printFacts(
    [
      ['Show', show?.slug],
      ['Episodes', `${taken} taken, ${known} were here, ${leftOut} left out, of ${found}`],
      ['Feed', feedUrl],
    ],
    paint.quiet,
  );
  return textOf([headline, '', ...facts, ...printOddities(oddities, paint), ...printNext(report, paint)]);
}

/** Lines that people read; scripts are told all. */
const MOST_ODDITIES = 200;

function printOddities(oddities: ImportReport['oddities'], paint: Paint): readonly string[] {
  if (oddities.length === 0) return [];
  const more = oddities.length - MOST_ODDITIES;
  return [
    '',
    paint.strong('What was odd'),
    ...oddities
      .slice(0, MOST_ODDITIES)
      .map(({ place, says }) => `  ${paint.doubtful('!')} ${printable(place)}: ${printable(says)}`),
    ...(more > 0 ? [paint.quiet(`  and ${more} more, which --json tells`)] : []),
  ];
}

function printNext({ show, published, taken, known }: ImportReport, paint: Paint): readonly string[] {
  if (!show) return [];
  if (published)
    return [
      '',
      paint.quiet('It is published. Now let the old host redirect to the new feed (docs/moving.md).'),
    ];
  return taken + known === 0
    ? []
    : [
        '',
        paint.quiet(
          'Its new episodes are drafts. To publish all of them, run the same command with --publish.',
        ),
      ];
}
