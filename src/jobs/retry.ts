/** Seconds before the second attempt where nobody says otherwise, and before any attempt at the most. */
export const FIRST_WAIT = 2;
const LONGEST_WAIT = 300;

/**
 * Seconds to wait before the next attempt: 2, 4, 8 ... (`first`, twice that, four times that ...) up to five minutes,
 * each between three quarters and all of that, so that jobs which failed together do not come back together.
 *
 *     retryDelay({ attempt: 3, jitter: 0.5 }); // 7 of at most 8 seconds
 *
 * `attempt` is the one that failed, from 1; `jitter` is a random number from 0 to 1.
 */
type Wait = Readonly<{ attempt: number; jitter: number; first?: number }>;

export function retryDelay({ attempt, jitter, first = FIRST_WAIT }: Wait): number {
  const whole = Math.min(first * 2 ** (attempt - 1), LONGEST_WAIT);
  return whole * (0.75 + 0.25 * jitter);
}
