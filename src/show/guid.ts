import { createHash } from 'node:crypto';

/** Namespace of podcast:guid (podcast namespace, tag `guid`). */
const PODCAST_NAMESPACE = 'ead4c236-bf58-58c6-a2c6-a6b28d128cb6';

/**
 * The podcast:guid that belongs to a feed address: a UUIDv5 over the address without scheme and trailing slashes.
 * Compute it once, when a show is made, and keep it through every move.
 * @example showGuid('https://podnews.net/rss') // '9b024349-ccf0-5f69-a609-6b82873eab3c'
 */
export const showGuid = (feedUrl: string): string =>
  uuidV5(PODCAST_NAMESPACE, feedUrl.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '').replace(/\/+$/, ''));

/** RFC 9562, 5.5: SHA-1 over namespace and name, with version and variant written into it. */
function uuidV5(namespace: string, name: string): string {
  const space = Buffer.from(namespace.replaceAll('-', ''), 'hex');
  const hash = createHash('sha1').update(space).update(name, 'utf8').digest().subarray(0, 16);
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  return hash.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
