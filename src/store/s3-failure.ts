import { CorridorError, type ErrorCode, toCorridorError } from '../errors.ts';
import { systemCode } from './disk.ts';

/** What the answers of an S3 service, and its silence, mean to people. */
type Telling = Readonly<{ code: ErrorCode; why: string; hint: string }>;

/** An error as the client throws it, reduced to what decides. */
type Answer = Readonly<{ name: string; status: number | undefined; code: string }>;

const missing: Telling = {
  code: 'bucket-missing',
  why: 'has no such bucket',
  hint: 'Create the bucket, or mend its name in EPISODES_STORE or FEED_STORE; look at S3_ENDPOINT and S3_REGION too.',
};
const refused: Telling = {
  code: 'store-refused',
  why: 'refused the request',
  hint: 'Check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and that this key may read, write, delete and list here.',
};
const misled: Telling = {
  code: 'store-refused',
  why: 'is in another region or at another address',
  hint: 'Mend S3_REGION and S3_ENDPOINT; S3_FORCE_PATH_STYLE decides whether the bucket stands in the path.',
};
const skewed: Telling = {
  code: 'store-refused',
  why: 'refused the request because the clocks differ',
  hint: 'Set the clock of this machine, then try again.',
};
const nameless: Telling = {
  code: 'store-refused',
  why: 'was asked without an access key',
  hint: 'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give this machine a profile or a role.',
};
const full: Telling = {
  code: 'disk-full',
  why: 'has no room left',
  hint: 'Raise its quota or delete what is not needed, then try again.',
};
const altered: Telling = {
  code: 'store-unfaithful',
  why: 'received other bytes than were sent',
  hint: 'Try again. If it happens twice, look at S3_CHECKSUMS and at whatever stands between here and the service.',
};
const unreachable: Telling = {
  code: 'store-unreachable',
  why: 'does not answer',
  hint: 'Look whether the service runs and S3_ENDPOINT is right.',
};
const foreign: Telling = {
  code: 'store-unreachable',
  why: 'does not answer like an S3 service',
  hint: 'Look whether S3_ENDPOINT is the address of the S3 interface and not of a web page or proxy.',
};

const byName: Readonly<Record<string, Telling>> = {
  NoSuchBucket: missing,
  InvalidBucketName: missing,
  PermanentRedirect: misled,
  AuthorizationHeaderMalformed: misled,
  IllegalLocationConstraintException: misled,
  RequestTimeTooSkewed: skewed,
  CredentialsProviderError: nameless,
  QuotaExceeded: full,
  BadDigest: altered,
  InvalidDigest: altered,
  XAmzContentSHA256Mismatch: altered,
  NoSuchUpload: altered,
  TimeoutError: unreachable,
  RequestTimeout: unreachable,
  SlowDown: unreachable,
};

/** An error of the S3 client as people should read it; strangers become `unexpected`. */
export function s3Failure(thrown: unknown, address: string): CorridorError {
  if (thrown instanceof CorridorError) return thrown;
  const answer = readAnswer(thrown);
  const telling = byName[answer.name] ?? byStatus(answer) ?? bySilence(answer);
  if (!telling) return toCorridorError(thrown);
  return failure(telling, address, thrown);
}

export const bucketMissing = (address: string, thrown: unknown): CorridorError =>
  failure(missing, address, thrown);

function failure({ code, why, hint }: Telling, address: string, thrown: unknown): CorridorError {
  const detail = detailOf(readAnswer(thrown));
  return new CorridorError(code, `The store ${address} ${why}${detail}.`, hint, thrown);
}

export const isStatus = (thrown: unknown, status: number): boolean => readAnswer(thrown).status === status;
export const isNamed = (thrown: unknown, name: string): boolean => readAnswer(thrown).name === name;

/** 412, or 409 where another conditional write was under way at the same time (S3 API, PutObject). */
export const isPreconditionFailed = (thrown: unknown): boolean =>
  isStatus(thrown, 412) || isNamed(thrown, 'ConditionalRequestConflict');

function byStatus({ status }: Answer): Telling | undefined {
  if (status === undefined) return undefined;
  if (status === 507) return full;
  if (status >= 500 || status === 408 || status === 429) return unreachable;
  if (status >= 400) return refused;
  return status >= 300 ? misled : foreign;
}

/** No answer at all: the system's own word for it, or one of the TLS library. */
const bySilence = ({ code }: Answer): Telling | undefined =>
  /^E(?!RR_)|^ERR_(TLS|SSL|STREAM_PREMATURE_CLOSE)|CERT|UNABLE_TO/.test(code) ? unreachable : undefined;

function detailOf({ name, status, code }: Answer): string {
  const said = [/^(Error|AggregateError|Unknown\w*)$/.test(name) ? '' : name, code, status ?? ''];
  const detail = [...new Set(said.filter((word) => word !== ''))].join(', ');
  return detail && ` (${detail})`;
}

function readAnswer(thrown: unknown): Answer {
  if (!(thrown instanceof Error)) return { name: '', status: undefined, code: '' };
  const metadata = '$metadata' in thrown ? thrown.$metadata : undefined;
  const status = (metadata as { httpStatusCode?: unknown } | undefined)?.httpStatusCode;
  return {
    name: thrown.name,
    status: typeof status === 'number' ? status : undefined,
    code: systemCode(thrown),
  };
}
