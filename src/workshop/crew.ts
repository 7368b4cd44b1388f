import { setMaxListeners } from 'node:events';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Tinypool } from 'tinypool';
import { CorridorError, type Problem } from '../errors.ts';
import type { Stretch } from '../sound/meter.ts';
import type { Answer, EncodeTask, HearTask, ListenTask, Task, TaskProgress } from './tasks.ts';

/**
 * The processes that work on sound, one for every core: so the studio's own process stays small and answers at once,
 * and no core idles while work is left. They start with the first task and end when they are idle.
 */
export type Crew = Readonly<{
  size: number;
  /** @throws CorridorError object-missing, ffmpeg-missing, ffmpeg-failed, disk-full, cancelled */
  listen(task: ListenTask | HearTask, watch?: TaskWatch): Promise<Stretch>;
  encode(task: EncodeTask, watch?: TaskWatch): Promise<void>;
  close(): Promise<void>;
}>;

export type TaskWatch = Readonly<{
  signal?: AbortSignal | undefined;
  /** Frames done of this task. */
  onDone?: ((frames: number) => void) | undefined;
}>;

/** Milliseconds that a process waits for more work. */
const PATIENCE = 10_000;

/** @param environment what the processes find in theirs, PATH above all */
export function openCrew(size: number, environment: Readonly<Record<string, string>>): Crew {
  let pool: Tinypool | undefined;
  const ask = async (task: Task, watch: TaskWatch = {}): Promise<unknown> => {
    pool ??= openPool(size, environment);
    return run(pool, task, watch);
  };
  return {
    size,
    listen: (task, watch) => ask(task, watch) as Promise<Stretch>,
    encode: async (task, watch) => void (await ask(task, watch)),
    close: async () => {
      const closing = pool;
      pool = undefined;
      await closing?.destroy();
    },
  };
}

type Program = Readonly<{ filename: string; execArgv: string[] }>;

const isSource = extname(fileURLToPath(import.meta.url)) === '.ts';
const beside = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
/** From source, the processes need what reads TypeScript, wherever they are started. */
const typeLoader = new URL('../../node_modules/tsx/dist/loader.mjs', import.meta.url).href;

/** From source, tests lend a bundle of the worker, made of the source as it is: it starts in a third of the time. */
function programFor({ CORRIDOR_TEST_WORKER: lent }: Readonly<Record<string, string>>): Program {
  if (!isSource) return { filename: beside('./worker.js'), execArgv: [] };
  if (lent) return { filename: lent, execArgv: [] };
  return { filename: beside('./worker.ts'), execArgv: ['--import', typeLoader] };
}

function openPool(size: number, environment: Readonly<Record<string, string>>): Tinypool {
  return new Tinypool({
    ...programFor(environment),
    runtime: 'child_process',
    serialization: 'advanced',
    minThreads: 0,
    maxThreads: size,
    idleTimeout: PATIENCE,
    env: { ...environment },
  });
}

async function run(pool: Tinypool, task: Task, { signal, onDone }: TaskWatch): Promise<unknown> {
  if (signal?.aborted) throw cancelled();
  // Every task of a long sound listens to the same signal.
  if (signal) setMaxListeners(0, signal);
  const channel = { postMessage: (message: unknown) => onDone?.((message as TaskProgress).done) };
  const answer = await pool.run(task, { channel, signal: signal ?? null }).catch((thrown: unknown) => {
    throw signal?.aborted ? cancelled() : interrupted(thrown);
  });
  return bodyOf(answer as Answer<unknown>);
}

function bodyOf(answer: Answer<unknown>): unknown {
  if ('problem' in answer) throw errorOf(answer.problem);
  return answer.body;
}

const errorOf = ({ code, message, hint }: Problem): CorridorError => new CorridorError(code, message, hint);

const cancelled = (): CorridorError =>
  new CorridorError(
    'cancelled',
    'The work was stopped.',
    'It goes on where it was when Corridor runs again.',
  );

const interrupted = (cause: unknown): CorridorError =>
  new CorridorError(
    'ffmpeg-failed',
    'A process that worked on the sound ended before it had finished.',
    'The work is tried again; if it fails each time, run `corridor doctor`.',
    cause,
  );
