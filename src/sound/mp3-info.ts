import { BITRATES, type FrameHead, HEAD_BYTES, type Mp3Mode, readFrame } from './mp3.ts';

/**
 * The Info frame: the first MP3 frame of a file, silent, which tells players length, seek points and how much to cut at
 * both ends. Sources: Xing's header, the "Mp3 Info Tag revision 1" specification of LAME, and LAME 3.100's VbrTag.c.
 */
export type InfoFrame = Readonly<{
  /** `Info` stands for constant bitrate. */
  name: 'Xing' | 'Info';
  /** MP3 frames without this one. */
  frames?: number;
  /** Of the MP3 frames and this one. */
  bytes?: number;
  /** For every hundredth of the time the place in 256ths of the bytes. */
  toc?: readonly number[];
  quality?: number;
  lame?: LameTag;
}>;

export type LameTag = Readonly<{
  /** Nine letters, as `LAME3.100`. */
  encoder: string;
  /** 1 is constant bitrate. */
  method: number;
  /** Hz; 0 where it is not told. */
  lowpass: number;
  /** Full scale is 1; 0 where it is not told. */
  peak: number;
  /** dB */
  trackGain?: number;
  /** dB */
  albumGain?: number;
  /** kbit/s, 255 for more than that. */
  bitrate: number;
  /** Frames of sound that the encoder put before the first; decoders add 529 of their own. */
  delay: number;
  /** Frames of sound that the encoder put behind the last. */
  padding: number;
  /** Bytes from the Info frame's first to the last MP3 frame's last. */
  musicBytes: number;
  /** CRC-16 of all behind the Info frame. */
  musicCrc: number;
  /** CRC-16 of the Info frame up to this field. */
  tagCrc: number;
  /** Whether the Info frame has that CRC. */
  isIntact: boolean;
}>;

/** Bytes behind the side information: what Xing wrote, and with LAME's part. */
const XING_BYTES = 120;
const TAG_BYTES = 156;
const TOC_ENTRIES = 100;
const FULL_SCALE_PEAK = 2 ** 23;

/** Where the tag stands: behind header and side information (ISO 11172-3, 2.4.1.7), which are empty. */
function tagOffset({ version, channels }: Pick<FrameHead, 'version' | 'channels'>): number {
  if (version === 1) return HEAD_BYTES + (channels === 1 ? 17 : 32);
  return HEAD_BYTES + (channels === 1 ? 9 : 17);
}

/** What an MP3 frame says if it is an Info frame. */
export function readInfoFrame(frame: Uint8Array): InfoFrame | undefined {
  const head = readFrame(frame, 0);
  if (!head || frame.length < tagOffset(head) + XING_BYTES) return undefined;
  const start = tagOffset(head);
  const view = viewOf(frame);
  const name = readText(frame, start, 4);
  if (name !== 'Xing' && name !== 'Info') return undefined;
  let at = start + 8;
  const flags = view.getUint32(start + 4);
  const next = (flag: number, bytes: number): number => {
    if ((flags & flag) === 0) return -1;
    at += bytes;
    return at - bytes;
  };
  const [frames, bytes, toc, quality] = [next(1, 4), next(2, 4), next(4, TOC_ENTRIES), next(8, 4)] as const;
  const lame = readLameTag(frame, at);
  return {
    name,
    ...(frames < 0 ? {} : { frames: view.getUint32(frames) }),
    ...(bytes < 0 ? {} : { bytes: view.getUint32(bytes) }),
    ...(toc < 0 ? {} : { toc: [...frame.subarray(toc, toc + TOC_ENTRIES)] }),
    ...(quality < 0 ? {} : { quality: view.getUint32(quality) }),
    ...(lame ? { lame } : {}),
  };
}

/** LAME's 36 bytes; ffmpeg's muxer writes them too. */
function readLameTag(frame: Uint8Array, at: number): LameTag | undefined {
  const encoder = readText(frame, at, 9);
  if (frame.length < at + TAG_BYTES - XING_BYTES || !/^(LAME|Lav[cf]|L3\.99)/.test(encoder)) return undefined;
  const view = viewOf(frame);
  const [trackGain, albumGain] = [readGain(view.getUint16(at + 15)), readGain(view.getUint16(at + 17))];
  const cut = view.getUint32(at + 20) & 0xffffff;
  const tagCrc = view.getUint16(at + 34);
  return {
    encoder,
    method: view.getUint8(at + 9) & 15,
    lowpass: view.getUint8(at + 10) * 100,
    peak: view.getUint32(at + 11) / FULL_SCALE_PEAK,
    ...(trackGain === undefined ? {} : { trackGain }),
    ...(albumGain === undefined ? {} : { albumGain }),
    bitrate: view.getUint8(at + 20),
    delay: cut >>> 12,
    padding: cut & 0xfff,
    musicBytes: view.getUint32(at + 28),
    musicCrc: view.getUint16(at + 32),
    tagCrc,
    isIntact: crc16(frame.subarray(0, at + 34)) === tagCrc,
  };
}

/** Three bits of name, three of originator, a sign, nine of tenths of a dB; name 0 is "not set". */
function readGain(bits: number): number | undefined {
  if (bits >>> 13 === 0) return undefined;
  return ((bits & 0x200 ? -1 : 1) * (bits & 0x1ff)) / 10;
}

/** What the sound of a file is encoded as; all that the Info frame's place and size depend on. */
export type Mp3Shape = Readonly<{
  sampleRate: 44100 | 48000;
  /** kbit/s */
  bitrate: number;
  mode: Exclude<Mp3Mode, 'dual'>;
  /** kbit/s at which LAME encoded one channel that stands for both (mp3-twin.ts). */
  single?: number;
}>;

