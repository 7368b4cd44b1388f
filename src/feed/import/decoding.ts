import {
  declaredCharset,
  declaredIn,
  decodeBytes,
  decodeUtf8,
  decodeWestern,
  markedCharset,
} from '../charsets.ts';
import type { Notebook } from './account.ts';

/**
 * The text of a feed without a byte order mark, by the encoding that it or its server declares. What is plainly UTF-8 is
 * read so whatever is declared, since that is the mistake which is made most; what only says so is read as Windows-1252.
 * @param charset that of the HTTP header, if any
 */
export const decodeFeed = (bytes: Uint8Array, charset: string, notebook: Notebook): string =>
  (readMarked(bytes, notebook) ?? readDeclared(bytes, charset, notebook)).replace(/^\uFEFF/, '');

/** Its first bytes count more than what is declared behind them. */
function readMarked(bytes: Uint8Array, notebook: Notebook): string | undefined {
  const marked = markedCharset(bytes);
  const text = marked && decodeBytes(bytes, marked);
  const declared = text && declaredCharset(text);
  if (marked && declared && !marked.startsWith(declared.toLowerCase()))
    notebook.note(`It says that it is ${declared}, but it is ${marked.toUpperCase()}, and was read so.`);
  return text;
}

function readDeclared(bytes: Uint8Array, charset: string, notebook: Notebook): string {
  const declared = (declaredIn(bytes) ?? charset).toLowerCase();
  const utf8 = decodeUtf8(bytes);
  if (utf8 !== undefined) {
    if (isOther(declared) && utf8.length !== bytes.length)
      notebook.note(`It says that it is ${declared}, but it is UTF-8, and was read so.`);
    if (isOther(declared) || isUtf8(declared)) return utf8;
  }
  if (isUtf8(declared)) {
    notebook.note('It says or implies UTF-8, but is none; it was read as Windows-1252 (Latin-1).');
    return decodeWestern(bytes);
  }
  return decodeAs(bytes, declared, notebook);
}

/** An encoding that nobody knows is read as the one that is most often meant. */
function decodeAs(bytes: Uint8Array, declared: string, notebook: Notebook): string {
  const text = decodeBytes(bytes, declared);
  if (text !== undefined) return text;
  notebook.note(`Nobody knows its encoding “${declared.slice(0, 40)}”; it was read as well as may be.`);
  return decodeUtf8(bytes) ?? decodeWestern(bytes);
}

const isUtf8 = (encoding: string): boolean => /^(utf-?8)?$/.test(encoding);
/** Encodings in which bytes that are UTF-8 without a fault make no sense. */
const isOther = (encoding: string): boolean =>
  /^(us-ascii|ascii|latin-?1|iso-?8859-\d+|windows-125\d|cp125\d|utf-?(16|32).*)$/.test(encoding);
