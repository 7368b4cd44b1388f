/**
 * What a bucket has to say so that podcast apps can read it: a policy that lets anybody get its objects, and CORS rules
 * that let players on other sites read chapters, transcripts and parts of the sound (feed.md 5 and 7). What else stands
 * in either is left as it is.
 */
export type Place = Readonly<{
  bucket: string;
  /** Without a slash at its end; empty for the whole bucket. */
  prefix: string;
}>;

/** As the service speaks of them (S3 API, CORSRule). */
export type CorsRule = Readonly<{
  AllowedOrigins?: readonly string[] | undefined;
  AllowedMethods?: readonly string[] | undefined;
  AllowedHeaders?: readonly string[] | undefined;
  ExposeHeaders?: readonly string[] | undefined;
  MaxAgeSeconds?: number | undefined;
}>;

type Statement = Readonly<Record<string, unknown>>;

const SID = 'CorridorPublicRead';

/** The policy that is wanted; undefined where the present one says so already. @throws SyntaxError of a foreign policy */
export function withPublicRead(present: string | undefined, place: Place): string | undefined {
  const policy = (present === undefined ? {} : JSON.parse(present)) as {
    Statement?: Statement | readonly Statement[];
  };
  const statements = [policy.Statement ?? []].flat() as readonly Statement[];
  if (statements.some((statement) => letsAnybodyRead(statement, place))) return undefined;
  const others = statements.filter(({ Sid }) => Sid !== SID);
  return JSON.stringify({ Version: '2012-10-17', ...policy, Statement: [...others, readingOf(place)] });
}

const readingOf = (place: Place): Statement => ({
  Sid: SID,
  Effect: 'Allow',
  Principal: { AWS: ['*'] },
  Action: ['s3:GetObject'],
  Resource: [resourceOf(place)],
});

const resourceOf = ({ bucket, prefix }: Place): string =>
  `arn:aws:s3:::${bucket}/${prefix === '' ? '' : `${prefix}/`}*`;

/** What that policy allows, for people. */
export const sayReadable = ({ bucket, prefix }: Place): string => {
  const where = prefix === '' ? `in the bucket ${bucket}` : `below ${prefix}/ in the bucket ${bucket}`;
  return `Anybody may now read every object ${where} (bucket policy, s3:GetObject).`;
};

function letsAnybodyRead(
  { Effect, Principal, Action, Resource, Condition }: Statement,
  place: Place,
): boolean {
  const wide = [`arn:aws:s3:::${place.bucket}/*`, resourceOf(place)];
  return (
    Effect === 'Allow' &&
    Condition === undefined &&
    isAnybody(Principal) &&
    listOf(Action).some((action) => ['s3:GetObject', 's3:Get*', 's3:*', '*'].includes(action)) &&
    listOf(Resource).some((resource) => wide.includes(resource))
  );
}

const isAnybody = (principal: unknown): boolean =>
  principal === '*' ||
  (typeof principal === 'object' &&
    principal !== null &&
    listOf((principal as { AWS?: unknown }).AWS).includes('*'));

const listOf = (value: unknown): readonly string[] =>
  [value].flat().filter((entry): entry is string => typeof entry === 'string');

/** Players ask for parts of a sound, and want to know how long it is and which version they have. */
const wanted: CorsRule = {
  AllowedOrigins: ['*'],
  AllowedMethods: ['GET', 'HEAD'],
  AllowedHeaders: ['*'],
  ExposeHeaders: ['Accept-Ranges', 'Content-Length', 'Content-Range', 'Content-Type', 'ETag'],
  MaxAgeSeconds: 3600,
};

/** The rules that are wanted; undefined where the present ones say so already. */
export function withReadingAnywhere(present: readonly CorsRule[]): readonly CorsRule[] | undefined {
  const has = (rule: CorsRule): boolean =>
    (rule.AllowedOrigins ?? []).includes('*') &&
    (wanted.AllowedMethods ?? []).every((method) => rule.AllowedMethods?.includes(method)) &&
    (rule.AllowedHeaders ?? []).includes('*');
  return present.some(has) ? undefined : [...present, wanted];
}
