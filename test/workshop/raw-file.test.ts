import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openRawFile } from '../../src/workshop/raw-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'corridor-raw-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Frames of two channels: 0.5 and 0.25, then -0.5 and 0. */
const path = join(folder, 'two.f32');
writeFileSync(path, new Uint8Array(new Float32Array([0.5, 0.25, -0.5, 0]).buffer));
const place = { path, format: 'f32le', offset: 0, channels: 2 } as const;

test.each([
  { isMixedDown: false, first: [[0.5], [0.25]] },
  { isMixedDown: true, first: [[0.375]] },
])('reads nothing before it reads something ($isMixedDown)', ({ isMixedDown, first }) => {
  const file = openRawFile({ ...place, isMixedDown });
  expect(file.read(0, 0).frames).toBe(0);
  const { block, frames } = file.read(0, 1);
  expect([frames, block.map((channel) => [...channel.subarray(0, 1)])]).toEqual([1, first]);
  expect(file.read(1, 5).frames).toBe(1);
  file.close();
});

test('a file that is not read need not be there yet; one that is read must', () => {
  const file = openRawFile({ ...place, path: join(folder, 'later.f32'), isMixedDown: false });
  expect(() => file.read(0, 1)).toThrow('ENOENT');
  file.close();
  writeFileSync(join(folder, 'later.f32'), new Uint8Array(8));
  const later = openRawFile({ ...place, path: join(folder, 'later.f32'), isMixedDown: false });
  expect(later.read(0, 1).frames).toBe(1);
  later.close();
});
