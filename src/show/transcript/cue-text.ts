import { cleanSaid, type Said } from './transcript.ts';

/** What stands inside a cue: words, tags and, in WebVTT, entities and voices. */

const tags = /(<[^<>]*>)/;
/** What WebVTT and SubRip know; any other word in angle brackets was said. */
const known = /^<(?:\/?(?:v|c|i|b|u|s|ruby|rt|lang|font|span)(?:[.\s/][^<>]*)?|\d[\d:.]*|\/)>$/i;
/** Styles that some programs put into SubRip. */
const overrides = /\{\\[^{}]{0,100}\}/g;

/**
 * The words of a cue by voice: `<v Anna>Hello <i>there</i>` is `Hello there`, said by Anna.
 * @param entities whether `&amp;` means `&`: in WebVTT it does, SubRip knows none
 */
export function readCueText(text: string, { entities }: Readonly<{ entities: boolean }>): readonly Said[] {
  const decode = entities ? decodeEntities : (words: string): string => words;
  const said: { text: string; speaker?: string }[] = [{ text: '' }];
  const words = entities ? text : text.replace(overrides, '');
  for (const piece of words.split(tags)) {
    if (!known.test(piece)) append(said, decode(piece));
    else if (/^<v[.\s>]/i.test(piece)) said.push(voice(decode(piece.slice(2, -1))));
    else if (/^<\/v[\s>]/i.test(piece)) said.push({ text: '' });
  }
  return said.map((one) => ({ ...one, text: cleanSaid(one.text) })).filter((one) => one.text !== '');
}

function append(said: readonly { text: string }[], words: string): void {
  const last = said.at(-1);
  if (last) last.text += words;
}

/** Behind `<v`: perhaps classes, then the name. */
function voice(annotation: string): { text: string; speaker?: string } {
  const name = annotation.replace(/^\.\S*/, '').trim();
  return name === '' ? { text: '' } : { text: '', speaker: name };
}

const names: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  lrm: '\u200E',
  rlm: '\u200F',
};

/** Each once: `&amp;lt;` is `&lt;`. What is no entity stays as it is. */
const decodeEntities = (text: string): string =>
  text.replace(/&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|([a-z]{2,4}));/g, (whole, decimal, hex, name) => {
    if (name !== undefined) return names[String(name)] ?? whole;
    const code = decimal === undefined ? Number.parseInt(String(hex), 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });

/** As WebVTT wants words: so no tag, no entity and no arrow can be in them. */
export const escapeCueText = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
