import { createReadStream, createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { FurtherFormat } from '../show/formats.ts';
import { printMetadata } from '../sound/metadata.ts';
import type { TagSheet } from '../sound/tags.ts';
import { demandFfmpeg, type FfmpegInput } from './ffmpeg.ts';
import { printId3 } from './id3.ts';

type Tagging = Readonly<{
  /** Path of the sound. */
  render: string;
  sheet: TagSheet;
  /** A small JPEG. */
  cover: Uint8Array | undefined;
  folder: string;
}>;

/** An ID3v2 block stands before the frames, so tagging is writing one file after the other. */
export async function tagMp3({ render, sheet, cover, folder }: Tagging): Promise<string> {
  const output = join(folder, 'master.mp3');
  await writeFile(output, printId3(sheet, cover));
  await pipeline(
    createReadStream(render, { highWaterMark: 1024 * 1024 }),
    createWriteStream(output, { flags: 'a' }),
  );
  return output;
}

type Means = Readonly<{ program: string; signal?: AbortSignal | undefined }>;

/** Copies the sound as it is into a container with title, people, chapters and (in MP4) cover. */
export async function tagFurther(
  format: FurtherFormat,
  tagging: Tagging,
  { program, signal }: Means,
): Promise<string> {
  const { render, sheet, folder } = tagging;
  const output = join(folder, `master.${format}`);
  const metadata = join(folder, 'metadata.txt');
  await writeFile(metadata, printMetadata(sheet, format));
  const { inputs, options } = await dresses[format](tagging);
  await demandFfmpeg({
    program,
    inputs: [{ path: render, options: [] }, { path: metadata, options: ['-f', 'ffmetadata'] }, ...inputs],
    options: [...SOUND, ...options],
    output,
    ...(signal ? { signal } : {}),
  });
  return output;
}

/** The sound of the first input with the metadata of the second; the same bytes every time. */
const SOUND = [
  ...['-map', '0:a:0', '-map_metadata', '1', '-map_metadata:s:a', '-1'],
  ...['-codec', 'copy', '-fflags', '+bitexact'],
];

/** What a container wants beside the metadata. */
type Dress = Readonly<{ inputs: readonly FfmpegInput[]; options: readonly string[] }>;

const dresses: Readonly<Record<FurtherFormat, (tagging: Tagging) => Promise<Dress>>> = {
  m4a: async ({ cover, folder }) => {
    // The index goes to the front, so that players begin before the whole is there.
    const container = ['-map_chapters', '1', '-movflags', '+faststart', '-f', 'ipod'];
    if (!cover) return { inputs: [], options: container };
    const path = join(folder, 'cover.jpg');
    await writeFile(path, cover);
    const picture = ['-map', '2:v:0', '-disposition:v:0', 'attached_pic'];
    return { inputs: [{ path, options: ['-f', 'jpeg_pipe'] }], options: [...picture, ...container] };
  },
  // ffmpeg rounds the seconds of chapter marks in Ogg (1.5 becomes 2.5); the comments among the metadata are exact.
  opus: async () => ({ inputs: [], options: ['-map_chapters', '-1', '-f', 'opus'] }),
};
