import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { CorridorError } from '../errors.ts';
import { blame, checkSignal, isFile, openBody, openMeter, watchSource } from './body.ts';
import { type Condition, conditionFor, type Dialect, findDialect } from './conditions.ts';
import { diskFailure, objectMissing } from './disk.ts';
import { addressOfKey, checkKey, isKey } from './key.ts';
import { openBucketToPublic } from './opening.ts';
import { objectChanged, probeStore, unfaithful } from './probe.ts';
import { checkRange, printRange, rangeUnsatisfiable } from './range.ts';
import { type Bucket, openBucket, type S3Access } from './s3.ts';
import { bucketMissing, isNamed, isPreconditionFailed, isStatus, s3Failure } from './s3-failure.ts';
import { carry, faultOf, objectOf, strong, wholeSize } from './s3-object.ts';
import type {
  ByteRange,
  ListedObject,
  ObjectBody,
  ObjectFacts,
  ObjectStore,
  OpenObject,
  PutOptions,
  StoredObject,
} from './store.ts';

export type S3StoreOptions = S3Access &
  Readonly<{
    /** For people, e.g. `s3://bucket/prefix`. */
    address: string;
    bucket: string;
    /** Inside the bucket, without slashes at its ends; empty for the whole bucket. */
    prefix: string;
    /** The address under which the public sees the store; absent for a private one. */
    publicBase?: string | undefined;
    /** Folder for local copies. */
    scratch: string;
  }>;

export const openS3Store = (options: S3StoreOptions): ObjectStore => new S3Store(options);

type Sent = Readonly<{
  bytes: number;
  /** Empty or absent where the service does not tell. */
  etag: string | undefined;
}>;

/** What a write was to replace, where it said so, and when it began, in milliseconds since 1970. */
type Former = Readonly<{ etag: string | null | undefined; since: number }>;

/** Bytes in memory that are sent as one request, and sent again if that fails; more would hold up the line too long. */
const IN_ONE_PIECE = 64 * 1024 ** 2;

/** Clocks are seldom further apart, in milliseconds. */
const CLOCKS_APART = 60_000;

/** What stands there now stood there before the write: nobody has written since, and neither have we. */
const isFormer = ({ etag, modified }: StoredObject, over: Former): boolean =>
  etag === over.etag || modified.getTime() < over.since - CLOCKS_APART;

/** A bucket, or a part of one. What was written is asked for again: some services answer 200 and keep another thing. */
class S3Store implements ObjectStore {
  readonly address: string;
  readonly #bucket: Bucket;
  readonly #name: string;
  readonly #prefix: string;
  readonly #publicBase: string | undefined;
  readonly #scratch: string;
  #bucketSeen = false;
  #dialect: Promise<Dialect> | undefined;

  constructor(options: S3StoreOptions) {
    this.address = options.address;
    this.#bucket = openBucket(options.bucket, options);
    this.#name = options.bucket;
    this.#prefix = options.prefix === '' ? '' : `${options.prefix}/`;
    this.#publicBase = options.publicBase;
    this.#scratch = options.scratch;
  }

  async put(
    key: string,
    body: ObjectBody,
    facts: ObjectFacts,
    options: PutOptions = {},
  ): Promise<StoredObject> {
    checkKey(key);
    checkSignal(options.signal);
    const over = { etag: options.onlyOver, since: Date.now() };
    const sent = await this.#upload(key, body, facts, options);
    const stored = await this.#prove(key, sent, facts, over);
    if (isFile(body) && body.consume) await rm(body.file, { force: true });
    return stored;
  }

