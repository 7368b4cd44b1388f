import type { LoudnessTarget } from '../../show/recipe.ts';
import type { ReportJson } from '../json.ts';
import { printDecibels } from './words.ts';

type Pair = NonNullable<ReportJson['loudness']>;
type Shown = Readonly<{ loudness: Pair; target: LoudnessTarget }>;

const SOFTEST = -36;
const LOUDEST = -6;
const WIDTH = 300;
const LINE = 30;
const place = (lufs: number): number =>
  Math.round(((Math.min(LOUDEST, Math.max(SOFTEST, lufs)) - SOFTEST) / (LOUDEST - SOFTEST)) * (WIDTH - 40)) +
  20;

/** Where the recording was, and where it is now; the band is where its recipe wants it. */
export function LoudnessFigure({ loudness: { before, after }, target }: Shown) {
  const [from, to] = [place(before.integrated), place(after.integrated)];
  const { integrated, tolerance } = target;
  const says = `${printDecibels(before.integrated)} to ${printDecibels(after.integrated)} LUFS`;
  return (
    <svg class="loudness" viewBox={`0 0 ${WIDTH} 56`} role="img" aria-label={`Loudness: ${says}`}>
      <rect
        class="band"
        x={place(integrated - tolerance)}
        width={place(integrated + tolerance) - place(integrated - tolerance)}
        y={LINE - 9}
        height="18"
        rx="4"
      />
      <path class="scale" d={`M12 ${LINE}H${WIDTH - 12}`} />
      <path class="way" d={`M${from} ${LINE}H${to}`} />
      <circle class="before" cx={from} cy={LINE} r="4.5" />
      <circle class="after" cx={to} cy={LINE} r="5.5" />
      <text class="before" x={from} y={LINE + 22} text-anchor="middle">
        {printDecibels(before.integrated)}
      </text>
      <text class="after" x={to} y={LINE - 15} text-anchor="middle">
        {printDecibels(after.integrated)} LUFS
      </text>
    </svg>
  );
}

/** The figure, and beside it what became of range and peak. */
export const LoudnessLine = ({ loudness, target }: Shown) => (
  <div class="measured">
    <LoudnessFigure loudness={loudness} target={target} />
    <dl>
      <div>
        <dt>Range</dt>
        <dd>
          {printDecibels(loudness.before.range)} → <b>{printDecibels(loudness.after.range)}</b>&nbsp;LU
        </dd>
      </div>
      <div>
        <dt>True peak</dt>
        <dd>
          {printDecibels(loudness.before.truePeak)} → <b>{printDecibels(loudness.after.truePeak)}</b>
          &nbsp;dBTP
        </dd>
      </div>
    </dl>
  </div>
);

const rows = [
  ['Loudness', 'LUFS', 'integrated'],
  ['Range', 'LU', 'range'],
  ['True peak', 'dBTP', 'truePeak'],
] as const;

export const LoudnessTable = ({ loudness: { before, after } }: { loudness: Pair }) => (
  <table class="figures">
    <thead>
      <tr>
        <th scope="col">
          <span class="unseen">Measure</span>
        </th>
        <th scope="col">As recorded</th>
        <th scope="col">As mastered</th>
      </tr>
    </thead>
    <tbody>
      {rows.map(([name, unit, field]) => (
        <tr key={field}>
          <th scope="row">{name}</th>
          <td>
            {printDecibels(before[field])}&nbsp;<small>{unit}</small>
          </td>
          <td>
            {printDecibels(after[field])}&nbsp;<small>{unit}</small>
          </td>
        </tr>
      ))}
    </tbody>
  </table>
);
