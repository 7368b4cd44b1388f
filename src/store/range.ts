import { CorridorError } from '../errors.ts';
import type { ByteRange } from './store.ts';

/** @throws CorridorError range-unsatisfiable when it is no range at all, whatever the size of the object */
export function checkRange(range: ByteRange): void {
  const { first, last = first } = range;
  if (!Number.isSafeInteger(first) || !Number.isSafeInteger(last) || first < 0 || last < first)
    throw rangeUnsatisfiable(range);
}

/** First and last byte within an object of that many bytes. @throws CorridorError range-unsatisfiable */
export function fitRange(range: ByteRange, bytes: number): { start: number; end: number } {
  checkRange(range);
  if (range.first >= bytes) throw rangeUnsatisfiable(range);
  return { start: range.first, end: Math.min(range.last ?? bytes - 1, bytes - 1) };
}

export const printRange = ({ first, last }: ByteRange): string => `bytes=${first}-${last ?? ''}`;

export const rangeUnsatisfiable = (range: ByteRange, cause?: unknown): CorridorError =>
  new CorridorError(
    'range-unsatisfiable',
    `The object has no bytes ${range.first} to ${range.last ?? 'its end'}.`,
    'Ask for its size first, or for the whole object.',
    cause,
  );
