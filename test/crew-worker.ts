import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/**
 * The program of the crew's processes as one file of JavaScript. What reads TypeScript takes longer to start than most
 * tasks of a test take, so it is made once in a run; it is used only while nothing that it was made of has changed.
 */
const OUTPUT = 'worker.mjs';
const NOTES = 'worker.json';
type Notes = Readonly<{ inputs: Readonly<Record<string, number>> }>;

/** Bundles a program into a folder from which Node finds the packages. */
export async function bundleWorker(source: string, folder: string): Promise<void> {
  // Loaded only here: every file of tests asks for the bundle, and one process makes it.
  const { build } = await import('esbuild');
  const since = Date.now();
  const { metafile } = await build({
    entryPoints: [source],
    outfile: join(folder, OUTPUT),
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    metafile: true,
    logLevel: 'silent',
  });
  const inputs = Object.keys(metafile.inputs).map((path) => [resolve(path), changedAt(path)] as const);
  // What changed meanwhile may have been read before or after.
  if (inputs.every(([, changed]) => changed < since)) {
    writeFileSync(
      join(folder, NOTES),
      JSON.stringify({ inputs: Object.fromEntries(inputs) } satisfies Notes),
    );
  }
}

/** The bundle in that folder; `undefined` where there is none, or when a file that it was made of is not as it was. */
export function freshWorker(folder: string): string | undefined {
  const inputs = Object.entries(readNotes(join(folder, NOTES)).inputs);
  const isFresh = inputs.length > 0 && inputs.every(([path, changed]) => changedAt(path) === changed);
  return isFresh ? join(folder, OUTPUT) : undefined;
}

function readNotes(path: string): Notes {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Notes;
  } catch {
    return { inputs: {} };
  }
}

/** Milliseconds since 1970; NaN, which equals nothing, for a file that is gone. */
const changedAt = (path: string): number => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Number.NaN;
