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
  /** Why the document is not well-formed XML; the first few only. */
  faults: readonly XmlFault[];
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

const MOST_FAULTS = 5;
const DEEPEST = 64;

type Growing = {
  name: string;
  attributes: ReadonlyMap<string, string>;
  text: string;
  children: XmlElement[];
  line: number;
};

/**
 * Reads XML strictly. Entities that a document defines for itself are not expanded but reported as unknown, so one
 * that would unfold into gigabytes is harmless.
 */
export function readOutline(xml: string): Outline {
  const parser = new SaxesParser({ xmlns: true, position: true });
  const faults: XmlFault[] = [];
  const open: Growing[] = [{ name: '', attributes: new Map(), text: '', children: [], line: 0 }];
  let encoding: string | undefined;
  let hasDoctype = false;
  const write = (text: string) => {
    const inside = open.at(-1);
    if (inside) inside.text += text;
  };
  parser.on('xmldecl', (declaration) => {
    encoding = declaration.encoding;
  });
  parser.on('doctype', () => {
    hasDoctype = true;
  });
  parser.on('error', (fault) => {
    if (faults.length < MOST_FAULTS) faults.push(faultOf(fault, parser.line));
  });
  parser.on('opentag', ({ uri, prefix, local, attributes }) => {
    const named = new Map(Object.entries(attributes).map(([name, { value }]) => [name, value]));
    const name = nameOf(uri, prefix, local);
    const element = { name, attributes: named, text: '', children: [], line: parser.line };
    if (open.length <= DEEPEST) open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on('closetag', () => open.pop());
  parser.on('text', write);
  parser.on('cdata', write);
  parser.write(xml).close();
  const root = open[0]?.children[0];
  return { faults, hasDoctype, ...(root && { root }), ...(encoding !== undefined && { encoding }) };
}

function nameOf(uri: string, prefix: string, local: string): string {
  if (uri === '') return local;
  const known = prefixes.get(uri);
  return known === undefined ? `?${prefix}:${local}` : `${known}:${local}`;
}

/** The parser's own sentence begins with line and column. */
const faultOf = (fault: Error, line: number): XmlFault => ({
  line: Number(/^(?:undefined:)?(\d+):\d+: /.exec(fault.message)?.[1] ?? line),
  says: fault.message.replace(/^(?:undefined:)?\d+:\d+: /, '').replace(/\.$/, ''),
});

/** All children of a name. */
export const all = (element: XmlElement, name: string): readonly XmlElement[] =>
  element.children.filter((child) => child.name === name);

/** The first child of a name. */
export const first = (element: XmlElement, name: string): XmlElement | undefined =>
  element.children.find((child) => child.name === name);

export const textOf = (element: XmlElement, name: string): string | undefined => first(element, name)?.text;
export const attributeOf = (element: XmlElement | undefined, name: string): string | undefined =>
  element?.attributes.get(name);
