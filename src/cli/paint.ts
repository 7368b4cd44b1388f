import type { WriteStream } from 'node:tty';

/** Few colours, and none where the stream is no terminal or NO_COLOR is set (hasColors asks the environment). */
export type Paint = Readonly<{
  strong(text: string): string;
  quiet(text: string): string;
  good(text: string): string;
  doubtful(text: string): string;
  bad(text: string): string;
}>;

const plain = (text: string): string => text;
const sgr = (on: number, off: number) => (text: string) => `\u001B[${on}m${text}\u001B[${off}m`;

const none: Paint = { strong: plain, quiet: plain, good: plain, doubtful: plain, bad: plain };
const colours: Paint = {
  strong: sgr(1, 22),
  quiet: sgr(2, 22),
  good: sgr(32, 39),
  doubtful: sgr(33, 39),
  bad: sgr(31, 39),
};

export const painterFor = (stream: Pick<WriteStream, 'isTTY' | 'hasColors'>): Paint =>
  stream.isTTY && stream.hasColors() ? colours : none;
