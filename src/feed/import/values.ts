import { readAddress } from '../../show/address.ts';
import { cleanLine } from '../../show/names.ts';
import type { XmlElement } from '../../show/xml.ts';
import type { Notebook } from './account.ts';
import { withLetters } from './entities.ts';
import { childrenOf } from './parsing.ts';
import { replaceTags } from './plain.ts';

/** Single values of somebody's feed. */

/** Characters of a line that are looked at, and of an address that is one. */
const LONGEST_LINE = 10_000;
const LONGEST_ADDRESS = 4_000;

/** The first of several tags that holds any text, as one line. */
export function lineIn(element: XmlElement, ...names: readonly string[]): string {
  for (const name of names) {
    for (const child of childrenOf(element, name)) {
      const line = cleanLine(plain(child.text.slice(0, LONGEST_LINE)));
      if (line !== '') return line;
    }
  }
  return '';
}

/** The first of several tags that holds any text, as it stands there. */
export function textIn(element: XmlElement, ...names: readonly string[]): string {
  const texts = names.flatMap((name) => childrenOf(element, name).map(({ text }) => text.trim()));
  return texts.find((text) => text !== '') ?? '';
}

/** Titles and names are plain text; many hosts escape them twice, or put tags into them. */
const plain = (text: string): string => withLetters(replaceTags(text, ' '));

export const attributeIn = (element: XmlElement, name: string, attribute: string): string => {
  const values = childrenOf(element, name).map(({ attributes }) => attributes.get(attribute)?.trim() ?? '');
  return values.find((value) => value !== '') ?? '';
};

/** At most so many characters, and a note where there were more. */
export function limitedTo(most: number, text: string, what: string, notebook: Notebook): string {
  const letters = [...text];
  if (letters.length <= most) return text;
  notebook.note(`The ${what} has ${letters.length} characters; it was cut at ${most}.`);
  return letters.slice(0, most).join('').trimEnd();
}

/** `true` and `false`, and what they were called before. */
export function explicitIn(element: XmlElement): boolean | undefined {
  const word = lineIn(element, 'itunes:explicit').toLowerCase();
  if (/^(true|yes|explicit)$/.test(word)) return true;
  return /^(false|no|clean)$/.test(word) ? false : undefined;
}

export const isYes = (text: string): boolean => /^(yes|true)$/i.test(text.trim());

/** A whole address; a relative one belongs to the address of the feed. */
export function addressOf(text: string, what: string, base: URL, notebook: Notebook): string | undefined {
  const written = text.trim();
  if (written === '') return undefined;
  const url = written.length > LONGEST_ADDRESS ? undefined : readAddress(written, base);
  if (!url || !/^https?:$/.test(url.protocol)) {
    notebook.note(`The address of the ${what} is none: “${written.slice(0, 100)}”.`);
    return undefined;
  }
  if (!readAddress(written))
    notebook.note(`The address of the ${what} is relative; it was taken as ${url.href}`);
  return url.href;
}

/** A whole number from 1 up; what else stands there is left out. */
export function countIn(element: XmlElement, name: string, notebook: Notebook): number | undefined {
  const text = lineIn(element, name);
  if (text === '') return undefined;
  const count = Number(/^\d{1,6}$/.exec(text)?.[0] ?? 0);
  if (count >= 1) return count;
  notebook.note(`${name} is “${text.slice(0, 40)}” and no whole number from 1 up; it was left out.`);
  return undefined;
}
