import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { ffmpegMissing } from './ffmpeg.ts';

const execute = promisify(execFile);

/** The ffmpeg that does the work, and why this one. */
export type Tool = Readonly<{
  program: string;
  version: string;
  origin: 'configured' | 'system' | 'bundled';
}>;

/** ffmpeg 5 came with libavutil 57; builds from git carry no version number, but always their libraries'. */
const LIBAVUTIL_OF_5 = 57;

/**
 * Picks ffmpeg: the configured one, else one on PATH of version 5 or newer (its MP3 encoder is three times as fast),
 * else the bundled one.
 * @throws CorridorError ffmpeg-missing
 */
export async function chooseTool(configured: string | undefined): Promise<Tool> {
  if (configured !== undefined) {
    const { version } = await readVersion(configured);
    return { program: configured, version, origin: 'configured' };
  }
  const system = await readVersion('ffmpeg').catch(() => undefined);
  if (system && system.libavutil >= LIBAVUTIL_OF_5) {
    return { program: 'ffmpeg', version: system.version, origin: 'system' };
  }
  const program = await bundledProgram();
  const { version } = await readVersion(program);
  return { program, version, origin: 'bundled' };
}

async function readVersion(program: string): Promise<{ version: string; libavutil: number }> {
  const { stdout } = await execute(program, ['-version']).catch((cause: unknown) => {
    throw ffmpegMissing(program, cause);
  });
  return {
    version: /^ffmpeg version (\S+)/m.exec(stdout)?.[1] ?? 'unknown',
    libavutil: Number(/libavutil\s+(\d+)\./.exec(stdout)?.[1] ?? 0),
  };
}

/** The package throws a text where it has no program for the platform. */
async function bundledProgram(): Promise<string> {
  try {
    const installer = await import('@ffmpeg-installer/ffmpeg');
    return installer.default.path;
  } catch (cause) {
    throw ffmpegMissing('the bundled place', cause);
  }
}
