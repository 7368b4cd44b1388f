import type { Readable, Writable } from 'node:stream';
import Ffmpeg from 'fluent-ffmpeg';
import { CorridorError } from '../errors.ts';
import { readClock } from '../sound/inspection.ts';

/**
 * The one door to fluent-ffmpeg. The package is no longer maintained, so it gets plain lists of options and does one
 * thing: run the program, tell its messages, end it when asked.
 */
export type FfmpegRun = Readonly<{
  /** The ffmpeg program. */
  program: string;
  inputs: readonly FfmpegInput[];
  options: readonly string[];
  /** A path, `-` with the `null` format, or a stream that takes what ffmpeg writes. */
  output: string | Writable;
  signal?: AbortSignal;
  /** Seconds of sound that are done. */
  onTime?: (seconds: number) => void;
}>;

/** A file, or one stream of bytes. */
export type FfmpegInput = Readonly<{ options: readonly string[] }> &
  (Readonly<{ path: string }> | Readonly<{ stream: Readable }>);

/** How a run ended: what it said, and whether it said so with exit code 0. */
export type FfmpegReport = Readonly<{ text: string; failure?: CorridorError }>;

/** Enough for every summary, with hundreds of chapters; a damaged file can make ffmpeg write millions of lines. */
const HEAD_LINES = 1500;
const TAIL_LINES = 200;

/**
 * Runs ffmpeg to its end. Failure of the program is told in the report, since its words say what was wrong.
 * @throws CorridorError ffmpeg-missing, cancelled
 */
export async function runFfmpeg(run: FfmpegRun): Promise<FfmpegReport> {
  if (run.signal?.aborted) throw cancelled();
  const lines = openLines();
  const failure = await start(run, (line) => {
    lines.add(line);
    const seconds = readClock(/\btime=(\d+:\d+:\d+\.\d+)/.exec(line)?.[1]);
    if (seconds !== undefined) run.onTime?.(seconds);
  });
  const text = lines.text();
  if (run.signal?.aborted) throw cancelled();
  return failure === undefined ? { text } : { text, failure: explain(failure, text, run.program) };
}

/** The report of a run that has to succeed. @throws CorridorError ffmpeg-missing, ffmpeg-failed, disk-full, cancelled */
export async function demandFfmpeg(run: FfmpegRun): Promise<string> {
  const { text, failure } = await runFfmpeg(run);
  if (failure) throw failure;
  return text;
}

function start(run: FfmpegRun, onLine: (line: string) => void): Promise<Error | undefined> {
  return new Promise((resolve) => {
    const command = Ffmpeg({ logger: undefined, stdoutLines: 1 }).setFfmpegPath(run.program);
    trustFormats(command);
    surviveFailedStarts(command);
    for (const input of run.inputs) {
      command.input('path' in input ? `file:${input.path}` : input.stream).inputOptions([...input.options]);
    }
    const kill = () => command.kill('SIGKILL');
    const settle = (failure?: Error) => {
      run.signal?.removeEventListener('abort', kill);
      resolve(failure);
    };
    run.signal?.addEventListener('abort', kill, { once: true });
    command
      .outputOptions(['-hide_banner', '-nostdin', ...run.options])
      .on('start', () => run.signal?.aborted && kill())
      .on('stderr', onLine)
      .on('end', () => settle())
      .on('error', (error: Error) => settle(error));
    if (typeof run.output === 'string') command.save(run.output);
    else command.pipe(run.output, { end: true });
  });
}

/**
 * Its own checks of formats and encoders misread what newer ffmpegs print, and cost further processes, which no abort
 * would reach; ffmpeg checks itself.
 */
function trustFormats(command: Ffmpeg.FfmpegCommand): void {
  Object.assign(command, {
    _checkCapabilities: (done: () => void) => done(),
    availableEncoders: (done: (fault: null, encoders: object) => void) => done(null, {}),
  });
}

type Spawn = (words: string[], options: object, begun: unknown, ended: Ended) => void;
type Ended = (fault?: Error, stdout?: Ring, stderr?: Ring) => void;
type Ring = Readonly<{ get(): string }>;
const nothingSaid: Ring = { get: () => '' };

/** Of a program that cannot be started it wants to read what it said, and throws past everybody: so it said nothing. */
function surviveFailedStarts(command: Ffmpeg.FfmpegCommand): void {
  const own = command as unknown as { _spawnFfmpeg: Spawn };
  const spawn = own._spawnFfmpeg;
  own._spawnFfmpeg = (words, options, begun, ended) =>
    spawn.call(command, words, options, begun, (fault, stdout = nothingSaid, stderr = nothingSaid) =>
      ended(fault, stdout, stderr),
    );
}

function openLines(): { add(line: string): void; text(): string } {
  const head: string[] = [];
  const tail: string[] = [];
  const add = (line: string): void => {
    if (head.length < HEAD_LINES) head.push(line);
    else if (tail.push(line) > TAIL_LINES) tail.shift();
  };
  return { add, text: () => [...head, ...tail].join('\n') };
}

function explain(failure: Error, text: string, program: string): CorridorError {
  if (/ENOENT|EACCES|Cannot find ffmpeg/.test(failure.message)) return ffmpegMissing(program, failure);
  if (/No space left on device/.test(text)) {
    return new CorridorError(
      'disk-full',
      'The disk is full: the sound could not be written.',
      'Free some space, or point SCRATCH_DIR to a larger disk; the work is tried again.',
      failure,
    );
  }
  const told = text.trim().split('\n').at(-1) ?? '';
  return new CorridorError(
    'ffmpeg-failed',
    /killed with signal/.test(failure.message)
      ? 'ffmpeg was ended from outside before it had finished.'
      : `ffmpeg could not do its work: ${told.slice(0, 200)}`,
    'The work is tried again; if it fails each time, run `corridor doctor`.',
    failure,
  );
}

export function ffmpegMissing(program: string, cause?: unknown): CorridorError {
  return new CorridorError(
    'ffmpeg-missing',
    `There is no ffmpeg that runs at ${program}.`,
    'Install ffmpeg (Debian: apt-get install ffmpeg), or set FFMPEG_PATH to one, or leave it empty for the bundled one.',
    cause,
  );
}

/** A failure that says nothing about the sound: no program, no space, or ended from outside. */
export const isOfTheHouse = (failure: CorridorError): boolean =>
  failure.code !== 'ffmpeg-failed' || /killed with signal/.test(String(failure.cause));

const cancelled = (): CorridorError =>
  new CorridorError(
    'cancelled',
    'The work was stopped.',
    'It goes on where it was when Corridor runs again.',
  );
