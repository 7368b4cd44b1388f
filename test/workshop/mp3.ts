import { readFileSync } from 'node:fs';

/** What the first sounding frame of an MP3 says (ISO 11172-3, 2.4.2.3), and the Xing header before it. */
export type FirstFrame = Readonly<{
  bitrate: number;
  sampleRate: number;
  mode: 'stereo' | 'joint' | 'dual' | 'mono';
  xing?: Readonly<{ name: string; frames: number; delay: number; padding: number }>;
}>;

const bitrates = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const sampleRates = [44100, 48000, 32000];
const modes = ['stereo', 'joint', 'dual', 'mono'] as const;
/** Of a stereo frame of MPEG 1, without a check sum. */
const SIDE_INFORMATION = 32;

export function readFirstFrame(path: string): FirstFrame {
  const bytes = readFileSync(path);
  const at = skipTag(bytes);
  const { length, ...frame } = readHead(bytes, at);
  const xing = readXing(bytes, at + 4 + SIDE_INFORMATION);
  if (!xing) return frame;
  // The header stands in a frame of its own; the next one is the first that sounds.
  const { length: _, ...sounding } = readHead(bytes, at + length);
  return { ...sounding, xing };
}

function readHead(bytes: Buffer, at: number): Omit<FirstFrame, 'xing'> & { length: number } {
  const head = bytes.readUInt32BE(at);
  if (head >>> 17 !== 0x7ffd) throw new Error(`No MPEG 1 layer III frame at byte ${at}.`);
  const bitrate = bitrates[(head >>> 12) & 15] ?? 0;
  const sampleRate = sampleRates[(head >>> 10) & 3] ?? 0;
  const length = Math.floor((144_000 * bitrate) / sampleRate) + ((head >>> 9) & 1);
  return { bitrate, sampleRate, mode: modes[(head >>> 6) & 3] ?? 'stereo', length };
}

/** ID3v2: ten bytes of head, then as many as seven bits of four bytes each say. */
function skipTag(bytes: Buffer): number {
  if (bytes.toString('latin1', 0, 3) !== 'ID3') return 0;
  return 10 + [6, 7, 8, 9].reduce((size, at) => size * 128 + bytes.readUInt8(at), 0);
}

/** Name, flags, frames, bytes, seek table, quality; then LAME's part with the samples to cut at both ends. */
function readXing(bytes: Buffer, at: number): FirstFrame['xing'] {
  const name = bytes.toString('latin1', at, at + 4);
  if (name !== 'Xing' && name !== 'Info') return undefined;
  const lame = at + 120;
  const cut = bytes.readUIntBE(lame + 21, 3);
  return { name, frames: bytes.readUInt32BE(at + 8), delay: cut >>> 12, padding: cut & 0xfff };
}
