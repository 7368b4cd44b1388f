import { error, fine, inside, type Rule, type Verdict, warning } from './finding.ts';
import { checkNamespaces, elementsOf } from './namespace-rules.ts';
import { attributeOf, type Outline, type XmlElement, type XmlFault } from './outline.ts';

/** Rules about the document as such (feed.md 1). */

export const nothing: Verdict = [
  error(
    'rss-well-formed',
    'document',
    'There is nothing: the feed is empty.',
    'Write the feed again; when it comes from a server, look why it sends nothing.',
  ),
];

export const malformed = ({ line, says }: XmlFault): Verdict =>
  says === 'undefined entity' ? unknownEntity(line) : notWellFormed(line, says);

const notWellFormed = (line: number, says: string): Verdict => [
  error(
    'rss-well-formed',
    `line ${line}`,
    `The document is no well-formed XML: ${says}.`,
    'Apps show nothing of such a feed. Look at that line for a raw & or <, a missing end tag or a stray character.',
  ),
];

/** Entities that the document defines for itself are not unfolded either, see `readXml`. */
const unknownEntity = (line: number): Verdict => [
  error(
    'rss-well-formed',
    `line ${line}`,
    'An entity stands there that feeds do not know: beyond &amp; &lt; &gt; &quot; and &apos; there is none, and what a DOCTYPE defines is not unfolded.',
    'Write the letter itself, or its number such as &#160;.',
  ),
];

/** What came is a page for people: told as such, rather than by the first thing that makes it no XML. */
export function checkPageInstead(text: string): Verdict {
  const start = text
    .slice(0, 2000)
    .replace(/^\uFEFF?\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,500}?-->\s*)?/s, '');
  if (!/^<(?:!doctype\s+html|html)\b/i.test(start)) return fine;
  const feed = addressOfFeed(text.slice(0, 200_000));
  return [
    error(
      'rss-format',
      'document',
      'This is a web page, not a feed.',
      feed === undefined
        ? 'Give the address of the feed itself. If this is that address: a login, an error page or a page for people is served in its place.'
        : `Give the address of the feed itself; the page names this one: ${feed}`,
    ),
  ];
}

/** The feed that a page names for readers: `<link rel="alternate" type="application/rss+xml" href="…">`. */
function addressOfFeed(html: string): string | undefined {
  const links = html.match(/<link\b[^<>]{0,1000}>/gi) ?? [];
  const named = links.find((link) => /type\s*=\s*["']?application\/rss\+xml/i.test(link));
  const href = /href\s*=\s*["']?([^\s"'<>]{1,500})/i.exec(named ?? '')?.[1];
  return href?.replaceAll('&amp;', '&');
}

export const noFeed = (root: XmlElement | undefined): Verdict => [
  error(
    'rss-format',
    root ? root.name : 'document',
    root?.name === 'atom:feed'
      ? 'This is an Atom feed; directories have not taken them since 2023.'
      : 'This is no RSS feed: there is no channel inside a tag named rss.',
    'Give the address of an RSS 2.0 feed.',
  ),
];

/** Directories and apps fetch feeds every hour or more often (feed.md 10). */
const SIZE_ADVISED = 1_000_000;

export const checkDocument = (xml: string, outline: Outline, root: XmlElement): Verdict => [
  ...checkVersion(root),
  ...checkEncoding(xml, outline),
  ...checkSize(xml),
  ...checkNamespaces(root),
  ...checkTagNames(root),
];

const checkVersion = (root: XmlElement): Verdict =>
  attributeOf(root, 'version') === '2.0'
    ? fine
    : [
        error(
          'rss-version',
          'rss@version',
          'The RSS version is not given as 2.0.',
          'Write <rss version="2.0">.',
        ),
      ];

function checkEncoding(xml: string, { encoding, hasDoctype }: Outline): Verdict {
  const other = encoding !== undefined && encoding.toUpperCase() !== 'UTF-8';
  const plain = encoding !== undefined && !xml.startsWith('\uFEFF');
  return [
    ...(other
      ? [error('apple-encoding', 'document', `The encoding is ${encoding}.`, 'Write the feed in UTF-8.')]
      : []),
    ...(plain
      ? []
      : [
          warning(
            'apple-encoding',
            'document',
            'The encoding is not declared plainly.',
            'Begin with <?xml version="1.0" encoding="UTF-8"?> and no byte order mark.',
          ),
        ]),
    ...(hasDoctype
      ? [warning('rss-doctype', 'document', 'The feed has a DOCTYPE.', 'Leave it out; some apps refuse it.')]
      : []),
  ];
}

function checkSize(xml: string): Verdict {
  if (xml.length <= SIZE_ADVISED / 3) return fine;
  const bytes = Buffer.byteLength(xml, 'utf8');
  if (bytes <= SIZE_ADVISED) return fine;
  return [
    warning(
      'http-feed-size',
      'document',
      `The feed has ${(bytes / 1e6).toFixed(1)} MB, and apps fetch it every hour or more often.`,
      'Serve it compressed and with an ETag; shorter notes in old episodes help, too.',
    ),
  ];
}

// -- names of tags -----------------------------------------------------------------------------------------------

const itunes =
  'author block category complete duration episode episodeType explicit image keywords new-feed-url owner season subtitle summary title type';
const podcast =
  'alternateEnclosure block chapters chat episode funding guid image liveItem location locked medium person podping podroll publisher season socialInteract soundbite trailer transcript txt updateFrequency value';
const plain =
  'title link description language copyright generator image item pubDate lastBuildDate enclosure guid ttl category';
const known = [
  ...plain.split(' '),
  ...itunes.split(' ').map((name) => `itunes:${name}`),
  ...podcast.split(' ').map((name) => `podcast:${name}`),
  'atom:link',
  'content:encoded',
];
const spelt = new Set(known);
const meant = new Map(known.map((name) => [name.toLowerCase(), name]));

/** Names of tags are case-sensitive; a misspelt one is not there for apps (feed.md 1). */
const checkTagNames = (root: XmlElement): Verdict =>
  elementsOf(root)
    .flatMap((element) => element.children)
    .filter(({ name }) => !spelt.has(name) && meant.has(name.toLowerCase()))
    .map(({ name, line }) => {
      const right = meant.get(name.toLowerCase()) ?? '';
      const rule: Rule = 'apple-tag-case';
      const what = `No app knows the tag ${name}: capitals count in names.`;
      return error(rule, inside(`line ${line}`, name), what, `Write it as ${right}.`);
    });
