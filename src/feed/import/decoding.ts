import type { Notebook } from './account.ts';

/**
 * The text of a feed, by the encoding that it or its server declares. What is plainly UTF-8 is read so whatever is
 * declared, since that is the mistake which is made most; what only says so is read as Windows-1252.
 * @param charset that of the HTTP header, if any
 */
export function decodeFeed(bytes: Uint8Array, charset: string, notebook: Notebook): string {
  const marked = markOf(bytes);
  if (marked !== undefined) return decode(bytes, marked);
  const declared = (declaredIn(bytes) ?? charset).toLowerCase();
  const utf8 = strictly(bytes);
  if (utf8 !== undefined) {
    if (isOfOneByte(declared) && utf8.length !== bytes.length)
      notebook.note(`It says that it is ${declared}, but it is UTF-8, and was read so.`);
    if (isOfOneByte(declared) || isUtf8(declared)) return utf8;
  }
  if (isUtf8(declared)) {
    notebook.note('It says or implies UTF-8, but is none; it was read as Windows-1252 (Latin-1).');
    return decode(bytes, 'windows-1252');
  }
  return decodeAs(bytes, declared, notebook);
}

/** An encoding that nobody knows is read as the one that is most often meant. */
function decodeAs(bytes: Uint8Array, declared: string, notebook: Notebook): string {
  try {
    return decode(bytes, declared);
  } catch {
    notebook.note(`Nobody knows its encoding “${declared.slice(0, 40)}”; it was read as well as may be.`);
    return strictly(bytes) ?? decode(bytes, 'windows-1252');
  }
}

const decode = (bytes: Uint8Array, encoding: string): string => new TextDecoder(encoding).decode(bytes);

function strictly(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

const isUtf8 = (encoding: string): boolean => /^(utf-?8)?$/.test(encoding);
const isOfOneByte = (encoding: string): boolean =>
  /^(us-ascii|ascii|latin-?1|iso-?8859-\d+|windows-125\d|cp125\d)$/.test(encoding);

/** UTF-16 begins with a mark, or shows itself by the empty half of its first sign (XML 1.0, appendix F). */
function markOf([one, two]: Uint8Array): string | undefined {
  if ((one === 0xff && two === 0xfe) || (one === 0x3c && two === 0)) return 'utf-16le';
  return (one === 0xfe && two === 0xff) || (one === 0 && two === 0x3c) ? 'utf-16be' : undefined;
}

const declaredIn = (bytes: Uint8Array): string | undefined =>
  /^(?:\u00ef\u00bb\u00bf)?\s*<\?xml\s[^>]*?encoding\s*=\s*["']([\w.:-]{1,40})["']/.exec(
    decode(bytes.subarray(0, 300), 'latin1'),
  )?.[1];
