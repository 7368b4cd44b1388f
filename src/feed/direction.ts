import { escapeHtml, SafeHtml } from './safe-html.ts';

export type Direction = 'ltr' | 'rtl';

/** Languages whose usual script runs from right to left: Arabic, Hebrew or Thaana (Unicode CLDR, likely subtags). */
const rightToLeft = new Set(['ar', 'dv', 'fa', 'he', 'ps', 'sd', 'ug', 'ur', 'yi']);

const baseOf = (language: string): string => language.toLowerCase().split('-')[0] ?? '';

/** In which direction a language (`ar`, `de-at`) is written. */
export const directionOf = (language: string): Direction =>
  rightToLeft.has(baseOf(language)) ? 'rtl' : 'ltr';

/** The attributes of an element whose words are not in the language around it; nothing where they are. */
export const markLanguage = (language: string, around: string): SafeHtml =>
  new SafeHtml(
    baseOf(language) === baseOf(around)
      ? ''
      : ` lang="${escapeHtml(language)}" dir="${directionOf(language)}"`,
  );
