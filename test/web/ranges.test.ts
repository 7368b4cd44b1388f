import { describe, expect, test } from 'vitest';
import { type Asked, decideAnswer } from '../../src/web/ranges.ts';

const version = { etag: '"v1"', bytes: 1000, modified: new Date('2026-03-12T09:30:00.750Z') };
const lastModified = 'Thu, 12 Mar 2026 09:30:00 GMT';
const later = 'Thu, 12 Mar 2026 09:30:01 GMT';
const earlier = 'Thu, 12 Mar 2026 09:29:59 GMT';

describe('what an HTTP reader gets', () => {
  test.each<[string, Asked, unknown]>([
    ['nothing special', {}, { status: 200 }],
    ['the version it has', { ifNoneMatch: '"v1"' }, { status: 304 }],
    ['one of several versions', { ifNoneMatch: '"v0", W/"v1"' }, { status: 304 }],
    ['any version', { ifNoneMatch: '*' }, { status: 304 }],
    ['another version', { ifNoneMatch: '"v0"' }, { status: 200 }],
    ['unchanged since', { ifModifiedSince: lastModified }, { status: 304 }],
    ['unchanged since later', { ifModifiedSince: later }, { status: 304 }],
    ['changed since earlier', { ifModifiedSince: earlier }, { status: 200 }],
    ['a date that is none', { ifModifiedSince: 'yesterday' }, { status: 200 }],
    ['the tag wins over the date', { ifNoneMatch: '"v0"', ifModifiedSince: later }, { status: 200 }],
    ['a-b', { range: 'bytes=0-99' }, { status: 206, range: { first: 0, last: 99 } }],
    ['a-', { range: 'bytes=900-' }, { status: 206, range: { first: 900, last: 999 } }],
    ['-n', { range: 'bytes=-10' }, { status: 206, range: { first: 990, last: 999 } }],
    ['more than there is', { range: 'bytes=990-5000' }, { status: 206, range: { first: 990, last: 999 } }],
    ['a longer end than there is', { range: 'bytes=-5000' }, { status: 206, range: { first: 0, last: 999 } }],
    ['beyond the end', { range: 'bytes=1000-' }, { status: 416 }],
    ['the last zero bytes', { range: 'bytes=-0' }, { status: 416 }],
    ['backwards', { range: 'bytes=5-2' }, { status: 200 }],
    ['several ranges', { range: 'bytes=0-1,5-6' }, { status: 200 }],
    ['another unit', { range: 'seconds=0-1' }, { status: 200 }],
    ['no range at all', { range: 'bytes=-' }, { status: 200 }],
    [
      'a part of the same version',
      { range: 'bytes=0-0', ifRange: '"v1"' },
      { status: 206, range: { first: 0, last: 0 } },
    ],
    ['a part of another version', { range: 'bytes=0-0', ifRange: '"v0"' }, { status: 200 }],
    ['a part by a weak tag', { range: 'bytes=0-0', ifRange: 'W/"v1"' }, { status: 200 }],
    [
      'a part by the date',
      { range: 'bytes=0-0', ifRange: lastModified },
      { status: 206, range: { first: 0, last: 0 } },
    ],
    ['a part by another date', { range: 'bytes=0-0', ifRange: earlier }, { status: 200 }],
  ])('%s', (_what, asked, answer) => {
    expect(decideAnswer(asked, version)).toEqual(answer);
  });

  test('nothing of an empty object', () => {
    expect(decideAnswer({ range: 'bytes=0-' }, { ...version, bytes: 0 })).toEqual({ status: 416 });
    expect(decideAnswer({ range: 'bytes=-5' }, { ...version, bytes: 0 })).toEqual({ status: 416 });
  });
});
