/**
 * Failed sign-ins per address: after ten within a quarter of an hour the address has to wait. Remembers a bounded
 * number of addresses, so that a flood of them costs no memory.
 */
const ALLOWED = 10;
const WINDOW_MILLISECONDS = 15 * 60_000;
const REMEMBERED = 1000;

export type Attempts = Readonly<{
  /** Seconds that the address has to wait; 0 where it may try. */
  wait(address: string, now: Date): number;
  failed(address: string, now: Date): void;
  forget(address: string): void;
}>;

export function countAttempts(): Attempts {
  const failures = new Map<string, { since: number; count: number }>();
  const current = (address: string, now: Date) => {
    const entry = failures.get(address);
    return entry && now.getTime() - entry.since < WINDOW_MILLISECONDS ? entry : undefined;
  };
  return {
    wait(address, now) {
      const entry = current(address, now);
      if (!entry || entry.count < ALLOWED) return 0;
      return Math.ceil((entry.since + WINDOW_MILLISECONDS - now.getTime()) / 1000);
    },
    failed(address, now) {
      const entry = current(address, now) ?? { since: now.getTime(), count: 0 };
      failures.delete(address);
      failures.set(address, { since: entry.since, count: entry.count + 1 });
      const oldest = failures.keys().next();
      if (failures.size > REMEMBERED && !oldest.done) failures.delete(oldest.value);
    },
    forget(address) {
      failures.delete(address);
    },
  };
}
