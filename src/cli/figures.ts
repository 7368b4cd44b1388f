import type { Loudness } from '../show/enclosure.ts';
import { alignColumns } from './layout.ts';
import type { Paint } from './paint.ts';

/** Figures as people read them. */
export { printBytes } from '../show/size.ts';
export { printLength } from '../show/time.ts';

export function printTimeLeft(seconds: number): string {
  if (seconds < 1) return 'a moment left';
  if (seconds < 90) return `about ${Math.ceil(seconds)} s left`;
  return `about ${Math.round(seconds / 60)} min left`;
}

export const printFigure = (value: number): string => (Number.isFinite(value) ? value.toFixed(1) : '–');
export const printLufs = (value: number): string => `${printFigure(value)} LUFS`;

const measures = [
  ['Loudness', 'integrated', 'LUFS'],
  ['Range', 'range', 'LU'],
  ['True peak', 'truePeak', 'dBTP'],
] as const satisfies readonly (readonly [string, keyof Loudness, string])[];

/** Three aligned lines: `Loudness  -23.4 LUFS`. */
export const printLoudness = (loudness: Loudness): string[] =>
  alignColumns(
    measures.map(([name, key, unit]) => [`  ${name}`, printFigure(loudness[key]), unit]),
    ['left', 'right'],
  );

/** Three aligned lines: `Loudness  -23.4  →  -16.0 LUFS`. */
export function printLoudnessChange(before: Loudness, after: Loudness, paint: Paint): string[] {
  const rows = measures.map(([name, key, unit]) => [
    `  ${name}`,
    printFigure(before[key]),
    '→',
    printFigure(after[key]),
    unit,
  ]);
  return alignColumns(rows, ['left', 'right', 'left', 'right']).map((line) => paintChange(line, paint));
}

function paintChange(line: string, paint: Paint): string {
  const [before = '', after = ''] = line.split('→');
  return `${paint.quiet(before)}${paint.quiet('→')}${paint.strong(after)}`;
}
