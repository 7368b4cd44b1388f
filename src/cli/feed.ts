import type { Finding } from '../feed/check.ts';
import type { FeedCheck } from '../studio/studio.ts';
import { type Desk, withStudio } from './desk.ts';
import { printable, textOf } from './layout.ts';
import type { Paint } from './paint.ts';

const countOf = (findings: readonly Finding[], severity: Finding['severity']): number =>
  findings.filter((finding) => finding.severity === severity).length;

/** Checks feeds and tells all findings together; exit code 1 when one of them is an error. */
export const checkFeed = (target: string | undefined, desk: Desk): Promise<number> =>
  withStudio(async (studio) => {
    const checks = await studio.checkFeed(target);
    const feeds = checks.map(({ source, findings }) => ({
      source,
      errors: countOf(findings, 'error'),
      warnings: countOf(findings, 'warning'),
      findings,
    }));
    desk.answer({ json: { feeds }, text: printChecks(checks, desk.paint) });
    return feeds.some(({ errors }) => errors > 0) ? 1 : 0;
  });

function printChecks(checks: readonly FeedCheck[], paint: Paint): string {
  if (checks.length === 0) return textOf(['There is no feed to check yet.']);
  return textOf(checks.flatMap((check, at) => [...(at > 0 ? [''] : []), ...printCheck(check, paint)]));
}

function printCheck({ source, findings }: FeedCheck, paint: Paint): string[] {
  const verdict = verdictOf(findings, paint);
  return [
    `${paint.strong(printable(source))}  ${verdict}`,
    ...findings.flatMap((f) => printFinding(f, paint)),
  ];
}

function verdictOf(findings: readonly Finding[], paint: Paint): string {
  const [errors, warnings] = [countOf(findings, 'error'), countOf(findings, 'warning')];
  if (errors + warnings === 0) return paint.good('nothing to mend');
  const counted = [plural(errors, 'error'), plural(warnings, 'warning')].filter((part) => part !== '');
  return (errors > 0 ? paint.bad : paint.doubtful)(counted.join(', '));
}

const plural = (count: number, word: string): string =>
  count === 0 ? '' : `${count} ${word}${count === 1 ? '' : 's'}`;

function printFinding({ rule, severity, place, what, mend }: Finding, paint: Paint): string[] {
  const mark = severity === 'error' ? paint.bad('✗') : paint.doubtful('!');
  return [
    '',
    `  ${mark} ${printable(what)}`,
    `    ${printable(mend)}`,
    `    ${paint.quiet(`${printable(place)} · ${rule}`)}`,
  ];
}
