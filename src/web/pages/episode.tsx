import type { ReportJson } from '../json.ts';
import { Actions } from './actions.tsx';
import { Address } from './address.tsx';
import { factsOf, Player, Remarks, State } from './episode-card.tsx';
import { LoudnessFigure, LoudnessTable } from './loudness-figure.tsx';
import { Notice } from './notice.tsx';
import { Progress } from './progress.tsx';
import { printDuration } from './words.ts';

/** All of one episode. Drawn again in the browser while work goes on. */
export function EpisodeView({ report }: { report: ReportJson }) {
  const { episode, show, progress, problem, enclosure } = report;
  return (
    <article class="whole">
      <a class="back" href={`/?show=${encodeURIComponent(show.slug)}`}>
        {show.title}
      </a>
      <header>
        <State report={report} />
        <span class="fine">{factsOf(report).join(' · ')}</span>
      </header>
      <h1>{episode.title}</h1>
      {problem && <Notice problem={problem} />}
      {progress && (
        <div class="sheet">
          <Progress progress={progress} />
        </div>
      )}
      {enclosure?.url && <Player url={enclosure.url} title={episode.title} />}
      <Actions report={report} />
      <Remarks remarks={report.remarks} />
      <Loudness report={report} />
      <Written report={report} />
      <section>
        <h2>Addresses</h2>
        <Address name="Feed" url={report.feedUrl} />
        {report.pageUrl && <Address name="Page" url={report.pageUrl} />}
        {enclosure?.url && <Address name="Sound" url={enclosure.url} />}
        <p class="fine">
          guid <code>{episode.guid}</code>
        </p>
      </section>
    </article>
  );
}

const Loudness = ({ report: { loudness, target } }: { report: ReportJson }) =>
  loudness ? (
    <section class="sheet">
      <h2>Loudness</h2>
      <LoudnessFigure loudness={loudness} target={target} />
      <LoudnessTable loudness={loudness} />
    </section>
  ) : null;

const Written = ({ report: { episode } }: { report: ReportJson }) => (
  <>
    {episode.notes !== '' && (
      <section>
        <h2>
          Notes <em>as written</em>
        </h2>
        <div class="notes">{episode.notes}</div>
      </section>
    )}
    {episode.chapters.length > 0 && (
      <section>
        <h2>Chapters</h2>
        <ol class="chapters">
          {episode.chapters.map(({ start, title }) => (
            <li key={start}>
              <span class="time">{printDuration(start)}</span>
              {title}
            </li>
          ))}
        </ol>
      </section>
    )}
  </>
);
