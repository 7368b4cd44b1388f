import { cpus, totalmem } from 'node:os';
import { chooseTool } from '../src/workshop/tool.ts';

/** The machine and the tools that the figures belong to. */
export async function printHardware(): Promise<string> {
  const { version, origin } = await chooseTool(process.env.FFMPEG_PATH || undefined);
  const [processor] = cpus();
  return [
    `Machine   ${cpus().length} x ${processor?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 1e9)} GB memory`,
    `Software  ${process.platform} ${process.arch}, Node ${process.versions.node}, ffmpeg ${version} (${origin})`,
  ].join('\n');
}
