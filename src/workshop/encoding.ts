import { Readable } from 'node:stream';
import { openMixer } from '../sound/mixing.ts';
import { printPcm } from '../sound/pcm.ts';
import { demandFfmpeg } from './ffmpeg.ts';
import { openRawFile, type RawFile } from './raw-file.ts';
import type { EncodeTask } from './tasks.ts';

/** Sixteen MP3 frames at a time, and a word of progress every second or so. */
const BLOCK = 16 * 1152;
const BLOCKS_PER_WORD = 50;

/**
 * Mixes a segment, a second before it too so that filters and limiter have settled, and hands it to ffmpeg's encoder.
 * @throws CorridorError ffmpeg-missing, ffmpeg-failed, disk-full
 */
export async function encodeSegment(task: EncodeTask, tell: (framesDone: number) => void): Promise<void> {
  const { program, mix, encoding, output } = task;
  const files = task.sources.map(openRawFile);
  try {
    await demandFfmpeg({
      program,
      inputs: [
        {
          stream: Readable.from(mixed(task, files, tell), {
            objectMode: false,
            highWaterMark: 4 * 1024 * 1024,
          }),
          options: ['-f', 'f32le', '-ar', String(mix.sampleRate), '-ac', String(mix.channels)],
        },
      ],
      options: encoding,
      output,
    });
  } finally {
    for (const file of files) file.close();
  }
}

function* mixed({ mix, from, frames }: EncodeTask, files: readonly RawFile[], tell: (done: number) => void) {
  const lead = Math.min(from, mix.sampleRate);
  const mixer = openMixer(mix, from - lead, (source, at, wanted) => {
    const found = files[source]?.read(at, wanted);
    return found ? found.block.map((channel) => channel.subarray(0, found.frames)) : [];
  });
  for (let left = lead; left > 0; left -= BLOCK) mixer.next(Math.min(BLOCK, left));
  for (let done = 0, blocks = 0; done < frames; done += BLOCK, blocks++) {
    const count = Math.min(BLOCK, frames - done);
    yield printPcm(mixer.next(count), count);
    if (blocks % BLOCKS_PER_WORD === 0) tell(done);
  }
}
