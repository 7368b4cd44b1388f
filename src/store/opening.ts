import { CorridorError } from '../errors.ts';
import { type Place, sayReadable, withPublicRead, withReadingAnywhere } from './exposure.ts';
import type { Bucket } from './s3.ts';
import { isNamed, isStatus } from './s3-failure.ts';

/**
 * Lets anybody read what lies in a bucket, and says in words what was changed for it.
 * @throws CorridorError store-refused where the service has no such settings, or the key may not change them; what the
 * service itself throws
 */
export async function openBucketToPublic(
  bucket: Bucket,
  place: Place,
  address: string,
): Promise<readonly string[]> {
  const policy = withPublicRead(await present(bucket.policy(), address, 'policy'), place);
  if (policy !== undefined) await applied(bucket.setPolicy(policy), address, 'policy');
  const rules = withReadingAnywhere((await present(bucket.cors(), address, 'CORS rules')) ?? []);
  if (rules !== undefined) await applied(bucket.setCors(rules), address, 'CORS rules');
  return [
    ...(policy === undefined ? [] : [sayReadable(place)]),
    ...(rules === undefined
      ? []
      : ['Players on other sites may now read, too (CORS: GET and HEAD from any origin).']),
  ];
}

type Setting = 'policy' | 'CORS rules';

/** No setting yet is answered as an error. */
const present = <T>(asked: Promise<T>, address: string, setting: Setting): Promise<T | undefined> =>
  asked.catch((thrown: unknown) => {
    if (isNamed(thrown, 'NoSuchBucketPolicy') || isNamed(thrown, 'NoSuchCORSConfiguration')) return undefined;
    throw refusedSetting(thrown, address, setting);
  });

const applied = (asked: Promise<unknown>, address: string, setting: Setting): Promise<unknown> =>
  asked.catch((thrown: unknown) => {
    throw refusedSetting(thrown, address, setting);
  });

function refusedSetting(thrown: unknown, address: string, setting: Setting): unknown {
  const isUnknown = isStatus(thrown, 501) || isStatus(thrown, 405);
  if (!isUnknown && !isStatus(thrown, 403)) return thrown;
  return new CorridorError(
    'store-refused',
    isUnknown
      ? `The service of ${address} knows no ${setting}.`
      : `This key may not change the ${setting} of ${address}.`,
    setting === 'policy'
      ? 'Make the bucket public for reading in the console of the service, then run `corridor bucket check`.'
      : 'Allow GET and HEAD with all headers from every origin (*) in the console of the service, then run `corridor bucket check`.',
    thrown,
  );
}
