import type { Readable } from 'node:stream';

/**
 * Where bytes are kept: a folder or an S3 bucket, behind the same words. Keys are opaque, `/`-separated, plain ASCII.
 * A write is whole or absent: nobody ever reads half an object, and an aborted write leaves nothing behind.
 */
export interface ObjectStore {
  /** The store's address for people, e.g. `file:./feed` or `s3://bucket/prefix`. */
  readonly address: string;

  /**
   * Writes an object and reads its facts back: size and content type must be what was sent.
   * @throws CorridorError store-unreachable, store-refused, bucket-missing, store-unfaithful, disk-full, key-invalid,
   * object-changed
   */
  put(key: string, body: ObjectBody, facts: ObjectFacts, options?: PutOptions): Promise<StoredObject>;

  /**
   * Whether `onlyOver` is kept: some S3 services take the condition and write all the same (RFC 9110, 13.1). Asked of
   * the service once.
   */
  keepsConditions(): Promise<boolean>;

  /**
   * Opens an object, or a part of it.
   * @throws CorridorError object-missing, range-unsatisfiable
   */
  get(key: string, range?: ByteRange): Promise<OpenObject>;

  /** What is known of an object; `undefined` where there is none. */
  head(key: string): Promise<StoredObject | undefined>;

  /** Takes an object away; one that is not there is no error. */
  delete(key: string): Promise<void>;

  /** All objects whose key starts with the prefix, in the order of their keys. */
  list(prefix: string): AsyncIterable<ListedObject>;

  /** The address under which the public sees the key: each path segment percent-encoded. */
  publicUrl(key: string): string;

  /** Runs `use` with a file on the local disk that has the object's bytes; a temporary copy is removed afterwards. */
  withLocalCopy<T>(key: string, use: (path: string) => Promise<T>): Promise<T>;

  /**
   * Lets anybody read what lies here, from any site, as far as the store has such settings; says in words what was
   * changed. Of a folder, whatever serves it decides, so nothing is.
   * @throws CorridorError store-refused, with what to set by hand
   */
  openToPublic(): Promise<readonly string[]>;

  /** Writes, reads and deletes a small object, so that a wrong setting is told before the work starts. */
  probe(): Promise<void>;
}

/** Bytes in memory, a stream, or a file on the local disk; a file marked `consume` may be moved instead of copied. */
export type ObjectBody = Uint8Array | Readable | Readonly<{ file: string; consume?: boolean }>;

export type PutOptions = Readonly<{
  signal?: AbortSignal;
  /**
   * The ETag of the version that may be replaced; null where none may stand there yet. Anything else there fails with
   * object-changed, and nothing is written.
   */
  onlyOver?: string | null;
}>;

export type ObjectFacts = Readonly<{ contentType: string; cacheControl?: string }>;

/** First and last byte, both included; `last` absent means up to the end. */
export type ByteRange = Readonly<{ first: number; last?: number }>;

export type ListedObject = Readonly<{ key: string; bytes: number; modified: Date }>;

export type StoredObject = ListedObject &
  ObjectFacts &
  Readonly<{ /** strong, with its quotes */ etag: string }>;

export type OpenObject = Readonly<{ object: StoredObject; body: Readable }>;
