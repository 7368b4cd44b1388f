import { CorridorError, exitCodeOf, problemOf, toCorridorError } from '../errors.ts';
import { printable } from './layout.ts';
import { painterFor } from './paint.ts';

export type Telling = Readonly<{ json: boolean; verbose: boolean }>;

/** Tells an error: what happened, then what to do; as a document on stdout with --json. Returns the exit code. */
export function tellFault(thrown: unknown, { json, verbose }: Telling): number {
  const problem = problemOf(thrown);
  if (json) process.stdout.write(`${JSON.stringify({ error: problem }, null, 2)}\n`);
  else process.stderr.write(printFault(problem));
  if (verbose) process.stderr.write(printCauses(thrown));
  return exitCodeOf(thrown);
}

function printFault({ message, hint }: { message: string; hint: string }): string {
  const paint = painterFor(process.stderr);
  return `${paint.bad(oneLine(message))}\n${oneLine(hint)}\n`;
}

const oneLine = (text: string): string => printable(text).replace(/\s*\n\s*/g, ' ');

function printCauses(thrown: unknown): string {
  const lines: string[] = [];
  for (let cause = toCorridorError(thrown).cause; cause instanceof Error; cause = cause.cause)
    lines.push(`Cause: ${printable(cause.message)}`);
  return lines.map((line) => `${line}\n`).join('');
}

/** Faults that no command caught: told like any other, never with a stack. A closed pipe is no fault at all. */
export function endOnStrangeFaults(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    process.exit(error.code === 'EPIPE' ? 0 : 1);
  });
  const end = (thrown: unknown) => {
    const json = process.argv.includes('--json');
    process.exit(tellFault(thrown, { json, verbose: process.argv.includes('--verbose') }));
  };
  process.on('uncaughtException', end);
  process.on('unhandledRejection', end);
}

export const usageWrong = (message: string, hint: string): CorridorError =>
  new CorridorError('usage-wrong', message, hint);
