import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';

/** Which programs a sound was made with, as they name themselves. */

const execute = promisify(execFile);

/** Corridor's own, as its package says it. */
export function corridorVersion(): string {
  const about: { version: string } = JSON.parse(
    readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
  );
  return about.version;
}

/** A little silence as MP3: nearly all of every frame is stuffing. */
const SILENCE = [
  ...[
    '-hide_banner',
    '-nostdin',
    '-v',
    'error',
    '-f',
    'lavfi',
    '-i',
    'anullsrc=r=48000:cl=mono',
    '-t',
    '0.2',
  ],
  ...['-codec:a', 'libmp3lame', '-b:a', '96k', '-reservoir', '0', '-write_xing', '0', '-id3v2_version', '0'],
  ...['-f', 'mp3', 'pipe:1'],
];

/** By the ffmpeg's path: asked once in a process. */
const known = new Map<string, Promise<string | undefined>>();

/**
 * The LAME that is built into an ffmpeg, e.g. `3.100`; undefined where there is none, or where it does not say. ffmpeg
 * itself never tells, but LAME stuffs what a frame leaves free with its name (drain_into_ancillary in its bitstream.c).
 */
export function lameVersion(program: string): Promise<string | undefined> {
  const asked = known.get(program) ?? askLame(program);
  known.set(program, asked);
  return asked;
}

async function askLame(program: string): Promise<string | undefined> {
  const options = { encoding: 'latin1', timeout: 10_000 } as const;
  const { stdout } = await execute(program, SILENCE, options).catch(() => ({ stdout: '' }));
  return /LAME(\d{1,3}\.[\w.]{1,12}?)(?=LAME|[^\w.])/.exec(stdout)?.[1];
}
