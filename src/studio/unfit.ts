import { CorridorError } from '../errors.ts';
import { cleanFileName } from '../show/names.ts';

/** Says which of several sounds cannot be used, since most faults speak of “the recording”. */
export function unfit(thrown: unknown, name: string, path: string): unknown {
  if (!(thrown instanceof CorridorError && thrown.code.startsWith('recording-'))) return thrown;
  const { code, message, hint } = thrown;
  return new CorridorError(code, `“${cleanFileName(path)}” cannot be the ${name}. ${message}`, hint, thrown);
}