  async get(key: string, range?: ByteRange): Promise<OpenObject> {
    const place = this.#place(key);
    if (range) checkRange(range);
    const answer = await this.#bucket.get(place, range && printRange(range)).catch((error) => {
      if (isNamed(error, 'NoSuchKey')) throw objectMissing(this.address, key, error);
      if (range && isStatus(error, 416)) throw rangeUnsatisfiable(range, error);
      throw this.#told(error);
    });
    const bytes = range ? wholeSize(answer.ContentRange) : answer.ContentLength;
    if (!(answer.Body instanceof Readable) || bytes === undefined)
      throw unfaithful(this.address, 'gave other bytes than it was asked for');
    return { object: objectOf(key, { ...answer, bytes }), body: carry(answer.Body, this.#told) };
  }

  async head(key: string): Promise<StoredObject | undefined> {
    const place = this.#place(key);
    try {
      const answer = await this.#bucket.head(place);
      this.#bucketSeen = true;
      return objectOf(key, { ...answer, bytes: answer.ContentLength ?? 0 });
    } catch (error) {
      if (!isStatus(error, 404)) throw this.#told(error);
      await this.#seeBucket();
      return undefined;
    }
  }

  async delete(key: string): Promise<void> {
    await this.#bucket.delete(this.#place(key)).catch((error) => {
      if (!isNamed(error, 'NoSuchKey')) throw this.#told(error);
    });
  }

  async *list(prefix: string): AsyncGenerator<ListedObject> {
    try {
      for await (const found of this.#bucket.list(this.#prefix + prefix)) {
        const key = found.key.slice(this.#prefix.length);
        if (isKey(key)) yield { ...found, key };
      }
    } catch (error) {
      throw this.#told(error);
    }
  }

  publicUrl(key: string): string {
    return addressOfKey(key, this.#publicBase);
  }

  async withLocalCopy<T>(key: string, use: (path: string) => Promise<T>): Promise<T> {
    const { body } = await this.get(key);
    const folder = await openScratch(this.#scratch, body);
    try {
      const path = join(folder, basename(key));
      await pipeline(body, createWriteStream(path)).catch(tellScratch);
      return await use(path);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  probe(): Promise<void> {
    return probeStore(this);
  }

  openToPublic(): Promise<readonly string[]> {
    const place = { bucket: this.#name, prefix: this.#prefix.replace(/\/$/, '') };
    return openBucketToPublic(this.#bucket, place, this.address).catch((thrown: unknown) => {
      throw this.#told(thrown);
    });
  }

  async keepsConditions(): Promise<boolean> {
    return (await this.#findDialect()) !== 'none';
  }

  readonly #told = (thrown: unknown): CorridorError => s3Failure(thrown, this.address);

  #place(key: string): string {
    checkKey(key);
    return this.#prefix + key;
  }

  #upload(key: string, body: ObjectBody, facts: ObjectFacts, options: PutOptions): Promise<Sent> {
    const isSmall = body instanceof Uint8Array && body.byteLength <= IN_ONE_PIECE;
    return isSmall
      ? this.#uploadPiece(key, body, facts, options)
      : this.#uploadStream(key, body, facts, options);
  }

  async #uploadPiece(
    key: string,
    body: Uint8Array,
    facts: ObjectFacts,
    { signal, onlyOver }: PutOptions,
  ): Promise<Sent> {
    const condition = await this.#conditionFor(key, onlyOver);
    const bytes = body.byteLength;
    try {
      const upload = { key: this.#place(key), body, facts, bytes, signal, condition };
      return { bytes, etag: (await this.#bucket.upload(upload)).ETag };
    } catch (thrown) {
      if (onlyOver === undefined || !isPreconditionFailed(thrown))
        throw blame({ thrown, bySource: false, signal }, this.#told);
      const etag = strong(createHash('md5').update(body).digest('hex'));
      return this.#seeOwn(key, { bytes, etag }, thrown);
    }
  }

  async #uploadStream(
    key: string,
    body: ObjectBody,
    facts: ObjectFacts,
    { signal, onlyOver }: PutOptions,
  ): Promise<Sent> {
    const condition = await this.#conditionFor(key, onlyOver);
    const { stream, bytes } = await openBody(body);
    const hash = createHash('md5');
    const meter = openMeter((chunk) => hash.update(chunk));
    const bySource = watchSource(stream, meter.stream);
    const flow = pipeline([stream, meter.stream], signal ? { signal } : {});
    const upload = this.#bucket.upload({
      key: this.#place(key),
      body: meter.stream,
      facts,
      bytes,
      signal,
      condition,
    });
    // Both are waited for: a failed upload has then taken back the parts that the service had already.
    const [uploaded, flowed] = await Promise.allSettled([upload, flow]);
    const failed = [uploaded, flowed].find((outcome) => outcome.status === 'rejected');
    if (failed && onlyOver !== undefined && isPreconditionFailed(failed.reason))
      return this.#seeOwn(key, { bytes: meter.bytes(), etag: strong(hash.digest('hex')) }, failed.reason);
    if (failed) throw blame({ thrown: failed.reason, bySource: bySource(), signal }, this.#told);
    return {
      bytes: meter.bytes(),
      etag: uploaded.status === 'fulfilled' ? uploaded.value.ETag : undefined,
    };
  }

  /** Where the service keeps no conditions, the version is at least compared shortly before. */
  async #conditionFor(key: string, onlyOver: string | null | undefined): Promise<Condition> {
    if (onlyOver === undefined) return {};
    const dialect = await this.#findDialect();
    if (dialect === 'none' && ((await this.head(key))?.etag ?? null) !== onlyOver)
      throw objectChanged(this.address, key);
    return conditionFor(onlyOver, dialect);
  }

  #findDialect(): Promise<Dialect> {
    const write = async (key: string, text: string, condition: Condition): Promise<string> => {
      const bytes = Buffer.from(text);
      const facts = { contentType: 'text/plain; charset=utf-8' };
      const upload = { key: this.#place(key), body: bytes, facts, bytes: bytes.length };
      const { ETag = '' } = await this.#bucket.upload({ ...upload, signal: undefined, condition });
      return strong(ETag);
    };
    this.#dialect ??= findDialect(write, (key) => this.delete(key)).catch((thrown: unknown) => {
      this.#dialect = undefined;
      throw this.#told(thrown);
    });
    return this.#dialect;
  }

  /** An answer may be lost on the way: the client asks again, and then finds its own bytes in its way. */
  async #seeOwn(key: string, sent: Sent, cause: unknown): Promise<Sent> {
    const found = await this.head(key);
    if (found?.etag === sent.etag) return sent;
    throw objectChanged(this.address, key, cause);
  }

  /** Asks for what was just written. Where the ETag says that another writer came after us, theirs is left alone. */
  async #prove(key: string, { bytes, etag }: Sent, facts: ObjectFacts, over: Former): Promise<StoredObject> {
    const found = await this.head(key);
    if (!found) throw unfaithful(this.address, 'took an object and does not have it');
    const stored = { ...found, ...facts };
    if (etag && strong(etag) !== found.etag) {
      if (isFormer(found, over))
        throw unfaithful(this.address, 'took an object and still has the former one');
      return { ...stored, bytes, etag: strong(etag) };
    }
    const fault = faultOf(found, bytes, facts);
    if (!fault) return stored;
    await this.delete(key);
    throw unfaithful(this.address, fault);
  }

  /** HeadObject answers 404 for a missing bucket too; one look at the bucket tells which it is. */
  async #seeBucket(): Promise<void> {
    if (this.#bucketSeen) return;
    await this.#bucket.find().catch((error) => {
      if (isStatus(error, 404)) throw bucketMissing(this.address, error);
      if (!isStatus(error, 403)) throw this.#told(error);
    });
    this.#bucketSeen = true;
  }
}

async function openScratch(scratch: string, body: Readable): Promise<string> {
  try {
    await mkdir(scratch, { recursive: true });
    return await mkdtemp(join(scratch, 'copy-'));
  } catch (error) {
    body.destroy();
    return tellScratch(error);
  }
}

function tellScratch(error: unknown): never {
  throw diskFailure(error, 'The folder for work in progress (SCRATCH_DIR)');
}
