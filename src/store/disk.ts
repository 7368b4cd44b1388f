import { CorridorError, type ErrorCode, toCorridorError } from '../errors.ts';

/** What the errors of a file system mean to people. */
type Telling = Readonly<{ code: ErrorCode; why: string; hint: string }>;

const full: Telling = {
  code: 'disk-full',
  why: 'has no space left',
  hint: 'Free some space on that disk or point the store to a larger one, then try again.',
};
const forbidden: Telling = {
  code: 'store-refused',
  why: 'may not be written or read',
  hint: 'Give the user that runs Corridor the right to read and write that folder.',
};
const crossed: Telling = {
  code: 'key-invalid',
  why: 'has a folder where an object should stand, or the other way round',
  hint: 'Choose another name, or move away what stands in its place.',
};
const broken: Telling = {
  code: 'store-unreachable',
  why: 'does not answer as a disk should',
  hint: 'Look whether the disk is mounted and healthy, then try again.',
};

const tellings: Readonly<Record<string, Telling>> = {
  ENOSPC: full,
  EDQUOT: full,
  EACCES: forbidden,
  EPERM: forbidden,
  EROFS: forbidden,
  ENOTDIR: crossed,
  EISDIR: crossed,
  EEXIST: crossed,
  ENOTEMPTY: crossed,
};

/** @param subject what people know the folder as, e.g. `The store file:./feed` */
export function diskFailure(thrown: unknown, subject: string): CorridorError {
  const system = systemCode(thrown);
  if (!/^E(?!RR_)/.test(system)) return toCorridorError(thrown);
  const { code, why, hint } = tellings[system] ?? broken;
  return new CorridorError(code, `${subject} ${why} (${system}).`, hint, thrown);
}

export const systemCode = (thrown: unknown): string =>
  thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';

/** Nothing stands at that path: neither it nor a folder on the way to it. */
export const isAbsent = (thrown: unknown): boolean => ['ENOENT', 'ENOTDIR'].includes(systemCode(thrown));

export const objectMissing = (address: string, key: string, cause?: unknown): CorridorError =>
  new CorridorError(
    'object-missing',
    `There is no object “${key}” in ${address}.`,
    'Look whether it was deleted or its store was exchanged; a backup may have it.',
    cause,
  );
