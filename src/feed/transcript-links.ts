import { asciiAddress } from '../show/address.ts';
import type { Publication } from '../show/episode.ts';
import { formatOfType, transcriptNamings } from '../show/transcript/formats.ts';

/** podcast:transcript (podcast namespace 1.0). */
export type FeedTranscript = Readonly<{
  url: string;
  mediaType: string;
  language: string;
  /** For files with times. */
  rel?: 'captions';
}>;

/**
 * The transcripts that an item names, WebVTT first, as they were published (feed.md 8).
 * @param language the show's, which counts where a transcript does not say its own
 * @param address the public address of a key
 */
export function composeTranscripts(
  { transcripts = [] }: Pick<Publication, 'transcripts'>,
  language: string,
  address: (key: string) => string,
): Readonly<{ transcripts?: readonly FeedTranscript[] }> {
  if (transcripts.length === 0) return {};
  return {
    transcripts: transcripts.map((placed) => {
      const format = formatOfType(placed.mediaType);
      const rel = format && transcriptNamings[format].rel;
      return {
        url: asciiAddress(address(placed.key)),
        mediaType: placed.mediaType,
        language: twoLetters(placed.language) ?? language,
        ...(rel ? { rel } : {}),
      };
    }),
  };
}

/** Feeds know no others (feed.md 2: ISO 639, region allowed). */
const twoLetters = (language: string | undefined): string | undefined =>
  language !== undefined && /^[a-z]{2}(-[a-z0-9]{2,8}){0,2}$/i.test(language) ? language : undefined;
