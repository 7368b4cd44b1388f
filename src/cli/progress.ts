import ora, { type Ora } from 'ora';
import { printTimeLeft } from './figures.ts';

/** One line on stderr that says what is going on; occasional plain lines where stderr is no terminal. */
export type Progress = Readonly<{ show(step: Step): void; end(): void }>;

export type Step = Readonly<{ says: string; percent?: number; secondsLeft?: number }>;

/** `columns` is 0 in a terminal that does not know how wide it is, e.g. that of `script`. */
export type Stderr = NodeJS.WritableStream & Readonly<{ isTTY?: boolean; columns?: number }>;

export function openProgress(
  { silent }: Readonly<{ silent: boolean }>,
  stderr: Stderr = process.stderr,
): Progress {
  if (silent) return { show: () => {}, end: () => {} };
  // A spinner divides its text by the width, and would clear lines without end where that is 0.
  return stderr.isTTY && stderr.columns ? openSpinner(stderr) : openLines(stderr);
}

function openSpinner(stream: Stderr): Progress {
  // Raw mode would take Ctrl-C away from the program.
  const spinner: Ora = ora({ stream, discardStdin: false, color: 'green' });
  return {
    show: (step) => {
      spinner.text = printStep(step);
      if (!spinner.isSpinning) spinner.start();
    },
    end: () => {
      spinner.stop();
    },
  };
}

function openLines(stream: Stderr): Progress {
  let last = '';
  return {
    show: (step) => {
      const quarter = Math.floor((step.percent ?? 0) / 25);
      const mark = `${step.says} ${quarter}`;
      if (mark === last) return;
      last = mark;
      stream.write(`${[step.says, ...figuresOf(step)].join(', ')}\n`);
    },
    end: () => {},
  };
}

const printStep = (step: Step): string =>
  [step.says.padEnd(28), step.percent === undefined ? '' : bar(step.percent), ...figuresOf(step)]
    .filter((part) => part !== '')
    .join('  ');

const figuresOf = ({ percent, secondsLeft }: Step): string[] => [
  ...(percent === undefined ? [] : [`${String(Math.floor(percent)).padStart(3)} %`]),
  ...(secondsLeft === undefined ? [] : [printTimeLeft(secondsLeft)]),
];

function bar(percent: number): string {
  const width = 24;
  const full = Math.round((Math.min(100, Math.max(0, percent)) / 100) * width);
  return '━'.repeat(full) + '┄'.repeat(width - full);
}
