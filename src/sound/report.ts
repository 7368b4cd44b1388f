import { printClock, printLength } from '../show/time.ts';
import { distanceFrom, isAsLoudAs } from './loudness.ts';
import { escapeMarkup } from './markup.ts';
import { printPictures } from './picture.ts';
import { pictureStyle } from './picture-style.ts';
import type { ReportFacts } from './report-facts.ts';
import { reportStyle } from './report-style.ts';
import { judge, printDecibels, printRound, printTarget } from './report-words.ts';

export type { ReportFacts } from './report-facts.ts';

/** Nothing is fetched and nothing runs, whatever a title says. */
export const reportPolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";
const ICON = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#a63d2a"/><path d="M7 27V15a9 9 0 0 1 18 0v12M12 27V17a4 4 0 0 1 8 0v10" fill="none" stroke="#fff" stroke-width="2.4" stroke-linecap="round"/></svg>',
)}`;
const ARCHES =
  '<svg class="mark" viewBox="0 0 32 32" aria-hidden="true"><path d="M4 29V16a12 12 0 0 1 24 0v13M9.5 29V17a6.5 6.5 0 0 1 13 0v12M14.5 29V19a1.5 1.5 0 0 1 3 0v10"/></svg>';

/** The sound report of one production: a page that is whole in itself, for screens and paper. */
export function printReport(facts: ReportFacts): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="${reportPolicy}">
<title>${escapeMarkup(facts.title)} · sound report</title>
<link rel="icon" href="${ICON}">
<style>${reportStyle}${pictureStyle}</style>
</head>
<body>
<header class="house"><span class="wordmark">${ARCHES}Corridor</span></header>
<main>
${printHead(facts)}
<div class="pair two">${printVerdict(facts)}${printTable(facts)}</div>
<section class="sheet pictures"><h2 class="unseen">Over time</h2>${printPictures(facts)}</section>
${printDetails(facts)}
</main>
<footer>Loudness after EBU R 128 and ITU-R BS.1770-4, true peak four times oversampled.</footer>
</body>
</html>
`;
}

const printHead = ({ title, show }: ReportFacts): string =>
  `<div class="head"><p class="overline">Sound report</p><h1 dir="auto">${escapeMarkup(title)}</h1>${
    show ? `<p class="by" dir="auto">${escapeMarkup(show)}</p>` : ''
  }</div>`;

/** Told apart by their outline, not by colour. */
const TICK =
  '<svg viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="10.5"/><path d="M7 12.5l3.4 3.5L17 8.8"/></svg>';
const CROSS =
  '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M12 1.8L22.8 21.5H1.2zM12 9v5.5M12 18v.2"/></svg>';

function printVerdict(facts: ReportFacts): string {
  const { good, headline, reasons } = judge(facts);
  const { name, sound } = facts.recording;
  return `<section class="sheet verdict ${good ? 'good' : 'bad'}"><h2>${good ? TICK : CROSS}${headline}</h2>
${reasons.map((reason) => `<p>${reason}</p>`).join('\n')}
<dl class="facts"><dt>Recording</dt><dd dir="auto">${escapeMarkup(name)}</dd><dt>Sound</dt><dd>${escapeMarkup(sound)}</dd></dl></section>`;
}

type Row = Readonly<{ name: string; before: string; after: string; wanted?: string }>;

function printTable(facts: ReportFacts): string {
  const rows = [...rowsOf(facts), ...facts.figures.map(escapeFigure)];
  return `<section class="sheet"><table>
<thead><tr><th scope="col"><span class="unseen">Measure</span></th><th scope="col">As recorded</th><th scope="col">As mastered</th><th scope="col" class="wanted">Wanted</th></tr></thead>
<tbody>
${rows.map(printRow).join('\n')}
</tbody></table></section>`;
}

function rowsOf({ before, after, recording, target }: ReportFacts): readonly Row[] {
  const levels = (name: string, field: keyof typeof before.loudness, unit: string, isAmiss = false): Row => ({
    name,
    before: withUnit(printDecibels(before.loudness[field]), unit),
    after: withUnit(printDecibels(after.loudness[field], isAmiss ? 2 : 1), unit),
  });
  const isLoudnessAmiss = !isAsLoudAs(target, after.loudness);
  const isPeakAmiss = distanceFrom(target, after.loudness).peak > 0;
  return [
    { ...levels('Loudness', 'integrated', 'LUFS', isLoudnessAmiss), wanted: printTarget(target) },
    levels('Range', 'range', 'LU'),
    {
      ...levels('True peak', 'truePeak', 'dBTP', isPeakAmiss),
      wanted: `at most ${printRound(target.truePeak)}\u00a0dBTP`,
    },
    { name: 'Length', before: printLength(recording.seconds), after: printLength(after.seconds) },
  ];
}

/** On one line, however narrow the page. */
const withUnit = (figure: string, unit: string): string => `${figure}\u00a0<small>${unit}</small>`;

const escapeFigure = ({ name, before, after }: ReportFacts['figures'][number]): Row => ({
  name: escapeMarkup(name),
  before: escapeMarkup(before),
  after: escapeMarkup(after),
});

const printRow = ({ name, before, after, wanted = '' }: Row): string =>
  `<tr><th scope="row">${name}</th><td class="before">${before}</td><td class="after">${after}</td><td class="wanted">${wanted}</td></tr>`;

/** Side by side, unless the chapters are so many that they need the whole width. */
const printDetails = (facts: ReportFacts): string => {
  const sections = [printRemarks(facts), printChapters(facts)].filter((section) => section !== '');
  const two = sections.length > 1 && facts.chapters.length <= FEW_CHAPTERS;
  return `<div class="pair details${two ? ' two' : ''}">${sections.join('')}</div>`;
};
const FEW_CHAPTERS = 14;

function printRemarks({ remarks }: ReportFacts): string {
  if (remarks.length === 0) return '';
  const items = remarks.map(({ says, advice }) => {
    const next = advice ? `<p class="advice">${escapeMarkup(advice)}</p>` : '';
    return `<li><p>${escapeMarkup(says)}</p>${next}</li>`;
  });
  return `<section class="sheet"><h2>The room</h2><ul class="remarks">${items.join('')}</ul></section>`;
}

function printChapters({ chapters }: ReportFacts): string {
  if (chapters.length === 0) return '';
  const items = chapters.map(
    ({ start, title }, i) =>
      `<li><b>${i + 1}</b><time>${printClock(start)}</time><span dir="auto">${escapeMarkup(title)}</span></li>`,
  );
  return `<section class="sheet"><h2>Chapters</h2><ol class="chapters${items.length > FEW_CHAPTERS ? ' many' : ''}">${items.join('')}</ol></section>`;
}
