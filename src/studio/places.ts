import { resolve, sep } from 'node:path';
import type { Settings } from '../config.ts';
import { CorridorError } from '../errors.ts';
import { folderOf } from '../store/address.ts';

/**
 * What is private must not lie where the public reads: a web server or bucket policy for FEED_STORE opens everything
 * below it.
 * @throws CorridorError settings-invalid
 */
export function demandPrivacy(settings: Settings): void {
  const open = placeOf(settings.FEED_STORE);
  const closed = {
    EPISODES_STORE: placeOf(settings.EPISODES_STORE),
    CATALOGUE: resolve(settings.CATALOGUE),
    SCRATCH_DIR: resolve(settings.SCRATCH_DIR),
  };
  const exposed = Object.entries(closed).filter(([, place]) => isBelow(place, open));
  if (exposed.length === 0) return;
  const names = exposed.map(([name]) => name).join(', ');
  throw new CorridorError(
    'settings-invalid',
    `FEED_STORE is public, and ${names} would lie inside it: recordings and catalogue could be read by everybody.`,
    'Give FEED_STORE a folder, bucket or prefix of its own.',
  );
}

/** A folder as an absolute path; a bucket and prefix as they are, with a slash at the end of the bucket alone. */
const placeOf = (url: string): string => folderOf(url) ?? url.replace(/\/+$/, '');

const isBelow = (place: string, above: string): boolean => {
  const separator = above.startsWith('s3:') ? '/' : sep;
  return place === above || place.startsWith(above.endsWith(separator) ? above : above + separator);
};
