import type { Notebook } from './account.ts';
import { letterOf } from './entities.ts';

/** Makes XML of what is nearly XML: the ways in which feeds are broken most. Lines stay where they were. */

/** What XML 1.0 forbids, with the control characters that it allows and nobody means. */
const forbidden = /[^\P{Cc}\t\n\r]|[\p{Cs}\uFFFE\uFFFF]/gu;

/** Without forbidden characters, a document type and what it defines, raw ampersands and entities of HTML. */
export function mendText(xml: string, notebook: Notebook): string {
  const allowed = xml.replace(forbidden, '');
  if (allowed.length !== xml.length)
    notebook.note('It held characters that XML forbids; they were left out.');
  const { text, mended } = mendReferences(withoutDoctype(allowed.replace(/^\s+/, ''), notebook));
  if (mended > 0) notebook.note(`It is no valid XML: ${mended} raw or unknown “&” were read as they stand.`);
  return text;
}

/** A document type may define entities that unfold without end; no podcast app reads any. */
function withoutDoctype(xml: string, notebook: Notebook): string {
  const start = xml.slice(0, 10_000).search(/<!DOCTYPE/i);
  if (start < 0) return xml;
  const end = endOfDoctype(xml, start);
  const doctype = xml.slice(start, end);
  if (/<!ENTITY/i.test(doctype)) notebook.note('It defines entities of its own; they were not unfolded.');
  return xml.slice(0, start) + doctype.replace(/[^\n]/g, '') + xml.slice(end);
}

/** Behind the sign that closes it: brackets and quotations may hold others. */
function endOfDoctype(xml: string, start: number): number {
  const marks = /["'[\]>]/g;
  marks.lastIndex = start;
  let inside = false;
  for (let found = marks.exec(xml); found; found = marks.exec(xml)) {
    const [mark] = found;
    if (mark === '[') inside = true;
    else if (mark === ']') inside = false;
    else if (mark === '>' && !inside) return marks.lastIndex;
    else if (mark !== '>') {
      const close = xml.indexOf(mark, marks.lastIndex);
      if (close < 0) break;
      marks.lastIndex = close + 1;
    }
  }
  return xml.length;
}

const endings: Readonly<Record<string, string>> = { '<![CDATA[': ']]>', '<!--': '-->', '<?': '?>' };
const ofXml = new Set(['amp', 'lt', 'gt', 'quot', 'apos']);

/** More are no text; what follows the last of them is read as it stands. */
const MOST_REFERENCES = 1_000_000;

/** References as XML knows them; what stands in CDATA, comments and instructions is left alone. */
function mendReferences(xml: string): Readonly<{ text: string; mended: number }> {
  const marks = /<!\[CDATA\[|<!--|<\?|&(?:(#?\w{1,32});)?/g;
  const pieces: string[] = [];
  let [from, mended] = [0, 0];
  for (let found = marks.exec(xml); found && pieces.length < MOST_REFERENCES; found = marks.exec(xml)) {
    const [mark, reference] = found;
    const ending = endings[mark];
    if (ending !== undefined) {
      const end = xml.indexOf(ending, marks.lastIndex);
      if (end < 0) break;
      marks.lastIndex = end + ending.length;
    } else if (!ofXml.has(reference ?? '')) {
      const letter = reference === undefined ? undefined : letterOf(reference);
      if (letter === undefined) mended++;
      pieces.push(xml.slice(from, found.index), writtenAs(mark, letter));
      from = marks.lastIndex;
    }
  }
  return { text: [...pieces, xml.slice(from)].join(''), mended };
}

/** A letter as a reference that XML knows; one that it forbids is left out. */
function writtenAs(mark: string, letter: string | undefined): string {
  if (letter === undefined) return `&amp;${mark.slice(1)}`;
  return letter.replace(forbidden, '').replace(/[\s\S]/u, (sign) => `&#${sign.codePointAt(0)};`);
}

/** Tags that hold text, in which people write HTML as it is. */
const holders = /<(title|description|content:encoded|itunes:summary|itunes:subtitle)(?:\s[^<>]*)?(?<!\/)>/g;

/** The same with raw HTML in its texts put aside, so that it is text and no structure. */
export function wrapTexts(xml: string): string {
  const pieces: string[] = [];
  const unclosed = new Set<string>();
  let from = 0;
  for (let found = holders.exec(xml); found; found = holders.exec(xml)) {
    const [start, name = ''] = [holders.lastIndex, found[1]];
    const end = unclosed.has(name) ? -1 : xml.indexOf(`</${name}`, start);
    if (end < 0) {
      unclosed.add(name);
      continue;
    }
    const inner = xml.slice(start, end);
    if (inner.includes('<') && !inner.trimStart().startsWith('<![CDATA[')) {
      pieces.push(xml.slice(from, start), `<![CDATA[${inner.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`);
      from = end;
    }
    holders.lastIndex = end;
  }
  return [...pieces, xml.slice(from)].join('');
}
