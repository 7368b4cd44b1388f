/**
 * Who holds a job. A lease ends by itself, but when the holder was a process on this machine and is gone, its jobs
 * need not wait for that. A process number alone proves nothing: numbers are used again, and in two containers both
 * programs are number 1. So a worker is also known by its place (one start of one machine, one process namespace)
 * and by the moment it was born. Where the two cannot be compared, nobody is declared dead and the lease decides.
 */
import { randomUUID } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

export type Worker = Readonly<{ place: string; pid: number; born: string }>;

export function thisWorker(): Worker {
  return { place: thisPlace(), pid: process.pid, born: bornOf(process.pid) ?? '' };
}

/** True only when `other` is known to have ended, seen from the living worker `here`. */
export function hasEnded(other: Worker, here: Worker): boolean {
  if (other.place !== here.place) return false;
  const born = bornOf(other.pid);
  if (born !== undefined && other.born !== '') return born !== other.born;
  return !isRunning(other.pid);
}

function thisPlace(): string {
  try {
    const start = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${start} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    // A Linux that hides these may be one of several containers of the same name: comparable to none.
    return process.platform === 'linux' ? randomUUID() : `host ${hostname()}`;
  }
}

/**
 * Clock ticks from the machine's start to the process's, where the system tells (Linux). A process that has ended but
 * was not yet collected by its parent still has its number. See proc(5), /proc/pid/stat, fields 3 and 22.
 */
function bornOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? 'ended' : fields[19];
  } catch {
    return undefined;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (fault) {
    return fault instanceof Error && 'code' in fault && fault.code === 'EPERM';
  }
}
