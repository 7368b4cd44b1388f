import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { bundleWorker } from './crew-worker.ts';

/** Before the first file of a run: makes what all files share (kept.ts, crew-worker.ts). Behind the last, removes it. */
export default async function prepare(project: TestProject): Promise<(() => void) | undefined> {
  // Each project asks for it.
  if (process.env.CORRIDOR_TEST_KEPT !== undefined) return undefined;
  const kept = mkdtempSync(join(tmpdir(), 'corridor-kept-'));
  const worker = makeFolderAmongPackages('corridor-worker-');
  process.env.CORRIDOR_TEST_KEPT = kept;
  process.env.CORRIDOR_TEST_BUNDLE = worker;
  // A source that cannot be bundled is told by the tests that run it.
  const bundle = () => bundleWorker('src/workshop/worker.ts', worker).catch(() => undefined);
  await bundle();
  project.onTestsRerun(bundle);
  return () => {
    for (const folder of [kept, worker]) rmSync(folder, { recursive: true, force: true });
  };
}

/** Node looks for packages from where a program lies. */
function makeFolderAmongPackages(prefix: string): string {
  const folder = fileURLToPath(new URL('../node_modules/.cache', import.meta.url));
  mkdirSync(folder, { recursive: true });
  return mkdtempSync(join(folder, prefix));
}
