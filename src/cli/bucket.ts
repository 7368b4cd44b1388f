import { type Desk, withStudio } from './desk.ts';
import { printExaminations } from './examination.ts';
import { textOf } from './layout.ts';

/** Whether podcast apps can listen to what lies in the public store; exit code 1 when something is missing. */
export const checkBucket = (desk: Desk): Promise<number> =>
  withStudio(async (studio) => {
    const examinations = await studio.examineStorefront();
    const good = examinations.every(({ verdict }) => verdict !== 'missing');
    desk.answer({ json: { good, examinations }, text: printExaminations(examinations, desk.paint) });
    return good ? 0 : 1;
  });

/** Sets what the public store lacks, as far as it has settings, and looks whether that is enough. */
export const setUpBucket = (desk: Desk): Promise<number> =>
  withStudio(async (studio) => {
    const changes = await studio.openStorefront();
    const examinations = await studio.examineStorefront();
    const good = examinations.every(({ verdict }) => verdict !== 'missing');
    const told = changes.length > 0 ? changes : ['Nothing had to be set.'];
    desk.answer({
      json: { good, changes, examinations },
      text: `${textOf(told)}${printExaminations(examinations, desk.paint)}`,
    });
    return good ? 0 : 1;
  });
