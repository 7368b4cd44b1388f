import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { chooseTool } from '../../src/workshop/tool.ts';
import { bundled } from './tools.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'corridor-tools-'));
  mkdirSync(join(folder, 'bin'));
  vi.stubEnv('PATH', join(folder, 'bin'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

/** A program that says of itself what ffmpeg does. */
function pretend(path: string, version: string, libavutil: number): string {
  const says = `ffmpeg version ${version} Copyright (c) the FFmpeg developers\nlibavutil      ${libavutil}. 28.100 / ${libavutil}. 28.100`;
  writeFileSync(path, `#!/bin/sh\necho '${says}'\n`);
  chmodSync(path, 0o755);
  return path;
}
const onPath = (version: string, libavutil: number) =>
  pretend(join(folder, 'bin/ffmpeg'), version, libavutil);

const bundledOne = { origin: 'bundled', program: bundled.program };

describe('without a setting', () => {
  test.each([
    ['5.1.6-0+deb12u1', 57],
    ['7.1', 59],
    ['N-118193-g5f38c82536', 59],
    ['n8.0', 60],
  ])('ffmpeg %s on PATH is taken', async (version, libavutil) => {
    onPath(version, libavutil);
    expect(await chooseTool(undefined)).toEqual({ program: 'ffmpeg', version, origin: 'system' });
  });

  test.each([
    ['4.4.2-0ubuntu0.22.04.1', 56],
    ['N-47683-g0e8eb07980', 56],
  ])('ffmpeg %s on PATH is too old, so the bundled one works', async (version, libavutil) => {
    onPath(version, libavutil);
    expect(await chooseTool(undefined)).toMatchObject(bundledOne);
  });

  test('the bundled one works where there is none, and says its version', async () => {
    const tool = await chooseTool(undefined);
    expect(tool).toMatchObject(bundledOne);
    expect(tool.version).toMatch(/\d/);
  });

  test('one that does not run is none', async () => {
    writeFileSync(join(folder, 'bin/ffmpeg'), '#!/bin/sh\nexit 127\n');
    chmodSync(join(folder, 'bin/ffmpeg'), 0o755);
    expect(await chooseTool(undefined)).toMatchObject(bundledOne);
  });
});

describe('with a setting', () => {
  test('that one is taken, however old it is and whatever is on PATH', async () => {
    onPath('7.1', 59);
    const program = pretend(join(folder, 'mine'), '3.4', 55);
    expect(await chooseTool(program)).toEqual({ program, version: '3.4', origin: 'configured' });
  });

  test('one that is not there is told, and no other is taken in silence', async () => {
    onPath('7.1', 59);
    await expect(chooseTool(join(folder, 'mine'))).rejects.toMatchObject({
      code: 'ffmpeg-missing',
      message: expect.stringContaining('mine'),
    });
  });

  test('one that may not be run is told', async () => {
    writeFileSync(join(folder, 'mine'), 'text');
    await expect(chooseTool(join(folder, 'mine'))).rejects.toMatchObject({ code: 'ffmpeg-missing' });
  });
});
