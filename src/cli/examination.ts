import type { Examination } from '../studio/studio.ts';
import { type Desk, withStudio } from './desk.ts';
import { alignColumns, printable, textOf } from './layout.ts';
import type { Paint } from './paint.ts';

/** Looks whether everything is there that the work needs; exit code 1 when something is missing. */
export const examine = (desk: Desk): Promise<number> =>
  withStudio(async (studio) => {
    const examinations = await studio.examine();
    const good = examinations.every(({ verdict }) => verdict !== 'missing');
    desk.answer({ json: { good, examinations }, text: printExaminations(examinations, desk.paint) });
    return good ? 0 : 1;
  });

const marks: Record<Examination['verdict'], (paint: Paint) => string> = {
  good: (paint) => paint.good('✓'),
  warning: (paint) => paint.doubtful('!'),
  missing: (paint) => paint.bad('✗'),
};

export function printExaminations(examinations: readonly Examination[], paint: Paint): string {
  const lines = alignColumns(examinations.map(({ subject, says }) => [subject, says]));
  return textOf(
    examinations.flatMap(({ verdict, mend }, at) => [
      `${marks[verdict](paint)} ${lines[at] ?? ''}`,
      ...(mend === undefined ? [] : [`  ${paint.quiet('→')} ${printable(mend)}`]),
    ]),
  );
}
