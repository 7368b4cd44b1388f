import { readXml, type XmlDocument } from '../show/xml.ts';

export { all, attributeOf, first, textOf, type XmlElement, type XmlFault } from '../show/xml.ts';

/** An XML document as a tree, with tags named by their namespace rather than by the prefix that was chosen for it. */
export type Outline = XmlDocument;

/** The namespaces that podcast apps know, by their usual prefix; every letter counts (feed.md 1). */
export const namespaces: ReadonlyMap<string, string> = new Map([
  ['itunes', 'http://www.itunes.com/dtds/podcast-1.0.dtd'],
  ['podcast', 'https://podcastindex.org/namespace/1.0'],
  ['atom', 'http://www.w3.org/2005/Atom'],
  ['content', 'http://purl.org/rss/1.0/modules/content/'],
  ['psc', 'http://podlove.org/simple-chapters'],
]);

/** Reads a feed strictly, up to its first fault; see `readXml`. */
export const readOutline = (xml: string): Outline => readXml(xml, { known: namespaces });
