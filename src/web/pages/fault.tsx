import type { Problem } from '../../errors.ts';
import { Layout } from './layout.tsx';

type FaultProps = Readonly<{
  problem: Problem;
  status: number;
  reference: string;
  /** The page of the episode that it is about. */
  link?: string | undefined;
}>;

/** What happened, and what to do now; the number finds the rest in the log. */
export const FaultPage = ({ problem, status, reference, link }: FaultProps) => (
  <Layout title={status === 404 ? 'Not found' : 'Something is in the way'}>
    <section class="sheet narrow">
      <p class="overline">{status === 404 ? 'Not found' : 'Something is in the way'}</p>
      <h1>{problem.message}</h1>
      <p class="lead">{problem.hint}</p>
      <p class="row">
        {link && (
          <a class="button primary" href={link}>
            Open the episode
          </a>
        )}
        <a class="button" href="/">
          Back to the studio
        </a>
      </p>
      <p class="fine">
        Reference <code>{reference}</code>
      </p>
    </section>
  </Layout>
);
