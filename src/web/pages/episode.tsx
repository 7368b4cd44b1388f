import { printClock } from '../../show/time.ts';
import type { ChapterJson, ReportJson, SoundJson } from '../json.ts';
import { Actions } from './actions.tsx';
import { Address } from './address.tsx';
import { factsOf, Player, Remarks, State } from './episode-card.tsx';
import { LoudnessFigure, LoudnessTable } from './loudness-figure.tsx';
import { Notice } from './notice.tsx';
import { Progress } from './progress.tsx';
import { OverTime, Room } from './sound.tsx';

type EpisodeProps = Readonly<{
  report: ReportJson;
  /** Once there is a master. */
  sound?: SoundJson | undefined;
}>;

/** All of one episode. Drawn again in the browser while work goes on. */
export function EpisodeView({ report, sound }: EpisodeProps) {
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
      <Remarks remarks={sound?.remarks ?? report.remarks} />
      <Loudness report={report} />
      {sound && <OverTime sound={sound} wholeReport={report.links.report} />}
      {sound && <Room remarks={sound.room} />}
      <Notes notes={episode.notes} />
      <Chapters chapters={report.chapters} />
      <Addresses report={report} />
    </article>
  );
}

const Loudness = ({ report: { loudness, target } }: { report: ReportJson }) =>
  loudness ? (
    <section class="sheet measures">
      <h2>Loudness</h2>
      <div class="pair-of-figures">
        <LoudnessFigure loudness={loudness} target={target} />
        <LoudnessTable loudness={loudness} />
      </div>
    </section>
  ) : null;

const Notes = ({ notes }: { notes: string }) =>
  notes === '' ? null : (
    <section>
      <h2>
        Notes <em>as written</em>
      </h2>
      <div class="notes">{notes}</div>
    </section>
  );

const Chapters = ({ chapters }: { chapters: readonly ChapterJson[] }) =>
  chapters.length === 0 ? null : (
    <section>
      <h2>Chapters</h2>
      <ol class="chapters">
        {chapters.map(({ start, title }, i) => (
          <li key={start}>
            <b>{i + 1}</b>
            <span class="time">{printClock(start)}</span>
            {title}
          </li>
        ))}
      </ol>
    </section>
  );

const Addresses = ({ report }: EpisodeProps) => {
  const { episode, feedUrl, pageUrl, enclosure, alternates, certificateUrl } = report;
  return (
    <section>
      <h2>Addresses</h2>
      <Address name="Feed" url={feedUrl} />
      {pageUrl && <Address name="Page" url={pageUrl} />}
      {enclosure?.url && <Address name="Sound" url={enclosure.url} />}
      {alternates.map(({ name, url }) => url && <Address key={name} name={name} url={url} />)}
      {certificateUrl && <Address name="Certificate" url={certificateUrl} />}
      <p class="fine">
        guid <code>{episode.guid}</code>
      </p>
    </section>
  );
};
