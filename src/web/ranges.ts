import type { ByteRange, StoredObject } from '../store/store.ts';

/** What an HTTP reader asked for, decided from header fields alone (RFC 9110, sections 13 and 14). */
export type Asked = Readonly<{
  ifNoneMatch?: string | undefined;
  ifModifiedSince?: string | undefined;
  range?: string | undefined;
  ifRange?: string | undefined;
}>;

export type Answer =
  | Readonly<{ status: 200 | 304 | 416 }>
  | Readonly<{ status: 206; range: Required<ByteRange> }>;

type Version = Pick<StoredObject, 'etag' | 'bytes' | 'modified'>;

export function decideAnswer(asked: Asked, version: Version): Answer {
  if (isUnchanged(asked, version)) return { status: 304 };
  if (asked.range === undefined || !isSameVersion(asked.ifRange, version)) return { status: 200 };
  const range = readRange(asked.range, version.bytes);
  if (range === undefined) return { status: 200 };
  return range === 'beyond' ? { status: 416 } : { status: 206, range };
}

/** If-None-Match wins over If-Modified-Since, which counts whole seconds. */
function isUnchanged({ ifNoneMatch, ifModifiedSince }: Asked, { etag, modified }: Version): boolean {
  if (ifNoneMatch !== undefined) {
    const named = ifNoneMatch.split(',').map((tag) => weak(tag.trim()));
    return named.includes('*') || named.includes(weak(etag));
  }
  const since = ifModifiedSince === undefined ? Number.NaN : Date.parse(ifModifiedSince);
  return wholeSeconds(modified.getTime()) <= since;
}

/** A part is only of use to somebody who holds the rest of the same version. */
function isSameVersion(ifRange: string | undefined, { etag, modified }: Version): boolean {
  if (ifRange === undefined) return true;
  if (ifRange.includes('"')) return ifRange === etag && !etag.startsWith('W/');
  return Date.parse(ifRange) === wholeSeconds(modified.getTime());
}

/** One range; several, or what cannot be read, are passed over and the whole is sent. */
function readRange(header: string, bytes: number): Required<ByteRange> | 'beyond' | undefined {
  const found = /^bytes=\s*(\d*)-(\d*)\s*$/i.exec(header);
  if (!found) return undefined;
  const [, from = '', to = ''] = found;
  if (from === '') return to === '' ? undefined : readSuffix(Number(to), bytes);
  const first = Number(from);
  const last = to === '' ? bytes - 1 : Math.min(Number(to), bytes - 1);
  if (to !== '' && Number(to) < first) return undefined;
  return first >= bytes ? 'beyond' : { first, last };
}

function readSuffix(length: number, bytes: number): Required<ByteRange> | 'beyond' {
  if (length === 0 || bytes === 0) return 'beyond';
  return { first: Math.max(0, bytes - length), last: bytes - 1 };
}

const weak = (etag: string): string => etag.replace(/^W\//, '');
const wholeSeconds = (milliseconds: number): number => Math.floor(milliseconds / 1000) * 1000;
