import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, createWriteStream } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

export const runTool = promisify(execFile);

/** Those of the programs that are not on PATH. */
export const absentPrograms = (names: readonly string[]): readonly string[] =>
  names.filter(
    (name) => !(process.env.PATH ?? '').split(delimiter).some((folder) => isThere(join(folder, name))),
  );

function isThere(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** A server in the foreground. The kernel ends it together with this process, however that one ends. */
export function startServer(program: string, args: readonly string[], log: string): ChildProcess {
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', program, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const out = createWriteStream(log);
  child.stdout.pipe(out, { end: false });
  child.stderr.pipe(out, { end: false });
  child.once('exit', () => out.end());
  return child;
}

export async function endServer(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('The system gave no port.');
  return address.port;
}

/** Asks again and again until the answer is yes. @param patience milliseconds */
export async function until(ask: () => Promise<boolean>, what: string, patience = 60_000): Promise<void> {
  const deadline = Date.now() + patience;
  while (!(await ask())) {
    if (Date.now() > deadline) throw new Error(`Waited ${patience} ms in vain: ${what}.`);
    await new Promise((resume) => setTimeout(resume, 50));
  }
}
