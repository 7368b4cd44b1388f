import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { runTool } from './processes.ts';

/**
 * Runs a program of ours where `folder` is a disk of its own with that many bytes, and gives what it printed. The
 * disk lives in a namespace of the child alone: no privilege is needed, and it is gone with the child.
 */
export async function runOnSmallDisk(program: URL, folder: string, bytes: number): Promise<string> {
  const mounted = `mount -t tmpfs -o size=${bytes} none "$1" && exec "$2" --import tsx "$3" "$1"`;
  const args = [...inNamespace, mounted, 'sh', folder, process.execPath, fileURLToPath(program)];
  return (await runTool('unshare', args, { timeout: 60_000 })).stdout;
}

const inNamespace = ['--user', '--map-root-user', '--mount', 'sh', '-c'];

/** Why this system gives no small disk; `undefined` when it does. */
export function smallDiskAbsent(): string | undefined {
  try {
    execFileSync('unshare', [...inNamespace, 'mount -t tmpfs -o size=64k none /mnt'], { stdio: 'pipe' });
    return undefined;
  } catch {
    return 'this system gives no mount namespace (unshare --user --mount), so there is no disk to fill';
  }
}
