import type { Problem } from '../../errors.ts';

/** What people are told of a problem; the link leads to the episode that it is about. */
export type Told = Omit<Problem, 'code'> & Readonly<{ link?: string | undefined }>;

/** A problem in two sentences: what happened, what to do now. */
export const Notice = ({ problem }: { problem: Told }) => (
  <div class="notice" role="alert">
    <strong>{problem.message}</strong>
    <span>{problem.hint}</span>
    {problem.link && <a href={problem.link}>Open the episode</a>}
  </div>
);
