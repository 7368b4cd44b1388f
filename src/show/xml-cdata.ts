/**
 * CDATA sections (XML 1.0, 2.7) taken out of a document before it is parsed. In feeds they are most of all bytes, and the
 * parser looks at every letter by itself, though nothing in them has a meaning but their end.
 */
export type WithoutCdata = Readonly<{
  /** The document with a number and the line breaks in place of what each section held. */
  xml: string;
  /** What they held, by their numbers, with the line breaks that a parser hands on (XML 1.0, 2.11). */
  held: readonly string[];
}>;

/** Where a section may begin, and what may hold the beginning of one as text. */
const OPENING = /<!--|<\?|<!\[CDATA\[/g;
const endings: Readonly<Record<string, string>> = { '<!--': '-->', '<?': '?>', '<![CDATA[': ']]>' };

/** Characters that XML forbids, also in CDATA (2.2). */
const FORBIDDEN = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

/** What is not well-formed inside stays, so that the parser finds it; a document with definitions of its own stays whole. */
export function liftCdata(xml: string): WithoutCdata {
  const held: string[] = [];
  if (/<!DOCTYPE/i.test(xml)) return { xml, held };
  const pieces: string[] = [];
  let done = 0;
  OPENING.lastIndex = 0;
  for (let found = OPENING.exec(xml); found; found = OPENING.exec(xml)) {
    const [opening] = found;
    const from = found.index + opening.length;
    const to = xml.indexOf(endings[opening] ?? '', from);
    if (to === -1) break;
    OPENING.lastIndex = to;
    const inner = opening === '<![CDATA[' ? xml.slice(from, to) : '';
    if (opening !== '<![CDATA[' || FORBIDDEN.test(inner)) continue;
    const text = inner.replace(/\r\n?/g, '\n');
    pieces.push(xml.slice(done, from), String(held.length), text.replace(/[^\n]+/g, ''));
    held.push(text);
    done = to;
  }
  return { xml: pieces.join('') + xml.slice(done), held };
}

/** What a section held, by what stands in it now. */
export const heldIn = ({ held }: WithoutCdata, standing: string): string =>
  held[Number.parseInt(standing, 10)] ?? standing;
