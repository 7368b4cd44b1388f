/** Something a check noticed. Rules are named after their source: `rss-…`, `apple-…`, `psp1-…`, `podcast-…`. */
export type Finding = Readonly<{
  rule: string;
  severity: 'error' | 'warning';
  /** Where in the document, e.g. `channel/itunes:image` or `item "Title"/enclosure`. */
  place: string;
  /** What is wrong, in a sentence. */
  what: string;
  /** What to do about it. */
  mend: string;
}>;

export const checkFeed = (_: string): readonly Finding[] => [];
