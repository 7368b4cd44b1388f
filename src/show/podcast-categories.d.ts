/** The package brings no types of its own. */
declare module 'podcast-categories' {
  const table: Readonly<Record<string, Readonly<Record<string, true>>>>;
  export = table;
}
