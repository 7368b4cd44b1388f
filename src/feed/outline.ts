import { SaxesParser } from 'saxes';

/** An XML document as a tree, with tags named by their namespace rather than by the prefix that was chosen for it. */
export type XmlElement = Readonly<{
  /** `title`, `itunes:image`, …; a tag of an unknown namespace keeps the prefix it has, with a `?` in front. */
  name: string;
  attributes: ReadonlyMap<string, string>;
  /** Its own text, CDATA included. */
  text: string;
  children: readonly XmlElement[];
  line: number;
}>;

export type XmlFault = Readonly<{ line: number; says: string }>;

export type Outline = Readonly<{
  root?: XmlElement;
  /** Why the document is not well-formed XML. */
  fault?: XmlFault;
  encoding?: string;
  hasDoctype: boolean;
}>;

/** The namespaces that podcast apps know, by their usual prefix; every letter counts (feed.md 1). */
export const namespaces: ReadonlyMap<string, string> = new Map([
  ['itunes', 'http://www.itunes.com/dtds/podcast-1.0.dtd'],
  ['podcast', 'https://podcastindex.org/namespace/1.0'],
  ['atom', 'http://www.w3.org/2005/Atom'],
  ['content', 'http://purl.org/rss/1.0/modules/content/'],
]);
const prefixes = new Map([...namespaces].map(([prefix, uri]) => [uri, prefix]));

/** No feed is nested deeper; the parser's time grows with the square of the depth. */
const DEEPEST = 32;

/** Thrown out of the parser to end its work at the first fault. */
class Stop extends Error {}

/**
 * Reads XML strictly, up to its first fault. Entities that a document defines for itself are not expanded but are
 * faults, so one that would unfold into gigabytes is harmless.
 */
export function readOutline(xml: string): Outline {
  const reading = new Reading();
  try {
    reading.parser.write(xml).close();
  } catch (thrown) {
    if (!(thrown instanceof Stop)) throw thrown;
  }
  const { fault, hasDoctype, encoding } = reading;
  const root = reading.open[0]?.children[0];
  return {
    hasDoctype,
    ...(fault && { fault: rawAmpersand(xml) ?? fault }),
    ...(root && { root }),
    ...(encoding !== undefined && { encoding }),
  };
}

type Growing = {
  name: string;
  attributes: ReadonlyMap<string, string>;
  text: string;
  children: Growing[];
  line: number;
};

const growing = (name: string, attributes: ReadonlyMap<string, string>, line: number): Growing => ({
  name,
  attributes,
  text: '',
  children: [],
  line,
});

/** A document while it is read; below `open[0]` stand the tags that are open now. */
class Reading {
  readonly parser = new SaxesParser({ xmlns: true, position: true });
  readonly open: Growing[] = [growing('', new Map(), 0)];
  fault?: XmlFault;
  encoding?: string;
  hasDoctype = false;

  constructor() {
    const { parser, open } = this;
    parser.on('xmldecl', ({ encoding }) => {
      if (encoding !== undefined) this.encoding = encoding;
    });
    parser.on('doctype', () => {
      this.hasDoctype = true;
    });
    parser.on('error', ({ message }) => this.stop(message.replace(/^\S*\d+:\d+: /, '').replace(/\.$/, '')));
    parser.on('opentag', ({ uri, prefix, local, attributes }) => {
      if (open.length > DEEPEST) this.stop(`tags stand inside each other more than ${DEEPEST} deep`);
      const values = Object.entries(attributes).map(([name, { value }]) => [name, value] as const);
      const element = growing(nameOf(uri, prefix, local), new Map(values), parser.line);
      open.at(-1)?.children.push(element);
      open.push(element);
    });
    parser.on('closetag', () => open.pop());
    parser.on('text', (text) => this.write(text));
    parser.on('cdata', (text) => this.write(text));
  }

  private write(text: string): void {
    const inside = this.open.at(-1);
    if (inside) inside.text += text;
  }

  private stop(says: string): void {
    this.fault ??= { line: this.parser.line, says };
    throw new Stop();
  }
}

/** The parser notices a raw & only where its entity would end; people need the line where it stands. */
function rawAmpersand(xml: string): XmlFault | undefined {
  for (const { 0: found, index } of xml.matchAll(
    /<!\[CDATA\[[\s\S]*?\]\]>|<!--[\s\S]*?-->|&(?!#?\w{1,64};)/g,
  ))
    if (found === '&') return { line: xml.slice(0, index).split('\n').length, says: 'a raw & stands there' };
  return undefined;
}

function nameOf(uri: string, prefix: string, local: string): string {
  if (uri === '') return local;
  const known = prefixes.get(uri);
  return known === undefined ? `?${prefix}:${local}` : `${known}:${local}`;
}

/** All children of a name. */
export const all = (element: XmlElement, name: string): readonly XmlElement[] =>
  element.children.filter((child) => child.name === name);

/** The first child of a name. */
export const first = (element: XmlElement, name: string): XmlElement | undefined =>
  element.children.find((child) => child.name === name);

export const textOf = (element: XmlElement, name: string): string | undefined => first(element, name)?.text;
export const attributeOf = (element: XmlElement | undefined, name: string): string | undefined =>
  element?.attributes.get(name);
