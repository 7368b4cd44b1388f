import type { Problem } from '../../errors.ts';
import { Layout } from './layout.tsx';

type FaultProps = Readonly<{ problem: Problem; status: number; reference: string }>;

/** What happened, and what to do now; the number finds the rest in the log. */
export const FaultPage = ({ problem, status, reference }: FaultProps) => (
  <Layout title={status === 404 ? 'Not found' : 'Something is in the way'}>
    <section class="sheet narrow">
      <p class="overline">{status === 404 ? 'Not found' : 'Something is in the way'}</p>
      <h1>{problem.message}</h1>
      <p class="lead">{problem.hint}</p>
      <p class="row">
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
