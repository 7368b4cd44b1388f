import { systemClock } from '../clock.ts';
import { readSettings } from '../config.ts';
import type { Finding } from '../feed/check.ts';
import type { FeedCheck, FeedWish } from '../studio/studio.ts';
import { type Desk, withStudio } from './desk.ts';
import { usageWrong } from './fault.ts';
import { printable, textOf } from './layout.ts';
import type { Paint } from './paint.ts';

/** Checks feeds and tells all findings together; exit code 1 when one of them is an error. */
export async function checkFeed(target: string | undefined, wish: FeedWish, desk: Desk): Promise<number> {
  const checks = await checksOf(target, { ...wish, signal: desk.signal });
  const feeds = checks.map(summarize);
  desk.answer({ json: { feeds }, text: printChecks(checks, desk.paint) });
  return feeds.some(({ errors }) => errors > 0) ? 1 : 0;
}

/** Somebody's feed needs no studio: nothing is opened, and nothing is made in the folder where one stands. */
async function checksOf(target: string | undefined, wish: FeedWish): Promise<readonly FeedCheck[]> {
  if (target !== undefined && wish.show !== undefined)
    throw usageWrong('There are two feeds to check.', 'Name an address, a file or --show SLUG, not both.');
  const { checkElsewhere, isElsewhere } = await import('../studio/feed-checks.ts');
  if (target !== undefined && (await isElsewhere(target)))
    return [await checkElsewhere(target, { settings: readSettings(), clock: systemClock, ...wish })];
  return withStudio((studio) => studio.checkFeed(target, wish));
}

type Severity = Finding['severity'];

function summarize({ source, findings, hosting }: FeedCheck) {
  const [errors, warnings] = [countOf(findings, 'error'), countOf(findings, 'warning')];
  const verdict = errors > 0 ? 'errors' : warnings > 0 ? 'warnings' : 'good';
  return { source, verdict, errors, warnings, ...(hosting ? { hosting } : {}), findings };
}

/** With those that are not told one by one. */
const countOf = (findings: readonly Finding[], severity: Severity): number =>
  findings
    .filter((finding) => finding.severity === severity)
    .reduce((sum, { more = 0 }) => sum + 1 + more, 0);

function printChecks(checks: readonly FeedCheck[], paint: Paint): string {
  if (checks.length === 0) return textOf(['There is no feed to check yet.']);
  return textOf(checks.flatMap((check, at) => [...(at > 0 ? [''] : []), ...printCheck(check, paint)]));
}

function printCheck(check: FeedCheck, paint: Paint): string[] {
  const { source, findings } = check;
  return [
    paint.strong(printable(source)),
    ...printSeverity(findings, 'error', paint),
    ...printSeverity(findings, 'warning', paint),
    '',
    ...printVerdict(check, paint),
  ];
}

// -- findings, by severity and rule ------------------------------------------------------------------------------------

const headings: Record<Severity, string> = {
  error: 'Errors: apps or directories refuse the feed, or drop something of it',
  warning: 'Warnings: it works, but not everywhere or not well',
};

function printSeverity(findings: readonly Finding[], severity: Severity, paint: Paint): string[] {
  const found = findings.filter((finding) => finding.severity === severity);
  if (found.length === 0) return [];
  const rules = [...groupBy(found, ({ rule }) => rule).values()];
  return [
    '',
    paint.strong(headings[severity]),
    ...rules.flatMap((group) => ['', ...printRule(group, paint)]),
  ];
}

/** What is wrong with all its places, what to do about it, and where the rule comes from. */
function printRule(group: readonly Finding[], paint: Paint): string[] {
  const [first] = group;
  if (!first) return [];
  const mark = first.severity === 'error' ? paint.bad('✗') : paint.doubtful('!');
  const faults = [...groupBy(group, ({ what }) => what)];
  const mends = [...new Set(group.map(({ mend }) => mend))];
  const more = group.reduce((sum, finding) => sum + (finding.more ?? 0), 0);
  return [
    ...faults.flatMap(([what, places]) => [
      `  ${mark} ${printable(what)}`,
      ...places.map(({ place }) => `    ${paint.quiet(printable(place))}`),
    ]),
    ...(more > 0 ? [`    ${paint.quiet(`and ${more} more of this kind`)}`] : []),
    ...mends.map((mend) => `    ${paint.quiet('→')} ${printable(mend)}`),
    `    ${paint.quiet(`${first.rule} · ${books[first.source]}`)}`,
  ];
}

const books: Record<Finding['source'], string> = {
  rss: 'RSS 2.0',
  apple: 'Apple',
  'psp-1': 'PSP-1',
  spotify: 'Spotify',
  'podcast-namespace': 'podcast namespace',
  http: 'hosting',
};

function groupBy<T>(values: readonly T[], keyOf: (value: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) groups.set(keyOf(value), [...(groups.get(keyOf(value)) ?? []), value]);
  return groups;
}

// -- verdict -----------------------------------------------------------------------------------------------------------

function printVerdict({ findings, hosting }: FeedCheck, paint: Paint): string[] {
  const [errors, warnings] = [countOf(findings, 'error'), countOf(findings, 'warning')];
  const counted = [plural(errors, 'error'), plural(warnings, 'warning')]
    .filter((part) => part !== '')
    .join(', ');
  return [
    errors > 0
      ? paint.bad(`✗ ${counted}`)
      : warnings > 0
        ? paint.doubtful(`! ${counted}: apps take the feed as it is`)
        : paint.good('✓ nothing to mend'),
    paint.quiet(printReach(hosting)),
  ];
}

const plural = (count: number, word: string): string =>
  count === 0 ? '' : `${count} ${word}${count === 1 ? '' : 's'}`;

/** What the verdict holds for. */
function printReach(hosting: FeedCheck['hosting']): string {
  if (!hosting) return 'Looked at the document alone. For its hosting, check the address of the feed.';
  const { looked, episodes } = hosting;
  const all = `Looked at the document and its hosting, with the files of ${plural(looked, 'episode') || 'no episode'}`;
  return looked === episodes
    ? `${all}.`
    : `${all} of ${episodes}, the newest and the oldest; --all asks for every one.`;
}
