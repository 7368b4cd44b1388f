import { checkChannel } from './channel-rules.ts';
import { error, type Finding, warning } from './finding.ts';
import { checkItems } from './item-rules.ts';
import {
  all,
  first,
  namespaces,
  type Outline,
  readOutline,
  type XmlElement,
  type XmlFault,
} from './outline.ts';

export type { Finding } from './finding.ts';

/**
 * Holds a feed against what podcast apps and directories demand (RSS 2.0, Apple, PSP-1, podcast namespace) as far as
 * the document itself shows it; nothing is fetched. An `error` costs listeners or the place in a directory.
 * @example checkFeed('<rss') // one finding: rss-well-formed
 */
export function checkFeed(xml: string): readonly Finding[] {
  const outline = readOutline(xml);
  if (outline.fault) return [malformed(outline.fault)];
  const channel = outline.root && first(outline.root, 'channel');
  if (outline.root?.name !== 'rss' || !channel) return [noFeed(outline.root)];
  const findings = [
    ...checkDocument(xml, outline, outline.root),
    ...checkChannel(channel),
    ...checkItems(channel),
  ];
  return abridged(findings);
}

const malformed = ({ line, says }: XmlFault): Finding =>
  error(
    'rss-well-formed',
    `line ${line}`,
    `The document is no well-formed XML: ${says}.`,
    'Apps show nothing of such a feed. Look at that line for a raw & or <, a missing end tag or a stray character.',
  );

const noFeed = (root: XmlElement | undefined): Finding =>
  error(
    'rss-format',
    root ? root.name : 'document',
    root?.name === 'atom:feed'
      ? 'This is an Atom feed; directories have not taken them since 2023.'
      : 'This is no RSS feed: there is no channel inside a tag named rss.',
    'Give the address of an RSS 2.0 feed.',
  );

function checkDocument(xml: string, { encoding, hasDoctype }: Outline, root: XmlElement): Finding[] {
  const findings: Finding[] = [];
  if (root.attributes.get('version') !== '2.0')
    findings.push(
      error('rss-version', 'rss', 'The RSS version is not given as 2.0.', 'Write <rss version="2.0">.'),
    );
  if (encoding !== undefined && encoding.toUpperCase() !== 'UTF-8')
    findings.push(
      error('apple-encoding', 'document', `The encoding is ${encoding}.`, 'Write the feed in UTF-8.'),
    );
  if (encoding === undefined || xml.startsWith('\uFEFF'))
    findings.push(
      warning(
        'apple-encoding',
        'document',
        'The encoding is not declared plainly.',
        'Begin with <?xml version="1.0" encoding="UTF-8"?> and no byte order mark.',
      ),
    );
  if (hasDoctype)
    findings.push(
      warning('rss-doctype', 'document', 'The feed has a DOCTYPE.', 'Leave it out; some apps refuse it.'),
    );
  return [...findings, ...checkNamespaces(root)];
}

/** A misspelt namespace makes all its tags invisible, without a message from anyone (feed.md 1). */
function checkNamespaces(root: XmlElement): Finding[] {
  const strangers = new Set(
    [root, ...all(root, 'channel').flatMap((channel) => [channel, ...all(channel, 'item')])]
      .flatMap((element) => element.children)
      .map(({ name }) => /^\?(itunes|podcast|atom|content):/.exec(name)?.[1])
      .filter((prefix) => prefix !== undefined),
  );
  return [...strangers].map((prefix) =>
    error(
      'rss-namespace',
      `rss/xmlns:${prefix}`,
      `The namespace behind “${prefix}:” is not the known one, so all its tags are ignored.`,
      `Write xmlns:${prefix}="${namespaces.get(prefix) ?? ''}", letter by letter.`,
    ),
  );
}

const MOST_OF_A_KIND = 5;

/** A fault that all of a thousand episodes share is told a few times, not a thousand. */
function abridged(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Map<string, number>();
  const kept = findings.filter(({ rule, severity }) => {
    const kind = `${severity} ${rule}`;
    seen.set(kind, (seen.get(kind) ?? 0) + 1);
    return (seen.get(kind) ?? 0) <= MOST_OF_A_KIND;
  });
  return kept.map((finding, i) => {
    const more = (seen.get(`${finding.severity} ${finding.rule}`) ?? 0) - MOST_OF_A_KIND;
    const isLast = !kept
      .slice(i + 1)
      .some((other) => other.rule === finding.rule && other.severity === finding.severity);
    return more > 0 && isLast
      ? { ...finding, what: `${finding.what} (And ${more} more of this kind.)` }
      : finding;
  });
}
