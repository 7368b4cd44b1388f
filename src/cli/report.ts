import { recipeOf } from '../show/recipe.ts';
import type { Show } from '../show/show.ts';
import { praise } from '../sound/room.ts';
import type { EpisodeReport } from '../studio/studio.ts';
import type { Answer } from './desk.ts';
import { printBytes, printFigure, printLength, printLoudnessChange } from './figures.ts';
import { alignColumns, printable, printFacts, textOf } from './layout.ts';
import type { Paint } from './paint.ts';

/** An episode's report as scripts read it; its names are kept from release to release. */
export function reportJson(report: EpisodeReport) {
  const { episode, show, state, enclosure, alternates, loudness, remarks } = report;
  const { interrupted, progress, problem } = report;
  const { feedUrl, pageUrl, transcriptUrl, certificateUrl } = report;
  return {
    state,
    show: { slug: show.slug, title: show.title },
    episode: {
      slug: episode.slug,
      guid: episode.guid,
      title: episode.title,
      season: episode.season,
      number: episode.number,
      explicit: episode.explicit,
      recipe: recipeOf(episode, show).name,
      createdAt: episode.createdAt,
      publishedAt: report.facts.publication?.publishedAt,
    },
    feedUrl,
    pageUrl,
    transcriptUrl,
    certificateUrl,
    enclosure,
    alternates,
    loudness,
    remarks,
    warnings: report.warnings,
    interrupted,
    progress,
    problem,
  };
}

/** One episode for people: a headline, where everything is, and its loudness before and after. */
export function reportText(
  report: EpisodeReport,
  paint: Paint,
  headline = headlineOf(report, paint),
): string {
  const { enclosure, loudness } = report;
  const facts = printFacts(
    [
      ['Episode', `${report.show.slug}/${report.episode.slug}`],
      ['Length', enclosure && `${printLength(enclosure.duration)}, ${printBytes(enclosure.bytes)}`],
      ['Audio', enclosure?.url],
      ...report.alternates.map(({ name, url }) => [name, url] as const),
      ['Page', report.pageUrl],
      ['Transcript', report.transcriptUrl],
      ['Feed', report.feedUrl],
    ],
    paint.quiet,
  );
  const change = loudness ? ['', ...printLoudnessChange(loudness.before, loudness.after, paint)] : [];
  const problem = report.problem ? ['', ...printProblem(report.problem, paint)] : [];
  return textOf([
    headline,
    '',
    ...facts,
    ...change,
    ...printRemarks([...report.remarks, ...sayWarnings(report)], paint),
    ...problem,
  ]);
}

const printProblem = (problem: { message: string; hint: string }, paint: Paint): string[] => [
  `  ${paint.bad(printable(problem.message))}`,
  `  ${printable(problem.hint)}`,
];

const printRemarks = (remarks: readonly string[], paint: Paint): string[] =>
  remarks.length === 0
    ? []
    : ['', ...remarks.map((remark) => `  ${markOf(remark, paint)} ${printable(remark)}`)];

const markOf = (remark: string, { good, doubtful }: Paint): string =>
  remark === praise.says ? good('✓') : doubtful('!');

/** Each kind once, with how often it was found. */
function sayWarnings({ warnings, show, feedUrl }: EpisodeReport): string[] {
  const counts = new Map<string, number>();
  for (const { what, more = 0 } of warnings) counts.set(what, (counts.get(what) ?? 0) + 1 + more);
  if (counts.size === 0) return [];
  const said = [...counts].map(([what, count]) => `Feed: ${what}${count > 1 ? ` (${count} times)` : ''}`);
  const isServed = warnings.some(({ rule }) => rule.startsWith('http-') && rule !== 'http-private-address');
  const target = isServed ? feedUrl : `--show ${show.slug}`;
  return [...said.slice(0, 5), `\`corridor feed check ${target}\` tells where, and what to do.`];
}

const marks: Record<EpisodeReport['state'], (paint: Paint) => string> = {
  published: (paint) => `${paint.good('✓')} is published.`,
  ready: (paint) => `${paint.good('✓')} is ready; it stays a draft until it is published.`,
  working: (paint) => `${paint.quiet('…')} is being worked on.`,
  publishing: (paint) => `${paint.quiet('…')} is ready and waits to be published.`,
  scheduled: (paint) => `${paint.good('✓')} is ready and appears at its time.`,
  unlisted: (paint) => `${paint.good('✓')} is unlisted: whoever has its address can hear it.`,
  failed: (paint) => `${paint.bad('✗')} could not be finished.`,
  withdrawn: (paint) => `${paint.quiet('–')} is withdrawn: listeners do not see it.`,
};

export function headlineOf(report: EpisodeReport, paint: Paint): string {
  const { state, episode, interrupted } = report;
  const mark = interrupted
    ? `${paint.doubtful('!')} was interrupted; to go on: ${howToGoOn(report)}`
    : marks[state](paint);
  const gap = mark.indexOf(' ');
  return `${mark.slice(0, gap)} ${paint.strong(printable(episode.title))}${mark.slice(gap)}`;
}

/** What does the rest of the work and nothing else: publishing a draft, or before its time, is not asked for. */
const howToGoOn = ({ show, episode: { slug, wish, publishAt } }: EpisodeReport): string =>
  wish === 'public' && !publishAt ? `corridor episode publish ${show.slug}/${slug}` : 'corridor serve';

function printInterrupted(reports: readonly EpisodeReport[]): string[] {
  const [only, ...others] = reports.filter(({ interrupted }) => interrupted);
  if (!only) return [];
  if (others.length > 0)
    return ['', `${1 + others.length} episodes were interrupted; to go on with all of them: corridor serve`];
  const { show, episode } = only;
  return ['', `${show.slug}/${episode.slug} was interrupted; to go on: ${howToGoOn(only)}`];
}

/** One line each, titles last: their width on a screen cannot be known. */
export function printList(reports: readonly EpisodeReport[], paint: Paint): string {
  if (reports.length === 0)
    return textOf(['No episodes yet.', paint.quiet('Make one: corridor publish FILE --title "…"')]);
  const rows = reports.map(({ state, interrupted, enclosure, loudness, show, episode }) => [
    interrupted ? 'interrupted' : state,
    enclosure ? printLength(enclosure.duration) : '–',
    loudness ? printFigure(loudness.after.integrated) : '–',
    `${show.slug}/${episode.slug}`,
    episode.title,
  ]);
  const [head = '', ...lines] = alignColumns(
    [['STATE', 'LENGTH', 'LUFS', 'EPISODE', 'TITLE'], ...rows],
    ['left', 'right', 'right'],
  );
  return textOf([paint.quiet(head), ...lines, ...printInterrupted(reports)]);
}

export const answerOf = (report: EpisodeReport, paint: Paint): Answer => ({
  json: reportJson(report),
  text: reportText(report, paint),
});

/** A show as scripts read it; bumpers by the SHA-256 of their files, in the order in which they are heard. */
export function showJson(show: Show) {
  const { slug, guid, title, description, author, email, language, category, link, explicit } = show;
  const { intros, outros, bed } = show;
  const bumpers = { intro: intros.length > 0, outro: outros.length > 0, intros, outros, bed };
  const said = { slug, guid, title, description, author, email, language, category, link, explicit };
  return { ...said, ...bumpers, recipe: recipeOf({}, show).name };
}
