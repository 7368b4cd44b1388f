import { printBytes } from '../../show/size.ts';
import { printLength } from '../../show/time.ts';
import type { ReportJson } from '../json.ts';
import { Actions } from './actions.tsx';
import { LoudnessLine } from './loudness-figure.tsx';
import { Notice } from './notice.tsx';
import { Progress } from './progress.tsx';
import { printDate, stateWords } from './words.ts';

/** An episode in the list. Drawn on the server, and drawn again in the browser while work goes on. */
export function EpisodeCard({ report }: { report: ReportJson }) {
  const { episode, state, progress, problem, loudness, target, enclosure, links } = report;
  return (
    <article class="episode">
      <header>
        <State report={report} />
        <span class="fine">{factsOf(report).join(' · ')}</span>
      </header>
      <h3>
        <a href={links.page}>{episode.title}</a>
      </h3>
      {problem && <Notice problem={problem} />}
      {progress && <Progress progress={progress} />}
      {loudness && <LoudnessLine loudness={loudness} target={target} />}
      {state === 'published' && enclosure?.url && <Player url={enclosure.url} title={episode.title} />}
      <Remarks remarks={report.remarks} />
      <footer>
        <Actions report={report} />
        {report.pageUrl && <a href={report.pageUrl}>Its page</a>}
      </footer>
    </article>
  );
}

export const State = ({ report: { state, episode } }: { report: ReportJson }) => (
  <span class={`state ${state}`}>
    {stateWords[state]}
    {state === 'working' && episode.wish === 'public' && <span class="then">, then published</span>}
  </span>
);

export const Player = ({ url, title }: { url: string; title: string }) => (
  // biome-ignore lint/a11y/useMediaCaption: transcripts are a page of their own, not captions
  <audio controls preload="none" src={url} aria-label={`Listen to ${title}`} />
);

export const Remarks = ({ remarks }: { remarks: readonly string[] }) =>
  remarks.length === 0 ? null : (
    <ul class="remarks">
      {remarks.map((remark) => (
        <li key={remark}>{remark}</li>
      ))}
    </ul>
  );

export function factsOf({ episode, publishedAt, enclosure }: ReportJson): string[] {
  const { season, number } = episode;
  return [
    ...(season === undefined ? [] : [`Season ${season}`]),
    ...(number === undefined ? [] : [`Episode ${number}`]),
    printDate(publishedAt ?? episode.createdAt),
    ...(enclosure ? [printLength(enclosure.duration), printBytes(enclosure.bytes)] : []),
  ];
}
