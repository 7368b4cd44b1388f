import type { Formats } from './recipe.ts';

/** What listeners can download beside the MP3, by the name that recipes use; it is also the ending of such files. */
export type FurtherFormat = Exclude<keyof Formats, 'mp3'>;

/** Media types as registered (RFC 6381 for the MP4 family, RFC 7845 for Opus in Ogg). */
export const mediaTypes = { m4a: 'audio/mp4', opus: 'audio/ogg' } as const satisfies Record<
  FurtherFormat,
  string
>;

export type FurtherMediaType = (typeof mediaTypes)[FurtherFormat];

/** How a file of a media type ends, what people call it, and its codec after RFC 6381. */
type Naming = Readonly<{ ending: keyof Formats; name: string; codecs?: string }>;

/** Of plain enclosures; Apple's own name for M4A is that of episodes which were imported as they were. */
export type PlainMediaType = 'audio/mpeg' | 'audio/x-m4a';

const namings: Readonly<Record<PlainMediaType | FurtherMediaType, Naming>> = {
  'audio/mpeg': { ending: 'mp3', name: 'MP3' },
  'audio/x-m4a': { ending: 'm4a', name: 'AAC', codecs: 'mp4a.40.2' },
  'audio/mp4': { ending: 'm4a', name: 'AAC', codecs: 'mp4a.40.2' },
  'audio/ogg': { ending: 'opus', name: 'Opus', codecs: 'opus' },
};

export const namingOf = (mediaType: keyof typeof namings): Naming => namings[mediaType];

export type WishedFormat = Readonly<{ format: FurtherFormat /** kbit/s */; bitrate: number }>;

/** The further formats that a recipe asks for. */
export const wishedFormats = ({ m4a, opus }: Formats): readonly WishedFormat[] => [
  ...(m4a ? [{ format: 'm4a', bitrate: m4a.bitrate } as const] : []),
  ...(opus ? [{ format: 'opus', bitrate: opus.bitrate } as const] : []),
];