/** `bytes` counts the Info frame too; the rest as in InfoFrame and LameTag. */
export type InfoFacts = Readonly<{
  frames: number;
  bytes: number;
  delay: number;
  padding: number;
  musicCrc: number;
}>;

/** The header of the Info frame: as the others, without padding, and of the next bigger bitrate where the tag needs it. */
function infoHead({ sampleRate, bitrate, mode }: Mp3Shape): Uint8Array {
  const MPEG_1_LAYER_3 = 0xfb;
  const ORIGINAL = 4;
  const modeBits = { stereo: 0, joint: 1, mono: 3 }[mode] << 6;
  const rateBits = (sampleRate === 48000 ? 1 : 0) << 2;
  for (let place = BITRATES.indexOf(bitrate); place > 0 && place < BITRATES.length; place++) {
    const bytes = Uint8Array.of(0xff, MPEG_1_LAYER_3, (place << 4) | rateBits, modeBits | ORIGINAL);
    const head = readFrame(bytes, 0);
    if (head && head.size >= tagOffset(head) + TAG_BYTES) return bytes;
  }
  throw new RangeError(`MP3 knows no bitrate of ${bitrate} kbit/s.`);
}

/** Bytes to keep free at the front of a file for its Info frame. */
export const infoBytes = (shape: Mp3Shape): number => readFrame(infoHead(shape), 0)?.size ?? 0;

/** The Info frame, field by field as LAME writes it at quality 5 with the reservoir off. */
export function printInfoFrame(shape: Mp3Shape, facts: InfoFacts): Uint8Array {
  const frame = new Uint8Array(infoBytes(shape));
  frame.set(infoHead(shape));
  const start = tagOffset({ version: 1, channels: shape.mode === 'mono' ? 1 : 2 });
  const view = viewOf(frame);
  printText(frame, start, 'Info');
  view.setUint32(start + 4, 15);
  view.setUint32(start + 8, facts.frames);
  view.setUint32(start + 12, facts.bytes);
  frame.set(planToc(frame.length, facts.bytes), start + 16);
  view.setUint32(start + 116, QUALITY);
  printLameTag(frame, start + XING_BYTES, shape, facts);
  return frame;
}

function printLameTag(frame: Uint8Array, at: number, shape: Mp3Shape, facts: InfoFacts): void {
  const view = viewOf(frame);
  printText(frame, at, 'LAME3.100');
  view.setUint8(at + 9, CONSTANT_BITRATE);
  view.setUint8(at + 10, lowpassOf(shape));
  view.setUint8(at + 19, ATH_TYPE_4 | PSYCHOACOUSTIC | (isSafeJoint(shape) ? SAFE_JOINT : 0));
  view.setUint32(at + 20, ((facts.delay << 12) | facts.padding) >>> 0);
  view.setUint8(at + 20, Math.min(255, shape.bitrate));
  view.setUint8(at + 24, miscOf(shape));
  view.setUint16(at + 26, shape.bitrate);
  view.setUint32(at + 28, facts.bytes);
  view.setUint16(at + 32, facts.musicCrc);
  view.setUint16(at + 34, crc16(frame.subarray(0, at + 34)));
}

/** 100 less LAME's quality 5 and its ten VBR_q of 4, which it counts with constant bitrate too. */
const QUALITY = 55;
const CONSTANT_BITRATE = 1;
const ATH_TYPE_4 = 4;
const PSYCHOACOUSTIC = 0x10;
const SAFE_JOINT = 0x20;
const UNWISE = 0x20;
const isSafeJoint = ({ bitrate, mode }: Mp3Shape): boolean => bitrate >= 160 && mode !== 'mono';

/** Noise shaping, stereo mode, "unwise" (the reservoir is off), and the rate of the source. */
function miscOf({ sampleRate, bitrate, mode }: Mp3Shape): number {
  const stereoMode = { mono: 0, stereo: 1, joint: 3 }[mode] << 2;
  return (bitrate <= 160 ? 2 : 1) | stereoMode | UNWISE | ((sampleRate === 48000 ? 2 : 1) << 6);
}

/** Hundreds of Hz where LAME's lowpass ends, by bitrate (optimum_bandwidth in lame.c); one channel has half as much again. */
const LOWPASS = [0, 55, 70, 75, 100, 110, 135, 151, 156, 170, 175, 186, 194, 197, 205];
const lowpassOf = ({ bitrate, mode, single }: Mp3Shape): number => {
  const isOne = mode === 'mono' || single !== undefined;
  return Math.min(205, Math.round((LOWPASS[BITRATES.indexOf(single ?? bitrate)] ?? 0) * (isOne ? 1.5 : 1)));
};

/** With constant bitrate the bytes run evenly behind the Info frame. */
const planToc = (infoSize: number, bytes: number): number[] =>
  Array.from({ length: TOC_ENTRIES }, (_, percent) =>
    percent === 0 ? 0 : Math.round((256 * (infoSize + ((bytes - infoSize) * percent) / 100)) / bytes),
  );

/** CRC-16/ARC (0x8005, reflected), as LAME reckons it; goes on from the CRC of the bytes before. */
export function crc16(bytes: Uint8Array, before = 0): number {
  let crc = before;
  for (let i = 0; i < bytes.length; i++) {
    crc = (crc >>> 8) ^ (CRC_TABLE[(crc ^ (bytes[i] as number)) & 0xff] as number);
  }
  return crc;
}

const CRC_TABLE = Uint16Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xa001 : crc >>> 1;
  return crc;
});

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const readText = (bytes: Uint8Array, at: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(at, at + length));
const printText = (bytes: Uint8Array, at: number, text: string): void =>
  bytes.set(
    Array.from(text, (letter) => letter.charCodeAt(0)),
    at,
  );
