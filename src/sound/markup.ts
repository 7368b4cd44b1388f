import { cleanText } from '../show/names.ts';

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text of people as it may stand in HTML and SVG, between tags and in quoted attributes alike. */
export const escapeMarkup = (text: string): string =>
  cleanText(text).replace(/[&<>"']/g, (letter) => entities[letter] ?? letter);

/** A share of the whole as SVG wants it, fine enough for a screen of 10,000 points. */
export const printShare = (share: number): string => `${Number((share * 100).toFixed(2))}%`;
