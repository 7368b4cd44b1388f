/** JSON that strangers wrote: read with the line of its first mistake, and asked for fields without trust. */

export type JsonRead = Readonly<{ value: unknown }> | Readonly<{ fault: JsonFault }>;

/** Where the mistake is: the first sign that cannot stand there, counted from 1. */
export type JsonFault = Readonly<{ line: number; column: number; cause: unknown }>;

export function readJsonText(text: string): JsonRead {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch (cause) {
    const lines = text.slice(0, indexOfFault(text)).split('\n');
    return { fault: { line: lines.length, column: [...(lines.at(-1) ?? '')].length + 1, cause } };
  }
}

/** ` in line 3, column 14` */
export const placeOfFault = ({ line, column }: JsonFault): string => ` in line ${line}, column ${column}`;

const BLANKS = /[ \t\n\r]*/y;
const TOKEN = /[[\]{},:"]|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
/** A piece of a text, short enough for the stack of the engine. */
const LETTERS = /(?:[^"\\\p{Cc}]|[\x7f-\x9f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4})){1,1000}/uy;

/** The first signs of what may come next; `a` stands for all values that are neither text, list nor object. */
const [VALUE, KEY] = ['{["a', '"'];

/**
 * Where a text leaves the grammar of JSON (RFC 8259), or its end where it breaks off; what engines say of it differs
 * from one to the next, and some do not tell the place.
 */
function indexOfFault(text: string): number {
  const open: string[] = [];
  let [at, awaited, isKey] = [0, VALUE, false];
  for (;;) {
    at = endOf(BLANKS, text, at) ?? at;
    const end = endOf(TOKEN, text, at);
    const sign = /[[\]{},:"]/.exec(text[at] ?? '')?.[0] ?? 'a';
    if (end === undefined || !awaited.includes(sign)) return at;
    at = end;
    if (sign === '"') {
      for (let next = endOf(LETTERS, text, at); next !== undefined; next = endOf(LETTERS, text, at))
        at = next;
      if (text[at] !== '"') return at;
      at++;
    }
    if (sign === '{' || sign === '[') {
      open.push(sign === '{' ? '}' : ']');
      [awaited, isKey] = sign === '{' ? [`${KEY}}`, true] : [`${VALUE}]`, false];
    } else if (sign === ',') [awaited, isKey] = open.at(-1) === '}' ? [KEY, true] : [VALUE, false];
    else if (sign === ':') [awaited, isKey] = [VALUE, false];
    else if (isKey && sign === '"') [awaited, isKey] = [':', false];
    else {
      if (sign === '}' || sign === ']') open.pop();
      [awaited, isKey] = [open.length > 0 ? `,${open.at(-1)}` : '', false];
    }
  }
}

/** Where what a pattern finds at a place ends. */
function endOf(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

/** A field of an object; undefined where it is none, or has no such field of its own. */
export const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;

/** The first of several names under which a field is given. */
export const givenAs = (value: unknown, names: readonly string[]): unknown =>
  names.map((name) => fieldOf(value, name)).find((found) => found !== undefined && found !== null);
