/** What a benchmark tells: a table, sentences on what was measured, and whether the promise was kept. */
export type Figures = Readonly<{
  rows: readonly (readonly string[])[];
  remarks: readonly string[];
  promises: readonly Readonly<{ says: string; kept: boolean }>[];
}>;

export function printFigures({ rows, remarks, promises }: Figures): string {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join('  '),
  );
  const rule = widths.map((width) => '-'.repeat(width)).join('  ');
  const kept = promises.map((promise) => `${promise.kept ? 'kept  ' : 'BROKEN'}  ${promise.says}`);
  return [lines[0], rule, ...lines.slice(1), '', ...remarks, ...kept].join('\n');
}

export const inMegabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;
export const inSeconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;

/** Milliseconds that something takes. */
export async function timed<T>(act: () => Promise<T> | T): Promise<{ result: T; milliseconds: number }> {
  const start = performance.now();
  const result = await act();
  return { result, milliseconds: performance.now() - start };
}

/** The middle of several runs, so that one disturbance does not count. */
export async function medianOf(runs: number, act: () => Promise<unknown> | unknown): Promise<number> {
  const all: number[] = [];
  for (let run = 0; run < runs; run++) all.push((await timed(act)).milliseconds);
  return all.sort((a, b) => a - b)[Math.floor(runs / 2)] ?? Number.NaN;
}
