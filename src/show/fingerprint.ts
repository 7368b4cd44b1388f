import { createHash } from 'node:crypto';

/** SHA-256 of plain data; equal data have equal fingerprints, whatever the order of their keys. */
export const fingerprint = (data: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(sorted(data)))
    .digest('hex');

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, entry]) => entry !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, entry]) => [key, sorted(entry)]),
  );
}
