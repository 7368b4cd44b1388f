import { type DetailsOf, detailsSchemaWithTags } from '../src/show/details-file.ts';

type Schema = Readonly<{
  description?: string;
  tag?: string;
  form?: string;
  type?: string;
  format?: string;
  enum?: readonly string[];
  minimum?: number;
  maximum?: number;
  maxLength?: number;
  maxItems?: number;
  items?: Schema;
  required?: readonly string[];
  properties?: Readonly<Record<string, Schema>>;
}>;

/** All fields of the details as a Markdown table, from the schema that people's editors read. */
export function printDetailsTable(of: DetailsOf): string {
  const head = ['| Field | May be | Tag in the feed | What it says |', '| --- | --- | --- | --- |'];
  return [...head, ...rowsOf('', detailsSchemaWithTags(of) as Schema)].join('\n');
}

function rowsOf(path: string, { properties = {}, required = [] }: Schema): string[] {
  return Object.entries(properties).flatMap(([name, field]) => {
    const place = path === '' ? name : `${path}.${name}`;
    const { description = '', tag } = field;
    const isNeeded = path !== '' && required.includes(name);
    const cells = [allowed(field) + (isNeeded ? ', needed' : ''), tag ? `\`${tag}\`` : '', description];
    return [`| \`${place}\` | ${cells.join(' | ')} |`, ...rowsOf(place, field), ...entriesOf(place, field)];
  });
}

const entriesOf = (place: string, { items }: Schema): string[] =>
  items?.properties ? rowsOf(`${place}[]`, items) : [];

function allowed({
  type = '',
  format = '',
  maxLength,
  maxItems,
  minimum,
  maximum,
  ...field
}: Schema): string {
  if (field.enum) return field.enum.map((word) => `\`"${word}"\``).join(' ');
  if (field.form !== undefined) return field.form;
  if (type === 'array') return `a list of at most ${maxItems ?? 'any'}`;
  if (maxLength !== undefined) return `text to ${maxLength} characters`;
  if (maximum !== undefined) return `${minimum} to ${maximum}`;
  if (minimum !== undefined) return `a number from ${minimum}`;
  return formats[format] ?? types[type] ?? type;
}

const formats: Readonly<Record<string, string>> = { uri: 'an https address', uuid: 'a UUID' };
const types: Readonly<Record<string, string>> = {
  boolean: '`true` `false`',
  string: 'text',
  object: 'an object',
};
