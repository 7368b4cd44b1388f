import type { ReportJson } from '../json.ts';

/** What one may do with an episode now. Plain forms: they work without scripts. */
export function Actions({ report }: { report: ReportJson }) {
  const { state, links, progress, episode } = report;
  const mayPublish =
    state === 'ready' || state === 'withdrawn' || (state === 'working' && episode.wish === 'draft');
  const mayRetry = state === 'failed' || progress?.retryAt !== undefined;
  return (
    <div class="actions">
      {mayRetry && <Act to={`${links.self}/retry`} says="Try again" look="button primary" />}
      {mayPublish && (
        <Act
          to={`${links.self}/publish`}
          says={state === 'working' ? 'Publish when ready' : 'Publish'}
          look={state === 'working' ? 'button' : 'button primary'}
        />
      )}
      {(state === 'published' || state === 'publishing') && (
        <Confirm
          says="Withdraw"
          asks="It leaves the feed, and its page and sound go offline. Everything stays here."
          to={`${links.self}/withdraw`}
          answer="Withdraw it"
        />
      )}
      <Confirm
        says="Remove"
        asks="The episode, its recording and its master are deleted for good."
        to={`${links.self}/remove`}
        answer="Delete for good"
      />
    </div>
  );
}

const Act = ({ to, says, look }: { to: string; says: string; look: string }) => (
  <form method="post" action={to}>
    <button type="submit" class={look}>
      {says}
    </button>
  </form>
);

type ConfirmProps = Readonly<{ says: string; asks: string; to: string; answer: string }>;

const Confirm = ({ says, asks, to, answer }: ConfirmProps) => (
  <details class="confirm" name="confirm">
    <summary class="button quiet">{says}</summary>
    <form method="post" action={to}>
      <p>{asks}</p>
      <button type="submit" class="button grave">
        {answer}
      </button>
    </form>
  </details>
);
