import type { FeedTranscript } from './transcript-links.ts';

type Element = Readonly<Record<string, unknown>>;

/** One tag for each file, in the order given: Apple takes the first that it can read (feed.md 8). */
export const transcriptElements = ({
  transcripts = [],
}: Readonly<{ transcripts?: readonly FeedTranscript[] }>): Element[] =>
  transcripts.map(({ url, mediaType, language, rel }) => ({
    'podcast:transcript': { _attr: { url, type: mediaType, language, ...(rel ? { rel } : {}) } },
  }));
