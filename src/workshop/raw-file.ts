import { closeSync, openSync, readSync } from 'node:fs';
import { bytesPerSample, readPcm, readPcmMean } from '../sound/pcm.ts';
import type { RawPlace } from './tasks.ts';

/**
 * Reads samples of a file that holds nothing else; for the crew's processes, which have nothing else to do meanwhile. The
 * file is opened when it is read for the first time: one that is not needed yet may not be there yet.
 */
export type RawFile = Readonly<{
  /** So many frames from a place on, or fewer at the end; valid until the next call. */
  read(from: number, frames: number): Readonly<{ block: readonly Float32Array[]; frames: number }>;
  close(): void;
}>;

export function openRawFile({ path, format, offset, channels, isMixedDown }: RawPlace): RawFile {
  let opened: number | undefined;
  const file = (): number => {
    opened ??= openSync(path, 'r');
    return opened;
  };
  const frameBytes = bytesPerSample[format] * channels;
  let bytes = new Uint8Array(0);
  let block: readonly Float32Array[] = Array.from({ length: channels }, () => new Float32Array(0));
  const makeRoom = (frames: number): void => {
    if (bytes.length >= frames * frameBytes) return;
    bytes = new Uint8Array(frames * frameBytes);
    block = Array.from({ length: channels }, () => new Float32Array(frames));
  };
  return {
    read: (from, frames) => {
      makeRoom(frames);
      const got = readFully(file(), bytes.subarray(0, frames * frameBytes), offset + from * frameBytes);
      const found = bytes.subarray(0, got);
      if (!isMixedDown) return { block, frames: readPcm(found, format, channels, block) };
      const [mean, other] = block as [Float32Array, Float32Array];
      return { block: [mean], frames: readPcmMean(found, format, [mean, other]) };
    },
    close: () => {
      if (opened !== undefined) closeSync(opened);
    },
  };
}

function readFully(file: number, into: Uint8Array, position: number): number {
  let got = 0;
  while (got < into.length) {
    const read = readSync(file, into, got, into.length - got, position + got);
    if (read === 0) break;
    got += read;
  }
  return got;
}
