import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { childEnvironment } from '../../src/config.ts';
import { openCrew } from '../../src/workshop/crew.ts';
import type { ListenTask } from '../../src/workshop/tasks.ts';
import { bundleWorker, freshWorker } from '../crew-worker.ts';

/** A program of two files, bundled as the crew's worker is; what it was made of lies a minute back. */
const folder = mkdtempSync(join(tmpdir(), 'corridor-bundle-'));
const [program, part] = ['program.ts', 'part.ts'].map((name) => join(folder, name)) as [string, string];
afterAll(() => rmSync(folder, { recursive: true }));

function write(path: string, text: string, changed: Date): void {
  writeFileSync(path, text);
  utimesSync(path, changed, changed);
}
const ago = (seconds: number): Date => new Date(Date.now() - 1000 * seconds);

beforeEach(async () => {
  write(program, "export { said } from './part.ts';", ago(60));
  write(part, "export const said: string = 'as it is';", ago(60));
  rmSync(join(folder, 'worker.json'), { force: true });
});

test('a bundle says what the source says', async () => {
  await bundleWorker(program, folder);
  const { said } = await import(pathToFileURL(freshWorker(folder) ?? '').href);
  expect(said).toBe('as it is');
});

test.each([
  ['changed', () => write(part, "export const said = 'anew';", new Date())],
  ['put back to how it was long ago', () => write(part, "export const said = 'before';", ago(3600))],
  ['taken away', () => rmSync(part)],
])('it is not used any more when a part of it was %s', async (_, change) => {
  await bundleWorker(program, folder);
  expect(freshWorker(folder)).toBe(join(folder, 'worker.mjs'));
  change();
  expect(freshWorker(folder)).toBeUndefined();
});

test('nor when a part of it changed while it was made', async () => {
  write(part, "export const said = 'just now';", ago(-1));
  await bundleWorker(program, folder);
  expect(freshWorker(folder)).toBeUndefined();
});

test('nor when there is none', () => {
  expect(freshWorker(folder)).toBeUndefined();
  expect(freshWorker('/nowhere')).toBeUndefined();
});

describe('a crew from source', () => {
  const { CORRIDOR_TEST_WORKER: _, ...environment } = childEnvironment();
  const nowhere = { path: '/nowhere', format: 'f32le', offset: 0, channels: 1, isMixedDown: false } as const;
  const task: ListenTask = {
    ...{ kind: 'listen', raw: nowhere, sampleRate: 48_000 },
    ...{ from: 0, frames: 1, leadIn: 0 },
  };
  const ask = async (more: Readonly<Record<string, string>>): Promise<unknown> => {
    const crew = openCrew(1, { ...environment, ...more });
    const answer = await crew.listen(task).catch((thrown: unknown) => thrown);
    await crew.close();
    return answer;
  };

  test('runs the worker that tests lend it', async () => {
    const lent = join(folder, 'lent.mjs');
    writeFileSync(lent, "export default async ({ kind }) => ({ body: 'asked to ' + kind });");
    expect(await ask({ CORRIDOR_TEST_WORKER: lent })).toBe('asked to listen');
  });

  test('runs its own TypeScript else, and both say the same', async () => {
    const own = await ask({});
    expect(own).toMatchObject({ message: expect.stringContaining('/nowhere') });
    const lent = freshWorker(process.env.CORRIDOR_TEST_BUNDLE ?? '');
    expect(await ask(lent === undefined ? {} : { CORRIDOR_TEST_WORKER: lent })).toEqual(own);
  });
});
