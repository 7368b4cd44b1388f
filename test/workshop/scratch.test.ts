import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openScratch } from '../../src/workshop/scratch.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'corridor-scratch-'));
});
afterEach(() => rmSync(root, { recursive: true }));

function leave(name: string): void {
  mkdirSync(join(root, name));
  writeFileSync(join(root, name, 'half.mp3'), 'half');
}

/** The number of a process that has ended. */
const deadProcess = (): number => spawnSync(process.execPath, ['--version']).pid;

describe('opening', () => {
  test('makes the folder, with those above it', async () => {
    await openScratch(join(root, 'a/b'));
    expect(existsSync(join(root, 'a/b'))).toBe(true);
  });

  test('sweeps what dead processes left, and nothing else', async () => {
    const dead = `corridor-${deadProcess()}-abc123`;
    const former = `corridor-${process.pid}-before`;
    const alive = [`corridor-${process.ppid}-abc123`, 'corridor-1-init'];
    const own = await (await openScratch(root)).make();
    const foreign = ['corridor-notes', 'holiday', `xcorridor-${deadProcess()}-abc`];
    for (const name of [dead, former, ...alive, ...foreign]) leave(name);
    await openScratch(root);
    expect(readdirSync(root).sort()).toEqual([...alive, ...foreign, basename(own)].sort());
  });
});

describe('a folder for a piece of work', () => {
  test('is empty, its own, and gone afterwards', async () => {
    const scratch = await openScratch(root);
    const seen = await scratch.within(async (folder) => {
      expect(readdirSync(folder)).toEqual([]);
      writeFileSync(join(folder, 'half.mp3'), 'half');
      return scratch.within(async (other) => [folder, other]);
    });
    expect(new Set(seen).size).toBe(2);
    expect(readdirSync(root)).toEqual([]);
  });

  test('is gone when the work fails, too', async () => {
    const scratch = await openScratch(root);
    const failing = scratch.within(async (folder) => {
      writeFileSync(join(folder, 'half.mp3'), 'half');
      throw new Error('halfway');
    });
    await expect(failing).rejects.toThrow('halfway');
    expect(readdirSync(root)).toEqual([]);
  });

  test('stays until its maker discards it; twice does no harm', async () => {
    const scratch = await openScratch(root);
    const folder = await scratch.make();
    expect(readdirSync(root)).toHaveLength(1);
    await scratch.discard(folder);
    await scratch.discard(folder);
    expect(readdirSync(root)).toEqual([]);
  });

  test('carries the number of its process, so that a later one can sweep it', async () => {
    const folder = await (await openScratch(root)).make();
    expect(folder).toContain(`corridor-${process.pid}-`);
  });
});

test('a reserved folder is there only when somebody makes it, and is swept like the others', async () => {
  const scratch = await openScratch(root);
  const folder = scratch.reserve();
  expect(scratch.reserve()).not.toBe(folder);
  expect(readdirSync(root)).toEqual([]);
  const ofTheDead = basename(folder).replace(String(process.pid), String(deadProcess()));
  leave(basename(folder));
  leave(ofTheDead);
  await openScratch(root);
  expect(readdirSync(root)).toEqual([basename(folder)]);
});

test('free space is told in bytes', async () => {
  const { free } = await openScratch(root);
  expect(await free()).toBeGreaterThan(1_000_000);
});
