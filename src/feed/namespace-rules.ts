import { error, type Verdict } from './finding.ts';
import { all, namespaces, type XmlElement } from './outline.ts';

/** A misspelt namespace makes all its tags invisible, without a message from anyone (feed.md 1). */
export const checkNamespaces = (root: XmlElement): Verdict =>
  [...new Set(mistakenIn(root).values())].map((prefix) =>
    error(
      'rss-namespace',
      `rss@xmlns:${prefix}`,
      `The namespace behind “${prefix}:” is not the known one, so all its tags are ignored.`,
      `Write xmlns:${prefix}="${namespaces.get(prefix) ?? ''}", letter by letter.`,
    ),
  );

/** The document, its channels and their episodes. */
export const elementsOf = (root: XmlElement): readonly XmlElement[] => [
  root,
  ...all(root, 'channel').flatMap((channel) => [channel, ...all(channel, 'item')]),
];

/** What people get wrong in a namespace's address: capitals, https for http, a slash at the end. */
const loosely = (uri: string): string => uri.toLowerCase().replace(/^https?:\/\/(www\.)?|\/+$/g, '');
const loose = new Map([...namespaces].map(([prefix, uri]) => [loosely(uri), prefix]));
const exact = new Set(namespaces.values());

/** Prefixes in the document whose namespace is misspelt, with those that were meant. */
function mistakenIn(root: XmlElement): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [name, uri] of root.attributes) {
    const prefix = /^xmlns:(\w+)$/.exec(name)?.[1];
    if (prefix === undefined || exact.has(uri)) continue;
    const meant = namespaces.has(prefix) ? prefix : loose.get(loosely(uri));
    if (meant !== undefined) found.set(prefix, meant);
  }
  for (const { children } of elementsOf(root))
    for (const { name } of children) {
      const prefix = name.startsWith('?') ? /^\?(\w+):/.exec(name)?.[1] : undefined;
      if (prefix !== undefined && namespaces.has(prefix)) found.set(prefix, prefix);
    }
  return found;
}

/** The channel as it was meant, so that a misspelt namespace is told once and not with every tag that it hides. */
export function withNamespaces(channel: XmlElement, root: XmlElement): XmlElement {
  const mistaken = mistakenIn(root);
  return mistaken.size === 0 ? channel : respelt(channel, mistaken);
}

const respelt = (element: XmlElement, mistaken: ReadonlyMap<string, string>): XmlElement => ({
  ...element,
  name: element.name.replace(/^\?(\w+):/, (whole, prefix: string) => {
    const meant = mistaken.get(prefix);
    return meant === undefined ? whole : `${meant}:`;
  }),
  children: element.children.map((child) => respelt(child, mistaken)),
});
