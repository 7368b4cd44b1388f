import { channel } from 'node:diagnostics_channel';

/**
 * One error type and one table. An error says what happened and why (`message`) and what to do now (`hint`);
 * its code decides the HTTP status, the exit code of the command line, and whether trying again may help.
 */
type Consequence = Readonly<{ status: number; exit: number; retry: boolean }>;

const inputFault = (status = 422): Consequence => ({ status, exit: 2, retry: false });
const passing = (status = 503): Consequence => ({ status, exit: 1, retry: true });
const final = (status = 500): Consequence => ({ status, exit: 1, retry: false });

export const consequences = {
  // what people hand in
  'usage-wrong': inputFault(400),
  'value-invalid': inputFault(),
  'title-missing': inputFault(),
  'show-unknown': inputFault(404),
  'show-exists': inputFault(409),
  'show-not-chosen': inputFault(),
  'episode-unknown': inputFault(404),
  'file-missing': inputFault(404),
  'recording-missing': inputFault(),
  'recording-empty': inputFault(),
  'recording-not-sound': inputFault(415),
  'recording-refers-elsewhere': inputFault(415),
  'recording-without-sound': inputFault(),
  'recording-too-short': inputFault(),
  'recording-silent': inputFault(),
  'recording-damaged': inputFault(),
  'recording-too-large': inputFault(413),
  'upload-broken': inputFault(400),
  'cover-unfit': inputFault(),
  'chapters-unreadable': inputFault(),
  'transcript-unreadable': inputFault(),
  'recipe-unknown': inputFault(),
  'recipe-invalid': inputFault(),
  'details-invalid': inputFault(),
  'feed-unreadable': inputFault(),
  'feed-faulty': inputFault(),
  'publication-unknown': inputFault(404),
  'move-refused': inputFault(),
  // states of an episode
  'episode-not-ready': final(409),
  'episode-public': inputFault(409),
  'episode-exists': inputFault(409),
  'episode-leaving': final(409),
  'master-off-target': final(),
  // stores
  'object-missing': final(404),
  'object-changed': passing(409),
  'range-unsatisfiable': final(416),
  'key-invalid': final(400),
  'bucket-missing': passing(502),
  'store-refused': passing(502),
  'store-unreachable': passing(502),
  'store-unfaithful': passing(502),
  'address-unfit': final(502),
  'disk-full': passing(507),
  // calls to others
  'ping-unanswered': passing(502),
  'ping-refused': final(502),
  // the house
  'settings-invalid': final(),
  'catalogue-unusable': final(),
  'ffmpeg-missing': passing(),
  'ffmpeg-failed': passing(500),
  cancelled: passing(503),
  'port-taken': final(),
  'sign-in-required': inputFault(401),
  'request-foreign': inputFault(403),
  'page-unknown': inputFault(404),
  unexpected: passing(500),
} as const satisfies Record<string, Consequence>;

export type ErrorCode = keyof typeof consequences;

/** What is kept and shown of an error: never a stack, never a path inside the machine. */
export type Problem = Readonly<{ code: ErrorCode; message: string; hint: string }>;

export class CorridorError extends Error {
  readonly code: ErrorCode;
  readonly hint: string;

  constructor(code: ErrorCode, message: string, hint: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'CorridorError';
    this.code = code;
    this.hint = hint;
  }
}

/** Any thrown value as a CorridorError; a stranger becomes `unexpected` with the stranger as its cause. */
export function toCorridorError(thrown: unknown): CorridorError {
  if (thrown instanceof CorridorError) return thrown;
  const told = thrown instanceof Error ? thrown.message : String(thrown);
  return new CorridorError(
    'unexpected',
    `Something unexpected happened: ${told}`,
    'Try again; if it happens twice, report it with the output of --verbose.',
    thrown,
  );
}

/** Told of an error where no more of it is kept than its problem, for those who look for its cause (--verbose). */
export const failures = channel('corridor:failure');

export function problemOf(thrown: unknown): Problem {
  const { code, message, hint } = toCorridorError(thrown);
  return { code, message, hint };
}

/** There was no room left, or none for this user: ENOSPC and EDQUOT of errno(3). */
export const isDiskFull = (thrown: unknown): boolean =>
  thrown instanceof Error && 'code' in thrown && (thrown.code === 'ENOSPC' || thrown.code === 'EDQUOT');

export const worthRetrying = (thrown: unknown): boolean => consequences[toCorridorError(thrown).code].retry;
export const exitCodeOf = (thrown: unknown): number => consequences[toCorridorError(thrown).code].exit;
export const statusOf = (thrown: unknown): number => consequences[toCorridorError(thrown).code].status;
