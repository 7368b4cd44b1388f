import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ffmpeg } from '../sounds.ts';

/**
 * A QuickTime film whose sound track says that its data lie in another file of the same folder (data reference of the
 * type `alis`, QuickTime File Format, "Data Reference Atoms"). Its own data are silence.
 */
export async function outsideMovie(folder: string, target: string): Promise<Buffer> {
  const whole = join(folder, 'whole.mov');
  await ffmpeg([
    '-f',
    'lavfi',
    '-i',
    'anullsrc=r=48000:cl=stereo',
    '-t',
    '1',
    '-c:a',
    'pcm_s16le',
    '-f',
    'mov',
    whole,
  ]);
  return replaceReference(readFileSync(whole), alias(basename(target)));
}

/** Every box around the references grows by what they grow; the sound stands before them and does not move. */
function replaceReference(movie: Buffer, reference: Buffer): Buffer {
  const trail = pathTo(movie, ['moov', 'trak', 'mdia', 'minf', 'dinf', 'dref']);
  const dref = trail.at(-1) ?? 0;
  const entry = dref + 16;
  const size = movie.readUInt32BE(entry);
  const grown = Buffer.concat([movie.subarray(0, entry), reference, movie.subarray(entry + size)]);
  for (const at of trail) grown.writeUInt32BE(movie.readUInt32BE(at) + reference.length - size, at);
  return grown;
}

function pathTo(movie: Buffer, names: readonly string[]): number[] {
  let from = 0;
  let to = movie.length;
  return names.map((name) => {
    const at = findBox(movie, name, from, to);
    from = at + 8;
    to = at + movie.readUInt32BE(at);
    return at;
  });
}

function findBox(movie: Buffer, name: string, from: number, to: number): number {
  for (let at = from; at + 8 <= to; at += Math.max(8, movie.readUInt32BE(at)))
    if (movie.toString('latin1', at + 4, at + 8) === name) return at;
  throw new Error(`There is no box ${name}.`);
}

/** A Macintosh alias record: 150 bytes of volume and file name, then the path from a folder one floor up. */
function alias(name: string): Buffer {
  const record = Buffer.alloc(150);
  record.writeUInt8(1, 10);
  record.write('V', 11, 'latin1');
  record.writeUInt8(name.length, 50);
  record.write(name, 51, 'latin1');
  record.writeUInt16BE(1, 130);
  record.writeUInt16BE(1, 132);
  const path = Buffer.alloc(4 + name.length + (name.length % 2));
  path.writeUInt16BE(2, 0);
  path.writeUInt16BE(name.length, 2);
  path.write(name, 4, 'latin1');
  const end = Buffer.from([0xff, 0xff, 0, 0]);
  const head = Buffer.alloc(12);
  head.writeUInt32BE(12 + record.length + path.length + end.length, 0);
  head.write('alis', 4, 'latin1');
  return Buffer.concat([head, record, path, end]);
}
