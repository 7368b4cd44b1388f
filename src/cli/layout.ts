/** Text for the terminal: aligned columns, and nothing in it that a terminal would obey. */

/** Without control characters, so that no name or title can steer the terminal; line breaks stay. */
export const printable = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  text.replace(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/g, ' ');

type Side = 'left' | 'right';

/** Rows as lines of columns two blanks apart; the last column is left as it is. */
export function alignColumns(rows: readonly (readonly string[])[], sides: readonly Side[] = []): string[] {
  const clean = rows.map((row) => row.map(printable));
  const widths = widthsOf(clean);
  return clean.map((row) =>
    row
      .map((cell, at) => padCell(cell, widths[at] ?? 0, at === row.length - 1, sides[at]))
      .join('  ')
      .trimEnd(),
  );
}

function padCell(cell: string, width: number, isLast: boolean, side: Side = 'left'): string {
  if (side === 'right') return cell.padStart(width);
  return isLast ? cell : cell.padEnd(width);
}

function widthsOf(rows: readonly (readonly string[])[]): number[] {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  return Array.from({ length: columns }, (_, at) => Math.max(0, ...rows.map((row) => row[at]?.length ?? 0)));
}

/** `name  value` lines, indented; names without a value are left out. */
export function printFacts(
  facts: readonly (readonly [name: string, value: string | undefined])[],
  quiet: (text: string) => string,
): string[] {
  const known = facts.filter((fact): fact is readonly [string, string] => fact[1] !== undefined);
  const width = Math.max(0, ...known.map(([name]) => name.length));
  return known.map(([name, value]) => `  ${quiet(name.padEnd(width))}  ${printable(value)}`);
}

export const textOf = (lines: readonly string[]): string => `${lines.join('\n')}\n`;
