import { inspect } from 'node:util';
import { CorridorError, exitCodeOf, failures, problemOf, toCorridorError } from '../errors.ts';
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

/** Further ones are of no use to anybody. */
const MOST_CAUSES = 20;
/** Failures of the work behind a command, whose problem alone comes back with the episode; the last ones. */
const met: unknown[] = [];

/** From now on remembers what the work fails with, so that its cause can be told at the end. */
export function rememberFailures(): void {
  failures.subscribe((failure) => {
    met.push(failure);
    if (met.length > MOST_CAUSES) met.shift();
  });
}

/** An error and all its causes, each with its stack. */
function printCauses(thrown: unknown): string {
  const { message } = toCorridorError(thrown);
  const origin = met.findLast(
    (failure) => failure !== thrown && toCorridorError(failure).message === message,
  );
  const told = new Set<unknown>();
  const tell = (fault: unknown): void => {
    if (fault === undefined || told.has(fault) || told.size > MOST_CAUSES) return;
    told.add(fault);
    if (fault instanceof AggregateError) for (const part of fault.errors) tell(part);
    if (fault instanceof Error) tell(fault.cause);
  };
  tell(thrown);
  tell(origin);
  return [...told].map((fault, i) => `${i === 0 ? '' : 'Cause: '}${printable(stackOf(fault))}\n`).join('');
}

const stackOf = (fault: unknown): string =>
  fault instanceof Error ? (fault.stack ?? String(fault)) : inspect(fault, { depth: 3 });

/** Faults that no command caught: told like any other, with a stack only if asked for. A closed pipe is no fault at all. */
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

/** Corridor's own warnings (those of pings.ts) in plain words; Node's own as Node tells them. */
export function tellWarnings(): void {
  const others = process.listeners('warning');
  process.removeAllListeners('warning');
  process.on('warning', (warning) => {
    if (!warning.name.startsWith('Corridor')) for (const tell of others) tell(warning);
    else process.stderr.write(`${painterFor(process.stderr).doubtful('!')} ${oneLine(warning.message)}\n`);
  });
}

export const usageWrong = (message: string, hint: string): CorridorError =>
  new CorridorError('usage-wrong', message, hint);
