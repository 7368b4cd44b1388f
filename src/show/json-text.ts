/** JSON that strangers wrote: read with the line of its first mistake, and asked for fields without trust. */

export type JsonRead = Readonly<{ value: unknown }> | Readonly<{ fault: JsonFault }>;

export type JsonFault = Readonly<{
  /** Where the mistake is; engines do not always tell. */
  line?: number;
  cause: unknown;
}>;

export function readJsonText(text: string): JsonRead {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch (cause) {
    const position = /position (\d+)/.exec(cause instanceof Error ? cause.message : '')?.[1];
    if (position === undefined) return { fault: { cause } };
    return { fault: { line: text.slice(0, Number(position)).split('\n').length, cause } };
  }
}

/** ` in line 3`, or nothing where it is not known. */
export const placeOfFault = ({ line }: JsonFault): string => (line === undefined ? '' : ` in line ${line}`);

/** A field of an object; undefined where it is none, or has no such field of its own. */
export const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;

/** The first of several names under which a field is given. */
export const givenAs = (value: unknown, names: readonly string[]): unknown =>
  names.map((name) => fieldOf(value, name)).find((found) => found !== undefined && found !== null);
