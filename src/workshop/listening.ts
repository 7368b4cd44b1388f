import { createReadStream } from 'node:fs';
import { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { type Meter, openMeter, type Stretch } from '../sound/meter.ts';
import { readPcm } from '../sound/pcm.ts';
import { demandFfmpeg } from './ffmpeg.ts';
import { openRawFile } from './raw-file.ts';
import type { HearTask, ListenTask } from './tasks.ts';

/** Metering, as the crew's processes do it: of samples in a file, and of a slice of an MP3. */
type Tell = (framesDone: number) => void;

const BLOCK = 48_000;
/** How many frames are metered between two words of progress. */
const PER_WORD = 20 * BLOCK;

export async function listenToRaw(task: ListenTask, tell: Tell): Promise<Stretch> {
  const { raw, sampleRate, from, frames, leadIn } = task;
  const file = openRawFile(raw);
  try {
    const meter = openMeter({ sampleRate, channels: raw.isMixedDown ? 1 : raw.channels });
    const lead = Math.min(leadIn, from);
    const before = file.read(from - lead, lead);
    meter.leadIn(before.block, before.frames);
    for (let done = 0; done < frames; done += BLOCK) {
      const { block, frames: got } = file.read(from + done, Math.min(BLOCK, frames - done));
      meter.add(block, got);
      if (done % PER_WORD === 0) tell(done);
    }
    return meter.end();
  } finally {
    file.close();
  }
}

/** @throws CorridorError ffmpeg-missing, ffmpeg-failed */
export async function hearSlice(task: HearTask, tell: Tell): Promise<Stretch> {
  const { program, path, bytes, sampleRate, channels } = task;
  const meter = openMeter({ sampleRate, channels, loudnessOnly: true });
  const sink = meterInto(meter, task, tell);
  const stream = createReadStream(path, { start: bytes[0], end: bytes[1] - 1, highWaterMark: 256 * 1024 });
  const heard = finished(sink);
  heard.catch(() => undefined);
  await demandFfmpeg({
    program,
    inputs: [{ stream, options: ['-f', 'mp3'] }],
    options: [
      ...['-map', '0:a:0', '-ar', String(sampleRate), '-ac', String(channels)],
      // In large pieces: by itself ffmpeg hands over every few milliseconds of sound.
      ...['-flush_packets', '0', '-f', 'f32le'],
    ],
    output: sink,
  });
  await heard;
  return meter.end();
}

/** Interleaved f32le into the meter: `skip` frames first, of which the last are its lead-in, then what counts. */
function meterInto(meter: Meter, { channels, skip, leadIn, frames }: HearTask, tell: Tell): Writable {
  const frameBytes = 4 * channels;
  const block = Array.from({ length: channels }, () => new Float32Array(BLOCK));
  let rest: Uint8Array = new Uint8Array(0);
  let at = 0;
  const take = (bytes: Uint8Array): void => {
    const got = readPcm(bytes, 'f32le', channels, block);
    const counted = part(block, got, skip - at, skip + frames - at);
    const led = part(block, got, skip - leadIn - at, skip - at);
    if (led.frames > 0) meter.leadIn(led.block, led.frames);
    if (counted.frames > 0) meter.add(counted.block, counted.frames);
    at += got;
  };
  let told = 0;
  return new Writable({
    emitClose: false,
    autoDestroy: false,
    highWaterMark: 1024 * 1024,
    write(chunk: Uint8Array, _encoding, done) {
      const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      const whole = bytes.length - (bytes.length % frameBytes);
      for (let from = 0; from < whole; from += BLOCK * frameBytes)
        take(bytes.subarray(from, Math.min(whole, from + BLOCK * frameBytes)));
      rest = bytes.subarray(whole);
      if (at - told >= PER_WORD) {
        told = at;
        tell(at);
      }
      done();
    },
  });
}

type Part = Readonly<{ block: readonly Float32Array[]; frames: number }>;

/** The frames of a block from one place to another, both cut to what it holds. */
function part(block: readonly Float32Array[], held: number, from: number, to: number): Part {
  const start = Math.min(Math.max(0, from), held);
  const end = Math.min(Math.max(start, to), held);
  return { block: block.map((channel) => channel.subarray(start, end)), frames: end - start };
}
