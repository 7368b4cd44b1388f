/** However a program ends them. */
export const linesOf = (text: string): readonly string[] => text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/);

/** Lines up to an empty one, and the number of the first of them, counted from 0. */
export type Block = Readonly<{ at: number; lines: readonly string[] }>;

export function blocksOf(lines: readonly string[]): readonly Block[] {
  const blocks: { at: number; lines: string[] }[] = [];
  let isOpen = false;
  for (const [at, line] of lines.entries()) {
    const isEmpty = line.trim() === '';
    if (!isEmpty && isOpen) blocks.at(-1)?.lines.push(line);
    else if (!isEmpty) blocks.push({ at, lines: [line] });
    isOpen = !isEmpty;
  }
  return blocks;
}
