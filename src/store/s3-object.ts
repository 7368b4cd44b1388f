import { finished, PassThrough, type Readable } from 'node:stream';
import type { CorridorError } from '../errors.ts';
import type { ObjectFacts, StoredObject } from './store.ts';

/** What an S3 service says of an object, in its own words. */
type Said = Readonly<{
  bytes: number;
  LastModified?: Date | undefined;
  ETag?: string | undefined;
  ContentType?: string | undefined;
  CacheControl?: string | undefined;
}>;

export function objectOf(key: string, said: Said): StoredObject {
  return {
    key,
    bytes: said.bytes,
    modified: said.LastModified ?? new Date(0),
    etag: strong(said.ETag ?? ''),
    contentType: said.ContentType ?? 'application/octet-stream',
    ...(said.CacheControl !== undefined && { cacheControl: said.CacheControl }),
  };
}

/** Some services leave out the quotes, some mark a tag as weak though it speaks of the very bytes. */
export const strong = (etag: string): string => `"${etag.replace(/^W\//, '').replaceAll('"', '')}"`;

/** The whole object's size out of `Content-Range: bytes 0-9/1234`. */
export function wholeSize(contentRange: string | undefined): number | undefined {
  const size = /\/(\d+)$/.exec(contentRange ?? '')?.[1];
  return size === undefined ? undefined : Number(size);
}

/** What a service got wrong of an object that it took. */
export function faultOf(found: StoredObject, sentBytes: number, facts: ObjectFacts): string | undefined {
  if (found.bytes !== sentBytes) return `keeps ${found.bytes} bytes of an object of ${sentBytes}`;
  if (plain(found.contentType) === plain(facts.contentType)) return undefined;
  return `calls an object ${found.contentType} that was sent as ${facts.contentType}`;
}

const plain = (type: string): string => type.toLowerCase().replace(/\s/g, '');

/** The bytes as they come; a connection that breaks half-way is told in our words. */
export function carry(body: Readable, tell: (thrown: unknown) => CorridorError): Readable {
  const carried = new PassThrough();
  finished(body, { writable: false }, (error) => {
    if (error) carried.destroy(tell(error));
  });
  carried.once('close', () => body.destroy());
  return body.pipe(carried);
}
