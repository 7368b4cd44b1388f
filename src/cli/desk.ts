import { readSettings, type Settings } from '../config.ts';
import { CorridorError } from '../errors.ts';
import type { Studio } from '../studio/studio.ts';
import { type Paint, painterFor } from './paint.ts';
import { openProgress, type Progress } from './progress.ts';

/** What every command has at hand: where to answer, how to show progress, and whether it was interrupted. */
export type Desk = Readonly<{
  json: boolean;
  paint: Paint;
  /** Fires at the first Ctrl-C. */
  signal: AbortSignal;
  /** Tells the result: one JSON document, or text for people. Called once. */
  answer(answer: Answer): void;
  progress(): Progress;
}>;

export type Answer = Readonly<{ json: unknown; text: string }>;

export function openDesk({ json, signal }: { json: boolean; signal: AbortSignal }): Desk {
  return {
    json,
    signal,
    paint: painterFor(process.stdout),
    answer: (answer) => {
      process.stdout.write(json ? `${JSON.stringify(answer.json, null, 2)}\n` : answer.text);
    },
    progress: () => openProgress({ silent: json && !process.stderr.isTTY }),
  };
}

/** Opens the studio for one command, and closes it whatever comes. */
export async function withStudio<T>(use: (studio: Studio, settings: Settings) => Promise<T>): Promise<T> {
  const settings = readSettings();
  // Loaded only now: help and usage errors answer without the whole house.
  const { openStudio } = await import('../studio/open.ts');
  const studio = await openStudio(settings);
  try {
    return await use(studio, settings);
  } finally {
    await studio.close();
  }
}

export const stopped = (message: string, hint: string): CorridorError =>
  new CorridorError('cancelled', message, hint);

/** Resolves when the command is interrupted. */
export const interruption = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
