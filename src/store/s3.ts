import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  type CORSRule,
  DeleteObjectCommand,
  GetBucketCorsCommand,
  GetBucketPolicyCommand,
  GetObjectCommand,
  type GetObjectCommandOutput,
  HeadBucketCommand,
  HeadObjectCommand,
  type HeadObjectCommandOutput,
  PutBucketCorsCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  S3Client,
  type ServiceOutputTypes,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import type { Condition } from './conditions.ts';
import type { CorsRule } from './exposure.ts';
import type { ListedObject, ObjectFacts } from './store.ts';

type AccessKeys = Readonly<{
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string | undefined;
}>;

/** How to reach the service and who asks. */
export type S3Access = Readonly<{
  region: string;
  /** Absent for Amazon's own. */
  endpoint?: string | undefined;
  forcePathStyle: boolean;
  checksums: 'when-required' | 'when-supported';
  /** Absent: the usual AWS sources (profile, role). */
  credentials?: AccessKeys | undefined;
  /** Milliseconds without a single byte before a connection is given up. */
  patience?: number;
}>;

/** A bucket as the service speaks of it; errors are the client's own. */
export type Bucket = Readonly<{
  upload(upload: BucketUpload): Promise<{ ETag?: string | undefined }>;
  get(Key: string, Range: string | undefined): Promise<GetObjectCommandOutput>;
  head(Key: string): Promise<HeadObjectCommandOutput>;
  delete(Key: string): Promise<unknown>;
  list(Prefix: string): AsyncIterable<ListedObject>;
  /** Fails with 404 where there is no such bucket. */
  find(): Promise<unknown>;
  /** Who may read it, as JSON; fails where nothing is said, and so do CORS rules. */
  policy(): Promise<string | undefined>;
  setPolicy(Policy: string): Promise<unknown>;
  cors(): Promise<readonly CorsRule[]>;
  setCors(rules: readonly CorsRule[]): Promise<unknown>;
}>;

export type BucketUpload = Readonly<{
  key: string;
  /** What is in memory goes in one piece, a stream of some length in parts. */
  body: Readable | Uint8Array;
  facts: ObjectFacts;
  /** The size, where it is known beforehand. */
  bytes: number | undefined;
  signal: AbortSignal | undefined;
  condition: Condition;
}>;

/** Bytes; the least that S3 allows. Two parts are under way and one is gathered, so memory stays at some 40 MB. */
const SMALLEST_PART = 5 * 1024 ** 2;
/** Where the size is not known beforehand, parts have to be large enough for the largest: 10,000 make 84 GB. */
const USUAL_PART = 8 * 1024 ** 2;
const MOST_PARTS = 10_000;
const PATIENCE = 60_000;

/** Opens a bucket; nothing is sent yet. Nothing here sets an ACL: who may read is the bucket's policy. */
export function openBucket(Bucket: string, access: S3Access): Bucket {
  const client = openClient(access);
  return {
    upload: (upload) => send(client, Bucket, upload),
    get: (Key, Range) => client.send(new GetObjectCommand({ Bucket, Key, Range })),
    head: (Key) => client.send(new HeadObjectCommand({ Bucket, Key })),
    delete: (Key) => client.send(new DeleteObjectCommand({ Bucket, Key })),
    list: (Prefix) => list(client, Bucket, Prefix),
    find: () => client.send(new HeadBucketCommand({ Bucket })),
    policy: async () => (await client.send(new GetBucketPolicyCommand({ Bucket }))).Policy,
    setPolicy: (Policy) => client.send(new PutBucketPolicyCommand({ Bucket, Policy })),
    cors: async () => (await client.send(new GetBucketCorsCommand({ Bucket }))).CORSRules ?? [],
    setCors: (rules) =>
      client.send(
        new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules: rules as CORSRule[] } }),
      ),
  };
}

function openClient({
  region,
  endpoint,
  forcePathStyle,
  checksums,
  credentials,
  patience,
}: S3Access): S3Client {
  const mode = checksums === 'when-required' ? 'WHEN_REQUIRED' : 'WHEN_SUPPORTED';
  const client = new S3Client({
    region,
    forcePathStyle,
    maxAttempts: 3,
    requestChecksumCalculation: mode,
    responseChecksumValidation: mode,
    ...(endpoint !== undefined && { endpoint }),
    ...(credentials && { credentials: keysOf(credentials) }),
    // Not requestTimeout: that one would end every part that takes longer on a slow line, though bytes are moving.
    requestHandler: { connectionTimeout: 3_000, socketTimeout: patience ?? PATIENCE },
  });
  // Every piece that is sent carries its MD5, so that the service refuses one that was altered on the way.
  client.middlewareStack.add(
    (next) => (args) => next({ ...args, input: { ...args.input, ...digestOf(args.input) } }),
    { step: 'initialize', name: 'contentMd5' },
  );
  return client;
}

const keysOf = ({ accessKeyId, secretAccessKey, sessionToken }: AccessKeys) => ({
  accessKeyId,
  secretAccessKey,
  ...(sessionToken !== undefined && { sessionToken }),
});

const digestOf = (input: object): { ContentMD5?: string } =>
  'Body' in input && input.Body instanceof Uint8Array
    ? { ContentMD5: createHash('md5').update(input.Body).digest('base64') }
    : {};

function send(client: S3Client, Bucket: string, upload: BucketUpload) {
  const { key, body, facts, bytes, signal, condition } = upload;
  return new Upload({
    client: clientFor(client, body, signal),
    params: {
      Bucket,
      Key: key,
      Body: body,
      ContentType: facts.contentType,
      CacheControl: facts.cacheControl,
      IfMatch: condition.ifMatch,
      IfNoneMatch: condition.ifNoneMatch,
    },
    partSize: body instanceof Uint8Array ? Math.max(SMALLEST_PART, body.byteLength) : partSizeFor(bytes),
    queueSize: 2,
  }).done();
}

const partSizeFor = (bytes: number | undefined): number =>
  bytes === undefined ? USUAL_PART : Math.max(SMALLEST_PART, Math.ceil(bytes / MOST_PARTS));

/**
 * The client for one upload. Bytes under way stop with the signal; everything else is let finish, or the service
 * would keep parts that nobody knows of. A failure ends the reading, which would otherwise wait for a slow source.
 */
function clientFor(client: S3Client, body: Readable | Uint8Array, signal: AbortSignal | undefined): S3Client {
  const sendOne = async (command: Parameters<S3Client['send']>[0]): Promise<ServiceOutputTypes> => {
    const carriesBytes = command instanceof PutObjectCommand || command instanceof UploadPartCommand;
    try {
      return await client.send(command, carriesBytes && signal ? { abortSignal: signal } : {});
    } catch (error) {
      if (body instanceof Readable) body.destroy(error instanceof Error ? error : new Error(String(error)));
      throw error;
    }
  };
  return Object.create(client, { send: { value: sendOne } }) as S3Client;
}

async function* list(client: S3Client, Bucket: string, Prefix: string): AsyncGenerator<ListedObject> {
  for await (const page of paginateListObjectsV2({ client }, { Bucket, Prefix })) {
    for (const { Key = '', Size = 0, LastModified = new Date(0) } of page.Contents ?? [])
      yield { key: Key, bytes: Size, modified: LastModified };
  }
}
