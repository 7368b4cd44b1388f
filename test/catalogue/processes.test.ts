import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'corridor-openers-'));
const program = fileURLToPath(new URL('fixtures/opener.ts', import.meta.url));

type Opener = Readonly<{ child: ChildProcess; lines: AsyncIterator<string> }>;
let openers: readonly Opener[] = [];

function startOpener(): Opener {
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), program], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines: Interface = createInterface({ input: child.stdout });
  return { child, lines: lines[Symbol.asyncIterator]() };
}

/** The same line to all at the same moment, and what each answers. */
async function ask(line: string): Promise<string[]> {
  for (const { child } of openers) child.stdin?.write(`${line}\n`);
  const answers = await Promise.all(openers.map(({ lines }) => lines.next()));
  return answers.map(({ value }) => String(value));
}

beforeAll(async () => {
  openers = [startOpener(), startOpener(), startOpener()];
  await ask('');
});
afterAll(() => {
  for (const { child } of openers) child.kill();
  rmSync(folder, { recursive: true });
});

test('processes that open a fresh catalogue at the same moment all succeed', async () => {
  for (let round = 0; round < 12; round++) {
    const answers = await ask(join(folder, `round-${round}`, 'catalogue.db'));
    expect(answers).toEqual(['open, 0 shows', 'open, 0 shows', 'open, 0 shows']);
  }
});
