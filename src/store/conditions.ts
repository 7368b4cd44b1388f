import { randomUUID } from 'node:crypto';
import { isPreconditionFailed } from './s3-failure.ts';

/**
 * How a service takes conditions on a write (RFC 9110, 13.1): with the ETag in its quotes, as everybody should; without
 * them, as Ceph before version 18 compares it; or not at all, in that it writes whatever the condition says.
 */
export type Dialect = 'quoted' | 'bare' | 'none';

/** A condition as it goes into the request: an ETag for If-Match, `*` for If-None-Match. */
export type Condition = Readonly<{ ifMatch?: string; ifNoneMatch?: '*' }>;

export function conditionFor(onlyOver: string | null | undefined, dialect: Dialect): Condition {
  if (onlyOver === undefined || dialect === 'none') return {};
  if (onlyOver === null) return { ifNoneMatch: '*' };
  return { ifMatch: dialect === 'bare' ? onlyOver.replaceAll('"', '') : onlyOver };
}

/** Writes a few bytes under a condition, and gives the ETag of what stands there then. */
export type Write = (key: string, text: string, condition: Condition) => Promise<string>;

/** Finds out with a small object that is taken away again. @throws whatever `write` throws, but refused conditions */
export async function findDialect(write: Write, remove: (key: string) => Promise<unknown>): Promise<Dialect> {
  const key = `corridor-probe-${randomUUID()}.txt`;
  try {
    const etag = await write(key, 'one', {});
    if (await isTaken(write(key, 'two', { ifNoneMatch: '*' }))) return 'none';
    if (await isTaken(write(key, 'three', { ifMatch: '"0123456789abcdef0123456789abcdef"' }))) return 'none';
    for (const dialect of ['quoted', 'bare'] as const)
      if (await isTaken(write(key, 'four', conditionFor(etag, dialect)))) return dialect;
    return 'none';
  } finally {
    await remove(key);
  }
}

const isTaken = (written: Promise<unknown>): Promise<boolean> =>
  written.then(
    () => true,
    (thrown: unknown) => {
      if (isPreconditionFailed(thrown)) return false;
      throw thrown;
    },
  );
