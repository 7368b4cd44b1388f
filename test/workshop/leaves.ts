/** The values in a document of JSON, by the keys that lead to them. */
export type Path = readonly (string | number)[];

export function leavesOf(value: unknown, path: Path = []): Path[] {
  if (value === null || typeof value !== 'object') return [path];
  const entries: [string | number, unknown][] = Array.isArray(value)
    ? [...value.entries()]
    : Object.entries(value);
  return entries.flatMap(([key, entry]) => leavesOf(entry, [...path, key]));
}

export const readLeaf = (value: unknown, path: Path): unknown =>
  path.reduce((within, key) => (within as Record<string | number, unknown>)[key], value);

/** The same document with another value there; as it was for the empty path. */
export function withLeaf(document: unknown, path: Path, value: unknown): unknown {
  const copy: unknown = structuredClone(document);
  const last = path.at(-1);
  if (last !== undefined)
    (readLeaf(copy, path.slice(0, -1)) as Record<string | number, unknown>)[last] = value;
  return copy;
}
