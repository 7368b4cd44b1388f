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

/** A rule looked at and, where it is broken, what to say: nothing or one finding. */
export type Verdict = readonly Finding[];

export const error = (rule: string, place: string, what: string, mend: string): Finding => ({
  rule,
  severity: 'error',
  place,
  what,
  mend,
});

export const warning = (rule: string, place: string, what: string, mend: string): Finding => ({
  ...error(rule, place, what, mend),
  severity: 'warning',
});
