import type { Problem } from '../../errors.ts';

/** A problem in two sentences: what happened, what to do now. */
export const Notice = ({ problem }: { problem: Omit<Problem, 'code'> }) => (
  <div class="notice" role="alert">
    <strong>{problem.message}</strong>
    <span>{problem.hint}</span>
  </div>
);
