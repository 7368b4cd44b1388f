/** Words in lines of at most so many characters; a longer word has a line of its own. Lines that are there stay apart. */
export const wrap = (text: string, widest: number): readonly string[] =>
  text.split('\n').flatMap((line) => wrapLine(line, widest));

function wrapLine(text: string, widest: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  let width = 0;
  for (const word of text.split(' ')) {
    const length = [...word].length;
    if (line === '') [line, width] = [word, length];
    else if (width + 1 + length <= widest) [line, width] = [`${line} ${word}`, width + 1 + length];
    else {
      lines.push(line);
      [line, width] = [word, length];
    }
  }
  return [...lines, line];
}
