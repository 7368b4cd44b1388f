import { printRecipeSchema } from '../src/show/recipe-file.ts';

type Schema = Readonly<{
  description?: string;
  type?: string;
  default?: unknown;
  enum?: readonly unknown[];
  const?: unknown;
  minimum?: number;
  maximum?: number;
  anyOf?: readonly Schema[];
  properties?: Readonly<Record<string, Schema>>;
}>;

/** All fields of a recipe as a Markdown table, from the schema that people's editors read. */
export function printRecipeTable(): string {
  const rows = rowsOf('', JSON.parse(printRecipeSchema()) as Schema);
  return ['| Field | May be | Default | What it does |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

function rowsOf(path: string, { properties = {} }: Schema): string[] {
  return Object.entries(properties).flatMap(([name, field]) => {
    const place = path === '' ? name : `${path}.${name}`;
    const { description = '' } = field;
    if (!field.properties) return [row(place, allowed(field), printDefault(field), description)];
    const inner = rowsOf(place, field);
    return description === '' ? inner : [row(place, '', '', description), ...inner];
  });
}

const row = (place: string, ...cells: readonly string[]): string => `| \`${place}\` | ${cells.join(' | ')} |`;

const printDefault = (field: Schema): string =>
  field.default === undefined ? '' : `\`${JSON.stringify(field.default)}\``;

function allowed({ anyOf, minimum, maximum, properties, type = '', ...field }: Schema): string {
  if (anyOf) return anyOf.map(allowed).join(' or ');
  if (properties)
    return Object.entries(properties)
      .map(([name, inner]) => `\`{"${name}": …}\` with ${allowed(inner)}`)
      .join(', ');
  if (field.enum) return field.enum.map((value) => `\`${JSON.stringify(value)}\``).join(' ');
  if (field.const !== undefined) return `\`${JSON.stringify(field.const)}\``;
  return minimum === undefined ? (words[type] ?? type) : `${minimum} to ${maximum}`;
}

const words: Readonly<Record<string, string>> = {
  boolean: '`true` `false`',
  null: '`null`',
  string: 'text',
};
