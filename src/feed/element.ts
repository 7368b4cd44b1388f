/** An element of the feed as the `podcast` package takes it: its name, and what stands in it. */
export type Element = Readonly<Record<string, unknown>>;

type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** An element with attributes, of which those that are undefined stay out, and with text or elements in it. */
export function element(
  name: string,
  attributes: Attributes,
  content: string | number | readonly Element[] = [],
): Element {
  const given = Object.entries(attributes).filter(([, value]) => value !== undefined);
  const own = given.length > 0 ? [{ _attr: Object.fromEntries(given) }] : [];
  const within = typeof content === 'object' ? content : [String(content)];
  // In a list of attributes alone, the package writes a line break as the element's text.
  return { [name]: within.length > 0 ? [...own, ...within] : (own[0] ?? '') };
}

/** An element where there is something to stand in it. */
export const optional = (name: string, value: unknown): Element[] => (value ? [{ [name]: value }] : []);

/** `Yes`; any other word in such a tag has no effect (feed.md 2). */
export const yesIf = (name: string, says: boolean | undefined): Element[] =>
  optional(name, says === true && 'Yes');

/** RFC 2822 with a numeric zone, as Apple and PSP-1 show it. */
export const printDate = (moment: Date): string => moment.toUTCString().replace(/GMT$/, '+0000');
