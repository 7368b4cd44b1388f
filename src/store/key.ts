import { CorridorError } from '../errors.ts';

/** One rule for folder and bucket, so that moving from one to the other never meets a key that the other refuses. */
const LONGEST_KEY = 900;
/** File systems take 255 bytes for a name; the rest is room for the ending of the facts beside it. */
const LONGEST_SEGMENT = 240;
const PRINTABLE = /^[\x20-\x5b\x5d-\x7e]+$/;

const fits = (segment: string): boolean =>
  segment.length > 0 && segment.length <= LONGEST_SEGMENT && !segment.startsWith('.');

export const isKey = (key: string): boolean =>
  key.length <= LONGEST_KEY && PRINTABLE.test(key) && key.split('/').every(fits);

/** @throws CorridorError key-invalid */
export function checkKey(key: string): void {
  if (isKey(key)) return;
  throw new CorridorError(
    'key-invalid',
    `“${key.slice(0, 80)}” cannot be the name of an object.`,
    `Use at most ${LONGEST_KEY} plain ASCII characters; between slashes 1 to ${LONGEST_SEGMENT} of them, no dot in front, no backslash.`,
  );
}

/** The address of a key below a base address: each segment percent-encoded. */
export function addressOfKey(key: string, base: string | undefined): string {
  checkKey(key);
  if (base === undefined) throw withoutAddress();
  return `${base.replace(/\/+$/, '')}/${key.split('/').map(encodeURIComponent).join('/')}`;
}

const withoutAddress = () =>
  new CorridorError(
    'settings-invalid',
    'A private store has no public address.',
    'Publish the object to FEED_STORE and ask for its address there.',
  );
