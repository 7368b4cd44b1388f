/** Names of letters in HTML 4, section 24; XML knows five of them, feeds are full of the others. */

/** U+00A0 to U+00FF in their order (24.2.1). */
const latin =
  'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml';

/** Of 24.3 and 24.4 what stands in texts. */
const others: Readonly<Record<string, number>> = {
  ...{ OElig: 0x152, oelig: 0x153, Scaron: 0x160, scaron: 0x161, Yuml: 0x178, circ: 0x2c6, tilde: 0x2dc },
  ...{ ensp: 0x2002, emsp: 0x2003, thinsp: 0x2009, zwnj: 0x200c, zwj: 0x200d, ndash: 0x2013, mdash: 0x2014 },
  ...{ lsquo: 0x2018, rsquo: 0x2019, sbquo: 0x201a, ldquo: 0x201c, rdquo: 0x201d, bdquo: 0x201e },
  ...{ dagger: 0x2020, bull: 0x2022, hellip: 0x2026, permil: 0x2030, prime: 0x2032, lsaquo: 0x2039 },
  ...{ rsaquo: 0x203a, euro: 0x20ac, trade: 0x2122, larr: 0x2190, uarr: 0x2191, rarr: 0x2192, darr: 0x2193 },
  ...{ minus: 0x2212, ne: 0x2260, le: 0x2264, ge: 0x2265, hearts: 0x2665, quot: 0x22, amp: 0x26, lt: 0x3c },
  ...{ gt: 0x3e, apos: 0x27 },
};

const codes = new Map([
  ...latin.split(' ').map((name, i) => [name, 0xa0 + i] as const),
  ...Object.entries(others),
]);

/** The letter of a reference without `&` and `;` (`auml`, `#228`, `#xE4`); undefined where there is none such. */
export function letterOf(reference: string): string | undefined {
  const [, hex, decimal] = /^#(?:x([0-9a-f]{1,6})|([0-9]{1,7}))$/i.exec(reference) ?? [];
  const code = hex ? Number.parseInt(hex, 16) : decimal ? Number(decimal) : codes.get(reference);
  return code === undefined || code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)
    ? undefined
    : String.fromCodePoint(code);
}

/** Text with all references as letters, once. */
export const withLetters = (text: string): string =>
  text.replace(/&(#?\w{1,10});/g, (whole, reference: string) => letterOf(reference) ?? whole);
