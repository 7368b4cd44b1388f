import { SaxesParser } from 'saxes';
import { heldIn, liftCdata } from './xml-cdata.ts';

/** The door to saxes: XML that strangers wrote, as a tree, with tags named by their namespace and not by its prefix. */

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

export type XmlDocument = Readonly<{
  root?: XmlElement;
  /** Why the document is not well-formed XML. */
  fault?: XmlFault;
  encoding?: string;
  hasDoctype: boolean;
}>;

export type XmlNames = Readonly<{
  /** Namespaces by the prefix that their tags get in the tree; every letter counts. */
  known: ReadonlyMap<string, string>;
  /** Prefixes that count as declared, for pieces that were cut out of a document. */
  assumed?: Readonly<Record<string, string>>;
}>;

/** No feed is nested deeper; the parser's time grows with the square of the depth. */
const DEEPEST = 32;

/** Thrown out of the parser to end its work at the first fault. */
class Stop extends Error {}

/**
 * Reads XML strictly, up to its first fault. Entities that a document defines for itself are not expanded but are
 * faults, so one that would unfold into gigabytes is harmless.
 */
export function readXml(xml: string, names: XmlNames): XmlDocument {
  const lifted = liftCdata(xml);
  const reading = new Reading(names, (standing) => heldIn(lifted, standing));
  try {
    reading.parser.write(lifted.xml).close();
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
  readonly parser;
  readonly open: Growing[] = [growing('', new Map(), 0)];
  fault?: XmlFault;
  encoding?: string;
  hasDoctype = false;

  constructor({ known, assumed = {} }: XmlNames, held: (standing: string) => string) {
    const prefixes = new Map([...known].map(([prefix, uri]) => [uri, prefix]));
    const parser = new SaxesParser({ xmlns: true, position: true, additionalNamespaces: assumed });
    const { open } = this;
    this.parser = parser;
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
      const element = growing(nameOf(prefixes, { uri, prefix, local }), new Map(values), parser.line);
      open.at(-1)?.children.push(element);
      open.push(element);
    });
    parser.on('closetag', () => open.pop());
    parser.on('text', (text) => this.write(text));
    parser.on('cdata', (standing) => this.write(held(standing)));
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
  const marks = /<!\[CDATA\[|<!--|&(?!#?\w{1,64};)/g;
  for (let found = marks.exec(xml); found; found = marks.exec(xml)) {
    if (found[0] === '&')
      return { line: xml.slice(0, found.index).split('\n').length, says: 'a raw & stands there' };
    const end = xml.indexOf(found[0] === '<!--' ? '-->' : ']]>', found.index);
    if (end === -1) return undefined;
    marks.lastIndex = end;
  }
  return undefined;
}

type TagName = Readonly<{ uri: string; prefix: string; local: string }>;

function nameOf(prefixes: ReadonlyMap<string, string>, { uri, prefix, local }: TagName): string {
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
