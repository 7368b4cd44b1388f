/** The rule books that rules come from; `http` is everything that servers have to do. */
export type RuleBook = 'rss' | 'apple' | 'psp-1' | 'spotify' | 'podcast-namespace' | 'http';

const books = {
  rss: 'rss',
  apple: 'apple',
  psp1: 'psp-1',
  spotify: 'spotify',
  podcast: 'podcast-namespace',
  http: 'http',
  store: 'http',
} as const satisfies Record<string, RuleBook>;

/** Rules are named after their book: `rss-…`, `apple-…`, `psp1-…`, `spotify-…`, `podcast-…`, `http-…`, `store-…`. */
export type Rule = `${keyof typeof books}-${string}`;

/** Something a check noticed. An error costs listeners or the place in a directory; a warning costs comfort. */
export type Finding = Readonly<{
  rule: Rule;
  source: RuleBook;
  severity: 'error' | 'warning';
  /** Where in the document, e.g. `channel / itunes:image@href` or `item 3 “Title” / enclosure@length`. */
  place: string;
  /** What is wrong, in a sentence. */
  what: string;
  /** What to do about it. */
  mend: string;
  /** So many of the same kind are not told one by one. */
  more?: number;
}>;

/** A rule looked at and, where it is broken, what to say: nothing or a few findings. */
export type Verdict = readonly Finding[];

/** The verdict of a rule that holds. */
export const fine: Verdict = [];

const bookNames = new Map<string, RuleBook>(Object.entries(books));

const findingOf =
  (severity: Finding['severity']) => (rule: Rule, place: string, what: string, mend: string) => {
    const source = bookNames.get(rule.slice(0, rule.indexOf('-'))) ?? 'rss';
    return { rule, source, severity, place, what, mend } satisfies Finding;
  };

export const error = findingOf('error');
export const warning = findingOf('warning');

/** The place of a tag, or of one of its attributes, below another place. */
export const inside = (place: string, tag: string, attribute?: string): string =>
  `${place} / ${tag}${attribute === undefined ? '' : `@${attribute}`}`;

/** Text of strangers as it is quoted in a finding: on one line and not too long. Blanks around it may be the fault. */
export const quoted = (text: string): string => {
  const line = text.slice(0, 200).replace(/\s+/g, ' ');
  return `“${line.length > 80 || text.length > 200 ? `${line.slice(0, 80)}…` : line}”`;
};
