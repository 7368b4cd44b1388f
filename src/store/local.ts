import { createHash } from 'node:crypto';
import { type FileHandle, open, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { type Clock, systemClock } from '../clock.ts';
import { checkSignal, isFile } from './body.ts';
import { diskFailure, isAbsent, objectMissing, systemCode } from './disk.ts';
import { factsPath, objectOf, openFactsReader, type Version, writeFacts } from './facts.ts';
import { moveInto, prune, statFile, walk } from './folder.ts';
import { addressOfKey, checkKey } from './key.ts';
import { withLock } from './lock.ts';
import { objectChanged, probeStore } from './probe.ts';
import { checkRange, fitRange } from './range.ts';
import { openStaging, type Staged, type Staging } from './staging.ts';
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
import { openTurns, type Turns } from './turns.ts';

export type LocalStoreOptions = Readonly<{
  folder: string;
  /** For people, e.g. `file:./feed`. */
  address: string;
  /** The address under which the public sees the folder; absent for a private store. */
  publicBase?: string | undefined;
  clock?: Clock;
}>;

type Versioned = ObjectFacts & Readonly<{ onlyOver: string | null | undefined }>;

/** Bytes that are read in one go: a stream of its own would take longer to set up than to read them. */
const AT_ONCE = 256 * 1024;

export const openLocalStore = (options: LocalStoreOptions): ObjectStore => new LocalStore(options);

/**
 * A folder whose files are the objects, so that any web server can serve it. Writing happens in `.incoming`; a
 * rename gives the finished file its name. What a file cannot say of itself stands in `.facts`.
 */
class LocalStore implements ObjectStore {
  readonly address: string;
  readonly #subject: string;
  readonly #folder: string;
  readonly #publicBase: string | undefined;
  readonly #staging: Staging;
  readonly #inTurn: Turns = openTurns();
  readonly #readFacts = openFactsReader();

  constructor({ folder, address, publicBase, clock = systemClock }: LocalStoreOptions) {
    this.address = address;
    this.#subject = `The store ${address}`;
    this.#folder = folder;
    this.#publicBase = publicBase;
    this.#staging = openStaging({ incoming: join(folder, '.incoming'), subject: this.#subject, clock });
  }

  async put(
    key: string,
    body: ObjectBody,
    facts: ObjectFacts,
    { signal, onlyOver }: PutOptions = {},
  ): Promise<StoredObject> {
    checkKey(key);
    checkSignal(signal);
    const staged = await this.#staging.stage(body, signal);
    const versioned = { ...facts, onlyOver };
    const stored = await this.#give(key, staged, versioned).catch(async (error) => {
      // Two mounts of one disk look alike until the rename.
      if (!staged.borrowed || systemCode(error) !== 'EXDEV') throw diskFailure(error, this.#subject);
      return this.#give(key, await this.#staging.stage({ file: staged.path }, signal), versioned);
    });
    if (isFile(body) && body.consume) await rm(body.file, { force: true });
    return stored;
  }

  async get(key: string, range?: ByteRange): Promise<OpenObject> {
    checkKey(key);
    if (range) checkRange(range);
    const file = await open(this.#path(key)).catch((error) => {
      throw isAbsent(error) ? objectMissing(this.address, key) : diskFailure(error, this.#subject);
    });
    try {
      return await this.#read(key, file, range);
    } catch (error) {
      await file.close();
      throw diskFailure(error, this.#subject);
    }
  }

  async head(key: string): Promise<StoredObject | undefined> {
    checkKey(key);
    const stamp = await stat(this.#path(key), { bigint: true }).catch((error) => {
      if (!isAbsent(error)) throw diskFailure(error, this.#subject);
    });
    return stamp?.isFile() ? this.#readFacts(this.#factsPath(key), key, stamp) : undefined;
  }

  async delete(key: string): Promise<void> {
    checkKey(key);
    await this.#inTurn(key, () => this.#remove(key)).catch((error) => {
      throw diskFailure(error, this.#subject);
    });
  }

  async *list(prefix: string): AsyncGenerator<ListedObject> {
    try {
      yield* walk(this.#folder, prefix);
    } catch (error) {
      throw diskFailure(error, this.#subject);
    }
  }

  publicUrl(key: string): string {
    return addressOfKey(key, this.#publicBase);
  }

  async withLocalCopy<T>(key: string, use: (path: string) => Promise<T>): Promise<T> {
    if (!(await this.head(key))) throw objectMissing(this.address, key);
    return use(this.#path(key));
  }

  probe(): Promise<void> {
    return probeStore(this);
  }

  async openToPublic(): Promise<readonly string[]> {
    return [];
  }

  async keepsConditions(): Promise<boolean> {
    return true;
  }

  readonly #path = (key: string): string => join(this.#folder, key);
  readonly #factsPath = (key: string): string => join(this.#folder, factsPath(key));

  async #give(key: string, staged: Staged, { onlyOver, ...facts }: Versioned): Promise<StoredObject> {
    const install = () => this.#install(key, staged, facts);
    try {
      if (onlyOver === undefined) return await this.#inTurn(key, install);
      return await this.#inTurn(key, () => this.#ifUnchanged(key, onlyOver, install));
    } catch (error) {
      await this.#staging.discard(staged);
      throw error;
    }
  }

  /** Other processes wait at the same lock; a write without a condition does not ask. */
  #ifUnchanged<T>(key: string, onlyOver: string | null, act: () => Promise<T>): Promise<T> {
    const lock = join(this.#folder, '.incoming', `lock-${createHash('sha256').update(key).digest('hex')}`);
    return withLock(lock, async () => {
      const found = await this.head(key);
      if ((found?.etag ?? null) !== onlyOver) throw objectChanged(this.address, key);
      return act();
    });
  }

  async #install(key: string, staged: Staged, facts: ObjectFacts): Promise<StoredObject> {
    const { size, mtimeNs } = await stat(staged.path, { bigint: true });
    const etag = `"${staged.sha256.slice(0, 32)}"`;
    const version: Version = { ...facts, etag, bytes: Number(size), modified: String(mtimeNs) };
    await writeFacts(this.#factsPath(key), version, this.#staging.spare());
    await moveInto(staged.path, this.#path(key));
    return objectOf(key, version);
  }

  async #read(key: string, file: FileHandle, range: ByteRange | undefined): Promise<OpenObject> {
    const stamp = await file.stat({ bigint: true });
    if (!stamp.isFile()) throw objectMissing(this.address, key);
    const object = await this.#readFacts(this.#factsPath(key), key, stamp);
    const part = range ? fitRange(range, object.bytes) : { start: 0, end: object.bytes - 1 };
    const length = part.end - part.start + 1;
    if (length > AT_ONCE) return { object, body: file.createReadStream(part) };
    const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(length), 0, length, part.start);
    await file.close();
    return { object, body: Readable.from(bytesRead > 0 ? [buffer.subarray(0, bytesRead)] : []) };
  }

  async #remove(key: string): Promise<void> {
    if (!(await statFile(this.#path(key)))) return;
    for (const path of [this.#path(key), this.#factsPath(key)]) {
      await rm(path, { force: true });
      await prune(dirname(path), this.#folder);
    }
  }
}
