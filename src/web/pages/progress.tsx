import type { ReportJson } from '../json.ts';
import { printSecondsLeft, stages, stageWords } from './words.ts';

type Progressing = NonNullable<ReportJson['progress']>;

/** How far the work is: its stations, a bar, and how long it will still take. */
export function Progress({ progress }: { progress: Progressing }) {
  const at = stages.indexOf(progress.stage);
  const percent = Math.round(progress.percent);
  return (
    <div class="progress">
      <p class="says">
        <span>{progress.retryAt ? 'Waiting for the next attempt' : stageWords[progress.stage]}</span>
        <span class="percent">{percent} %</span>
        <span class="left">
          {progress.secondsLeft !== undefined && printSecondsLeft(progress.secondsLeft)}
        </span>
      </p>
      <progress max="100" value={percent} aria-label={stageWords[progress.stage]}>
        {percent} %
      </progress>
      <ol class="stations" aria-hidden="true">
        {stationsOf(progress.stage).map(([stage, i]) => (
          <li key={stage} class={i < at ? 'done' : i === at ? 'now' : ''}>
            {stage}
          </li>
        ))}
      </ol>
    </div>
  );
}

/** Stages with their places; few recipes want further formats, so these are named only while they are made. */
const stationsOf = (now: Progressing['stage']) =>
  stages.flatMap((stage, i) => (stage === 'convert' && now !== 'convert' ? [] : [[stage, i] as const]));
