import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { diskFailure } from '../../src/store/disk.ts';
import { runOnSmallDisk, smallDiskAbsent } from '../services/small-disk.ts';

const absent = process.env.CORRIDOR_TEST_ALL === '1' ? undefined : smallDiskAbsent();

it.skipIf(absent)(`a full disk is told, and loses nothing${absent ? ` (${absent})` : ''}`, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'corridor-small-'));
  const printed = await runOnSmallDisk(new URL('./full-disk.ts', import.meta.url), folder, 4 * 1024 ** 2);
  expect(JSON.parse(printed)).toEqual({
    failed: {
      code: 'disk-full',
      message: 'The store file:./episodes has no space left (ENOSPC).',
      hint: expect.stringContaining('Free some space'),
    },
    lost: 0,
    kept: 16 * 64 * 1024,
    left: [],
  });
  expect(await readdir(folder)).toEqual([]);
  await rm(folder, { recursive: true });
});

it.each([
  ['ENOSPC', 'disk-full'],
  ['EDQUOT', 'disk-full'],
  ['EACCES', 'store-refused'],
  ['EROFS', 'store-refused'],
  ['ENOTDIR', 'key-invalid'],
  ['EIO', 'store-unreachable'],
])('%s means %s', (system, code) => {
  const thrown = Object.assign(new Error(`${system}: /secret/path`), { code: system });
  const told = diskFailure(thrown, 'The store file:./feed');
  expect(told.code).toBe(code);
  expect(told.message).not.toContain('/secret');
});

it('leaves an error that is not of the disk what it is', () => {
  expect(diskFailure(new TypeError('a slip'), 'The store file:./feed').code).toBe('unexpected');
});
