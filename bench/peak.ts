import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';

/** Follows the high-water mark of a process's memory, which Linux keeps for it; the last look is the peak. */
export function watchPeak(pid: number | undefined): { end(): number } {
  let peak = 0;
  const look = () => {
    peak = Math.max(peak, highWaterMark(pid));
  };
  look();
  const timer = setInterval(look, 20);
  return {
    end: () => {
      clearInterval(timer);
      return peak;
    },
  };
}

function highWaterMark(pid: number | undefined): number {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Number(kilobytes ?? 0) * 1024;
  } catch {
    // The process has ended.
    return 0;
  }
}

/** The baseline: a program that reads the whole file before it hashes it. */
export async function readNaively(path: string): Promise<number> {
  const program = `
    const bytes = require('node:fs').readFileSync(process.argv[1]);
    require('node:crypto').createHash('sha256').update(bytes).digest('hex');
    console.log(require('node:fs').readFileSync('/proc/self/status', 'utf8'));`;
  const child = spawn(process.execPath, ['-e', program, path], { stdio: ['ignore', 'pipe', 'inherit'] });
  let status = '';
  child.stdout.on('data', (text: Buffer) => {
    status += text.toString();
  });
  await once(child, 'close');
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024;
}
