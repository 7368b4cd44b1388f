import type { FurtherMediaType, PlainMediaType } from './formats.ts';

/** An encoded, tagged file that listeners download. */
export type Enclosure = Readonly<{
  /** Key in the private store; publication copies it to the public one. */
  key: string;
  sha256: string;
  bytes: number;
  /** Length of the delivered file in seconds. */
  seconds: number;
  mediaType: PlainMediaType;
}>;

/** The same sound in a further format, for apps that choose. */
export type Alternate = Omit<Enclosure, 'mediaType'> &
  Readonly<{
    mediaType: FurtherMediaType;
    /** kbit/s, as the recipe wants it. */
    bitrate: number;
    /** As measured on it. */
    loudness: Loudness;
  }>;

/** Loudness of a sound: LUFS, LU, dBTP (EBU R 128, BS.1770-4). */
export type Loudness = Readonly<{ integrated: number; range: number; truePeak: number }>;
